"""A chart in the window: its marks painted in the colours worn, its areas opened by the mouse and by the keyboard."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QWidget

from reviewer_app.services.figures.drawing.marks import Area, Box, Dot, Drawing, Ink, Label, Mark, Side, Stroke
from reviewer_ui.theme import sized_font, tokens
from reviewer_ui.widgets import KeyRow

#: Draws a chart for the room there is.
Draw = Callable[[float, float], Drawing]
_TOKENS = {
    Ink.LEADING: "accent",
    Ink.LEADING_PALE: "accent_line",
    Ink.ON_LEADING: "on_accent",
    Ink.INK: "ink",
    Ink.SECOND: "ink2",
    Ink.DARK: "ink3",
    Ink.GREY: "scroll",
    Ink.PALE: "line",
    Ink.PALER: "line_soft",
    Ink.GROUND: "panel",
}
_BACK = {Qt.Key.Key_Left, Qt.Key.Key_Up}
_ON = {Qt.Key.Key_Right, Qt.Key.Key_Down}
_OPENS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space}


class ChartView(KeyRow):
    """One chart; `opened` carries the list behind the area that was pressed."""

    opened = Signal(object)  # Behind

    def __init__(self, name: str, height: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._height = height
        self._draw: Draw | None = None
        self._drawing = Drawing(0, 0)
        self._pointed: int | None = None
        self._is_by_key = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMinimumHeight(height)
        self._name_it()

    @property
    def drawing(self) -> Drawing:
        """The chart as it is painted now."""
        return self._drawing

    @property
    def pointed(self) -> Area | None:
        """The area under the pointer, or the one the keyboard is at."""
        if self._pointed is None or self._pointed >= len(self._drawing.areas):
            return None
        return self._drawing.areas[self._pointed]

    def show_chart(self, draw: Draw) -> None:
        """Paints another chart."""
        self._draw = draw
        self._pointed = None
        self._lay()

    def sizeHint(self) -> QSize:
        """As high as the chart was asked to be."""
        return QSize(320, self._height)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Draws the chart anew for the room."""
        super().resizeEvent(event)
        self._lay()

    def _lay(self) -> None:
        if self._draw is None or self.width() < 40:
            return
        wide = self.width() - 1.0
        # What the chart needs at least does not depend on the room it happens to have.
        self.setMinimumHeight(max(self._height, int(self._draw(wide, self._height - 2.0).height) + 2))
        self._drawing = self._draw(wide, max(self.height(), self.minimumHeight()) - 2.0)
        self._name_it()
        self.update()

    def _name_it(self) -> None:
        pointed = self.pointed
        self.setAccessibleName(f"{self._name}：{pointed.says}" if pointed is not None else self._name)

    def _point(self, place: int | None, *, is_by_key: bool = False) -> None:
        if (place, is_by_key) == (self._pointed, self._is_by_key):
            return
        self._pointed, self._is_by_key = place, is_by_key
        pointed = self.pointed
        self.setCursor(Qt.CursorShape.PointingHandCursor if pointed is not None else Qt.CursorShape.ArrowCursor)
        self.setToolTip(f"{pointed.says}，按下打开名单" if pointed is not None else "")
        self._name_it()
        self.update()

    def _at(self, point: QPointF) -> int | None:
        # Where two overlap, the one drawn last is the narrower.
        for place in reversed(range(len(self._drawing.areas))):
            if _rectangle(self._drawing.areas[place]).contains(point):
                return place
        return None

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Shows what a press would open."""
        self._point(self._at(event.position()))

    def leaveEvent(self, event: QEvent) -> None:
        """Nothing is pointed at any more."""
        super().leaveEvent(event)
        if not self._is_by_key:
            self._point(None)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Opens the list behind what was pressed."""
        if event.button() is Qt.MouseButton.LeftButton:
            self._point(self._at(event.position()))
            self._open()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The keyboard begins at the first area."""
        super().focusInEvent(event)
        if self._pointed is None and self._drawing.areas:
            self._point(0, is_by_key=True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Nothing is pointed at any more."""
        super().focusOutEvent(event)
        self._point(None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows go from area to area, Enter opens the list."""
        key, count = Qt.Key(event.key()), len(self._drawing.areas)
        if key in _OPENS:
            self._open()
        elif key in _BACK | _ON and count:
            step = 1 if key in _ON else -1
            here = -1 if self._pointed is None and step > 0 else self._pointed or 0
            self._point((here + step) % count, is_by_key=True)
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        pointed = self.pointed
        if pointed is not None and pointed.behind.cases:
            self.opened.emit(pointed.behind)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pointed area's ground, the marks, and what a press opens."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pointed = self.pointed
        if pointed is not None:
            painter.fillRect(_rectangle(pointed), tokens().color("selection"))
        for mark in self._drawing.marks:
            paint_mark(painter, mark)
        if pointed is None:
            return
        if pointed.hint_x is not None and pointed.hint_y is not None and pointed.behind.cases:
            words = Label(pointed.hint_x, pointed.hint_y, f"打开这 {pointed.behind.cases} 件", 12, Ink.LEADING, True)
            self._paint_hint(painter, words)
        if self._is_by_key and self.hasFocus():
            painter.setPen(QPen(tokens().color("accent"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(_rectangle(pointed).adjusted(-1, -1, 1, 1), 3, 3)

    def _paint_hint(self, painter: QPainter, words: Label) -> None:
        """What a press opens, on a ground of its own: it stands where other words may be."""
        painter.setFont(_font(words))
        wide = painter.fontMetrics().horizontalAdvance(words.text)
        x = max(min(words.x, self.width() - wide - 6.0), 0.0)
        painter.fillRect(QRectF(x - 3, words.y - 12, wide + 6, 16), tokens().color("selection"))
        paint_mark(painter, Label(x, words.y, words.text, words.size, words.ink, is_bold=True))


def paint_mark(painter: QPainter, mark: Mark) -> None:
    """Paints one mark in the colours worn."""
    if isinstance(mark, Box):
        box = QRectF(mark.x, mark.y, mark.width, mark.height)
        if mark.fill is not None:
            painter.fillRect(box, _color(mark.fill))
        if mark.rim is not None:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(_color(mark.rim), 1))
            painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))
    elif isinstance(mark, Stroke):
        pen = QPen(_color(mark.ink), mark.width)
        if mark.is_dashed:
            pen.setDashPattern([5.0, 3.0])
        painter.setPen(pen)
        painter.drawLine(QPointF(mark.x1, mark.y1), QPointF(mark.x2, mark.y2))
    elif isinstance(mark, Dot):
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_color(mark.ink))
        painter.drawEllipse(QPointF(mark.x, mark.y), mark.radius, mark.radius)
    else:
        painter.setFont(_font(mark))
        painter.setPen(_color(mark.ink))
        wide = painter.fontMetrics().horizontalAdvance(mark.text)
        left = {Side.LEFT: mark.x, Side.MIDDLE: mark.x - wide / 2, Side.RIGHT: mark.x - wide}[mark.side]
        painter.drawText(QPointF(left, mark.y), mark.text)


def _color(ink: Ink) -> QColor:
    return tokens().color(_TOKENS[ink])


def _font(mark: Label) -> QFont:
    font = sized_font(semi_bold=mark.is_bold)
    font.setPixelSize(round(mark.size))
    return font


def _rectangle(area: Area) -> QRectF:
    return QRectF(area.x, area.y, area.width, area.height)
