"""The true program with somebody watching the keys: after each one it says what an officer now has before him.

Nothing is pressed here and nothing is answered: the keys come from outside, as they do in an office.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QComboBox, QLabel, QLineEdit, QPlainTextEdit, QWidget

from reviewer_app.services.ports.parts import Parts
from reviewer_ui.messages import Message
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import Session

_KEYS = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_HELD = {Qt.Key.Key_Shift, Qt.Key.Key_Control, Qt.Key.Key_Alt, Qt.Key.Key_AltGr, Qt.Key.Key_Meta}
#: The window is at rest when it has looked so often without anything painted and nobody waiting for the library.
#: Counted and not timed: a window that is busy does not look.
_STILL = 12
_LOOK_MS = 4


class KeyWatch(QObject):
    """Notes each key and what is painted after it; tells a line once the window has come to rest."""

    def __init__(self, session: Session, tell: Callable[[str], None]) -> None:
        super().__init__(session)
        self._session, self._tell = session, tell
        self._seen = 0
        self._last_stamp = -1
        self._came = self._first_paint = self._last_paint = time.perf_counter()
        self._began = self._worked = time.thread_time()
        self._waits_for_paint = False
        self._has_told = True
        self._calm = 0
        self._said = ""
        self._window: QObject | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_MS)
        self._timer.timeout.connect(self._look)
        self._timer.start()

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Takes note and lets everything pass."""
        kind = event.type()
        if kind in _KEYS and isinstance(event, QKeyEvent):
            self._note_key(event)
        elif kind is QEvent.Type.Paint:
            self._last_paint = time.perf_counter()
            self._calm, self._has_told = 0, False
            if self._waits_for_paint:
                self._waits_for_paint = False
                # Painted is what the whole window has been given, not its first part.
                QTimer.singleShot(0, self, self._note_paint)
        return False

    def _note_key(self, event: QKeyEvent) -> None:
        # One key is offered as a shortcut first and then pressed, to the window and to what has the keyboard.
        if not event.spontaneous() or event.timestamp() == self._last_stamp or event.key() in _HELD:
            return
        self._last_stamp = event.timestamp()
        self._seen += 1
        self._came = self._last_paint = self._first_paint = time.perf_counter()
        self._began = self._worked = time.thread_time()
        self._waits_for_paint, self._has_told, self._calm = True, False, 0

    def _note_paint(self) -> None:
        self._first_paint = time.perf_counter()
        self._worked = time.thread_time()

    def _look(self) -> None:
        window = self._session.window
        if window is not self._window:
            self._window = window
            if window is not None:
                window.messages.said.connect(self._hear)
        self._calm += 1
        is_idle = window is None or window.context.background.is_idle
        if not self._has_told and self._calm > _STILL and is_idle:
            self._has_told = True
            self._tell(json.dumps(self._told(), ensure_ascii=False))

    def _hear(self, message: Message) -> None:
        self._said = message.text
        self._has_told = False

    def _told(self) -> dict[str, object]:
        """What is on the screen, in few words."""
        top, focused = QApplication.activeWindow(), QApplication.focusWidget()
        told: dict[str, object] = {
            "seen": self._seen,
            "paint_ms": round((self._first_paint - self._came) * 1000, 2),
            # The window's own work until then: what other programs took of the machine meanwhile is not in it.
            "work_ms": round((self._worked - self._began) * 1000, 2),
            "rest_ms": round((self._last_paint - self._came) * 1000, 2),
            "title": top.windowTitle() if top is not None else "",
            "focus": _name_of(focused),
            "kind": type(focused).__name__,
            "text": _text_of(focused),
            "said": self._said,
            "is_open": self._session.window is not None and self._session.window.cases.queue.head.isVisible(),
        }
        self._said = ""
        return told | self._case()

    def _case(self) -> dict[str, object]:
        window = self._session.window
        if window is None or not window.cases.is_case_open:
            return {}
        from reviewer_ui.opinion.pane import OpinionPane

        pane = window.findChild(OpinionPane)
        if pane is None or not pane.isVisible():
            return {"place": type(window.places.currentWidget()).__name__}
        row = window.cases.queue.current_row()
        items = [one.item for one in pane.checklist.rows.values() if one.item is not None and one.item.is_in_scope]
        return {
            "place": "cases",
            "case": row.id if row is not None else 0,
            "current": pane.checklist.current,
            "open": [item.rule_id for item in items if item.verdict.value == "undecided"],
            "outcome": pane.writing.outcomes.chosen.value if pane.writing.outcomes.chosen else "",
            "submit": pane.writing.submit.text() if pane.writing.isVisible() else "",
            "decide": pane.deciding.isVisible(),
        }


def _name_of(widget: QWidget | None) -> str:
    if widget is None:
        return ""
    return widget.accessibleName() or widget.objectName() or (widget.text() if hasattr(widget, "text") else "")


def _text_of(widget: QWidget | None) -> str:
    if isinstance(widget, QPlainTextEdit):
        return widget.toPlainText()
    if isinstance(widget, QComboBox):
        return widget.currentText()
    if isinstance(widget, QLineEdit) and widget.echoMode() is QLineEdit.EchoMode.Normal:
        return widget.text()
    return widget.text() if isinstance(widget, QLabel) else ""


def run_watched(parts: Parts, folder: Path, preferences_file: Path) -> int:
    """The program as `window` starts it, until its window is closed; a line on the output after each key."""
    app = make_application(Preferences(preferences_file))
    # A blinking cursor is painted for ever and answers no key.
    app.setCursorFlashTime(0)
    session = Session(parts, Preferences(preferences_file))
    session.ended.connect(lambda: app.exit(0))
    watch = KeyWatch(session, _say)
    app.installEventFilter(watch)
    return app.exec() if session.start(folder) else 0


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
