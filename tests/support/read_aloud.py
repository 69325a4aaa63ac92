"""What an officer has of a page, by eye and by screen reader: no words cut, no part without a name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QWidget,
)

from reviewer_ui.detail.stepper import Stepper

#: 1366×768 at 150 %, less a task bar of 48 and a title bar of 32 dots as Windows has them.
LOWEST = (911, 448)
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
