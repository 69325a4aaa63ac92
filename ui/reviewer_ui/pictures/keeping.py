"""Pictures of what keeps a library safe: people, keys, backups, the check and the lock."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtWidgets import QDialog

from reviewer_ui.main_window import MainWindow
from reviewer_ui.settings import SettingsPage
from reviewer_ui.settings.card import SettingsCard

#: What is opened by an action of the window, by the picture's name.
_BY_ACTION = {"keys": "help.keys", "library-check": "library.check", "locked": "desk.lock"}


def keeping_cards(window: MainWindow) -> Iterator[tuple[str, Callable[[], None]]]:
    """The cards of the settings about people and backups; one person is chosen."""

    def show(choose: Callable[[SettingsPage], SettingsCard]) -> None:
        window.show_place("settings")
        page = window.places.page("settings")
        if isinstance(page, SettingsPage):
            page.people.table.selectRow(0)
            page.show_card(choose(page))

    yield "settings-people", lambda: show(lambda page: page.people)
    yield "settings-backups", lambda: show(lambda page: page.backups)
    yield "settings-season", lambda: show(lambda page: page.season)


def keeping_dialogs(window: MainWindow) -> Iterator[tuple[str, Callable[[], None]]]:
    """The dialogs, each by what the officer presses."""
    page = window.places.page("settings")
    if isinstance(page, SettingsPage):
        yield "master-key", page.people.keys.change_key.click
        yield "restore-question", page.backups.restore.click
    by_id = {action.objectName(): action for action in window.actions()}
    for name, action in _BY_ACTION.items():
        yield name, by_id[action].trigger


@contextmanager
def opened(window: MainWindow, act: Callable[[], None], settle: Callable[[], None]) -> Iterator[QDialog]:
    """The dialog that an act opens over the window; it is put away afterwards."""
    act()
    settle()
    (dialog,) = [one for one in window.findChildren(QDialog) if one.isVisible()]
    yield dialog
    dialog.hide()
    dialog.deleteLater()
    settle()
