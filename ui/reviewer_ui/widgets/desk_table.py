"""The calm table of lists and previews: whole rows, fine lines, words with their colour as pills."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from reviewer_ui.theme import Tone, tokens
from reviewer_ui.widgets.pill import HEIGHT, paint_pill, pill_width
from reviewer_ui.widgets.rows_model import TONE_ROLE, AnyIndex, RowsModel

T = TypeVar("T")

ROW_HEIGHT = 34
_SIDE_SPACE = 8


class DeskTable(QTableView):
    """A read-only table of whole rows; `show_model` gives it its rows."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setItemDelegate(RowDelegate(self))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)

    def show_model(self, model: RowsModel[T]) -> None:
        """Shows a model in the widths its columns ask for."""
        self.setModel(model)
        head = self.horizontalHeader()
        for place, column in enumerate(model.columns):
            if column.width:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Interactive)
                self.setColumnWidth(place, column.width)
            else:
                head.setSectionResizeMode(place, QHeaderView.ResizeMode.Stretch)

    def current_row(self) -> int:
        """The chosen row, or -1."""
        return self.currentIndex().row()


class RowDelegate(QStyledItemDelegate):
    """Draws a fine line under each row, and pills where the model gives a tone."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Leaves the word of a pill to us."""
        super().initStyleOption(option, index)
        if isinstance(index.data(TONE_ROLE), Tone):
            option.text = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one cell."""
        super().paint(painter, option, index)
        rect = option.rect
        tone = index.data(TONE_ROLE)
        if isinstance(tone, Tone):
            text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
            top = rect.top() + (rect.height() - HEIGHT) / 2
            paint_pill(painter, QRectF(rect.left() + _SIDE_SPACE, top, pill_width(text), HEIGHT), text, tone)
        painter.save()
        painter.setPen(tokens().color("line_soft"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()
