"""寄出 by keys: parcels planned, packed by scan, list and drag, closed, posted with their waybills; what is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.dispatch.parcels import CopyPlace, ParcelState
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_ui.posting.step import PostingStep
from reviewer_ui.widgets.form_dialog import FormDialog
from support.casework import dialog_of
from support.desk_pages import Office, office, unnamed
from support.packed import lettered, sealed_batch
from support.sending import excuse_what_may_be

RETURN = Qt.Key.Key_Return


@pytest.fixture
def at(tmp_path: Path) -> Office:
    return office(tmp_path)


@pytest.fixture
def step(at: Office, qtbot: QtBot) -> PostingStep:
    """The step of a batch of two cases for two contacts."""
    step = PostingStep(at.context)
    qtbot.addWidget(step)
    step.resize(892, 550)
    step.show()
    batch_id = sealed_batch(at.unit)
    lettered(at.unit, batch_id)
    step.show_batch(at.unit.batches.get(batch_id))
    return step


def pressed(button: QWidget) -> None:
    assert button.isVisible(), button.objectName()
    button.setFocus()
    QTest.keyClick(button, RETURN)


def form_of(step: PostingStep) -> FormDialog:
    return next(one for one in step.findChildren(FormDialog) if one.isVisible())


def scanned(step: PostingStep, words: str) -> str:
    step.parts.scan.setText(words)
    QTest.keyClick(step.parts.scan, RETURN)
    return step.parts.note.text()


def states(step: PostingStep) -> list[ParcelState]:
    return [view.parcel.state for view in step.parts.model.rows()]


def test_a_batch_is_planned_packed_closed_and_posted_by_keys(at: Office, step: PostingStep) -> None:
    buttons = step.parts.buttons
    assert step.parts.head.right() == "一位联系人一个邮包（待确认，可在年度设置里确定）"
    pressed(buttons["next"])
    asked = dialog_of(step)
    assert asked.lines() == ("胡伟　1 件", "倪敏　1 件")
    QTest.keyClick(asked.confirm, RETURN)
    pressed(buttons["put_all"])
    pressed(buttons["close_all"])
    assert states(step) == [ParcelState.CLOSED] * 2
    excuse_what_may_be(at.unit, 1)
    step.setFocus()
    QTest.keyClick(step.parts.table, RETURN)
    for waybill in ("EA000000001CN", "EA000000002CN"):
        form = form_of(step)
        form.fill("courier", "邮政")
        form.editors["waybill"].setFocus()
        QTest.keyClicks(form.editors["waybill"], waybill)
        QTest.keyClick(form.editors["waybill"], RETURN)
        assert form.note.text() == "导出的文件夹不在原处，没有核对其中的文件。"
        QTest.keyClick(form.confirm, RETURN)
    assert states(step) == [ParcelState.POSTED] * 2
    assert at.unit.batches.get(1).sent_at is not None
    assert {at.unit.applications.get(one).state for one in (1, 2)} == {State.SENT}
    assert not unnamed(step)


def test_each_scan_puts_in_the_next_copy_of_its_case(at: Office, step: PostingStep) -> None:
    pressed(step.parts.buttons["next"])
    QTest.keyClick(dialog_of(step).confirm, RETURN)
    assert "接着扫" in scanned(step, "ＳＨＢＺ｜2024-示-0002｜1/2")
    assert step.parts.lying.model_.row_at(0).piece.paper == "示市监荐〔2024〕2号"
    for _ in range(2):
        scanned(step, "2024-示-0002")
    assert scanned(step, "2024-示-0002") == "已装入第2包（倪敏）：2024-示-0002 标准化试点项目申请表 第3份。"
    assert scanned(step, "2024-示-0002") == "2024-示-0002 该寄的都已在第2包（倪敏）里。"
    assert scanned(step, "2024-示-0009") == "“2024-示-0009”不是第 1 批里的编号，没有装入。"
    assert scanned(step, "示市监荐〔2024〕1号").startswith("已装入第1包（胡伟）：2024-示-0001 推荐部门意见")


def test_chosen_copies_go_in_by_enter_and_come_out_with_a_reason(at: Office, step: PostingStep) -> None:
    pressed(step.parts.buttons["next"])
    QTest.keyClick(dialog_of(step).confirm, RETURN)
    step.parts.missing.selectAll()
    QTest.keyClick(step.parts.missing, RETURN)
    assert step.parts.lying.model_.rowCount() == 7
    step.parts.lying.selectRow(6)
    step.parts.missing.dropped.emit(step.parts.lying)
    asked = dialog_of(step)
    asked.reason.setPlainText("第三份留存")
    QTest.keyClick(asked.confirm, RETURN)
    assert step.parts.lying.model_.rowCount() == 6
    last = at.unit.parcels.moves[-1]
    assert (last.place, last.reason, last.by) == (CopyPlace.DESK, "第三份留存", "示例甲")


def test_a_list_that_no_longer_fits_is_named_and_the_parcel_is_opened(at: Office, step: PostingStep) -> None:
    pressed(step.parts.buttons["next"])
    QTest.keyClick(dialog_of(step).confirm, RETURN)
    pressed(step.parts.buttons["put_all"])
    pressed(step.parts.buttons["close_all"])
    leave_batch(at.unit, 1, "单位来函更正")
    step.refresh()
    assert step.parts.note.text() == "2024-示-0001 已移出这一批。"
    pressed(step.parts.buttons["open"])
    asked = dialog_of(step)
    assert asked.reason.toPlainText() == "清单已不符"
    QTest.keyClick(asked.confirm, RETURN)
    assert states(step)[0] is ParcelState.OPEN


def test_a_day_after_the_last_one_to_send_is_told_and_not_refused(at: Office, step: PostingStep) -> None:
    pressed(step.parts.buttons["next"])
    QTest.keyClick(dialog_of(step).confirm, RETURN)
    pressed(step.parts.buttons["put_all"])
    pressed(step.parts.buttons["close_all"])
    excuse_what_may_be(at.unit, 1)
    at.unit.clock = datetime(2024, 6, 30, 9, 0)
    pressed(step.parts.buttons["next"])
    form = form_of(step)
    form.fill("courier", "邮政")
    form.fill("waybill", "EA1")
    QTest.keyClick(form.editors["waybill"], RETURN)
    assert form.note.text().endswith("寄出日期 2024-06-30 晚于报送截止日（2024-05-31），涉及 1 件。")
    assert states(step)[0] is ParcelState.CLOSED
    QTest.keyClick(form.confirm, RETURN)
    assert states(step)[0] is ParcelState.POSTED
