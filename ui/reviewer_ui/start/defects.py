"""Faults of ours: whatever was not caught anywhere ends here, is told with an apology, and the desk goes on."""

from __future__ import annotations

import sys
import threading
from types import TracebackType

from PySide6.QtCore import QObject, Qt, Signal

from reviewer_app import logbook
from reviewer_ui.messages import Messages


class DefectWatch(QObject):
    """Takes every uncaught failure of any thread to the officer, one at a time, and to the error output."""

    _caught = Signal(object)

    def __init__(self, messages: Messages, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._messages = messages
        self._is_telling = False
        self._former = sys.excepthook, threading.excepthook
        self._caught.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def install(self) -> None:
        """Becomes the process's one hook; the log hears of everything as before."""
        self._former = sys.excepthook, threading.excepthook
        sys.excepthook = self._on_uncaught
        threading.excepthook = lambda failed: self._on_thread_failed(failed)

    def remove(self) -> None:
        """Gives the hooks back."""
        sys.excepthook, threading.excepthook = self._former

    def _on_uncaught(self, kind: type[BaseException], error: BaseException, trail: TracebackType | None) -> None:
        logbook.on_uncaught(kind, error, trail)
        if isinstance(error, Exception):
            self._caught.emit(error)

    def _on_thread_failed(self, failed: threading.ExceptHookArgs) -> None:
        if isinstance(failed.exc_value, Exception):
            self._on_uncaught(failed.exc_type, failed.exc_value, failed.exc_traceback)

    def _tell(self, error: Exception) -> None:
        # A fault while painting comes again with every frame: it is told once, until the officer has answered.
        if not self._is_telling:
            self._is_telling = True
            try:
                self._messages.defect(error)
            finally:
                self._is_telling = False
