"""Ctrl+Z takes the last step of the case shown back and says which; in a text field it stays the field's own."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.checking import answer_item
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.main_window import MainWindow
from reviewer_ui.opinion.pane import OpinionPane
from support.casework import proposed
from support.desk_pages import Office
from support.grounds import grounded

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
POINT = "E2.staff"


@pytest.fixture
def case_id(window: MainWindow, desk_of_ten: Office) -> int:
    """A case open for work with one answered point, shown in the window that has the keyboard."""
    unit = desk_of_ten.unit
    made = next(case.id for case in unit.applications.cases.values() if case.state.rule.open_for_work)
    grounded(unit, made)
    desk_of_ten.context.background.run_change(answer_item, made, POINT, Verdict.NOT_MET)
    window.acts.case_asked.emit(made)
    window.activateWindow()
    return made


def _press(window: MainWindow, key: Qt.Key, modifiers: Qt.KeyboardModifier = _CTRL) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifiers)


def test_the_keys_take_the_last_step_back_and_do_it_again(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, case_id: int
) -> None:
    unit, actions = desk_of_ten.unit, desk_of_ten.context.actions
    qtbot.waitUntil(lambda: "不符合" in actions["case.undo"].text())
    window.cases.queue.setFocus()
    _press(window, Qt.Key.Key_Z)
    assert unit.answers.of(case_id)[POINT].verdict is Verdict.UNDECIDED
    said = window.foot.message()
    assert said.startswith("已撤销“作答")
    assert said.endswith(f"（{unit.applications.get(case_id).project_name}）。")
    window.foot.take_action()
    assert unit.answers.of(case_id)[POINT].verdict is Verdict.NOT_MET
    _press(window, Qt.Key.Key_Z)
    _press(window, Qt.Key.Key_Z, _CTRL | _SHIFT)
    assert unit.answers.of(case_id)[POINT].verdict is Verdict.NOT_MET
    _press(window, Qt.Key.Key_Z)
    _press(window, Qt.Key.Key_Y)
    acts = [entry.act for entry in unit.events.of(case_id)][-6:]
    assert acts == [EventAct.UNDONE, EventAct.REDONE] * 3


def test_a_field_with_typing_of_its_own_undoes_that_first(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, case_id: int
) -> None:
    unit, field = desk_of_ten.unit, window.top.search
    field.setFocus()
    field.insert("示例")
    _press(window, Qt.Key.Key_Z)
    assert field.text() == ""
    assert unit.answers.of(case_id)[POINT].verdict is Verdict.NOT_MET
    while field.isUndoAvailable():
        field.undo()
    _press(window, Qt.Key.Key_Z)
    assert unit.answers.of(case_id)[POINT].verdict is Verdict.UNDECIDED


def test_what_cannot_be_taken_back_is_said_at_the_foot(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, case_id: int
) -> None:
    unit = desk_of_ten.unit.acting("示例乙")
    answer_item(unit, case_id, "E2.foundation", Verdict.MET)
    unit.acting("示例甲")
    window.cases.queue.setFocus()
    _press(window, Qt.Key.Key_Z)
    assert window.foot.message() == "示例乙 此后已办理“作答”，之前的办理不能再撤销，请直接改。"
    assert unit.answers.of(case_id)[POINT].verdict is Verdict.NOT_MET


def test_a_finding_taken_back_takes_what_was_typed_over_it_along(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, case_id: int
) -> None:
    unit = desk_of_ten.unit
    pane = window.findChildren(CasePane)[0]
    pane.pages.setCurrentWidget(pane.comparison)
    pane.comparison.begin()
    row = next(iter(pane.comparison.rows.values()))
    _press(window, Qt.Key.Key_2, Qt.KeyboardModifier.NoModifier)
    QTest.keyClicks(row.paper, "x")
    assert row.paper.isUndoAvailable()
    _press(window, Qt.Key.Key_Z)
    assert (row.paper.text(), row.differs.isChecked()) == ("", True)
    _press(window, Qt.Key.Key_Z)
    assert window.foot.message().startswith("已撤销“纸网核对")
    assert row.hasFocus()
    assert not row.differs.isChecked()
    _press(window, Qt.Key.Key_J)
    assert unit.events.of(case_id)[-1].act == EventAct.UNDONE
    assert unit.comparisons.of(case_id) == {}
    assert not [box for box in unit.drafts.of(case_id) if box.startswith(DraftBoxes.PAPER)]


def test_right_after_a_decision_the_key_answers_of_that_case_and_not_of_the_one_that_came_up(
    qtbot: QtBot, desk_of_ten: Office, request: pytest.FixtureRequest
) -> None:
    unit = desk_of_ten.unit
    decided = proposed(unit)
    unit.acting("示例乙")
    window: MainWindow = request.getfixturevalue("window")
    window.acts.case_asked.emit(decided)
    window.activateWindow()
    pane = window.findChildren(OpinionPane)[0]
    submitting = pane.submitting
    qtbot.waitUntil(lambda: submitting.view is not None and submitting.view.application.id == decided)
    qtbot.waitUntil(lambda: pane.presses.are_taken)
    _press(window, Qt.Key.Key_Return, _CTRL | _SHIFT)
    qtbot.waitUntil(lambda: submitting.view is not None and submitting.view.application.id != decided)
    assert submitting.view is not None
    came = submitting.view.application
    before = len(unit.events.of(came.id))
    _press(window, Qt.Key.Key_Z)
    name = unit.applications.get(decided).project_name
    assert window.foot.message().startswith(f"刚才办的是“{name}”：案件此后已“复核同意”")
    assert len(unit.events.of(came.id)) == before
    _press(window, Qt.Key.Key_Z)
    assert window.foot.message() == "您在这一案件上没有可以撤销的办理。"
