"""The Enter key: it presses the button that wears the focus ring, and no other."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QPushButton

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_enter(event: QKeyEvent) -> bool:
    """Whether Enter was pressed alone, on either part of the keyboard."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in _ENTER and held == Qt.KeyboardModifier.NoModifier


def press_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """DecisionGuard a button that has the focus; False when it was another key. Qt itself does so in dialogs only."""
    if not is_enter(event):
        return False
    event.accept()
    # The Enter that opened a dialog may still be held down: it must not answer the dialog too.
    if event.isAutoRepeat():
        return True
    if isinstance(button, QPushButton) and button.menu() is not None:
        button.showMenu()
    else:
        button.click()
    return True
