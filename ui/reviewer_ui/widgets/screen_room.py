"""The room a window has on its screen: without the system's bars, and without its own title bar and frame."""

from __future__ import annotations

from PySide6.QtCore import QMargins, QPoint, QRect, QSize
from PySide6.QtWidgets import QWidget

#: What a title bar and a frame take where the system has not said so yet (it does once the window is shown).
USUAL_FRAME = QMargins(8, 36, 8, 8)
#: The smallest room in which the window is whole: the office's smallest screen at 150 %, without bars and frame.
LOWEST = QSize(911, 448)


def frame_of(window: QWidget) -> QMargins:
    """The frame around a window, as the system tells it, else the usual one."""
    handle = window.windowHandle()
    told = handle.frameMargins() if handle is not None else QMargins()
    return USUAL_FRAME if told.isNull() else told


def fitted(inside: QRect, available: QRect) -> QRect:
    """A place moved, and made smaller where it must be, until it lies in what is available."""
    size = inside.size().boundedTo(available.size())
    left = min(max(inside.left(), available.left()), available.right() - size.width() + 1)
    top = min(max(inside.top(), available.top()), available.bottom() - size.height() + 1)
    return QRect(QPoint(left, top), size)


def room_for(window: QWidget) -> QRect:
    """Where the inside of a window may lie on its screen."""
    return window.screen().availableGeometry().marginsRemoved(frame_of(window))


def keep_on_screen(window: QWidget, wanted: QSize | None = None) -> None:
    """Gives a window the wanted size, or leaves its own, as far as its screen has room for it."""
    room = room_for(window)
    place = QRect(window.geometry().topLeft(), wanted or window.size())
    if window.isVisible() and not room.contains(place):
        window.setGeometry(fitted(place, room))
    else:
        window.resize(place.size().boundedTo(room.size()))
