"""The next case and the one before follow the list in which one chose, whatever others and decisions do to it."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.states import State
from reviewer_app.services.ports.rows import ALL_SEASONS, SortKey, Tab
from reviewer_ui.main_window import MainWindow
from reviewer_ui.queue import QueuePane
from support.desk_pages import Office

_DOWN, _UP = Qt.Key.Key_Down, Qt.Key.Key_Up


@pytest.fixture
def pane(window: MainWindow) -> QueuePane:
    """The list of all ten cases in the window, by due day: the tenth is due first."""
    window.cases.queue.show_tab(Tab.ALL)
    assert cases(window.cases.queue) == list(range(10, 0, -1))
    return window.cases.queue


def cases(pane: QueuePane) -> list[int | None]:
    """The list from the top."""
    return [pane.model.case_at(row) for row in range(pane.model.rowCount())]


def key(window: MainWindow, pressed: Qt.Key) -> int | None:
    """Ctrl with an arrow; the case then in hand."""
    QTest.keyClick(window, pressed, Qt.KeyboardModifier.ControlModifier)
    return window.cases.queue.current_case


def changes(desk: Office, pane: QueuePane, case_id: int, **values: object) -> None:
    """Somebody changes a case, and the list hears of it."""
    known = desk.unit.applications.cases
    known[case_id] = replace(known[case_id], **values)  # type: ignore[arg-type]
    pane.refresh()


def test_a_decided_case_and_others_that_leave_meanwhile_let_none_be_skipped(
    window: MainWindow, pane: QueuePane, desk_of_ten: Office
) -> None:
    pane.show_tab(Tab.CHECKING)
    here = cases(pane)
    assert len(here) == 3
    for case_id in (9, 10):
        changes(desk_of_ten, pane, case_id, state=State.CHECKING)
    assert cases(pane) == [10, 9, *here]
    pane.reveal(here[0] or 0)
    changes(desk_of_ten, pane, 10, state=State.SENT)
    changes(desk_of_ten, pane, here[0] or 0, state=State.PROPOSED)
    changes(desk_of_ten, pane, 9, state=State.SENT)
    assert key(window, _DOWN) == here[1]
    changes(desk_of_ten, pane, here[1] or 0, state=State.PROPOSED)
    pane.select_next()
    assert pane.current_case == here[2]
    changes(desk_of_ten, pane, here[2] or 0, state=State.PROPOSED)
    assert key(window, _DOWN) == here[2]
    assert pane.model.rowCount() == 0


@pytest.mark.parametrize("moved", [-30, 30])
def test_a_decision_that_moves_the_case_in_its_list_leads_to_its_former_neighbours(
    window: MainWindow, pane: QueuePane, desk_of_ten: Office, moved: int
) -> None:
    for pressed, expected in ((_DOWN, 4), (_UP, 6)):
        pane.reveal(5)
        due = desk_of_ten.unit.applications.cases[5].due_on
        changes(desk_of_ten, pane, 5, due_on=due + timedelta(days=moved))
        pane.refresh()
        assert cases(pane).index(5) in (0, 9)
        assert key(window, pressed) == expected
        changes(desk_of_ten, pane, 5, due_on=due)


def test_a_list_that_others_sort_anew_skips_nobody_and_a_case_that_came_between_is_met(
    window: MainWindow, pane: QueuePane, desk_of_ten: Office
) -> None:
    pane.reveal(5)
    due = {one: case.due_on for one, case in desk_of_ten.unit.applications.cases.items()}
    changes(desk_of_ten, pane, 4, due_on=due[10] - timedelta(days=1))
    assert cases(pane)[0] == 4
    assert key(window, _DOWN) == 4
    pane.reveal(5)
    changes(desk_of_ten, pane, 1, due_on=due[5])
    assert cases(pane) == [4, 10, 9, 8, 7, 6, 1, 5, 3, 2]
    assert key(window, _UP) == 1
    pane.sort_by(SortKey.NUMBER)
    pane.reveal(5)
    assert key(window, _DOWN) == 6


def test_a_search_without_the_open_case_begins_at_its_first_line(
    window: MainWindow, pane: QueuePane, desk_of_ten: Office
) -> None:
    pane.reveal(1)
    number = desk_of_ten.unit.applications.cases[7].intake_number
    pane.search_for(number)
    assert cases(pane) == [7]
    assert pane.current_case == 1
    assert key(window, _DOWN) == 7
    pane.search_for("状态:已报送 状态:待复核")
    assert cases(pane) == [9, 4]
    assert key(window, _UP) == 9


def test_the_case_before_is_gone_back_to_though_it_was_merged_or_is_of_another_season(
    window: MainWindow, pane: QueuePane, desk_of_ten: Office, qtbot: QtBot
) -> None:
    pane.reveal(3)
    pane.reveal(6)
    pane.show_tab(Tab.CHECKING)
    changes(desk_of_ten, pane, 3, state=State.PAIRED)
    pane.reveal(6)
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    while pane.current_case not in (3, None):
        QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert (pane.current_case, pane.query.tab) == (3, Tab.ALL)
    pane.reveal(6)
    changes(desk_of_ten, pane, 3, season="2023")
    QTest.keyClick(window, Qt.Key.Key_Left, Qt.KeyboardModifier.AltModifier)
    assert (pane.current_case, pane.query.season) == (3, ALL_SEASONS)
