"""期限 in the window: opened by key or by the case's own line, of one case or of all, each day with its why."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.states import State
from reviewer_ui.clocks.dialog import DatesDialog
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.main_window import MainWindow
from support.desk_pages import Office, unnamed


def _opened(window: MainWindow) -> DatesDialog:
    (dialog,) = [one for one in window.findChildren(DatesDialog) if one.isVisible()]
    return dialog


def test_the_line_of_the_case_opens_its_days_and_each_says_why(window: MainWindow, qtbot: QtBot) -> None:
    pane = window.findChild(CasePane)
    assert pane is not None
    pane.head.due.setFocus()
    QTest.keyClick(pane.head.due, Qt.Key.Key_Return)
    dialog = _opened(window)
    assert unnamed(dialog) == []
    names = [dialog.model.row_at(row).name for row in range(dialog.model.rowCount())]
    assert {"一次性告知时限", "初审时限"} <= set(names)
    dialog.table.selectRow(names.index("一次性告知时限"))
    assert dialog.title.text() == "一次性告知时限为什么是这一天"
    assert "到 2024-05-24 为第 5 个工作日。" in dialog.why.text()
    marks = {day.day: mark for day, mark in dialog.month.grid.marks().items()}
    assert [marks[day] for day in (18, 20, 24, 25)] == ["休", "1", "5", "休"]
    dialog.month.before.click()
    assert (dialog.month.name.text(), set(dialog.month.grid.marks().values())) == ("2024年4月", {"", "休", "班"})


def test_all_days_lead_to_their_cases(window: MainWindow, qtbot: QtBot) -> None:
    window.context.actions["dates.show"].trigger()
    dialog = _opened(window)
    dialog.of_all.click()
    here = window.cases.queue.current_case
    row = next(row for row in range(dialog.model.rowCount()) if dialog.model.row_at(row).case_id not in (0, here))
    dialog.table.selectRow(row)
    wanted = dialog.model.row_at(row).case_id
    assert dialog.go.isVisible()
    dialog.go.click()
    qtbot.waitUntil(lambda: window.cases.queue.current_case == wanted)


def test_without_a_case_in_sight_all_days_are_there_at_once(window: MainWindow) -> None:
    window.show_place("settings")
    window.context.actions["dates.show"].trigger()
    dialog = _opened(window)
    assert (dialog.of_case.isVisible(), dialog.of_all.isChecked()) == (False, True)
    assert "报送截止" in [dialog.model.row_at(row).name for row in range(dialog.model.rowCount())]


def test_what_is_due_today_and_this_week_is_a_list_of_its_own(window: MainWindow, desk_of_ten: Office) -> None:
    unit = desk_of_ten.unit
    unit.clock += timedelta(days=4)
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    dialog = _opened(window)
    QTest.mouseClick(dialog.of_week, Qt.MouseButton.LeftButton)
    rows = [dialog.model.row_at(row) for row in range(dialog.model.rowCount())]
    sunday = unit.today + timedelta(days=6 - unit.today.weekday())
    assert rows
    assert all(one.clock.due is not None and one.clock.due <= sunday for one in rows)
    for case in list(unit.applications.cases.values()):
        unit.applications.cases[case.id] = replace(case, state=State.SENT)
    unit.clock -= timedelta(days=60)
    dialog.refresh()
    assert (dialog.model.rowCount(), dialog.title.text()) == (0, "本周没有到期的")
    dialog.of_case.click()
    assert dialog.model.rowCount() > 0
