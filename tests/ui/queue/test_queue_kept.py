"""What the list keeps: its place and order, the table's columns, the way back, and what it says at its ends."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Application
from reviewer_app.domain.states import State
from reviewer_app.services.listing.places import read_place
from reviewer_app.services.ports.rows import QueueRow, SortKey, Tab
from reviewer_ui.main_window import MainWindow
from reviewer_ui.queue import QueuePane
from reviewer_ui.queue.columns import COLUMNS, waiting_words
from support.desk_pages import Office, office


@pytest.fixture
def pane(qtbot: QtBot, desk_of_ten: Office) -> QueuePane:
    """The queue of ten cases, all of them shown."""
    made = opened(qtbot, desk_of_ten)
    made.show_tab(Tab.ALL)
    return made


def opened(qtbot: QtBot, desk: Office) -> QueuePane:
    """The queue as a window that opens shows it."""
    desk.unit.settings.kept = replace(desk.unit.settings.kept, season="2024")
    made = QueuePane(desk.context)
    qtbot.addWidget(made)
    made.resize(1200, 600)
    made.begin()
    made.show()
    return made


def test_chip_order_case_and_columns_are_there_after_a_restart(
    qtbot: QtBot, pane: QueuePane, desk_of_ten: Office
) -> None:
    pane.sort_by(SortKey.SECTOR)
    pane.sort_then_by(SortKey.NUMBER)
    pane.go_next()
    pane.go_next()
    case_id = pane.current_case
    pane.show_table(True)
    table = pane.table
    assert table is not None
    head = table.horizontalHeader()
    table.columns.own()
    head.moveSection(head.visualIndex(7), 0)
    head.resizeSection(3, 222)
    table.columns.show(5, False)
    pane.keep_place()
    again = opened(qtbot, desk_of_ten)
    assert (again.query.tab, again.query.sort, again.query.then) == (Tab.ALL, SortKey.SECTOR, SortKey.NUMBER)
    assert again.current_case == case_id
    again.show_table(True)
    assert again.table is not None
    kept = again.table.horizontalHeader()
    assert (kept.visualIndex(7), kept.sectionSize(3), kept.isSectionHidden(5)) == (0, 222, True)
    again.table.columns.reset()
    assert (kept.visualIndex(7), kept.isSectionHidden(5)) == (7, False)
    assert again.place().columns == ()


def test_what_was_looked_for_stands_in_the_field_after_a_restart(
    qtbot: QtBot, window: MainWindow, desk_of_ten: Office, tmp_path: Path
) -> None:
    desk_of_ten.unit.settings.kept = replace(desk_of_ten.unit.settings.kept, season="2024")
    window.cases.queue.show_tab(Tab.ALL)
    QTest.keyClicks(window.top.search, "2024")
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    queue = window.cases.queue
    queue.go_next()
    found, here = queue.model.rowCount(), queue.current_case
    window.close()
    again = MainWindow(office(tmp_path, desk_of_ten.library).context)
    qtbot.addWidget(again)
    again.show()
    qtbot.waitUntil(lambda: again.cases.is_case_open)
    assert again.top.search.text() == again.cases.queue.query.text == "2024"
    assert (again.cases.queue.model.rowCount(), again.cases.queue.current_case) == (found, here)
    QTest.keyClick(again.top.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: again.cases.queue.query.text == "")


def test_a_click_on_the_head_sorts_by_whom_a_case_waits_for_and_by_handler(pane: QueuePane) -> None:
    pane.show_table(True)
    table = pane.table
    assert table is not None
    head = table.horizontalHeader()
    keys = [column.key for column in COLUMNS]
    for key, sort in (("waiting", SortKey.WAITING), ("handler", SortKey.HANDLER)):
        number = keys.index(key)
        at = QPoint(head.sectionViewportPosition(number) + 8, head.height() // 2)
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert (pane.query.sort, pane.query.descending) == (sort, False)
        assert head.sortIndicatorSection() == number
        QTest.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=at)
        assert (pane.query.sort, pane.query.descending) == (sort, True)
        rows = [row for row in map(pane.model.row_at, range(10)) if row]
        words = [waiting_words(row).split(" ")[0] if sort is SortKey.WAITING else row.handler for row in rows]
        assert len(list(groupby(words))) == len(set(words))


def test_a_list_that_is_left_as_it_was_writes_nothing(pane: QueuePane, desk_of_ten: Office) -> None:
    pane.keep_place()
    kept = read_place(desk_of_ten.unit)
    assert kept.case_id == pane.current_case
    desk_of_ten.library.is_read_only = True
    pane.go_next()
    pane.keep_place()
    assert read_place(desk_of_ten.unit) == kept


def test_the_project_cannot_be_left_out_and_every_other_column_can(qtbot: QtBot, pane: QueuePane) -> None:
    pane.show_table(True)
    assert pane.table is not None
    menu = QMenu()
    qtbot.addWidget(menu)
    pane.table.columns.fill_menu(menu)
    fixed = [entry.text() for entry in menu.actions() if entry.isCheckable() and not entry.isEnabled()]
    assert fixed == ["项目名称"]
    menu.actions()[0].trigger()
    assert pane.table.horizontalHeader().isSectionHidden(0)


def test_a_second_key_orders_what_is_the_same_in_the_first(pane: QueuePane, desk_of_ten: Office) -> None:
    pane.sort_by(SortKey.SECTOR)
    pane.sort_then_by(SortKey.DUE)
    rows = [pane.model.row_at(place) for place in range(pane.model.rowCount())]
    keys = [(row.sector, row.due_on) for row in rows if row]
    assert keys == sorted(keys)
    pane.sort_then_by(SortKey.SECTOR)
    assert pane.query.then is None


def test_the_ends_of_the_list_are_told_and_kept(pane: QueuePane, desk_of_ten: Office) -> None:
    pane.choose_first()
    pane.go_previous()
    assert pane.model.position_of(pane.current_case) == 0
    assert desk_of_ten.said[-1].text == "已是列表第一件。"
    for _ in range(10):
        pane.go_next()
    assert pane.model.position_of(pane.current_case) == 9
    assert desk_of_ten.said[-1].text == "已是列表最后一件。"


def test_alt_left_goes_back_along_the_way_and_the_last_cases_are_listed(
    qtbot: QtBot, pane: QueuePane, desk_of_ten: Office
) -> None:
    way = [pane.current_case]
    for _ in range(2):
        pane.go_next()
        way.append(pane.current_case)
    assert pane.recent.ids == [way[1], way[0]]
    desk_of_ten.context.actions["queue.back"].trigger()
    assert pane.current_case == way[1]
    desk_of_ten.context.actions["queue.back"].trigger()
    assert pane.current_case == way[0]
    desk_of_ten.context.actions["queue.back"].trigger()
    assert desk_of_ten.said[-1].text == "之前没有看过别的案件。"
    menu = QMenu()
    qtbot.addWidget(menu)
    pane.recent.fill(menu, [row for row in [pane.model.row_at(3)] if row])
    menu.actions()[0].trigger()
    assert pane.model.position_of(pane.current_case) == 3


def test_a_case_that_left_the_list_is_gone_back_to_all_the_same(pane: QueuePane, desk_of_ten: Office) -> None:
    first = pane.current_case
    pane.go_next()
    pane.show_tab(Tab.CHECKING)
    while pane.model.position_of(first) >= 0:
        desk_of_ten.unit.applications.cases[first or 0] = sent(desk_of_ten.unit.applications.cases[first or 0])
        pane.refresh()
    pane.recent._way = [first or 0, pane.current_case or 0]
    pane.recent.go_back()
    assert pane.current_case == first
    assert pane.query.tab is Tab.ALL


def sent(case: Application) -> Application:
    """The case after it left the house."""
    return replace(case, state=State.SENT)


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"state": State.REVIEWING, "waiting_days": 3}, "示例甲 · 3 天"),
        ({"state": State.REVIEWING, "handler": ""}, "无人经办 · 今天起"),
        ({"state": State.PROPOSED, "waiting_days": 1}, "复核 · 1 天"),
        ({"state": State.AWAITING_CORRECTION, "waiting_days": 2}, "申报单位 · 2 天"),
        ({"state": State.CHECKING, "consulted": 2, "replied": 1, "waiting_days": 9}, "征询部门 · 9 天"),
        ({"state": State.BATCHED}, "不等任何人 · 今天起"),
        ({"state": State.SENT}, ""),
        ({"state": State.REVIEWING, "away_to": "初审室"}, ""),
    ],
)
def test_for_whom_a_case_waits_and_how_long_is_said(pane: QueuePane, changes: dict[str, object], said: str) -> None:
    row = pane.model.row_at(0)
    assert isinstance(row, QueueRow)
    told = replace(row, handler="示例甲", consulted=0, replied=0)
    for name, value in changes.items():
        told = replace(told, **{name: value})  # type: ignore[arg-type]
    assert waiting_words(told) == said


def test_keys_of_columns_are_kept_and_stay_what_they_are() -> None:
    assert [column.key for column in COLUMNS] == [
        "number", "project", "applicant", "sector", "contact", "source", "state", "due", "waiting", "handler", "labels",
    ]  # fmt: skip
