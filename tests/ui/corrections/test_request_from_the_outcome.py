"""Who returns a case comes from the outcome to its correction request, asked for or refused."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.states import State
from reviewer_ui.corrections.dialog import CorrectionDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.opinion.writing import WritingFoot
from support.casework import answered, registered, settle
from support.desk_pages import Office


def _dialog(window: MainWindow) -> CorrectionDialog:
    (dialog,) = [one for one in window.findChildren(CorrectionDialog) if one.isVisible()]
    return dialog


def _writing(window: MainWindow, case_id: int) -> WritingFoot:
    window.cases.open_case(case_id)
    settle()
    panes = window.cases._panes
    assert panes is not None
    return panes.opinion.writing


def _choose(writing: WritingFoot, outcome: Outcome) -> None:
    QTest.mouseClick(writing.outcomes.chips[outcome], Qt.MouseButton.LeftButton)
    settle()


def test_the_outcome_offers_the_request(window: MainWindow, desk_of_ten: Office) -> None:
    case_id = answered(desk_of_ten.unit, registered(desk_of_ten.unit), (), M3_copies=Verdict.NOT_MET)
    writing = _writing(window, case_id)
    assert writing.request.isHidden()
    _choose(writing, Outcome.RETURN_FOR_CORRECTION)
    writing.request.click()
    assert "一式三份" in _dialog(window).asked.texts()
    _dialog(window).reject()
    _choose(writing, Outcome.DECLINE)
    assert writing.request.isHidden()


def test_open_points_refuse_the_return_and_lead_to_where_they_are_named(
    window: MainWindow, desk_of_ten: Office, qtbot: QtBot
) -> None:
    unit = desk_of_ten.unit
    case_id = answered(unit, registered(unit), ("E1.credit",), M3_copies=Verdict.NOT_MET)
    writing = _writing(window, case_id)
    _choose(writing, Outcome.RETURN_FOR_CORRECTION)
    qtbot.waitUntil(writing.submit.isEnabled)
    writing.submit.click()
    settle()
    assert "没有作答" in writing.note.text()
    dialog = _dialog(window)
    dialog.course.boxes["E1.credit"].setChecked(True)
    dialog.act.click()
    dialog.reject()
    assert unit.corrections.of(case_id)[-1].unchecked == ("二（一）信用良好",)
    qtbot.waitUntil(writing.submit.isEnabled)
    writing.submit.click()
    settle()
    assert unit.applications.get(case_id).state is State.AWAITING_CORRECTION
