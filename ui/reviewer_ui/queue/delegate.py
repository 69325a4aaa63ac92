"""How a case looks in the queue: two lines, a state pill, flags and days left; a bar and a tint for the current one."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from reviewer_app.domain.chips import consulted_words
from reviewer_app.services.ports.rows import QueueRow
from reviewer_ui.queue.columns import STATE_COLUMN, days_text, days_tone, second_line, standing_of
from reviewer_ui.queue.model import ROW_ROLE
from reviewer_ui.theme import Tone, sized_font, tokens
from reviewer_ui.widgets.icons import pixmap
from reviewer_ui.widgets.pill import HEIGHT as PILL_HEIGHT
from reviewer_ui.widgets.pill import paint_pill, pill_width

_LEFT = 16.0
_RIGHT = 14.0
_TOP = 11.0
_LINE_GAP = 4.0
_GAP = 8.0
_BAR = 3.0
_FLAG_SIDE = 14
_MARK = 7.0
_VCENTER = Qt.AlignmentFlag.AlignVCenter
_PLAIN = Qt.TextFlag.TextSingleLine

_AnyIndex = QModelIndex | QPersistentModelIndex


class CaseDelegate(QStyledItemDelegate):
    """Draws the two-line row."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._title_font = sized_font(10.5, semi_bold=True)
        self._small_font = sized_font(9.5)
        self._title_metrics = QFontMetricsF(self._title_font)
        self._small_metrics = QFontMetricsF(self._small_font)
        self.row_height = round(2 * _TOP + _LINE_GAP + self._title_metrics.height() + self._small_metrics.height())

    def sizeHint(self, option: QStyleOptionViewItem, index: _AnyIndex) -> QSize:
        """Every row is as high as the other."""
        return QSize(200, self.row_height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Draws one case."""
        painter.save()
        rect = QRectF(option.rect)
        _paint_ground(painter, rect, option)
        row = index.data(ROW_ROLE)
        inside = rect.adjusted(_LEFT, _TOP, -_RIGHT, -_TOP)
        if isinstance(row, QueueRow):
            self._paint_first_line(painter, inside, row)
            self._paint_second_line(painter, inside, row)
        else:
            self._paint_placeholder(painter, inside)
        painter.restore()

    def _paint_first_line(self, painter: QPainter, inside: QRectF, row: QueueRow) -> None:
        line = QRectF(inside.left(), inside.top(), inside.width(), self._title_metrics.height())
        word, tone = standing_of(row)
        width = pill_width(word)
        pill = QRectF(line.right() - width, line.center().y() - PILL_HEIGHT / 2, width, PILL_HEIGHT)
        paint_pill(painter, pill, word, tone)
        room = line.adjusted(0, 0, -(width + _GAP), 0)
        if row.is_changed:
            _paint_mark(painter, QPointF(inside.left() - _MARK - 3, line.center().y() - _MARK / 2))
        painter.setFont(self._title_font)
        painter.setPen(tokens().color("ink"))
        words = self._title_metrics.elidedText(row.project_name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, _VCENTER | _PLAIN, words)

    def _paint_second_line(self, painter: QPainter, inside: QRectF, row: QueueRow) -> None:
        top = inside.top() + self._title_metrics.height() + _LINE_GAP
        line = QRectF(inside.left(), top, inside.width(), self._small_metrics.height())
        painter.setFont(self._small_font)
        right = self._paint_right_end(painter, line, row)
        room = line.adjusted(0, 0, right - line.right() - _GAP, 0)
        painter.setPen(tokens().color("ink2"))
        words = second_line(row)
        painter.drawText(
            room, _VCENTER | _PLAIN, self._small_metrics.elidedText(words, Qt.TextElideMode.ElideRight, room.width())
        )

    def _paint_right_end(self, painter: QPainter, line: QRectF, row: QueueRow) -> float:
        """Days left and flags; gives where the free room ends."""
        right = line.right()
        days = days_text(row.days_left)
        if days:
            tone = days_tone(row.days_left)
            painter.setPen(tokens().tone(tone)[0])
            painter.drawText(line, _VCENTER | _PLAIN | Qt.AlignmentFlag.AlignRight, days)
            right -= self._small_metrics.horizontalAdvance(days) + _GAP
        consulted = consulted_words(row.replied, row.consulted)
        if consulted:
            painter.setPen(tokens().tone(Tone.OK if row.replied == row.consulted else Tone.WARN)[0])
            room = QRectF(line.left(), line.top(), right - line.left(), line.height())
            painter.drawText(room, _VCENTER | _PLAIN | Qt.AlignmentFlag.AlignRight, consulted)
            right -= self._small_metrics.horizontalAdvance(consulted) + _GAP
        if row.flags:
            count = str(row.flags)
            painter.setPen(tokens().tone(Tone.WARN)[0])
            width = self._small_metrics.horizontalAdvance(count)
            painter.drawText(QRectF(right - width, line.top(), width, line.height()), _VCENTER | _PLAIN, count)
            right -= width + _FLAG_SIDE + 1
            _paint_flag(painter, QPointF(right, line.center().y() - _FLAG_SIDE / 2))
        return right

    def _paint_placeholder(self, painter: QPainter, inside: QRectF) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(tokens().color("line_soft"))
        second = inside.top() + self._title_metrics.height() + _LINE_GAP
        painter.drawRoundedRect(QRectF(inside.left(), inside.top() + 4, inside.width() * 0.6, 10), 4, 4)
        painter.drawRoundedRect(QRectF(inside.left(), second + 4, inside.width() * 0.4, 8), 4, 4)


class CellDelegate(QStyledItemDelegate):
    """Draws a cell of the full-width table; the state as a pill, the current row with bar and tint."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _AnyIndex) -> None:
        """Draws one cell."""
        painter.save()
        rect = QRectF(option.rect)
        _paint_ground(painter, rect, option, with_bar=index.column() == 0)
        row = index.data(ROW_ROLE)
        inside = rect.adjusted(10, 0, -6, 0)
        if not isinstance(row, QueueRow):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens().color("line_soft"))
            painter.drawRoundedRect(QRectF(inside.left(), rect.center().y() - 4, inside.width() * 0.6, 8), 4, 4)
        elif index.column() == STATE_COLUMN:
            word, tone = standing_of(row)
            width = pill_width(word)
            pill = QRectF(inside.left(), rect.center().y() - PILL_HEIGHT / 2, width, PILL_HEIGHT)
            paint_pill(painter, pill, word, tone)
        else:
            painter.setPen(index.data(Qt.ItemDataRole.ForegroundRole) or tokens().color("ink"))
            painter.setFont(option.font)
            metrics = QFontMetricsF(option.font)
            words = metrics.elidedText(index.data() or "", Qt.TextElideMode.ElideRight, inside.width())
            painter.drawText(inside, _VCENTER | _PLAIN, words)
        painter.restore()


def _paint_ground(painter: QPainter, rect: QRectF, option: QStyleOptionViewItem, with_bar: bool = True) -> None:
    worn = tokens()
    state = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(rect, worn.color("selection"))
        if with_bar:
            painter.fillRect(QRectF(rect.left(), rect.top(), _BAR, rect.height()), worn.color("accent"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(rect, worn.color("background"))
    painter.fillRect(QRectF(rect.left(), rect.bottom() - 1, rect.width(), 1), worn.color("line_soft"))


def _paint_mark(painter: QPainter, at: QPointF) -> None:
    """A dot before what others changed since one looked; its row says so to a screen reader."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(tokens().color("accent"))
    painter.drawEllipse(QRectF(at.x(), at.y(), _MARK, _MARK))
    painter.restore()


def _paint_flag(painter: QPainter, at: QPointF) -> None:
    scale = painter.device().devicePixelRatioF()
    painter.drawPixmap(at, pixmap("flag", tokens().warn, _FLAG_SIDE, scale))
