"""Kept views in the list: counted when asked for, chosen into the search field, kept and forgotten."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from reviewer_app.services.listing.marking import counted_views
from reviewer_app.services.ports.listing import Label, SavedView
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_ui.main_window import MainWindow
from reviewer_ui.queue.columns import second_line, spoken
from reviewer_ui.widgets import EmptyState
from reviewer_ui.widgets.form_dialog import FormDialog
from support.desk_pages import Office


@pytest.fixture
def filled(qtbot: QtBot, window: MainWindow, desk_of_ten: Office) -> QMenu:
    """The menu as it stands with one shared view of somebody."""
    desk_of_ten.unit.marks.keep_view(SavedView("大家的", "2024", is_shared=True))
    menu = QMenu()
    qtbot.addWidget(menu)
    window.cases.queue.views.fill(menu, counted_views(desk_of_ten.unit, "2024"))
    return menu


def entry(menu: QMenu, begins: str) -> str:
    """The whole line of a menu that begins so."""
    return next(one.text() for one in menu.actions() if one.text().startswith(begins))


def test_each_view_stands_with_its_count_and_is_written_into_the_search(
    filled: QMenu, window: MainWindow, desk_of_ten: Office
) -> None:
    assert entry(filled, "大家的") == "大家的\t10"
    assert entry(filled, "今日到期") == "今日到期\t0"
    chosen = next(one for one in filled.actions() if one.text().startswith("本周到期"))
    window.cases.queue.show_tab(Tab.CHECKING)
    chosen.trigger()
    assert window.top.search.text() == "期限:本周"
    assert (window.cases.queue.query.tab, window.cases.queue.query.text) == (Tab.ALL, "期限:本周")
    found = desk_of_ten.unit.worklist.index(QueueQuery("2024", Tab.ALL, "期限:本周"), desk_of_ten.unit.actor)
    assert window.cases.queue.model.rowCount() == len(found.ids)


def test_a_search_is_kept_under_a_name_and_a_name_that_is_taken_is_refused(
    filled: QMenu, window: MainWindow, desk_of_ten: Office
) -> None:
    views = window.cases.queue.views
    views._query = QueueQuery("2024", Tab.ALL, "领域:养老")
    views.ask_name()
    dialog = next(one for one in window.findChildren(FormDialog) if one.isVisible())
    dialog.fill("name", "今日到期")
    dialog.confirm.click()
    assert dialog.isVisible()
    dialog.fill("name", "养老")
    dialog.confirm.click()
    assert not dialog.isVisible()
    assert SavedView("养老", "领域:养老") in desk_of_ten.unit.marks.views()


def test_labels_and_changes_are_told_in_the_row(window: MainWindow, desk_of_ten: Office) -> None:
    queue = window.cases.queue
    queue.show_tab(Tab.ALL)
    case_id = queue.model.case_at(0) or 0
    desk_of_ten.unit.marks.lay([case_id], Label("急"))
    queue.refresh()
    row = queue.model.row_at(0)
    assert row is not None
    assert second_line(row).startswith("#急 ")
    assert "标签 急" in spoken(row)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("单为：上海", "没有“单为:”这个查找词"),
        ("期限:明年 状态:初申 来源:传真 征询:否", "另有 2 处也认不出。"),
        (" ".join(f"单位:丁{number}" for number in range(61)), "查找词太多"),
        ("a" * 100, f"没有找到“{'a' * 16}…”"),
    ],
)
def test_what_cannot_be_looked_for_is_told_in_the_list_which_grows_no_wider(
    window: MainWindow, typed: str, said: str
) -> None:
    queue = window.cases.queue
    width = queue.minimumSizeHint().width()
    window.top.search.setMaxLength(1_000)
    window.top.search.setText(typed)
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    assert queue.model.rowCount() == 0
    empty = queue.findChild(EmptyState)
    assert empty is not None
    assert said in "\n".join(empty.words())
    assert queue.minimumSizeHint().width() <= width
