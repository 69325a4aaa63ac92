"""The queue: true counts, search, sorting, the next of this list, and its place."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.outside.custody import Custody, CustodyStand
from reviewer_app.domain.states import State, states_under
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import SortKey, Tab
from reviewer_ui.queue import QueuePane
from reviewer_ui.widgets import EmptyState
from support.desk_pages import Office


@pytest.fixture
def pane(qtbot: QtBot, desk_of_ten: Office) -> QueuePane:
    """The queue of ten cases, all of them shown."""
    made = QueuePane(desk_of_ten.context)
    qtbot.addWidget(made)
    made.resize(420, 600)
    made.show_season("2024")
    made.show_tab(Tab.ALL)
    made.show()
    return made


def cases(pane: QueuePane) -> list[int | None]:
    """The cases of the list in their order."""
    return [pane.model.case_at(position) for position in range(pane.model.rowCount())]


def move(office: Office, case_id: int, state: State) -> Changes:
    """Somebody moves a case."""
    case = office.unit.applications.cases[case_id]
    office.unit.applications.cases[case_id] = replace(case, state=state)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def act(office: Office, case_id: int, state: State) -> None:
    """A change as the panes hear of it."""
    office.context.background.run_change(lambda unit: move(office, case_id, state))


def test_every_chip_counts_what_its_list_shows(pane: QueuePane, desk_of_ten: Office) -> None:
    """The number on a chip is the number of lines behind it."""
    for tab in Tab:
        pane.show_tab(tab)
        assert pane.chips.count_of(tab) == pane.model.rowCount(), tab
    pane.show_tab(Tab.CHECKING)
    states = {desk_of_ten.unit.applications.cases[case_id or 0].state for case_id in cases(pane)}
    assert states <= states_under(Tab.CHECKING)


def test_the_most_pressing_case_stands_first_and_is_opened(qtbot: QtBot, desk_of_ten: Office) -> None:
    """Whoever opens the window finds 待我办 by due day, its first case chosen."""
    made = QueuePane(desk_of_ten.context)
    qtbot.addWidget(made)
    with qtbot.waitSignal(made.case_chosen) as chosen:
        made.show_season("2024")
    assert made.query.tab is Tab.MINE
    assert chosen.args == [cases(made)[0]]
    days = [made.model.row_at(position) for position in range(made.model.rowCount())]
    assert [row.due_on for row in days if row] == sorted(row.due_on for row in days if row)


def test_one_character_is_enough_to_search(pane: QueuePane, desk_of_ten: Office) -> None:
    """The search shows the cases in which the character stands, and the chips count only those."""
    case = desk_of_ten.unit.applications.cases[7]
    values = {**case.values, "project_name": "加氢站运行管理标准化试点"}
    desk_of_ten.unit.applications.cases[7] = replace(case, values=values)
    pane.search_for("氢")
    assert cases(pane) == [7]
    assert pane.chips.count_of(Tab.ALL) == 1
    pane.search_for("")
    assert len(cases(pane)) == 10


def test_what_a_search_finds_under_other_chips_is_told_with_the_way_there(pane: QueuePane, desk_of_ten: Office) -> None:
    pane.search_for("示例")
    assert pane.head.elsewhere.isHidden(), "all of them are shown"
    pane.show_tab(Tab.CHECKING)
    more = len(desk_of_ten.unit.applications.cases) - len(cases(pane))
    assert cases(pane)
    assert pane.head.elsewhere.text() == f"其他分类还有 {more} 件"
    pane.head.elsewhere.click()
    assert (pane.query.tab, pane.query.text, len(cases(pane))) == (Tab.ALL, "示例", 10)
    pane.show_tab(Tab.CHECKING)
    pane.search_for("")
    assert pane.head.elsewhere.isHidden(), "nothing is looked for"


def test_searching_opens_no_case_until_enter(qtbot: QtBot, pane: QueuePane) -> None:
    """While one types the opened case stays; Enter goes to the first one found."""
    chosen: list[int] = []
    pane.case_chosen.connect(chosen.append)
    pane.search_for("示例3号")
    assert chosen == []
    pane.choose_first()
    assert chosen == [3]


def test_any_column_sorts_and_a_second_time_the_other_way(pane: QueuePane) -> None:
    """By number up, by number down; the chosen case stays chosen."""
    pane.reveal(4)
    pane.sort_by(SortKey.NUMBER)
    assert cases(pane) == list(range(1, 11))
    pane.sort_by(SortKey.NUMBER)
    assert cases(pane) == list(range(10, 0, -1))
    assert pane.current_case == 4
    for key in SortKey:
        pane.sort_by(key)
        assert len(cases(pane)) == 10


def test_the_next_is_the_next_of_this_list_though_the_case_has_left_it(pane: QueuePane, desk_of_ten: Office) -> None:
    """Settling a case under a chip goes on to the one that stood below it, not to the top."""
    pane.show_tab(Tab.CHECKING)
    order = cases(pane)
    assert len(order) == 3
    pane.reveal(order[0] or 0)
    act(desk_of_ten, order[0] or 0, State.REVIEWING)
    assert cases(pane) == order[1:]
    pane.select_next()
    assert pane.current_case == order[1]


def test_after_the_last_comes_the_first(pane: QueuePane) -> None:
    """Whoever settles the last of the list goes on with what was left above."""
    order = cases(pane)
    pane.reveal(order[-1] or 0)
    pane.select_next()
    assert pane.current_case == order[0]


def test_the_arrow_actions_stop_at_the_ends(pane: QueuePane, desk_of_ten: Office) -> None:
    """Ctrl+↓ stays on the last case and Ctrl+↑ on the first."""
    order = cases(pane)
    pane.reveal(order[0] or 0)
    desk_of_ten.context.actions["queue.previous"].trigger()
    assert pane.current_case == order[0]
    for _ in range(20):
        desk_of_ten.context.actions["queue.next"].trigger()
    assert pane.current_case == order[-1]


def test_a_change_elsewhere_keeps_the_place(pane: QueuePane, desk_of_ten: Office) -> None:
    """Current case and scroll stay where they were when another case changes or leaves."""
    pane.resize(420, 300)
    pane.reveal(3)
    before = pane.rows.rowViewportPosition(pane.model.position_of(3))
    act(desk_of_ten, 10, State.WITHDRAWN)
    assert pane.current_case == 3
    assert pane.rows.rowViewportPosition(pane.model.position_of(3)) == before


def test_a_changed_state_is_shown_at_once(pane: QueuePane, desk_of_ten: Office) -> None:
    """The line tells the new state without being asked."""
    pane.reveal(5)
    act(desk_of_ten, 5, State.PROPOSED)
    row = pane.current_row()
    assert row is not None
    assert row.state is State.PROPOSED


def test_an_empty_list_says_what_to_do_next(pane: QueuePane, desk_of_ten: Office) -> None:
    """Nothing found offers all cases or an empty search; an empty library offers the import."""
    pane.show_tab(Tab.ENDED)
    pane.search_for("示例2号")
    empty = pane.findChild(EmptyState)
    assert empty is not None
    assert empty.words()[0] == "没有找到“示例2号”"
    empty.button_pressed.emit()
    assert cases(pane) == [2]
    imported: list[bool] = []
    desk_of_ten.context.actions.bind("intake.import", lambda: imported.append(True))
    desk_of_ten.unit.applications.cases.clear()
    pane.search_for("")
    pane.show_tab(Tab.MINE)
    assert empty.words() == (
        "本年度还没有案件",
        "把网上申报清单拖到窗口里，或按“导入清单”选文件；只有纸质的，到“收件”登记一件。",
        "导入清单",
    )
    empty.button_pressed.emit()
    assert imported == [True]


def test_the_table_shows_the_same_cases_and_sorts_by_its_heads(qtbot: QtBot, pane: QueuePane) -> None:
    """列表视图 keeps the chosen case, a click on a head sorts, Enter goes back to the case."""
    pane.reveal(6)
    pane.show_table(True)
    table = pane.table
    assert table is not None
    assert table.isVisible()
    assert table.currentIndex().row() == pane.model.position_of(6)
    table.sort_asked.emit(0)
    assert cases(pane) == list(range(1, 11))
    QTest.keyClick(table, Qt.Key.Key_Return)
    assert not pane.is_table
    assert pane.current_case == 6


def test_chips_that_do_not_fit_stand_under_more_with_their_counts(pane: QueuePane) -> None:
    """However narrow the pane, 待我办 is seen and every other chip can be reached."""
    for width in (290, 420, 700, 1300):
        pane.resize(width, 600)
        shown, hidden = pane.chips.shown_and_hidden()
        assert shown[0] is Tab.MINE
        assert shown + hidden == [tab for tab in Tab if tab not in (Tab.AWAY, Tab.ASIDE)]
    assert hidden == []


def test_what_lies_at_another_desk_has_a_chip_beside_the_own_work(pane: QueuePane, desk_of_ten: Office) -> None:
    """The chip comes with the first case that leaves, stands where it is seen at once, and lists what left."""
    custody = Custody("k", 1, CustodyStand.AWAY, "f" * 64, "初审室", desk_of_ten.unit.now, 1, "h")

    def leave(unit: UnitOfWork, case_id: int) -> Changes:
        unit.custody.put(case_id, custody)
        return changed(Noun.QUEUE, Noun.CASE, application=case_id)

    desk_of_ten.context.background.run_change(leave, 3)
    pane.resize(420, 600)
    assert pane.chips.shown_and_hidden()[0][:2] == [Tab.MINE, Tab.AWAY]
    pane.show_tab(Tab.AWAY)
    assert (cases(pane), pane.chips.count_of(Tab.AWAY)) == ([3], 1)
    pane.show_tab(Tab.MINE)
    assert 3 not in cases(pane)


def test_a_case_registered_elsewhere_can_be_gone_to(pane: QueuePane) -> None:
    """Going to a case that is not under this chip shows it among all."""
    pane.show_tab(Tab.ENDED)
    pane.reveal(1)
    assert pane.query.tab is Tab.ALL
    assert pane.current_case == 1
