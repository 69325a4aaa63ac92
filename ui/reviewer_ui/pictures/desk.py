"""Pictures of the real window without a display: what the demo shows and the README prints."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator
from itertools import chain
from pathlib import Path

from PySide6.QtWidgets import QApplication, QWidget

from reviewer_app.domain.states import State
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.rows import Tab
from reviewer_resources import path
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.gate import GateWindow
from reviewer_ui.gate.single_instance import FirstWindow
from reviewer_ui.main_window import MainWindow
from reviewer_ui.pictures.hand_over import hand_over_pictures, shown_dialog
from reviewer_ui.pictures.keeping import keeping_cards, keeping_dialogs, opened
from reviewer_ui.pictures.taking_in import taking_in_pictures
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window

#: The two screens the office has: width and height in pixels.
SIZES = ((1366, 768), (1920, 1080))
_LIST = "practice-2024-second.csv"


def take_pictures(library: Library, parts: Parts, folder: Path) -> list[str]:
    """Draws the window on an open library place by place into PNG files; their names. The window closes the desk."""
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        preferences = Preferences(Path(scratch) / "preferences.ini")
        app = make_application(preferences)
        names = [*_first_start(app, parts, preferences, folder), *_desk(app, parts, preferences, library, folder)]
    return names


def _first_start(app: QApplication, parts: Parts, preferences: Preferences, folder: Path) -> Iterator[str]:
    first = FirstWindow()
    window = GateWindow(parts, preferences, first)
    window.show_start()
    size = window.size()
    window.show()
    # Without a display Qt's screen is smaller than any of the office's.
    window.resize(size)
    settle(app)
    yield grab(window, folder, "first-start")
    window.close()
    window.deleteLater()


def _desk(app: QApplication, parts: Parts, preferences: Preferences, library: Library, folder: Path) -> Iterator[str]:
    window = build_window(parts, preferences, library, synchronous=True)
    window.resize(*SIZES[0])
    window.show()
    for width, height in SIZES:
        window.resize(width, height)
        settle(app)
        yield grab(window, folder, f"desk-{width}")
    window.resize(*SIZES[0])
    for name, go in _places(window, library):
        go()
        settle(app)
        yield grab(window, folder, name)
    for name, go in chain(taking_in_pictures(window, library), hand_over_pictures(window, library, parts)):
        go()
        settle(app)
        dialog = shown_dialog(window)
        yield grab(dialog or window, folder, name)
        if dialog is not None:
            dialog.close()
    for name, act in keeping_dialogs(window):
        with opened(window, act, lambda: settle(app)) as dialog:
            yield grab(dialog, folder, name)
    window.close()
    window.deleteLater()
    settle(app)


def _places(window: MainWindow, library: Library) -> Iterator[tuple[str, Callable[[], None]]]:
    yield "checking", lambda: _show_first(window, Tab.CHECKING)
    yield "deciding", lambda: _show_first(window, Tab.PROPOSED)
    yield "queue-table", lambda: window.cases.queue.show_table(True)
    yield "import-preview", lambda: _preview_import(window)
    yield "batch-preview", lambda: put_batch_together(window)
    yield "register", lambda: window.show_place("register")
    yield "settings", lambda: window.show_place("settings")
    yield "settings-fonts-printers", lambda: _show_fonts(window)
    yield from keeping_cards(window)
    yield "consultation", lambda: _show_consultation(window, library)


def _show_first(window: MainWindow, tab: Tab) -> None:
    """The first case at a step of the road, with the keyboard in its checklist."""
    window.cases.queue.show_tab(tab)
    window.cases.queue.choose_first()
    window.context.actions["checklist.enter"].trigger()


def _show_consultation(window: MainWindow, library: Library) -> None:
    """The departments consulted on the first case that has any, as they stand on its page 往来."""
    found = library.read(_first_consulted)
    if found is None:
        return
    window.show_place("cases")
    window.cases.queue.show_table(False)
    window.cases.queue.show_tab(Tab.ALL)
    window.cases.queue.reveal(found)
    window.cases.open_case(found)
    pane = window.findChild(CasePane)
    if pane is not None:
        pane.pages.setCurrentWidget(pane.outside)


def _first_consulted(unit: UnitOfWork) -> int | None:
    cases = unit.applications.in_states(unit.settings.get().season, list(State))
    return next((case.id for case in cases if case.consultations), None)


def _preview_import(window: MainWindow) -> None:
    window.show_place("intake")
    window.places.intake.read_list(path("samples", _LIST))


def put_batch_together(window: MainWindow) -> None:
    """All that may go, as the officer ticks it before exporting; the demo's own export has unticked it."""
    from reviewer_ui.dispatch import DispatchPage

    window.show_place("dispatch")
    page = window.places.page("dispatch")
    if isinstance(page, DispatchPage):
        page.show_batch(0)
        page.preview.model.tick_all(True)


def _show_fonts(window: MainWindow) -> None:
    """The lower part of the settings: fonts, printers, about."""
    from reviewer_ui.settings import SettingsPage

    page = window.places.page("settings")
    if isinstance(page, SettingsPage):
        page.show_card(page.fonts)


def settle(app: QApplication) -> None:
    """Lets everything that waits for the event loop happen; a synchronous background leaves no other work."""
    for _ in range(5):
        app.processEvents()
        app.sendPostedEvents()


def grab(widget: QWidget, folder: Path, name: str) -> str:
    """Saves a picture of a widget in a folder; the file's name."""
    file = f"{name}.png"
    if not widget.grab().save(str(folder / file)):
        raise OSError(f"{file} could not be written")
    return file
