"""The lines of one point, painted: its head with clause, title and force, and notes that fold to one line."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QFontMetrics,
    QFontMetricsF,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QTextLayout,
    QTextOption,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer_app.domain.notice import Force
from reviewer_ui.reading_size import USUAL, reading_size
from reviewer_ui.theme import Tone, sized_font, tokens
from reviewer_ui.widgets import paint_pill, pill_width

_PILL_HEIGHT = 18
_GAP = 8
_NOTE_POINTS = 9.0
_FLAGS = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value
#: No line is broken where it stands (U+2060).
_JOINER = "\u2060"
_LABEL = re.compile(r"(?:^|(?<=\u3000))[^\s：]{1,16}：", re.MULTILINE)


def _font(points: float) -> QFont:
    return _sized(points * reading_size().percent / USUAL)


@lru_cache(maxsize=16)
def _sized(points: float) -> QFont:
    return sized_font(points)


class HeadLine(QWidget):
    """Clause in the accent, title, and the pill of its force; wraps when the pane is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._clause, self._title, self._force = "", "", Force.BLOCK
        self._heights: dict[tuple[int, int], int] = {}
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_point(self, clause: str, title: str, force: Force) -> None:
        """Shows another point."""
        self._clause, self._title, self._force = clause, title, force
        self._heights.clear()
        self.updateGeometry()
        self.update()

    def hasHeightForWidth(self) -> bool:
        """Narrow panes make it higher."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height for a width; a layout asks for the same one again and again."""
        key = (width, reading_size().percent)
        if key not in self._heights:
            layout, _ = self._lay(width)
            _, bottom = self._pill_place(layout, width)
            self._heights[key] = round(max(bottom, 24.0))
        return self._heights[key]

    def sizeHint(self) -> QSize:
        """One line, if there is room."""
        wide = QFontMetrics(_font(10.0)).horizontalAdvance(f"{self._clause}  {self._title}")
        return QSize(wide + round(pill_width(self._force.label)) + 2 * _GAP, 24)

    def minimumSizeHint(self) -> QSize:
        """A few characters wide."""
        return QSize(120, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws clause, title and pill."""
        painter = QPainter(self)
        layout, clause_width = self._lay(self.width())
        painter.setFont(_font(10.0))
        painter.setPen(tokens().color("accent"))
        first = layout.lineAt(0)
        painter.drawText(QPointF(0, first.y() + first.ascent() + 2), self._clause)
        painter.setPen(tokens().color("ink"))
        layout.draw(painter, QPointF(clause_width, 2))
        pill, _ = self._pill_place(layout, self.width())
        paint_pill(painter, pill, self._force.label, Tone.WARN if self._force is Force.WARN else Tone.IDLE)

    def _lay(self, width: int) -> tuple[QTextLayout, float]:
        """The title broken into lines, and how far the clause reaches."""
        metrics = QFontMetricsF(_font(10.0))
        clause_width = metrics.horizontalAdvance(self._clause) + _GAP if self._clause else 0.0
        layout = QTextLayout(self._title, _font(10.0))
        layout.setTextOption(QTextOption(Qt.AlignmentFlag.AlignLeft))
        layout.beginLayout()
        top = 0.0
        while (line := layout.createLine()).isValid():
            line.setLineWidth(max(width - clause_width, 40.0))
            line.setPosition(QPointF(0, top))
            top += line.height()
        layout.endLayout()
        return layout, clause_width

    def _pill_place(self, layout: QTextLayout, width: int) -> tuple[QRectF, float]:
        """Where the pill stands (behind the last line, or below it), and where all of it ends."""
        wide = pill_width(self._force.label)
        if layout.lineCount() == 0:
            return QRectF(0, 2, wide, _PILL_HEIGHT), 24.0
        last = layout.lineAt(layout.lineCount() - 1)
        metrics = QFontMetricsF(_font(10.0))
        left = metrics.horizontalAdvance(self._clause) + _GAP + last.naturalTextWidth() + _GAP
        top = last.y() + 2 + (last.height() - _PILL_HEIGHT) / 2
        if left + wide > width:
            left, top = 0.0, last.y() + last.height() + 4
        return QRectF(left, top, wide, _PILL_HEIGHT), max(top + _PILL_HEIGHT, last.y() + last.height() + 2)


def whole_labels(text: str) -> str:
    """The text with its labels (“注册地址：” at the start or after a wide space) kept whole and with their value."""
    return _LABEL.sub(lambda found: _JOINER.join((*found.group(), "")), text)


class NoteLine(QWidget):
    """A small line in a tone: one line with an ellipsis, or all of it when unfolded; `pressed` by the mouse."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = ""
        self._drawn = ""
        self._heights: dict[tuple[int, int], int] = {}
        self._tone: Tone | None = None
        self._is_folded = False
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    @property
    def text(self) -> str:
        """What the line says, whole."""
        return self._text

    def say(self, text: str, tone: Tone | None = None, is_folded: bool = False) -> None:
        """Says something else; an empty text takes the line away."""
        if (text, tone, is_folded) == (self._text, self._tone, self._is_folded):
            return
        self._text, self._tone, self._is_folded = text, tone, is_folded
        self._drawn = whole_labels(text)
        self._heights.clear()
        self.setAccessibleName(text)
        self.setVisible(bool(text))
        self.updateGeometry()
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Tells of the press, which the row below takes too."""
        self.pressed.emit()
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is one press."""
        event.accept()

    def hasHeightForWidth(self) -> bool:
        """Unfolded lines wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """The height for a width."""
        metrics = QFontMetrics(_font(_NOTE_POINTS))
        if self._is_folded:
            return metrics.height()
        key = (width, reading_size().percent)
        if key not in self._heights:
            area = QRect(0, 0, max(width, 40), 10_000)
            self._heights[key] = metrics.boundingRect(area, _FLAGS, self._drawn).height()
        return self._heights[key]

    def sizeHint(self) -> QSize:
        """One line of any width."""
        return QSize(120, QFontMetrics(_font(_NOTE_POINTS)).height())

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the line."""
        painter = QPainter(self)
        painter.setFont(_font(_NOTE_POINTS))
        painter.setPen(tokens().tone(self._tone)[0] if self._tone else tokens().color("ink2"))
        if not self._is_folded:
            painter.drawText(self.rect(), _FLAGS, self._drawn)
            return
        text = painter.fontMetrics().elidedText(self._text, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
