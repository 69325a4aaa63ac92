"""The road of a case as a row of steps: done with a tick, the present one as a ring, the coming ones pale."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from reviewer_app.domain.states import ROAD, State
from reviewer_ui.theme import sized_font, tokens
from reviewer_ui.widgets import KeyRow

_RADIUS = 8.0
_LINE_TOP = 12.0


class Stepper(KeyRow):
    """Shows how far a case has come; a state off the road is said in words by the pill beside it."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._step: int = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.show_state(State.REGISTERED)

    def show_state(self, state: State) -> None:
        """Moves the ring to the state's step and says it for screen readers."""
        self._step = state.rule.step
        words = [step.label for step in ROAD]
        where = "已报送" if self._step >= len(words) else f"现在：{words[self._step]}"
        self.setAccessibleName(f"办理步骤 {'、'.join(words)}，{where}，{state.label}")
        self.update()

    @property
    def step(self) -> int:
        """How many steps are done."""
        return self._step

    def sizeHint(self) -> QSize:
        """Room for the rings and one line of words."""
        return QSize(300, int(_LINE_TOP + _RADIUS) + 8 + self.fontMetrics().height())

    minimumSizeHint = sizeHint

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The road with the keyboard has a ground of its own."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The ground goes with the keyboard."""
        super().focusOutEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the line, the rings and the words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.fillRect(self.rect(), tokens().accent_soft)
        width = min(self.width(), 620) / len(ROAD)
        centres = [QPointF(width * (index + 0.5), _LINE_TOP) for index in range(len(ROAD))]
        for index, (left, right) in enumerate(pairwise(centres)):
            is_done = index < self._step
            painter.setPen(QPen(_ink(is_done), 2))
            painter.drawLine(left + QPointF(_RADIUS + 1, 0), right - QPointF(_RADIUS + 1, 0))
        for index, centre in enumerate(centres):
            self._draw_ring(painter, centre, index)
            self._draw_word(painter, QRectF(centre.x() - width / 2, 0, width, 0), index)

    def _draw_ring(self, painter: QPainter, centre: QPointF, index: int) -> None:
        is_done, is_now = index < self._step, index == self._step
        painter.setPen(QPen(_ink(is_done or is_now), 2))
        painter.setBrush(QColor(tokens().accent if is_done else tokens().panel))
        painter.drawEllipse(centre, _RADIUS - 1, _RADIUS - 1)
        if is_done:
            painter.setPen(QPen(QColor(tokens().panel), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline(
                [centre + QPointF(-3.4, 0.2), centre + QPointF(-1.0, 2.8), centre + QPointF(3.6, -2.6)]
            )

    def _draw_word(self, painter: QPainter, column: QRectF, index: int) -> None:
        is_now = index == self._step
        painter.setFont(sized_font(9.5, semi_bold=is_now))
        colour = tokens().accent if is_now else tokens().ink if index < self._step else tokens().ink2
        painter.setPen(QColor(colour))
        top = _LINE_TOP + _RADIUS + 4
        column.setTop(top)
        column.setHeight(self.fontMetrics().height())
        painter.drawText(column, Qt.AlignmentFlag.AlignCenter, ROAD[index].label)


def _ink(is_reached: bool) -> QColor:
    return QColor(tokens().accent if is_reached else tokens().scroll)
