"""What the pages of the way in share: a white card in the middle, a head, a line for what went wrong."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from reviewer_ui.messages import sentence_of
from reviewer_ui.theme import Tone
from reviewer_ui.widgets import Card, FieldNote, SlimProgress, TextRole, Words
from reviewer_ui.widgets.icons import Sign
from reviewer_ui.widgets.scroll_page import ScrollPage

CARD_WIDTH = 560
_SIGN_SIDE = 36


class GatePage(QWidget):
    """One page of the way in; `column` is the inside of its card."""

    def __init__(self, title: str, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.note = FieldNote()
        self.busy = SlimProgress(can_cancel=False)
        self.card = Card()
        self.card.setFixedWidth(CARD_WIDTH)
        self.column = QVBoxLayout(self.card)
        self.column.setContentsMargins(32, 28, 32, 24)
        self.column.setSpacing(12)
        sign = Sign("desk", "accent", _SIGN_SIDE)
        sign.setAlignment(Qt.AlignmentFlag.AlignLeft)
        self._title = Words(title, TextRole.TITLE)
        self._hint = Words(hint, TextRole.NOTE, wrap=True)
        self._hint.setVisible(bool(hint))
        self.column.addWidget(sign)
        self.column.addWidget(self._title)
        self.column.addWidget(self._hint)
        # On the smallest screen at 150 % the card is higher than the window: it scrolls.
        page = ScrollPage(title)
        page.column.setContentsMargins(24, 24, 24, 24)
        page.column.addStretch(2)
        page.column.addWidget(self.card, 0, Qt.AlignmentFlag.AlignHCenter)
        page.column.addStretch(3)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(page)

    def show_head(self, title: str, hint: str = "") -> None:
        """Shows another title and hint."""
        self._title.setText(title)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))

    def show_busy(self, what: str) -> None:
        """Says what is being done and takes no input meanwhile."""
        self.note.clear()
        self.card.setEnabled(False)
        self.busy.start(what)

    def show_idle(self) -> None:
        """Takes input again."""
        self.card.setEnabled(True)
        self.busy.finish()

    def show_failure(self, error: Exception) -> None:
        """Says what went wrong, on the page where it happened."""
        self.show_idle()
        self.note.say(sentence_of(error), Tone.BAD)

    def add_foot(self, *buttons: QWidget, primary: QWidget) -> None:
        """Puts the note, the bar and the buttons at the card's foot; the primary one stands at the right."""
        row = QHBoxLayout()
        for button in buttons:
            row.addWidget(button)
        row.addStretch(1)
        row.addWidget(primary)
        self.column.addWidget(self.note)
        self.column.addWidget(self.busy)
        self.column.addSpacing(4)
        self.column.addLayout(row)


class FieldGrid(QGridLayout):
    """Labels at the left, fields at the right, small lines under the fields; every label is its field's buddy."""

    def __init__(self) -> None:
        super().__init__()
        self.setHorizontalSpacing(16)
        self.setVerticalSpacing(4)
        self.setColumnStretch(1, 1)

    def add_field(self, label: str, field: QWidget, note: QWidget | None = None, beside: QWidget | None = None) -> None:
        """Adds one line."""
        row = self.rowCount()
        words = Words(label, TextRole.LABEL)
        words.setBuddy(field)
        field.setAccessibleName(label)
        self.addWidget(words, row, 0)
        self.addWidget(field, row, 1, 1, 1 if beside is not None else 2)
        if beside is not None:
            self.addWidget(beside, row, 2)
        if note is not None:
            self.addWidget(note, row + 1, 1, 1, 2)
        self.setRowMinimumHeight(row + 2, 4)
