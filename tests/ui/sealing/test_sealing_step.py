"""用印 by keys: asked for, agreed to, each paper recorded, the rest at once, a line struck out, the register read."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.changes import BatchChange, BatchChangeKind
from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.states import State
from reviewer_app.services.sealing.lists import approve_list
from reviewer_ui.dispatch import DispatchPage
from reviewer_ui.sealing import SealingStep, SinglePapersDialog
from reviewer_ui.sealing.register import SealRegisterDialog
from reviewer_ui.widgets.decision import DecisionDialog
from reviewer_ui.widgets.form_dialog import FormDialog
from support.desk_pages import Office, office, shown_column, signed_off, unnamed
from support.sealing import asked, issued, seal_case

RETURN, SPACE, CTRL = Qt.Key.Key_Return, Qt.Key.Key_Space, Qt.KeyboardModifier.ControlModifier
USE, STATE = 3, 6


@pytest.fixture
def at(tmp_path: Path) -> Office:
    """Three issued recommendations of one batch; one asks, one agrees, one keeps the seal."""
    at = office(tmp_path)
    cases = [signed_off(at.unit, number) for number in (1, 2, 3)]
    for case in cases:
        issued(at.unit, case)
    lines = tuple(BatchLine(case, f"2024-示-{case:04}", f"示例服务{case}") for case in cases)
    at.unit.batches.add(Batch(1, "2024", "批次", SealStyle.CIRCLE, "示例甲", datetime(2024, 5, 19), "", lines))
    at.unit.users.put(User("示例甲", frozenset({Role.HANDLER})))
    at.unit.users.put(User("示例乙", frozenset({Role.HEAD})))
    at.unit.users.put(User("示例丙", frozenset({Role.SEAL})))
    at.unit.acting("示例甲")
    return at


@pytest.fixture
def step(at: Office, qtbot: QtBot) -> SealingStep:
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.resize(1280, 690)
    page.show()
    page.open_step(RoadStep.SEAL)
    return page.sealing


def _as(at: Office, step: SealingStep, name: str) -> None:
    at.unit.acting(name)
    step.refresh()


def _answered(step: SealingStep, kind: type[QWidget], text: str = "") -> None:
    dialog = next(one for one in step.findChildren(kind) if one.isVisible())
    if isinstance(dialog, FormDialog):
        dialog.fill("impressions", text)
        QTest.keyClick(dialog, RETURN)
    if isinstance(dialog, DecisionDialog):
        dialog.reason.setPlainText(text)
        dialog.confirm.setFocus()
        QTest.keyClick(dialog.confirm, RETURN)


def _asked(step: SealingStep) -> DecisionDialog:
    return next(one for one in step.findChildren(DecisionDialog) if one.isVisible())


def _main(step: SealingStep) -> None:
    step.table.setFocus()
    QTest.keyClick(step.table, RETURN, CTRL)


def _approved(at: Office, step: SealingStep) -> None:
    _main(step)
    _answered(step, FormDialog, "2")
    _as(at, step, "示例乙")
    _main(step)
    _answered(step, DecisionDialog)
    _as(at, step, "示例丙")


def test_the_seal_is_asked_for_agreed_to_and_used_paper_by_paper(at: Office, step: SealingStep) -> None:
    assert step.side.main.text() == "申请用印 3 份…"
    _main(step)
    _answered(step, FormDialog, "2")
    assert shown_column(step.table, STATE) == ["待同意"] * 3
    assert (step.side.main.text(), step.side.main.isEnabled()) == ("等复核人同意", False)
    assert step.side.why.text() == "您申请的用印，须由另一位复核人同意。"
    _as(at, step, "示例乙")
    assert step.side.main.text() == "同意用印 3 份…"
    _main(step)
    assert len(_asked(step).lines()) == 3
    _answered(step, DecisionDialog)
    assert shown_column(step.table, STATE) == ["待盖"] * 3
    assert (step.side.main.text(), step.side.main.isEnabled()) == ("等用印人用印", False), "the head keeps no seal"
    assert step.side.why.text() == "已同意用印，由用印人（示例丙）用印。"
    _as(at, step, "示例丙")
    step.side.begin.click()
    assert step.side.main.text() == "登记盖第 1 号"
    _main(step)
    step.table.go_to(2)
    QTest.keyClick(step.table, SPACE)
    assert shown_column(step.table, USE) == ["第 1 号", "—", "第 2 号"]
    assert shown_column(step.table, STATE) == ["待扫描", "待盖", "待扫描"]
    assert [case.state for case in at.unit.applications.cases.values()] == [
        State.SEALED,
        State.SIGNED_OFF,
        State.SEALED,
    ]
    assert step.side.note.text() == "已登记2024年用印第2号。"


def test_all_are_recorded_in_one_act_that_names_each_with_its_number(at: Office, step: SealingStep) -> None:
    _approved(at, step)
    assert step.side.main.text() == "登记用印 3 份…"
    _main(step)
    assert _asked(step).lines() == tuple(
        f"第 {place} 号　2024年第{place}号（无代字）　示例服务{place}标准化试点　2 印" for place in (1, 2, 3)
    )
    assert at.unit.seals.used == [], "nothing is written before it was shown"
    _answered(step, DecisionDialog)
    assert shown_column(step.table, USE) == ["第 1 号", "第 2 号", "第 3 号"]
    assert at.unit.seals.open_sessions() == ()
    assert step.head.right() == "都已登记盖章，3 件待扫描回。"
    assert step.side.main.text() == "去寄出"


def test_a_use_elsewhere_meanwhile_moves_the_numbers_and_is_shown_anew(at: Office, step: SealingStep) -> None:
    _approved(at, step)
    _main(step)
    at.unit.actor = User("示例丁", frozenset(Role))
    seal_case(at.unit, signed_off(at.unit, 4))
    at.unit.acting("示例丙")
    _answered(step, DecisionDialog)
    assert "第 1 号已不是下一号" in _asked(step).note.text()
    assert len(at.unit.seals.used) == 1


def test_the_rest_is_recorded_at_once_after_a_session_was_left_and_taken_up(at: Office, step: SealingStep) -> None:
    _approved(at, step)
    step.side.begin.click()
    _main(step)
    step.side.end.click()
    assert step.side.main.text() == "登记用印 2 份…"
    step.side.begin.click()
    assert step.side.rest.text() == "其余 2 份都已盖…"
    step.side.rest.click()
    _answered(step, DecisionDialog)
    assert step.side.note.text() == "已登记 2 件，2024年用印第2至第3号。"
    assert at.unit.seals.open_sessions() == ()


def test_a_batch_that_was_dissolved_says_so_and_leads_to_the_next(at: Office, step: SealingStep) -> None:
    at.unit.batches.change(BatchChange(1, BatchChangeKind.DISSOLVED, "单位更正", "示例甲", at.unit.now))
    step.refresh()
    assert shown_column(step.table, STATE) == ["已撤回"] * 3
    assert (step.side.main.text(), step.side.main.isEnabled()) == ("去选件", True)
    assert step.side.why.text() == "这一批已撤回组批，没有用印的都已撤回，不再用印。"
    asked_for: list[RoadStep] = []
    step.step_asked.connect(asked_for.append)
    _main(step)
    assert asked_for == [RoadStep.CHOOSE]


def test_a_list_is_sent_back_with_its_reason_and_asked_for_anew(at: Office, step: SealingStep) -> None:
    _main(step)
    _answered(step, FormDialog, "2")
    _as(at, step, "示例乙")
    step.side.back.click()
    _answered(step, DecisionDialog, "少一件附件")
    assert "示例乙" in step.head.right()
    assert "少一件附件" in step.head.right()
    _as(at, step, "示例甲")
    assert step.side.main.text() == "申请用印 3 份…"


def test_a_use_is_struck_out_and_stays_in_the_register(at: Office, step: SealingStep, tmp_path: Path) -> None:
    _approved(at, step)
    step.side.begin.click()
    _main(step)
    step.table.go_to(0)
    step.side.strike.click()
    _answered(step, DecisionDialog, "盖歪，重盖")
    assert shown_column(step.table, STATE) == ["待盖"] * 3
    step.side.register.click()
    book = next(one for one in step.findChildren(SealRegisterDialog) if one.isVisible())
    assert shown_column(book.table, 10) == ["划去（2024-05-19 示例丙）：盖歪，重盖"]
    assert not book.strike.isEnabled()
    book.save(tmp_path / "用印登记簿.xlsx")
    assert (tmp_path / "用印登记簿.xlsx").is_file()
    assert unnamed(book) == []


def test_a_count_that_is_none_is_refused_in_the_form(at: Office, step: SealingStep) -> None:
    _main(step)
    _answered(step, FormDialog, "两份")
    form = next(one for one in step.findChildren(FormDialog) if one.isVisible())
    assert "印数应在 1 到 99 之间" in form.note.text()
    assert at.unit.seals.asked == []


def test_every_part_of_the_step_has_a_name(step: SealingStep) -> None:
    assert unnamed(step) == []


def test_the_page_says_what_waits_for_the_head_and_for_the_keeper_and_leads_there(at: Office, qtbot: QtBot) -> None:
    list_id = asked(at.unit, [1, 2, 3], batch_id=1)
    page = DispatchPage(at.context)
    qtbot.addWidget(page)
    page.show()
    assert page.waiting.isHidden(), "nothing waits for who asked"
    at.unit.acting("示例乙")
    page.open_step(RoadStep.CHOOSE)
    page.refresh()
    assert page.waiting.approve.text() == "等您同意用印：1 份清单"
    assert not page.waiting.isHidden()
    page.waiting.approve.click()
    assert page.step is RoadStep.SEAL
    assert page.waiting.isHidden(), "it stands before one"
    approve_list(at.unit, list_id)
    at.unit.acting("示例丙")
    page.refresh()
    assert page.waiting.seal.text() == "等您用印：1 份清单"


def test_single_papers_are_asked_for_as_they_are_chosen(at: Office, qtbot: QtBot) -> None:
    at.unit.batches.kept.clear()
    dialog = SinglePapersDialog(at.context)
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.step.side.main.text() == "申请用印 1 份…"
    dialog.step.table.selectAll()
    assert dialog.step.side.main.text() == "申请用印 3 份…"
    dialog.step.press_main()
    _answered(dialog.step, FormDialog, "1")
    assert shown_column(dialog.step.table, STATE) == ["待同意"] * 3
