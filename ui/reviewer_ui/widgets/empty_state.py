"""What stands where nothing is yet: one sign, one line, and what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from reviewer_ui.widgets.buttons import Button, ButtonKind
from reviewer_ui.widgets.icons import Sign
from reviewer_ui.widgets.words import TextRole, Words

_SIGN_SIDE = 40


class EmptyState(QWidget):
    """An empty place that says what to do next; with `accepts` (suffixes) a file can be dropped on it."""

    button_pressed = Signal()
    file_dropped = Signal(object)  # Path

    def __init__(
        self,
        icon_name: str,
        title: str,
        hint: str = "",
        button_text: str = "",
        accepts: tuple[str, ...] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._accepts = accepts
        self._sign = Sign(icon_name, "accent_line", _SIGN_SIDE)
        self._title = Words("", TextRole.HEAD, wrap=True)
        self._hint = Words("", TextRole.NOTE, wrap=True)
        self.button = Button("", ButtonKind.PLAIN)
        self.button.clicked.connect(self.button_pressed)
        self.setFocusProxy(self.button)
        self._lay_out()
        self.show_words(title, hint, button_text)

    def show_words(self, title: str, hint: str = "", button_text: str = "") -> None:
        """Says something else; without a button text there is no button."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.button.setText(button_text)
        self.button.setVisible(bool(button_text))

    def words(self) -> tuple[str, str, str]:
        """Title, hint and button text now shown."""
        return self._title.text(), self._hint.text(), self.button.text()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(2)
        for widget in (self._sign, self._title, self._hint):
            if isinstance(widget, QLabel):
                widget.setAlignment(Qt.AlignmentFlag.AlignCenter)
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self.button, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(3)

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Hands the first file of the accepted kinds on."""
        path = next((one for one in paths if one.suffix.lower() in self._accepts), None)
        if path is not None:
            self.file_dropped.emit(path)
        return path is not None
