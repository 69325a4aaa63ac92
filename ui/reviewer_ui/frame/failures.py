"""What went wrong, told one at a time: a library that cannot be read fails at every step, and says so once."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from reviewer_ui.messages import Message

#: The failures a backup is the way out of.
_RESTORED = frozenset({"library.damaged"})


class Failures(QObject):
    """Shows the dialogs of one window; `restore_asked` when the officer wants a backup instead."""

    restore_asked = Signal()

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._shown: Message | None = None
        self._waiting: list[Message] = []

    def show(self, message: Message) -> None:
        """Shows a failure now, or after the one that is being read; the same words are not repeated meanwhile."""
        said = {waiting.text for waiting in self._waiting}
        if self._shown is not None:
            said.add(self._shown.text)
        if message.text not in said:
            self._waiting.append(message)
            self._show_next()

    def _show_next(self) -> None:
        if self._shown is not None or not self._waiting:
            return
        # The dialog's module is loaded only when there is something to tell.
        from reviewer_ui.frame.failure_dialog import FailureDialog

        self._shown = self._waiting.pop(0)
        offer = "从备份恢复" if self._shown.code in _RESTORED else ""
        dialog = FailureDialog(self._shown, self._window, offer)
        dialog.offer_taken.connect(self._restore)
        dialog.finished.connect(self._go_on)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _go_on(self) -> None:
        self._shown = None
        self._show_next()

    def _restore(self) -> None:
        self._waiting.clear()
        self.restore_asked.emit()
