"""What an officer waits for dozens of times an hour: the next case of the list, and the palette under Ctrl+K."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from reviewer_app.services.ports.library import Library
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.ports.rows import Tab
from reviewer_ui.detail.pane import CasePane
from reviewer_ui.frame.command_palette import CommandPalette
from reviewer_ui.main_window import MainWindow
from reviewer_ui.measuring.waiting import linger, wait_until
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window

_SETTLE_MS = 150
#: What is typed into the palette, letter by letter.
_TYPED = "ctrl"


@dataclass(slots=True)
class Waits:
    """Milliseconds of processor time until all of the next case is painted, until the palette is, until each letter
    typed into it has its lines."""

    next_case: list[float] = field(default_factory=list)
    palette: list[float] = field(default_factory=list)
    letters: list[float] = field(default_factory=list)


def waits_of(library: Library, parts: Parts, preferences_file: Path, rounds: int = 7) -> Waits:
    """Goes through the list and opens the palette in the real window; closes the window, and with it the desk."""
    preferences = Preferences(preferences_file)
    make_application(preferences)
    window = build_window(parts, preferences, library)
    window.resize(1366, 768)
    window.show()
    wait_until(lambda: window.cases.is_case_open)
    window.cases.queue.show_tab(Tab.ALL)
    linger(_SETTLE_MS)
    found = Waits()
    # The first time each part of the window is made.
    for warm in range(-1, rounds):
        step = window.cases.queue.go_next if warm % 2 else window.cases.queue.go_previous
        waited = _go(window, step)
        opened, letters = _type_into_palette(window)
        if warm >= 0:
            found.next_case.append(waited)
            found.palette.append(opened)
            found.letters += letters
    window.close()
    window.deleteLater()
    linger(0)
    return found


def _go(window: MainWindow, step: object) -> float:
    pane = window.findChild(CasePane)
    assert pane is not None
    assert callable(step)
    before = pane.head.numbers.text()
    linger(_SETTLE_MS)
    started = time.process_time()
    step()
    wait_until(lambda: pane.head.numbers.text() != before)
    window.repaint()
    return (time.process_time() - started) * 1000


def _type_into_palette(window: MainWindow) -> tuple[float, list[float]]:
    linger(_SETTLE_MS)
    started = time.process_time()
    window.context.actions["command.palette"].trigger()
    (palette,) = (one for one in window.findChildren(CommandPalette) if one.isVisible())
    palette.repaint()
    opened = (time.process_time() - started) * 1000
    letters = []
    for letter in _TYPED:
        started = time.process_time()
        QTest.keyClick(palette.field, Qt.Key(ord(letter.upper())))
        palette.repaint()
        letters.append((time.process_time() - started) * 1000)
    palette.reject()
    palette.deleteLater()
    return opened, letters
