"""Every action of the table, carried out from the command palette: afterwards the desk still takes keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.opinion import Outcome
from reviewer_ui.actions import ACTIONS, Place
from reviewer_ui.frame.command_palette import CommandPalette
from reviewer_ui.gate import GateWindow
from reviewer_ui.help.keys_dialog import KeysDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.session import Session
from reviewer_ui.theme import LIGHT, apply_theme
from support.casework import answered, proposed, registered
from support.desk_pages import DeskParts, application, signed_off
from support.fakes import FakeDesk
from support.read_aloud import noticed

#: The palette itself, and what belongs to the point or the page that has the keyboard.
OWN = {spec.id for spec in ACTIONS if spec.place.is_local} | {"command.palette"}
OFFERED = [spec for spec in ACTIONS if spec.id not in OWN]
#: The acts of the head need a case that waits for the head; all others the one that can be proposed.
OF_THE_HEAD = {"opinion.sign_off", "opinion.challenge"}
#: The desk stands there already, or the keyboard does; where else they lead from is tried in test_doors_of_actions.
HERE_ALREADY = {"place.cases", "checklist.enter"}
LEAVING = ("desk.leave", "backup.restore")
#: Some actions one after the other, as a day has them.
_STAYING = [spec.id for spec in OFFERED if spec.id not in LEAVING]
DAYS = [_STAYING[start : start + 6] for start in range(0, len(_STAYING), 6)]
PATIENCE_MS = 60_000


@pytest.fixture
def at_work(tmp_path: Path, dressed: QApplication) -> Iterator[Session]:
    """The desk of an office with a case to be proposed, one that waits for the head, and one that may be sent."""
    library = FakeDesk(folder=tmp_path / "案卷库")
    answered(library.unit, registered(library.unit))
    proposed(library.unit, Outcome.RECOMMEND, **application(2))
    signed_off(library.unit, 3)
    preferences = Preferences(tmp_path / "preferences.ini")
    session = Session(DeskParts(), preferences)
    session.open_library(library)
    yield session
    for window in (session.window, session.gate):
        if window is not None:
            window.close()
            window.deleteLater()
    apply_theme(dressed, LIGHT)


@pytest.mark.parametrize("actions", DAYS, ids="+".join)
def test_the_desk_takes_keys_after_every_action_of_the_palette(
    qtbot: QtBot, at_work: Session, actions: Sequence[str]
) -> None:
    """Ctrl+K, the action's name, Enter; then what it opened is put aside, and the next key arrives where it should."""
    window = _window(at_work)
    for action in actions:
        _carry_out_and_put_aside(qtbot, window, action)
        assert at_work.gate is None
        with qtbot.waitActive(window, timeout=PATIENCE_MS):
            # What a window manager does when the last dialog is gone.
            window.activateWindow()
        qtbot.waitUntil(partial(_lists_its_keys, qtbot, window), timeout=PATIENCE_MS)
        _put_dialogs_aside(qtbot)
        qtbot.waitUntil(lambda: window.findChild(KeysDialog) is None, timeout=PATIENCE_MS)


@pytest.mark.parametrize("action", LEAVING)
def test_the_first_window_takes_keys_after_an_action_that_leaves_the_desk(
    qtbot: QtBot, at_work: Session, action: str
) -> None:
    window = _window(at_work)
    qtbot.waitUntil(lambda: window.cases.is_case_open, timeout=PATIENCE_MS)
    _carry_out(qtbot, window, action)
    qtbot.waitUntil(lambda: at_work.gate is not None, timeout=PATIENCE_MS)
    _takes_keys(qtbot, _gate(at_work))
    assert at_work.window is None


def test_the_palette_offers_every_action_but_itself(qtbot: QtBot, at_work: Session) -> None:
    """With a case open, all can be found by name; those that are closed now stand last and say why."""
    window = _window(at_work)
    qtbot.waitUntil(lambda: window.cases.is_case_open, timeout=PATIENCE_MS)
    palette = _palette(qtbot, window)
    found = [palette.list.topLevelItem(row) for row in range(palette.list.topLevelItemCount())]
    rows = [row for row in found if row is not None]
    assert sorted(row.text(0).split("　")[0] for row in rows) == sorted(
        spec.label for spec in ACTIONS if spec.id != "command.palette"
    )
    may_be_chosen = [bool(row.flags() & Qt.ItemFlag.ItemIsEnabled) for row in rows]
    assert may_be_chosen == sorted(may_be_chosen, reverse=True)
    assert all(("　" in row.text(0)) is not is_open for row, is_open in zip(rows, may_be_chosen, strict=True))


def test_the_palette_goes_away_once(qtbot: QtBot, at_work: Session) -> None:
    """Losing the keyboard while it closes does not close it a second time: it would stay a modal dialog for ever."""
    window = _window(at_work)
    qtbot.waitUntil(lambda: window.cases.is_case_open, timeout=PATIENCE_MS)
    palette = _palette(qtbot, window)
    ends: list[int] = []
    palette.finished.connect(ends.append)
    palette.accept()
    assert ends == [palette.DialogCode.Accepted.value]
    assert QApplication.modalWindow() is None


def _window(session: Session) -> MainWindow:
    assert session.window is not None
    return session.window


def _gate(session: Session) -> GateWindow:
    assert session.gate is not None
    return session.gate


def _palette(qtbot: QtBot, window: MainWindow) -> CommandPalette:
    with qtbot.waitActive(window, timeout=PATIENCE_MS):
        window.activateWindow()
    QTest.keyClick(window.windowHandle(), Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: window.findChild(CommandPalette) is not None, timeout=PATIENCE_MS)
    palette = window.findChild(CommandPalette)
    assert palette is not None
    qtbot.waitUntil(palette.isActiveWindow, timeout=PATIENCE_MS)
    return palette


def _carry_out(qtbot: QtBot, window: MainWindow, action: str) -> None:
    """Finds the action by its line of help, which no other has, and presses Enter."""
    palette = _palette(qtbot, window)
    spec = next(spec for spec in OFFERED if spec.id == action)
    palette.field.setText(f"{spec.label}{spec.help}")
    assert palette.list.topLevelItemCount() == 1
    QTest.keyClick(palette.windowHandle(), Qt.Key.Key_Return)


def _carry_out_and_put_aside(qtbot: QtBot, window: MainWindow, action: str) -> None:
    if window.context.actions.spec(action).place is Place.QUEUE:
        # What moves in the list is seen where the list is.
        window.show_place("cases")
    window.cases.queue.reveal(2 if action in OF_THE_HEAD else 1)
    qtbot.waitUntil(lambda: window.cases.is_case_open, timeout=PATIENCE_MS)
    may_be_done, before = window.context.actions[action].isEnabled(), noticed(window)
    _carry_out(qtbot, window, action)
    # What takes long (a preview, a backup) shows its dialog only when it is made.
    qtbot.waitUntil(lambda: not window._context.background.is_busy, timeout=PATIENCE_MS)
    if may_be_done and action not in HERE_ALREADY:
        qtbot.waitUntil(lambda: noticed(window) != before, timeout=PATIENCE_MS)
    if action == "desk.lock":
        # Escape does not put this one aside; the password does.
        assert window.lock.dialog is not None
        window.lock.dialog.tried.emit("long enough")
        qtbot.waitUntil(lambda: not window.lock.is_locked, timeout=PATIENCE_MS)
    _put_dialogs_aside(qtbot)


def _put_dialogs_aside(qtbot: QtBot) -> None:
    """Escape, as often as a dialog or a menu stands open."""
    for _ in range(5):
        QApplication.processEvents()
        if (menu := QApplication.activePopupWidget()) is not None:
            QTest.keyClick(menu.windowHandle(), Qt.Key.Key_Escape)
        dialog = QApplication.activeModalWidget()
        if dialog is not None:
            QTest.keyClick(dialog.windowHandle(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is None, timeout=PATIENCE_MS)


def _lists_its_keys(qtbot: QtBot, window: MainWindow) -> bool:
    """F1 lists them; a menu that waited for what stands in it may come in between, and is put aside."""
    if window.findChild(KeysDialog) is None:
        _put_dialogs_aside(qtbot)
        QTest.keyClick(window.windowHandle(), Qt.Key.Key_F1)
        QApplication.processEvents()
    return window.findChild(KeysDialog) is not None


def _takes_keys(qtbot: QtBot, gate: GateWindow) -> None:
    """Tab moves the keyboard on from where it stands."""
    qtbot.waitUntil(gate.isActiveWindow, timeout=PATIENCE_MS)
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None, timeout=PATIENCE_MS)
    before: QWidget | None = QApplication.focusWidget()
    QTest.keyClick(gate.windowHandle(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is not before
