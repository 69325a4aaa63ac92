"""What the signs on the time axis mean, in one line under the list."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer_ui.theme import Tone, sized_font, tokens

_WORDS = ("已过 / 余下", "走访", "计划走访", "延期", "验收")
_SIGN, _GAP, _SPACE, _HEIGHT = 24.0, 5.0, 12.0, 20
_PLAIN = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter


class Legend(QWidget):
    """Signs and words; a screen reader hears the words."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(f"图例：{'、'.join(_WORDS)}")

    def sizeHint(self) -> QSize:
        """As wide as all signs with their words."""
        metrics = QFontMetricsF(sized_font(9))
        words = sum(metrics.horizontalAdvance(word) for word in _WORDS)
        return QSize(round(words + len(_WORDS) * (_SIGN + _GAP + _SPACE)), _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Draws each sign before its word."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        font = sized_font(9)
        metrics = QFontMetricsF(font)
        x = 0.0
        for word in _WORDS:
            self._sign(painter, word, QRectF(x, 0, _SIGN, self.height()))
            width = metrics.horizontalAdvance(word)
            painter.setFont(font)
            painter.setPen(tokens().color("ink2"))
            painter.drawText(QRectF(x + _SIGN + _GAP, 0, width + 2, self.height()), _PLAIN, word)
            x += _SIGN + _GAP + width + _SPACE

    def _sign(self, painter: QPainter, word: str, place: QRectF) -> None:
        worn, middle = tokens(), place.center()
        bar = QRectF(place.left(), middle.y() - 3.5, place.width(), 7)
        dot = QPointF(place.right() - 7, middle.y())
        if word == _WORDS[0]:
            painter.fillRect(bar, worn.color("line"))
            painter.fillRect(QRectF(bar.left(), bar.top(), bar.width() / 2, bar.height()), worn.color("ink3"))
        elif word == "延期":
            painter.fillRect(bar, QBrush(worn.color("ink3"), Qt.BrushStyle.BDiagPattern))
            painter.setPen(QPen(worn.color("ink3"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(bar)
        elif word == "验收":
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(worn.tone(Tone.OK)[0])
            side = 5.0
            painter.drawConvexPolygon(
                [dot + QPointF(0, -side), dot + QPointF(side, 0), dot + QPointF(0, side), dot + QPointF(-side, 0)]
            )
        else:
            painter.setPen(QPen(worn.color("ink"), 1.6))
            painter.setBrush(worn.color("ink" if word == "走访" else "panel"))
            painter.drawEllipse(dot, 4, 4)
