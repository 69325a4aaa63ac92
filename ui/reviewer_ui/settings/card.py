"""A section of the settings: a card with its head and rows of label and control."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractSpinBox, QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from reviewer_ui.widgets import Card, FieldNote, SectionHead, TextRole, Words

LABEL_WIDTH = 132
_FIELD_WIDTH = 420


class SettingsCard(Card):
    """One section; everything is added from top to bottom."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.head = SectionHead(title)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, 1, 1, 12)
        self._column.setSpacing(6)
        self._column.addWidget(self.head)

    def add(self, widget: QWidget, label: str = "", note: FieldNote | None = None) -> None:
        """Adds a control behind its label, with a line for what is wrong below it."""
        name = QLabel(label)
        name.setTextFormat(Qt.TextFormat.PlainText)
        name.setProperty("role", TextRole.LABEL.value)
        name.setFixedWidth(LABEL_WIDTH)
        name.setBuddy(widget)
        if label and not widget.accessibleName():
            widget.setAccessibleName(label)
        is_framed = isinstance(widget, QLineEdit | QComboBox | QAbstractSpinBox)
        if isinstance(widget, QLineEdit | QComboBox):
            widget.setMaximumWidth(_FIELD_WIDTH)
        line = QHBoxLayout()
        line.addWidget(widget, 20)
        line.addStretch(1)
        below = QVBoxLayout()
        below.setSpacing(2)
        below.addLayout(line)
        if note is not None:
            below.addWidget(note)
        row = QHBoxLayout()
        row.setContentsMargins(16, 2, 16, 2)
        row.setSpacing(8)
        # A typed line is higher than a read one by its frame; the label stands on the same line of text.
        name.setContentsMargins(0, 5 if is_framed else 0, 0, 0)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(below, 1)
        self._column.addLayout(row)

    def add_value(self, label: str, text: str = "") -> Words:
        """Adds something to be read; the words can be changed later."""
        value = Words(text, wrap=True, selectable=True)
        self.add(value, label)
        return value

    def add_wide(self, widget: QWidget) -> None:
        """Adds something over the card's whole width."""
        self._column.addWidget(widget)

    def add_buttons(self, *widgets: QWidget) -> None:
        """Adds buttons, and notes beside them, in one line under the controls."""
        row = QHBoxLayout()
        row.setContentsMargins(16 + LABEL_WIDTH + 8, 4, 16, 2)
        row.setSpacing(8)
        for widget in widgets:
            row.addWidget(widget, 20 if isinstance(widget, FieldNote) else 0)
        row.addStretch(1)
        self._column.addLayout(row)


def fit_rows(table: QWidget, rows: int, row_height: int, most: int = 8) -> None:
    """Makes a table as high as its rows, up to a limit: the page scrolls, not the table."""
    table.setFixedHeight((min(max(rows, 1), most) + 1) * row_height + 4)
