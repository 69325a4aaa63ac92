"""The ways out of the program: whichever window is closed last, the program ends and the library is free."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.services.ports.library import Cancelled, Libraries, Library, OfficeSettings, Progress, UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.lock import holder
from reviewer_ui.gate import GateWindow
from reviewer_ui.gate.new_library_page import NewLibrary
from reviewer_ui.gate.single_instance import may_be_taken
from reviewer_ui.main_window import MainWindow
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.session import Session
from reviewer_ui.widgets.decision import DecisionDialog
from support.desk_pages import DeskParts
from support.fakes import FakeDesk
from support.libraries import CHEAP, FIRST, OFFICE, PASSWORD, make_desk, make_gate


def _session(folder: Path, gate: Libraries | None = None) -> Session:
    preferences = Preferences(folder / "preferences.ini")
    return Session(DeskParts(gate or make_gate()), preferences)


def _gate(session: Session) -> GateWindow:
    assert session.gate is not None
    return session.gate


PAGES: dict[str, Callable[[GateWindow, Path], None]] = {
    "first start": lambda gate, _folder: gate.show_start(),
    "login": lambda gate, folder: gate.show_login(folder),
    "new library": lambda gate, _folder: gate.setCurrentWidget(gate.new),
    "backups": lambda gate, folder: gate.show_restore(folder),
}


@pytest.mark.parametrize("page", PAGES)
def test_closing_any_page_of_the_way_in_ends_the_program(qtbot: QtBot, tmp_path: Path, page: str) -> None:
    """Nothing is left that would keep the library or answer a second start."""
    folder = tmp_path / "案卷库"
    make_desk(folder).close()
    session = _session(tmp_path)
    session.start(folder)
    qtbot.waitUntil(lambda: may_be_taken(folder))
    PAGES[page](_gate(session), folder)
    with qtbot.waitSignal(session.ended):
        _gate(session).close()
    assert not _gate(session).isVisible()
    assert holder(folder / "library.lock") is None
    assert not may_be_taken(folder)


def test_the_end_of_the_officers_session_ends_the_program(qtbot: QtBot, tmp_path: Path) -> None:
    """The system asks all windows to close; the library's window does it in order."""
    folder = tmp_path / "案卷库"
    session = _session(tmp_path)
    window = session.open_library(make_desk(folder))
    with qtbot.waitSignal(session.ended):
        assert all(shown.close() for shown in QGuiApplication.topLevelWindows() if shown.isVisible())
    assert not window.isVisible()
    assert holder(folder / "library.lock") is None


def test_a_library_opened_too_late_is_closed_again(qtbot: QtBot, tmp_path: Path) -> None:
    """The login is closed while the library is being opened: the library is closed, too."""
    folder = tmp_path / "案卷库"
    make_desk(folder).close()
    slow = SlowGate()
    session = _session(tmp_path, slow)
    session.start(folder)
    login = _gate(session).login
    qtbot.waitUntil(lambda: login.person.count() == 1)
    login.password.setText(PASSWORD)
    login.enter.click()
    qtbot.waitUntil(slow.has_begun.is_set)
    slow.may_go_on.set()
    with qtbot.waitSignal(session.ended):
        _gate(session).close()
    assert slow.opened == [FIRST]
    assert session.window is None
    assert holder(folder / "library.lock") is None


def test_a_library_made_too_late_is_found_by_the_next_start(qtbot: QtBot, tmp_path: Path) -> None:
    """The form is closed while the library is being made: the next start asks for its password."""
    folder = tmp_path / "案卷库"
    slow = SlowGate()
    session = _session(tmp_path, slow)
    session.start()
    _gate(session).new.create_asked.emit(NewLibrary(folder, OFFICE, FIRST, PASSWORD))
    qtbot.waitUntil(slow.has_begun.is_set)
    slow.may_go_on.set()
    _gate(session).close()
    assert holder(folder / "library.lock") is None
    again = _session(tmp_path)
    again.start()
    login = _gate(again).login
    qtbot.waitUntil(lambda: login.person.count() == 1)
    assert _gate(again).currentWidget() is login
    _gate(again).close()


def test_a_window_whose_library_cannot_be_closed_ends_the_program(qtbot: QtBot, tmp_path: Path) -> None:
    """A fault while the library is being closed must not leave an invisible program."""
    session = _session(tmp_path)
    window = session.open_library(Stubborn(folder=tmp_path / "案卷库"))
    qtbot.waitUntil(lambda: window.isVisible())
    with qtbot.waitSignal(session.ended), pytest.raises(OSError, match="the disk is gone"):
        window.close()
    assert not window.isVisible()


@pytest.mark.qt_log_ignore("This plugin does not support raise", extend=True)
@pytest.mark.parametrize("has_library", [False, True])
def test_a_second_start_has_nothing_to_do(qtbot: QtBot, tmp_path: Path, has_library: bool) -> None:
    """It says so before any window is shown, and the first window hears of it; also before there is a library."""
    folder = tmp_path / "案卷库" if has_library else None
    first, second = _session(tmp_path), _session(tmp_path)
    assert first.start(folder)
    qtbot.waitUntil(lambda: may_be_taken(folder or tmp_path / "preferences.ini"))
    gate = _gate(first)
    gate.showMinimized()
    assert not second.start(folder)
    assert not _gate(second).isVisible()
    qtbot.waitUntil(lambda: not gate.isMinimized())
    gate.close()


def test_stopping_long_work_to_leave_leads_to_a_living_login(qtbot: QtBot, tmp_path: Path) -> None:
    """换人登录 while an import runs: after 停下并关闭 the login page takes the next person's keys."""
    session = _session(tmp_path)
    window = session.open_library(make_desk(tmp_path / "案卷库"))
    stopped: list[bool] = []
    pause = threading.Event()

    def work(_desk: Library, _progress: Progress, is_cancelled: Cancelled) -> None:
        while not is_cancelled():
            pause.wait(0.001)
        stopped.append(True)

    window.run_long(work, lambda _result: None)
    window.leave(to_restore=True)
    question = window.findChild(DecisionDialog)
    assert question is not None
    question.cancel.click()
    window.leave()
    next(each for each in window.findChildren(DecisionDialog) if each.isVisible()).confirm.click()
    assert stopped == [True]
    gate = _gate(session)
    qtbot.waitUntil(lambda: gate.login.password.hasFocus())
    assert gate.currentWidget() is gate.login
    QTest.keyClick(gate.windowHandle(), Qt.Key.Key_A)
    assert gate.login.password.text() == "a"
    gate.close()


DOORS: dict[str, Callable[[MainWindow], object]] = {
    "its cross": lambda window: window.close(),
    "another person": lambda window: window.leave(),
    "a backup to be restored": lambda window: window.leave(to_restore=True),
    "the lock": lambda window: window.lock.leave_asked.emit(),
}


@pytest.mark.parametrize("door", DOORS)
def test_an_act_and_a_backup_on_their_way_are_stored_and_told_to_nobody(
    qtbot: QtBot, tmp_path: Path, door: str
) -> None:
    """Their words come when the library is closed: no pane may ask it then, and nothing of the act is lost."""
    session = _session(tmp_path)
    folder = tmp_path / "案卷库"
    window = session.open_library(make_desk(folder))
    qtbot.waitUntil(lambda: window.context.background.is_idle)
    library = window.context.background.library

    def change(unit: UnitOfWork) -> Changes:
        unit.settings.put(replace(unit.settings.get(), telephone="64229999"))
        return changed(Noun.SETTINGS, Noun.QUEUE, Noun.CASE, Noun.BATCH)

    daily = threading.Thread(target=library.back_up)
    daily.start()
    daily.join()
    window.context.background.run_change(change)
    DOORS[door](window)
    QApplication.processEvents()
    if session.gate is not None:
        session.gate.close()
    again = make_gate().open(folder, FIRST, PASSWORD)
    assert again.read(lambda unit: unit.settings.get().telephone) == "64229999"
    again.close()


class SlowGate(LibraryGate):
    """A real gate that opens and makes libraries only when it is told to go on."""

    def __init__(self) -> None:
        super().__init__(cost=CHEAP, backup_after=0)
        self.has_begun, self.may_go_on = threading.Event(), threading.Event()
        self.opened: list[str] = []

    def open(self, folder: Path, user: str, password: str) -> OpenLibrary:
        self._wait()
        library = super().open(folder, user, password)
        self.opened.append(library.user.name)
        return library

    def create(self, folder: Path, office: OfficeSettings, user: str, password: str) -> OpenLibrary:
        self._wait()
        return super().create(folder, office, user, password)

    def _wait(self) -> None:
        self.has_begun.set()
        self.may_go_on.wait()


class Stubborn(FakeDesk):
    """A library in memory that fails while it is being closed."""

    def close(self, without_backup: bool = False) -> None:
        raise OSError("the disk is gone")


def test_a_last_backup_that_fails_is_told_while_the_window_stands(qtbot: QtBot, tmp_path: Path) -> None:
    """It is tried again when asked for; who closes all the same is not kept, and nothing is lost by it."""
    session = _session(tmp_path)
    desk = FakeDesk(folder=tmp_path / "案卷库")
    desk.closing_trouble = "library.disk_full"
    window = session.open_library(desk)
    window.close()
    assert (window.isVisible(), desk.is_closed) == (True, False)
    (asked,) = window.findChildren(DecisionDialog)
    asked.confirmed.emit("", "")
    qtbot.waitUntil(lambda: len([one for one in window.findChildren(DecisionDialog) if one.isVisible()]) == 1)
    assert not desk.is_closed
    (again,) = [one for one in window.findChildren(DecisionDialog) if one.isVisible()]
    again.reject()
    qtbot.waitUntil(lambda: desk.is_closed)
    assert not window.isVisible()
