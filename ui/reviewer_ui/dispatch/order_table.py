"""The list of the recommended order: a case is taken by keys or the mouse and let go between two others."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDropEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView

from reviewer_app.services.dispatch.ordering import OrderedCase
from reviewer_ui.widgets.plain_table import PlainTable
from reviewer_ui.widgets.rows_model import AnyIndex, RowsModel


class OrderModel(RowsModel[OrderedCase]):
    """The cases in the order shown; rows can be taken by the mouse."""

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """A row is taken and let go between two others."""
        flags = super().flags(index)
        return flags | Qt.ItemFlag.ItemIsDragEnabled if index.isValid() else flags | Qt.ItemFlag.ItemIsDropEnabled

    def supportedDropActions(self) -> Qt.DropAction:
        """Rows are moved, never copied."""
        return Qt.DropAction.MoveAction


class OrderTable(PlainTable):
    """The list; Alt+↑ and Alt+↓ move the chosen case, and so does dragging it."""

    moved = Signal(int, int)  # row, row it comes to stand at

    def __init__(self) -> None:
        super().__init__("推荐顺序")
        # The chosen case is moved; several are chosen to be seen side by side.
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Alt with an arrow moves the case by one."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.moved.emit(self.current_row(), self.current_row() + steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Where the case was let go it comes to stand; the rows themselves are moved by who keeps the order."""
        gap = self.gap_at(event.position().y())
        row = self.current_row()
        event.setDropAction(Qt.DropAction.IgnoreAction)
        event.accept()
        self.moved.emit(row, gap - (gap > row))

    def gap_at(self, height: float) -> int:
        """Before which row something let go at a height of the list would stand."""
        row = self.rowAt(int(height))
        if row < 0:
            return self.model().rowCount()
        return row + (height > self.rowViewportPosition(row) + self.rowHeight(row) / 2)
