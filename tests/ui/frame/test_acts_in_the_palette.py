"""Ctrl+K reaches every act there is: what is open is done or asked, what is not says why."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem
from pytestqt.qtbot import QtBot

from reviewer_app.domain.acts import ACTS, Act, Standing
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.states import State
from reviewer_resources import phrases
from reviewer_ui.actions import ACTIONS, Place
from reviewer_ui.corrections.dialog import CorrectionDialog
from reviewer_ui.detail.acts import CORRECTION_ACTS
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.frame.command_palette import CommandPalette
from reviewer_ui.main_window import MainWindow
from reviewer_ui.opinion.look_up import LookUpDialog
from reviewer_ui.opinion.pane import OpinionPane
from support.casework import dialog_of, proposed, registered, settle
from support.desk_pages import Office

AT_THE_HEAD = [act for act, spec in ACTS.items() if spec.standing is not Standing.AT_ITS_WORK]


def entry(act: Act) -> str:
    """The one action of the palette that does an act or leads to it."""
    (found,) = [spec.id for spec in ACTIONS if spec.act is act]
    return found


def help_of(act: Act) -> str:
    """The line of help of that action."""
    return next(spec.help for spec in ACTIONS if spec.act is act)


def show(window: MainWindow, at: Office, state: State) -> int:
    """The window with a case in a state."""
    case_id = proposed(at.unit)
    at.unit.applications.cases[case_id] = replace(at.unit.applications.cases[case_id], state=state)
    window.cases.open_case(case_id)
    settle()
    return case_id


def palette_of(window: MainWindow, at: Office, qtbot: QtBot, typed: str) -> CommandPalette:
    palette = CommandPalette(at.context.actions, parent=window)
    qtbot.addWidget(palette)
    palette.field.setText(typed)
    return palette


def lines(palette: CommandPalette) -> list[QTreeWidgetItem]:
    items = (palette.list.topLevelItem(place) for place in range(palette.list.topLevelItemCount()))
    return [item for item in items if item is not None]


@pytest.mark.parametrize("act", Act)
def test_every_act_has_all_its_words_and_an_entry(act: Act) -> None:
    spec = act.spec
    asked = {f"question.{spec.question}", f"confirm.{spec.question}"} if spec.question else set()
    assert {f"event.{spec.event}", *asked} <= phrases.codes()
    found = next(one for one in ACTIONS if one.id == entry(act))
    assert found.help
    assert found.place is not Place.CHECKLIST


@pytest.mark.parametrize("act", AT_THE_HEAD)
def test_an_act_is_done_from_the_palette(window: MainWindow, desk_of_ten: Office, qtbot: QtBot, act: Act) -> None:
    """By the same way as from its button: asked where there is a question, done at once where there is none."""
    case_id = show(window, desk_of_ten, min(act.spec.states))
    palette = palette_of(window, desk_of_ten, qtbot, act.label)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    if act in CORRECTION_ACTS:
        (dialog,) = [one for one in window.findChildren(CorrectionDialog) if one.isVisible()]
        dialog.reject()
    elif act.spec.question:
        assert dialog_of(window).windowTitle() == act.label
        dialog_of(window).reject()
    else:
        assert desk_of_ten.unit.events.of(case_id)[-1].act == act.spec.event


def test_what_is_not_open_stands_there_with_the_reason(window: MainWindow, desk_of_ten: Office, qtbot: QtBot) -> None:
    case_id = show(window, desk_of_ten, State.SENT)
    before = desk_of_ten.unit.events.of(case_id)
    for act in Act:
        if act in (Act.ANSWER, Act.ASK_WITHDRAWAL):
            # Answers have no line of their own; what was sent can be asked back.
            continue
        action = desk_of_ten.context.actions[entry(act)]
        assert not action.isEnabled(), act
        # With its line of help, which no other has: Enter would do what else is found.
        palette = palette_of(window, desk_of_ten, qtbot, f"{action.text()}{help_of(act)}")
        (line,) = [one for one in lines(palette) if one.data(0, Qt.ItemDataRole.UserRole) == entry(act)]
        assert line.isDisabled(), act
        assert line.text(0) == f"{action.text()}　案件目前为“已报送”"
        QTest.keyClick(palette.field, Qt.Key.Key_Return)
        assert desk_of_ten.unit.events.of(case_id) == before, act


def test_copies_are_recorded_from_the_palette(window: MainWindow, desk_of_ten: Office, qtbot: QtBot) -> None:
    """The page is turned to and the first copy that is not here is open."""
    window.cases.open_case(registered(desk_of_ten.unit))
    settle()
    palette = palette_of(window, desk_of_ten, qtbot, "纸质材料")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    pane = window.findChild(CasePane)
    assert isinstance(pane, CasePane)
    assert pane.pages.currentWidget() is pane.material
    assert pane.material.rows[0].is_editing


def test_a_look_up_is_asked_for_from_the_palette(window: MainWindow, desk_of_ten: Office, qtbot: QtBot) -> None:
    """The form opens at the first point that takes one, wherever the checklist stood."""
    show(window, desk_of_ten, State.CHECKING)
    palette = palette_of(window, desk_of_ten, qtbot, "登记一次查询")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle()
    (dialog,) = window.findChildren(LookUpDialog)
    assert dialog.isVisible()
    dialog.reject()


def test_nothing_is_open_without_a_case(window: MainWindow, desk_of_ten: Office, qtbot: QtBot) -> None:
    window.cases.open_none()
    said = {line.text(0): line.isDisabled() for line in lines(palette_of(window, desk_of_ten, qtbot, "登记用印"))}
    assert said == {"登记用印　请先在案件列表里选一件案件。": True}


def test_an_action_is_found_by_the_first_letters_of_its_name(
    window: MainWindow, desk_of_ten: Office, qtbot: QtBot
) -> None:
    """Without switching the input method: djyy is 单件用印."""
    palette = palette_of(window, desk_of_ten, qtbot, "djyy")
    assert [line.data(0, Qt.ItemDataRole.UserRole) for line in lines(palette)][:1] == ["dispatch.single_seals"]
    palette.field.setText("szz")
    assert lines(palette) == []


def test_what_is_done_at_a_point_is_offered_while_the_keyboard_is_at_one(
    window: MainWindow, desk_of_ten: Office, qtbot: QtBot
) -> None:
    """Elsewhere the same lines are closed and say how one comes there."""
    show(window, desk_of_ten, State.REVIEWING)
    window.cases.queue.rows.setFocus()
    away = palette_of(window, desk_of_ten, qtbot, "逐项")
    desk_of_ten.context.actions["checklist.enter"].trigger()
    at_it = palette_of(window, desk_of_ten, qtbot, "逐项")
    for typed, count in (("分项", 6), ("同条都符合", 1), ("登记查询", 1)):
        away.field.setText(typed)
        at_it.field.setText(typed)
        closed = [line for line in lines(away) if "逐项核对”（Ctrl+J）" in line.text(0)]
        assert [bool(line.flags() & Qt.ItemFlag.ItemIsEnabled) for line in closed] == [False] * count
        names = {line.text(0).split("　")[0] for line in closed}
        assert names <= {line.text(0) for line in lines(at_it) if line.flags() & Qt.ItemFlag.ItemIsEnabled}


def test_a_point_is_answered_from_the_palette_and_keeps_the_keyboard(
    window: MainWindow, desk_of_ten: Office, qtbot: QtBot
) -> None:
    case_id = show(window, desk_of_ten, State.REVIEWING)
    desk_of_ten.context.actions["checklist.enter"].trigger()
    palette = palette_of(window, desk_of_ten, qtbot, "当前条目不符合")
    opinion = window.findChild(OpinionPane)
    assert opinion is not None
    checklist = opinion.checklist
    at, after = list(checklist.rows)[:2]
    checklist.set_current(at)
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    settle()
    assert desk_of_ten.unit.answers.of(case_id)[at].verdict is Verdict.NOT_MET
    assert (checklist.current, window.focusWidget()) == (after, checklist.rows[after])


def test_the_outcome_is_chosen_from_anywhere_in_the_case(window: MainWindow, desk_of_ten: Office, qtbot: QtBot) -> None:
    """By name whatever has the keyboard; by its plain key wherever it is in the opinion's pane, but not in a text."""
    show(window, desk_of_ten, State.REVIEWING)
    opinion = window.findChild(OpinionPane)
    assert opinion is not None
    chosen = []
    window.cases.queue.rows.setFocus()
    QTest.keyClick(palette_of(window, desk_of_ten, qtbot, "结论：不予").field, Qt.Key.Key_Return)
    chosen.append(opinion.writing.outcomes.chosen)
    with qtbot.waitActive(window):
        window.activateWindow()
    opinion.pages.tabBar().setFocus()
    QTest.keyClick(opinion.pages.tabBar(), Qt.Key.Key_6)
    chosen.append(opinion.writing.outcomes.chosen)
    opinion.writing.text.setFocus()
    QTest.keyClick(opinion.writing.text, Qt.Key.Key_4)
    chosen.append(opinion.writing.outcomes.chosen)
    assert chosen == [Outcome.DECLINE, Outcome.RETURN_FOR_CORRECTION, Outcome.RETURN_FOR_CORRECTION]
    window.cases.open_case(
        next(one.id for one in desk_of_ten.unit.applications.cases.values() if one.state is State.SENT)
    )
    settle()
    (line,) = lines(palette_of(window, desk_of_ten, qtbot, "结论：不予"))
    assert not line.flags() & Qt.ItemFlag.ItemIsEnabled
