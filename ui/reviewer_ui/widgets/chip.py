"""A choice among a few, with its count: the chips above the queue, the outcomes below the opinion."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from reviewer_ui.widgets.enter_key import press_by_enter


class Chip(QPushButton):
    """A checkable rounded button; with a count it reads '待我办 9'."""

    def __init__(
        self, text: str, count: int | None = None, checkable: bool = True, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._word = text
        self._count = count
        self.setCheckable(checkable)
        self.setAutoDefault(False)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._write()

    @property
    def count(self) -> int | None:
        """The number shown, if any."""
        return self._count

    def set_count(self, count: int | None) -> None:
        """Shows another number."""
        if count != self._count:
            self._count = count
            self._write()

    def be_tight(self, is_tight: bool) -> None:
        """Draws its frame closer round its words, where a row of them has little room."""
        if self.property("tight") != is_tight:
            self.setProperty("tight", is_tight)
            self.style().unpolish(self)
            self.style().polish(self)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is one press."""
        event.accept()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, as Space does."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def _write(self) -> None:
        self.setText(self._word if self._count is None else f"{self._word} {self._count}")
        self.setAccessibleName(self._word if self._count is None else f"{self._word}，{self._count} 件")
