"""White rounded ground of a pane, and the heads of its sections."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from reviewer_ui.widgets.words import TextRole, Words


class Card(QFrame):
    """A white card with a fine line and radius 8; put a layout into it with margins of at least 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)


class SectionHead(QFrame):
    """The band above a section: its title, and at the right what is counted."""

    def __init__(self, title: str, right: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        # A band stays a band where there is room to spare.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self._title = Words(title, TextRole.SECTION)
        self._right = Words(right, TextRole.NOTE)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 6, 16, 6)
        row.addWidget(self._title, 1)
        row.addWidget(self._right)

    def add_act(self, act: QWidget) -> None:
        """Adds something to do at the band's end."""
        row = self.layout()
        if row is not None:
            row.addWidget(act)

    def set_title(self, title: str) -> None:
        """Shows another title."""
        self._title.setText(title)

    def set_right(self, right: str) -> None:
        """Shows another count at the right."""
        self._right.setText(right)

    def title(self) -> str:
        """The title now shown."""
        return self._title.text()

    def right(self) -> str:
        """What stands at the right."""
        return self._right.text()
