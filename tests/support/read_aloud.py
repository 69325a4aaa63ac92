"""What an officer has of a page, by eye and by screen reader: no words cut, no part without a name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable
from functools import cache

from PySide6.QtCore import QEvent, QRect, Qt
from PySide6.QtGui import QAccessible, QImage
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from reviewer_ui.detail.stepper import Stepper
from reviewer_ui.opinion.lines import NoteLine

#: 1366×768 at 150 %, less a task bar of 48 and a title bar of 32 dots as Windows has them.
LOWEST = (911, 448)
#: So many dots of a picture to one of the page: thin strokes then have their full colour somewhere.
_FINELY = 2
#: What says nothing: a part with one of these roles is read as "panel" or not at all.
MUTE = (QAccessible.Role.NoRole, QAccessible.Role.Client, QAccessible.Role.Window)


def cut(page: QWidget) -> list[str]:
    """The words and buttons of a page that have less room than they need, or lie over the edge of their part."""
    found = []
    for part in page.findChildren(QWidget):
        if not part.isVisible() or not isinstance(part, QLabel | QAbstractButton | Stepper):
            continue
        if isinstance(part.parentWidget(), QLineEdit):
            continue  # A field makes the room for its own signs.
        is_wrapped = isinstance(part, QLabel) and part.wordWrap()
        least = part.minimumSizeHint()
        height = part.heightForWidth(part.width()) if is_wrapped else least.height()
        over = part.parentWidget()
        is_over = over is not None and not over.rect().contains(part.geometry())
        if part.height() < height or (part.width() < least.width() and not is_wrapped) or is_over:
            found.append(f"{type(part).__name__} {part.accessibleName()} {part.geometry().getRect()} < {height}")
    return found


def takes_keys(page: QWidget) -> list[QWidget]:
    """The visible parts of a page that take the keyboard; a field inside a box counts as the box."""
    found = []
    for part in (page, *page.findChildren(QWidget)):
        over = part.parentWidget()
        is_inside = isinstance(over, QAbstractSpinBox | QComboBox) or part.focusProxy() is not None
        if part.isVisible() and part.focusPolicy() != Qt.FocusPolicy.NoFocus and not is_inside:
            found.append(part)
    return found


def unheard(page: QWidget) -> list[str]:
    """The parts that take the keyboard and tell a screen reader no name, or not what they are."""
    found = []
    for part in takes_keys(page):
        told = QAccessible.queryAccessibleInterface(part)
        name = told.text(QAccessible.Text.Name).strip()
        if not name or told.role() in MUTE:
            found.append(f"{_place(part)} “{name}” {told.role().name}")
    return found


def _place(part: QWidget) -> str:
    names, over = [type(part).__name__], part.parentWidget()
    while over is not None and len(names) < 5:
        names.append(type(over).__name__)
        over = over.parentWidget()
    return " < ".join(names)


def noticed(window: QWidget) -> Hashable:
    """What an officer could notice of a window: what stands open, where the keyboard is, and all that is painted."""
    tops = sorted(type(one).__name__ for one in QApplication.topLevelWidgets() if one.isVisible())
    # What is due to be painted is painted; then the screen is asked, for to paint all of it once more takes long.
    for due in (QEvent.Type.LayoutRequest, QEvent.Type.UpdateRequest):
        QApplication.sendPostedEvents(None, due.value)
    picture = window.screen().grabWindow(window.winId()).toImage()
    return tuple(tops), id(QApplication.focusWidget()), bytes(picture.constBits())


def faint(page: QWidget, least: float = 4.5) -> list[str]:
    """The words of a page whose ink, as painted, stands too little off the ground around them, and by how much."""
    picture = QImage(page.size() * _FINELY, QImage.Format.Format_RGB32)
    picture.setDevicePixelRatio(_FINELY)
    page.render(picture)
    found = []
    for part in page.findChildren(QWidget):
        words = _words(part)
        seen = part.visibleRegion().boundingRect().intersected(part.rect().adjusted(5, 3, -5, -3))
        if words and part.isVisible() and min(seen.width(), seen.height()) > 6:
            told = _contrast(picture.copy(QRect(part.mapTo(page, seen.topLeft()) * _FINELY, seen.size() * _FINELY)))
            if told < least:
                found.append(f"{type(part).__name__} “{words[:16]}” {told:.2f}")
    return found


def _words(part: QWidget) -> str:
    """What a part shows as letters, the hint of an empty field too."""
    if isinstance(part, QLineEdit):
        return part.text() or part.placeholderText()
    if isinstance(part, NoteLine):
        return part.text
    return part.text() if isinstance(part, QLabel | QAbstractButton) else ""


def _contrast(picture: QImage) -> float:
    """How far the ink is from the ground: the commonest colour, and the one that stands furthest off it."""
    found = Counter(memoryview(picture.constBits()).cast("I"))
    ground = _luminance(found.most_common(1)[0][0])
    inks = (_luminance(dot) for dot in found)
    return max((max(ink, ground) + 0.05) / (min(ink, ground) + 0.05) for ink in inks)


@cache
def _luminance(dot: int) -> float:
    """Relative luminance (WCAG 2.1) of a dot 0xffRRGGBB."""
    parts = ((dot >> 16 & 255, 0.2126), (dot >> 8 & 255, 0.7152), (dot & 255, 0.0722))
    return sum(
        weight * (one / 255 / 12.92 if one <= 10 else ((one / 255 + 0.055) / 1.055) ** 2.4) for one, weight in parts
    )
