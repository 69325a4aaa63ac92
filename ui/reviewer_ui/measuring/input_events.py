"""What the lock of an idle window costs each key and each move of the mouse, as it watches all of them."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QMouseEvent, QWindow
from PySide6.QtWidgets import QApplication

from reviewer_app.services.ports.library import Library
from reviewer_app.services.ports.parts import Parts
from reviewer_ui.frame.locking import IdleLock
from reviewer_ui.measuring.lateness import opinion_of_a_case_in_work, write_one
from reviewer_ui.measuring.waiting import linger, wait_until
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window

_EVENTS = 200
_NO = Qt.MouseButton.NoButton


def input_costs(
    library: Library, parts: Parts, preferences_file: Path, rounds: int
) -> Iterator[tuple[str, float, float]]:
    """By kind of input, the seconds that one takes in the real window when the lock watches it and when it does not.

    The two take turns. Closes the window at the end, and with it the desk.
    """
    preferences = Preferences(preferences_file)
    make_application(preferences)
    window = build_window(parts, preferences, library)
    window.resize(1366, 768)
    window.show()
    wait_until(lambda: window.cases.is_case_open)
    editor, (lock,) = opinion_of_a_case_in_work(window), window.findChildren(IdleLock)
    editor.setFocus()
    watched = (editor, window.windowHandle())
    kinds: dict[str, Callable[[int], None]] = {
        "stroke": lambda number: write_one(editor, number),
        "mouse_move": lambda number: _move(window.windowHandle(), number),
    }
    for _ in range(rounds):
        for kind, send in kinds.items():
            editor.clear()
            for part in watched:
                part.removeEventFilter(lock)
            bare = _seconds_each(send)
            editor.clear()
            for part in watched:
                lock.watch(part)
            yield kind, _seconds_each(send), bare
    window.close()
    window.deleteLater()
    linger(0)


def _seconds_each(send: Callable[[int], None]) -> float:
    began = time.perf_counter()
    for number in range(_EVENTS):
        send(number)
    return (time.perf_counter() - began) / _EVENTS


def _move(over: QWindow, number: int) -> None:
    """One move of the mouse by a point or so."""
    place = QPointF(10 + number % 100, 10 + number % 7)
    above = over.mapToGlobal(place)
    event = QMouseEvent(QEvent.Type.MouseMove, place, above, _NO, _NO, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(over, event)
