"""Where the window stands: as it was left, but always whole on a screen that is there now."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, QObject, QRect, QSize, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from reviewer_ui.widgets.screen_room import USUAL_FRAME, fitted, keep_on_screen

#: So long after the window was shown or moved to another screen its true frame is known (ms).
_FRAME_MS = 150


class OnScreen(QObject):
    """Places a window and keeps it whole: when its frame turns out larger, when its screen changes."""

    def __init__(self, window: QWidget, usual: QSize) -> None:
        super().__init__(window)
        self._window = window
        self._usual = usual
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.setInterval(_FRAME_MS)
        self._later.timeout.connect(self._check)
        self._is_watching = False
        self._placed = QSize()

    def place(self, kept: QByteArray | None) -> None:
        """Puts the window, not yet shown, where it was left, else in the middle of the screen in its usual size."""
        window = self._window
        is_kept = kept is not None and window.restoreGeometry(kept)
        if not is_kept:
            window.resize(self._usual)
        found = QGuiApplication.screenAt(window.geometry().center()) if is_kept else None
        available = (found or QGuiApplication.primaryScreen()).availableGeometry()
        room = available.marginsRemoved(USUAL_FRAME)
        place = window.geometry() if is_kept else _in_middle(window.size(), room)
        state = window.windowState()
        window.setGeometry(fitted(place, room))
        window.setWindowState(state)
        self._placed = window.size()

    def note_shown(self) -> None:
        """The system has put its frame round the window: where that is larger than usual, the window gives way."""
        handle = self._window.windowHandle()
        if handle is not None and not self._is_watching:
            self._is_watching = True
            handle.screenChanged.connect(lambda _screen: self._later.start())
        # A size given since then was given on purpose.
        if self._window.size() == self._placed:
            self._later.start()

    def note_state(self) -> None:
        """A window that no longer fills the screen may have been left on a larger one."""
        self._later.start()

    def _check(self) -> None:
        window = self._window
        if window.isVisible() and not (window.isMaximized() or window.isFullScreen() or window.isMinimized()):
            keep_on_screen(window)


def _in_middle(size: QSize, room: QRect) -> QRect:
    place = QRect(room.topLeft(), size.boundedTo(room.size()))
    place.moveCenter(room.center())
    return place
