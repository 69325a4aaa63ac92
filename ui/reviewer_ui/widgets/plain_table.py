"""The calm table of lists and previews: whole rows, fine lines, words with their colour as pills."""

from __future__ import annotations

from typing import TypeVar

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QHelpEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QToolTip,
    QWidget,
)

from reviewer_ui.theme import Tone, tokens, with_seen_rims
from reviewer_ui.widgets.pill import HEIGHT, paint_pill, pill_width
from reviewer_ui.widgets.rows_model import TONE_ROLE, AnyIndex, RowsModel

T = TypeVar("T")

ROW_HEIGHT = 34
_SIDE_SPACE = 10
_FIRST_SPACE = 16
_BAR_WIDTH = 3
#: A column that takes what is left is never narrower than a few characters and its head; the table scrolls instead.
_LEAST_SHARE = 96


class PlainTable(QTableView):
    """A read-only table of whole rows; `show_model` gives it its rows."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._sharing: list[int] = []
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
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
        self._sharing = [place for place, column in enumerate(model.columns) if not column.width]
        self._share_out(self.viewport().width())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is left is shared out anew."""
        super().resizeEvent(event)
        self._share_out(event.size().width())

    def _share_out(self, width: int) -> None:
        head = self.horizontalHeader()
        fixed = sum(head.sectionSize(place) for place in range(head.count()) if place not in self._sharing)
        least = {place: max(_LEAST_SHARE, head.sectionSizeHint(place)) for place in self._sharing}
        is_tight = width - fixed < sum(least.values())
        mode = QHeaderView.ResizeMode.Interactive if is_tight else QHeaderView.ResizeMode.Stretch
        for place in self._sharing:
            if head.sectionResizeMode(place) is not mode:
                head.setSectionResizeMode(place, mode)
                if is_tight:
                    self.setColumnWidth(place, least[place])

    def current_row(self) -> int:
        """The chosen row, or -1."""
        return self.currentIndex().row()


class RowDelegate(QStyledItemDelegate):
    """Draws calm cells: a tint and a bar for the chosen row, a fine line under each, pills for states."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Draws one cell."""
        worn = tokens()
        rect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, worn.color("selection"))
            if index.column() == 0:
                painter.fillRect(rect.adjusted(0, 0, _BAR_WIDTH - rect.width(), 0), worn.color("accent"))
        if index.data(Qt.ItemDataRole.CheckStateRole) is not None:
            super().paint(painter, _unselected(option), index)
        else:
            self._paint_words(painter, option, index)
        painter.setPen(worn.color("line_soft"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: AnyIndex
    ) -> bool:
        """What a column of its own width cuts can be read by the pointer."""
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        if index.data(TONE_ROLE) or option.fontMetrics.horizontalAdvance(text) <= _room(option, index).width():
            return super().helpEvent(event, view, option, index)
        QToolTip.showText(event.globalPos(), text, view)
        return True

    def _paint_words(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        text = str(index.data(Qt.ItemDataRole.DisplayRole) or "")
        room = _room(option, index)
        tone = index.data(TONE_ROLE)
        if tone:
            # A Tone comes back through Qt as its plain text.
            top = room.top() + (room.height() - HEIGHT) / 2
            paint_pill(painter, QRectF(room.left(), top, pill_width(text), HEIGHT), text, Tone(tone))
            return
        painter.setPen(tokens().color("ink"))
        shown = option.fontMetrics.elidedText(text.replace("\n", " "), Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _room(option: QStyleOptionViewItem, index: AnyIndex) -> QRect:
    """Where a cell's words stand."""
    return option.rect.adjusted(_FIRST_SPACE if index.column() == 0 else _SIDE_SPACE, 0, -_SIDE_SPACE, 0)


def _unselected(option: QStyleOptionViewItem) -> QStyleOptionViewItem:
    """The same cell without the style's own selection colour, for the tint is drawn already; its box is seen."""
    plain = QStyleOptionViewItem(option)
    plain.state &= ~QStyle.StateFlag.State_Selected
    plain.rect = option.rect.adjusted(_FIRST_SPACE - 4, 0, 0, 0)
    plain.palette = with_seen_rims(option.palette)
    return plain
