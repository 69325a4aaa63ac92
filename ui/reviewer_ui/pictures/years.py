"""Pictures of the life after sending, for the manual: each place and dialog on the library of five seasons."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

from PySide6.QtWidgets import QDialog, QWidget

from reviewer_app.services.ports.library import Library
from reviewer_app.services.ports.parts import Parts
from reviewer_ui.bodies.dialog import BodiesDialog
from reviewer_ui.figures import FiguresPage
from reviewer_ui.ledger import LedgerPage
from reviewer_ui.ledger.units import UnitsDialog
from reviewer_ui.main_window import MainWindow
from reviewer_ui.pictures.desk import SIZES, grab, settle
from reviewer_ui.pictures.hand_over import shown_dialog
from reviewer_ui.preferences import Preferences
from reviewer_ui.settings import SettingsPage
from reviewer_ui.standards.dialog import StandardsDialog
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window

#: The season whose figures are shown: one that is over.
_SEASON = "2025"
#: The size of a dialog on the office's smaller screen.
_DIALOG = (1120, 660)
#: What is opened by an action of the window, by the picture's name.
_BY_ACTION = {"years-rules": "rules.library", "years-turn": "season.turn_year", "years-retention": "office.retention"}


def take_year_pictures(library: Library, parts: Parts, folder: Path) -> list[str]:
    """Draws the window on the library of five seasons into PNG files; their names. The window closes the desk."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        preferences = Preferences(Path(scratch) / "preferences.ini")
        app = make_application(preferences)
        window = build_window(parts, preferences, library, synchronous=True)
        window.resize(*SIZES[0])
        window.show()
        names = []
        for name, show in _pictures(window, library):
            settle(app)
            shown = show()
            if isinstance(shown, QDialog):
                # Without a display Qt's screen is smaller than any of the office's.
                shown.resize(*_DIALOG)
            settle(app)
            names.append(grab(shown, folder, name))
            while (dialog := shown_dialog(window)) is not None:
                _put_away(dialog)
        window.close()
        window.deleteLater()
        settle(app)
    return names


def _pictures(window: MainWindow, library: Library) -> Iterator[tuple[str, Callable[[], QWidget]]]:
    yield "years-ledger", lambda: _ledger(window)
    yield "years-deeds", lambda: _deeds(window)
    yield "years-standards", lambda: _standards(window, library)
    yield "years-figures", lambda: _figures(window)
    yield "years-bodies", lambda: _bodies(window, 0)
    yield "years-consulted", lambda: _bodies(window, 1)
    for name, action in _BY_ACTION.items():
        yield name, partial(_by_action, window, action)
    yield "years-pack-editor", lambda: _editor(window)


def _ledger(window: MainWindow) -> LedgerPage:
    window.show_place("ledger")
    page = window.places.page("ledger")
    assert isinstance(page, LedgerPage)
    return page


def _deeds(window: MainWindow) -> QWidget:
    page = _ledger(window)
    page.ask_unit()
    units = shown_dialog(page)
    assert isinstance(units, UnitsDialog)
    units.show_deeds()
    return next(one for one in units.findChildren(QDialog) if one.isVisible())


def _standards(window: MainWindow, library: Library) -> QWidget:
    """The standards of a project whose unit had others before."""
    lines = library.read(lambda unit: unit.ledger.lines(list(unit.ledger.open_ids())))
    case_id = next(one.application_id for one in lines if one.season == _SEASON)
    dialog = StandardsDialog(window.context, case_id, window)
    dialog.open()
    return dialog


def _figures(window: MainWindow) -> QWidget:
    window.show_place("figures")
    page = window.places.page("figures")
    assert isinstance(page, FiguresPage)
    page.choose_season(_SEASON)
    return window


def _by_action(window: MainWindow, action: str) -> QWidget:
    window.show_place("cases")
    window.context.actions[action].trigger()
    return shown_dialog(window) or window


def _bodies(window: MainWindow, page: int) -> QWidget:
    dialog = _by_action(window, "office.bodies")
    assert isinstance(dialog, BodiesDialog)
    dialog.pages.setCurrentIndex(page)
    return dialog


def _editor(window: MainWindow) -> QWidget:
    window.show_place("settings")
    page = window.places.page("settings")
    assert isinstance(page, SettingsPage)
    page.season.edit.click()
    return shown_dialog(window) or window


def _put_away(dialog: QDialog) -> None:
    """Its own parts first: a dialog may stand over another one."""
    dialog.hide()
    dialog.deleteLater()
