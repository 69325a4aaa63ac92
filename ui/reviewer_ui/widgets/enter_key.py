"""The Enter key presses the button that wears the focus ring, and no other; a key held down acts where it began."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QWindow
from PySide6.QtWidgets import QAbstractButton, QApplication, QPushButton, QWidget

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def is_enter(event: QKeyEvent) -> bool:
    """Whether Enter was pressed alone, on either part of the keyboard."""
    held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    return event.key() in _ENTER and held == Qt.KeyboardModifier.NoModifier


def press_by_enter(button: QAbstractButton, event: QKeyEvent) -> bool:
    """Presses a button that has the focus; False when it was another key. Qt itself does so in dialogs only."""
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


class HeldKeys(QObject):
    """A key held down writes and answers only where it was pressed.

    The key that opened a box or a dialog is not typed into it, and the Enter that went on does not go on by itself.
    Arrows and Tab lead from place to place as long as they are held.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._began: dict[int, QWidget | None] = {}
        # Each window is watched from when it first has the keyboard: asking about all events would be dear.
        app.focusWindowChanged.connect(self.watch)

    def watch(self, shown: QWindow | None) -> None:
        """Sees the keys of one more window before what is in it does."""
        if shown is not None:
            shown.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keeps back what a key repeats elsewhere than where it was pressed."""
        if not isinstance(event, QKeyEvent):
            return False
        kind, key = event.type(), event.key()
        if event.isAutoRepeat():
            # A press that another program took, an input method for one, began nowhere.
            has_moved = key in self._began and self._began[key] is not QApplication.focusWidget()
            return kind == QEvent.Type.KeyPress and _writes(event) and has_moved
        if kind == QEvent.Type.KeyRelease:
            self._began.pop(key, None)
        elif kind == QEvent.Type.ShortcutOverride or key not in self._began:
            # Asked first whether it is a shortcut: after that the keyboard may be elsewhere already.
            self._began[key] = QApplication.focusWidget()
        return False


def _writes(event: QKeyEvent) -> bool:
    return event.key() in _ENTER or bool(event.text() and event.text().isprintable())
