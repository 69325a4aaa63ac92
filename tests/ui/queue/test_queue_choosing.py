"""List and panes always show the same case, however fast one searches and however long the library takes."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.changes import Noun, changed
from reviewer_app.services.ports.rows import Tab
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.main_window import MainWindow
from reviewer_ui.widgets import EmptyState
from support.desk_pages import Office, office
from support.fakes import FakeDesk, FakeUnit
from support.many_cases import fill


class SlowDesk(FakeDesk):
    """A desk whose answers wait for `work` while it is held."""

    def __init__(self) -> None:
        super().__init__(FakeUnit(), Path("案卷库"))
        self.is_held = False
        self.waiting: list[Callable[[], None]] = []

    def submit_read(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Future[Any]:
        if not self.is_held:
            return super().submit_read(act, *args, **kwargs)
        future: Future[Any] = Future()
        self.waiting.append(lambda: future.set_result(act(self.unit, *args, **kwargs)))
        return future

    def work(self) -> None:
        """Answers what was asked, and from now on at once."""
        self.is_held = False
        waiting, self.waiting = self.waiting, []
        for one in waiting:
            one()


@pytest.fixture
def slow(tmp_path: Path) -> Office:
    """An office of ten cases whose answers come by the event loop."""
    made = office(tmp_path, SlowDesk(), synchronous=False)
    fill(made.unit, 10)
    return made


@pytest.fixture
def window(qtbot: QtBot, slow: Office) -> MainWindow:
    """The window with all ten cases in the list and the first one open."""
    made = MainWindow(slow.context)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitUntil(lambda: made.cases.is_case_open)
    made.cases.queue.show_tab(Tab.ALL)
    qtbot.waitUntil(lambda: made.cases.queue.model.rowCount() == 10)
    return made


def tinted(window: MainWindow) -> list[int | None]:
    """The cases whose rows are tinted."""
    queue = window.cases.queue
    return [queue.model.case_at(index.row()) for index in queue.rows.selectionModel().selectedRows()]


def opened(window: MainWindow) -> str:
    """The numbers told above the open case, empty when none is open."""
    pane = window.findChild(CasePane)
    assert pane is not None
    empty = pane.findChild(EmptyState)
    assert empty is not None
    return pane.head.numbers.text() if empty.isHidden() else ""


def number_of(office: Office, case_id: int) -> str:
    return office.unit.applications.cases[case_id].intake_number


def test_enter_right_after_the_text_opens_the_case_that_was_found(
    qtbot: QtBot, window: MainWindow, slow: Office
) -> None:
    """Enter comes before the library has answered: row and panes are the found case's, not the former list's first."""
    library = slow.library
    assert isinstance(library, SlowDesk)
    chosen: list[int] = []
    window.cases.queue.case_chosen.connect(chosen.append)
    library.is_held = True
    window.top.search.setFocus()
    window.top.search.setText("示例3号")
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    QApplication.processEvents()
    assert chosen == []
    library.work()
    qtbot.waitUntil(lambda: number_of(slow, 3) in opened(window))
    assert chosen == [3]
    assert tinted(window) == [3]


def test_enter_while_the_answer_is_on_its_way_opens_the_case_that_was_found(
    qtbot: QtBot, window: MainWindow, slow: Office
) -> None:
    """The pause after typing is over and the search runs: Enter waits for it."""
    library = slow.library
    assert isinstance(library, SlowDesk)
    library.is_held = True
    window.top.search.setText("示例5号")
    window.top.search.ask_now()
    QTest.keyClick(window.top.search, Qt.Key.Key_Return)
    library.work()
    qtbot.waitUntil(lambda: number_of(slow, 5) in opened(window))
    assert tinted(window) == [5]


def test_nothing_found_empties_the_panes_and_clearing_brings_the_case_back(
    qtbot: QtBot, window: MainWindow, slow: Office
) -> None:
    """No case of another search stays to be decided on by mistake."""
    window.cases.queue.reveal(4)
    qtbot.waitUntil(lambda: number_of(slow, 4) in opened(window))
    window.top.search.setText("没有这样的项目")
    qtbot.waitUntil(lambda: opened(window) == "")
    window.top.search.clear()
    qtbot.waitUntil(lambda: number_of(slow, 4) in opened(window))
    assert tinted(window) == [4]


def test_a_search_without_enter_says_that_the_open_case_is_not_in_the_list(
    qtbot: QtBot, window: MainWindow, slow: Office
) -> None:
    """The case one works on stays open while one looks something up, and the list says so."""
    queue = window.cases.queue
    queue.reveal(4)
    qtbot.waitUntil(lambda: number_of(slow, 4) in opened(window))
    window.top.search.setText("示例7号")
    qtbot.waitUntil(lambda: queue.model.rowCount() == 1)
    assert queue.head.absent_text() == "打开的案件不在当前列表"
    assert tinted(window) == []
    assert number_of(slow, 4) in opened(window)
    window.top.search.clear()
    qtbot.waitUntil(lambda: queue.model.rowCount() == 10)
    assert queue.head.absent_text() == ""
    assert tinted(window) == [4]


def test_a_list_that_gets_the_keyboard_opens_what_it_tints(qtbot: QtBot, window: MainWindow, slow: Office) -> None:
    """Going into the list by the Tab key makes its first row the current one; it is tinted and open."""
    queue = window.cases.queue
    queue.reveal(4)
    window.top.search.setText("示例7号")
    qtbot.waitUntil(lambda: queue.model.rowCount() == 1)
    queue.rows.setFocus()
    QTest.keyClick(queue.rows, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: number_of(slow, 7) in opened(window))
    assert tinted(window) == [7]


def test_a_case_gone_to_beyond_the_first_page_is_reached(qtbot: QtBot, tmp_path: Path) -> None:
    """In a long list, too, going to a case opens it."""
    made = office(tmp_path, SlowDesk(), synchronous=False)
    fill(made.unit, 400)
    window = MainWindow(made.context)
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window.cases.is_case_open)
    window.cases.queue.show_tab(Tab.ALL)
    window.cases.queue.reveal(1)
    qtbot.waitUntil(lambda: number_of(made, 1) in opened(window))
    assert tinted(window) == [1]


def test_the_first_list_of_all_opens_its_first_case_and_gives_the_list_the_keyboard(
    qtbot: QtBot, tmp_path: Path
) -> None:
    """Nobody has to reach for the mouse after the import: Ctrl+J and the arrow keys find a case."""
    made = office(tmp_path)
    window = MainWindow(made.context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    with qtbot.waitActive(window):
        window.show()
    queue = window.cases.queue
    assert window.focusWidget() is not None
    assert queue.isAncestorOf(window.focusWidget()), "the button that offers the import"
    window.show_place("intake")
    fill(made.unit, 3)
    made.context.background.changed.emit(changed(Noun.QUEUE))
    window.show_place("cases")
    qtbot.waitUntil(lambda: window.cases.is_case_open)
    assert queue.current_case == queue.model.case_at(0)
    assert window.focusWidget() in (queue.rows, queue.rows.focusProxy())
