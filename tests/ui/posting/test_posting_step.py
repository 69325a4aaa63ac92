"""寄出 by keys: parcels planned, packed by scan, list and drag, closed, posted with their waybills; what is told."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.dispatch.parcels import CopyPlace, ParcelState
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_ui.posting.post_dialog import PostDialog
from reviewer_ui.posting.step import PostingStep
from support.casework import dialog_of
from support.desk_pages import Office, office, type_text, unnamed
from support.packed import lettered, pack_by_keys, planned, sealed_batch
from support.sending import excuse_what_may_be

RETURN, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Space


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


def posting_of(step: PostingStep) -> PostDialog:
    return next(one for one in step.findChildren(PostDialog) if one.isVisible())


def scanned(step: PostingStep, words: str) -> str:
    step.parts.scan.setText(words)
    QTest.keyClick(step.parts.scan, RETURN)
    return step.parts.note.text()


def states(step: PostingStep) -> list[ParcelState]:
    return [view.parcel.state for view in step.parts.model.rows()]


def test_a_batch_is_packed_and_posted_in_two_acts_that_show_what_they_write(at: Office, step: PostingStep) -> None:
    assert step.parts.head.right() == "一位联系人一个邮包（待确认，可在年度设置里确定）"
    assert step.parts.buttons["next"].text() == "编排并封包…"
    pressed(step.parts.buttons["next"])
    assert [line.partition("　")[0] for line in dialog_of(step).lines()] == ["第1包（胡伟）", "第2包（倪敏）"]
    assert at.unit.parcels.of_batch(1) == (), "nothing is written before it was shown"
    QTest.keyClick(dialog_of(step).confirm, RETURN)
    assert states(step) == [ParcelState.CLOSED] * 2
    excuse_what_may_be(at.unit, 1)
    assert step.parts.buttons["next"].text() == "全部寄出…"
    pressed(step.parts.buttons["next"])
    dialog = posting_of(step)
    assert "第 1 批即登记为已报送" in " ".join(words.text() for words in dialog.findChildren(QLabel))
    assert dialog.note.text().startswith("导出的文件夹不在原处，没有核对其中的文件。")
    for typed in ("邮政", "ea000000001cn", "EA000000002CN"):
        type_text(dialog.focusWidget(), typed)
        QTest.keyClick(dialog.focusWidget(), RETURN)
    assert dialog.confirm.text() == "全部寄出 2 个邮包"
    assert states(step) == [ParcelState.CLOSED] * 2, "Enter goes from field to field and posts nothing"
    QTest.keyClick(dialog.focusWidget(), RETURN)
    assert states(step) == [ParcelState.POSTED] * 2
    assert at.unit.batches.get(1).sent_at is not None
    assert {at.unit.applications.get(one).state for one in (1, 2)} == {State.SENT}
    assert not unnamed(step)


def test_a_parcel_without_a_waybill_stays_and_what_is_wrong_is_said_beside_its_field(
    at: Office, step: PostingStep
) -> None:
    pack_by_keys(step)
    excuse_what_may_be(at.unit, 1)
    step.press_main()
    dialog = posting_of(step)
    assert not dialog.confirm.isEnabled(), "nothing is typed yet"
    dialog.fill("courier", "邮政")
    first, second = (name for name in dialog.editors if name.startswith("waybill"))
    dialog.fill(second, "EA2")
    assert dialog.confirm.text() == "登记寄出 1 个邮包"
    dialog.fill(first, "ea 2")
    dialog.press()
    dialog.press()
    assert dialog.note.text() == "单号 EA2 已填在第1包（胡伟）里，请核对。"
    assert dialog.focusWidget() is dialog.editors[second]
    dialog.fill(first, "")
    dialog.press()
    if dialog.isVisible():
        dialog.press()
    assert states(step) == [ParcelState.CLOSED, ParcelState.POSTED]


def test_no_day_is_asked_for_and_a_double_press_posts_once(at: Office, step: PostingStep) -> None:
    pack_by_keys(step)
    excuse_what_may_be(at.unit, 1)
    step.press_main()
    dialog = posting_of(step)
    dialog.fill("courier", "邮政")
    dialog.fill("day", "明天")
    dialog.fill(next(one for one in dialog.editors if one.startswith("waybill")), "EA1")
    dialog.press()
    assert dialog.note.text() == "请填写日期，如 2024-05-20。"
    assert states(step) == [ParcelState.CLOSED] * 2


def test_each_scan_puts_in_the_next_copy_of_its_case(at: Office, step: PostingStep) -> None:
    planned(at.unit, 1)
    step.refresh()
    assert "接着扫" in scanned(step, "ＳＨＢＺ｜2024-示-0002｜1/2")
    assert step.parts.lying.model_.row_at(0).piece.paper == "示市监荐〔2024〕2号"
    for _ in range(2):
        scanned(step, "2024-示-0002")
    assert scanned(step, "2024-示-0002") == "已装入第2包（倪敏）：2024-示-0002 标准化试点项目申请表 第3份。"
    assert scanned(step, "2024-示-0002") == "2024-示-0002 该寄的都已在第2包（倪敏）里。"
    assert scanned(step, "2024-示-0009") == "“2024-示-0009”不是第 1 批里的编号，没有装入。"
    assert scanned(step, "示市监荐〔2024〕1号").startswith("已装入第1包（胡伟）：2024-示-0001 推荐部门意见")


def test_chosen_copies_go_in_by_space_and_come_out_with_a_reason(at: Office, step: PostingStep) -> None:
    planned(at.unit, 1)
    step.refresh()
    asked_for: list[int] = []
    step.case_asked.connect(asked_for.append)
    step.parts.table.setFocus()
    QTest.keyClick(step.parts.table, RETURN)
    assert step.parts.missing.hasFocus(), "Enter goes into the parcel"
    step.parts.missing.selectRow(3)
    QTest.keyClick(step.parts.missing, RETURN)
    assert asked_for == [1]
    step.parts.missing.selectAll()
    QTest.keyClick(step.parts.missing, SPACE)
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
    planned(at.unit, 1)
    step.refresh()
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


def test_a_parcel_for_which_nothing_goes_any_more_is_taken_away_as_the_next_act(at: Office, step: PostingStep) -> None:
    planned(at.unit, 1)
    leave_batch(at.unit, 1, "单位来电，暂缓报送")
    leave_batch(at.unit, 2, "单位来电，暂缓报送")
    step.refresh()
    assert step.parts.model.rows()[0].missing == ()
    assert step.parts.buttons["next"].text() == "撤去邮包…"
    step.press_main()
    QTest.keyClick(dialog_of(step).confirm, RETURN)
    assert len(states(step)) == 1


def test_a_day_after_the_last_one_to_send_is_told_and_not_refused(at: Office, step: PostingStep) -> None:
    pack_by_keys(step)
    excuse_what_may_be(at.unit, 1)
    at.unit.clock = datetime(2024, 6, 30, 9, 0)
    pressed(step.parts.buttons["one"])
    dialog = posting_of(step)
    said = "寄出日期 2024-06-30 晚于报送截止日（2024-05-31），涉及 1 件。"
    assert dialog.note.text().endswith(said)
    dialog.fill("day", "2024-05-20")
    dialog.fill("courier", "邮政")
    dialog.fill(next(one for one in dialog.editors if one.startswith("waybill")), "EA1")
    dialog.fill("day", "2024-06-29")
    dialog.press()
    assert dialog.note.text().endswith(said.replace("06-30", "06-29"))
    assert states(step)[0] is ParcelState.CLOSED
    dialog.press()
    assert states(step)[0] is ParcelState.POSTED
