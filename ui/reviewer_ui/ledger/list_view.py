"""The list of the ledger: what is due next, the project, and its term on one time axis with the line of today."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from reviewer_app.domain.guarantee.listing import LedgerLine
from reviewer_ui.ledger.axis import LEAST_WIDTH, Axis, paint_grid, paint_line
from reviewer_ui.ledger.model import LINE_ROLE, GroupHead, LedgerModel
from reviewer_ui.ledger.words import GROUP_TONES, due_words, left_words, tone_of
from reviewer_ui.theme import sized_font, tokens

_LEFT, _GAP = 16.0, 12.0
_DUE_WIDTH, _NAME_SHARE, _NAME_MOST, _NAME_LEAST = 116.0, 0.34, 300.0, 190.0
_HEAD_HEIGHT, _AXIS_RIGHT = 24, 4.0
_PLAIN = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter
_AnyIndex = QModelIndex | QPersistentModelIndex


class Columns:
    """Where the three parts of a row stand in a width; the axis is left out where there is no room for it."""

    def __init__(self, left: float, width: float) -> None:
        inside = width - 2 * _LEFT
        self.due = QRectF(left + _LEFT, 0, _DUE_WIDTH, 0)
        begin = self.due.right() + _GAP
        room = inside - _DUE_WIDTH - _GAP
        name = min(max(room * _NAME_SHARE, _NAME_LEAST), _NAME_MOST)
        self.has_axis = room - name - _GAP >= LEAST_WIDTH
        self.name = QRectF(begin, 0, name if self.has_axis else room, 0)
        self.axis_left = self.name.right() + _GAP
        self.axis_room = left + width - _LEFT
        self.axis_right = max(self.axis_left + 100, self.axis_room - _AXIS_RIGHT)

    def axis(self, today: date, is_ended: bool) -> Axis:
        """The time axis in this width."""
        return Axis.around(today, self.axis_left, self.axis_right, is_ended)


class LedgerDelegate(QStyledItemDelegate):
    """Draws heads and projects."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.is_ended = False
        self._title = sized_font(10, semi_bold=True)
        self._small = sized_font(9)
        self.row_height = round(QFontMetricsF(self._title).height() + QFontMetricsF(self._small).height()) + 11

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        """A project's row; the list sets its heads lower itself."""
        return QSize(200, self.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Draws one row."""
        painter.save()
        rect, found = QRectF(option.rect), index.data(LINE_ROLE)
        model = index.model()
        today = model.today if isinstance(model, LedgerModel) else date.min
        columns = Columns(rect.left(), rect.width())
        axis = columns.axis(today, self.is_ended)
        if isinstance(found, GroupHead):
            self._paint_head(painter, rect, found)
            if columns.has_axis:
                painter.fillRect(QRectF(axis.at(today), rect.top(), 1, rect.height()), tokens().color("accent"))
        else:
            is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            _paint_ground(painter, rect, option, is_chosen)
            if columns.has_axis:
                paint_grid(painter, axis, rect, today)
            if isinstance(found, LedgerLine):
                self._paint_line(painter, rect, columns, found, today)
                if columns.has_axis and found.is_dated:
                    room = QRectF(columns.axis_left, rect.top(), columns.axis_room - columns.axis_left, rect.height())
                    paint_line(painter, axis, room, found, today, is_chosen)
        painter.restore()

    def _paint_head(self, painter: QPainter, rect: QRectF, head: GroupHead) -> None:
        worn = tokens()
        painter.fillRect(rect, worn.color("background"))
        painter.setFont(self._title)
        painter.setPen(worn.tone(GROUP_TONES[head.group])[0])
        inside = rect.adjusted(_LEFT, 0, -_LEFT, 0)
        painter.drawText(inside, _PLAIN, head.group.label)
        width = QFontMetricsF(self._title).horizontalAdvance(head.group.label) + 8
        painter.setFont(self._small)
        painter.setPen(worn.color("ink2"))
        painter.drawText(inside.adjusted(width, 0, 0, 0), _PLAIN, f"{head.count} 项")

    def _paint_line(self, painter: QPainter, rect: QRectF, columns: Columns, line: LedgerLine, today: date) -> None:
        worn = tokens()
        height = QFontMetricsF(self._title).height()
        first, second = rect.top() + 4, rect.top() + 4 + height + 1
        low = QFontMetricsF(self._small).height()
        left, name = columns.due, columns.name
        tone = worn.tone(tone_of(line, today))[0]
        self._say(painter, True, tone, QRectF(left.left(), first, left.width(), height), left_words(line, today))
        said = due_words(line, today)
        self._say(painter, False, worn.color("ink2"), QRectF(left.left(), second, left.width() + 6, low), said)
        place = QRectF(name.left(), first, name.width(), height)
        self._say(painter, True, worn.color("ink"), place, line.project_name)
        place = QRectF(name.left(), second, name.width(), low)
        self._say(painter, False, worn.color("ink2"), place, f"{line.season}年度 · {line.applicant}")

    def _say(self, painter: QPainter, is_title: bool, ink: QColor, place: QRectF, words: str) -> None:
        font = self._title if is_title else self._small
        painter.setFont(font)
        painter.setPen(ink)
        painter.drawText(
            place, _PLAIN, QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, place.width())
        )


def _paint_ground(painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, is_chosen: bool) -> None:
    worn = tokens()
    if is_chosen:
        painter.fillRect(rect, worn.color("selection"))
        painter.fillRect(QRectF(rect.left(), rect.top(), 3, rect.height()), worn.color("accent"))
    elif option.state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, worn.color("background"))
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), worn.color("line_soft"))


class AxisHead(QWidget):
    """The heads above the list: 下一个期限, 项目, the years and today."""

    def __init__(self, view: LedgerList, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._view = view
        self.setFixedHeight(30)
        self.setAccessibleName("列名：下一个期限、项目、时间轴")

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws the words where the rows have their parts."""
        painter = QPainter(self)
        worn, model = tokens(), self._view.model()
        today = model.today if isinstance(model, LedgerModel) else date.min
        viewport = self._view.viewport()
        columns = Columns(float(viewport.x()), float(viewport.width()))
        painter.setFont(sized_font(9.5, semi_bold=True))
        painter.setPen(worn.color("ink2"))
        height = float(self.height())
        painter.drawText(QRectF(columns.due.left(), 0, columns.due.width(), height), _PLAIN, "下一个期限")
        painter.drawText(QRectF(columns.name.left(), 0, columns.name.width(), height), _PLAIN, "项目")
        painter.fillRect(QRectF(0, height - 1, self.width(), 1), worn.color("line"))
        if not columns.has_axis or today == date.min:
            return
        axis = columns.axis(today, self._view.delegate.is_ended)
        now = axis.at(today)
        painter.setFont(sized_font(9))
        metrics = QFontMetricsF(sized_font(9))
        word = metrics.horizontalAdvance("今天")
        years = axis.years()
        ends = [*(x for _year, x in years[1:]), float(self.width())]
        for (year, x), end in zip(years, ends, strict=True):
            width = metrics.horizontalAdvance(year)
            # The word 今天 stands left of its line; a year under it gives way, and one that has no room of its own.
            fits = x + width + 6 <= end
            if fits and (x + width + 6 <= now - word - 6 or x >= now - 1):
                painter.setPen(worn.color("ink2"))
                painter.drawText(QRectF(x + 4, 0, width + 4, height), _PLAIN, year)
        painter.setFont(sized_font(9, semi_bold=True))
        painter.setPen(worn.color("accent"))
        painter.drawText(QRectF(now - word - 6, 0, word + 4, height), _PLAIN, "今天")
        painter.fillRect(QRectF(now, 4, 1, height - 4), worn.color("accent"))


class LedgerList(QTableView):
    """The list itself; `entered` when Enter is pressed on a project."""

    entered = Signal()

    def __init__(self, model: LedgerModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.delegate = LedgerDelegate(self)
        self.setModel(model)
        self.setItemDelegate(self.delegate)
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        # Heights are set and never measured: that would read every project.
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.verticalHeader().setMinimumSectionSize(_HEAD_HEIGHT)
        self.verticalHeader().setDefaultSectionSize(self.delegate.row_height)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self._low_rows: tuple[int, ...] = ()
        model.modelReset.connect(self._set_heights)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("台账项目")
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)

    def _set_heights(self) -> None:
        model = self.model()
        if isinstance(model, LedgerModel):
            for row in self._low_rows:
                if row < model.rowCount():
                    self.verticalHeader().resizeSection(row, self.delegate.row_height)
            self._low_rows = model.head_rows()
            for row in self._low_rows:
                self.verticalHeader().resizeSection(row, _HEAD_HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the act of the project; ↑ above the first project leaves the head in sight."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Home) and self.currentIndex().row() == 1:
            self.scrollToTop()
