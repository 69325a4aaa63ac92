"""The way of one standard as a row: its name and number, and the five stages as dots with the last one's day."""

from __future__ import annotations

from datetime import date
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer_app.domain.standards.promise import COURSE, PromisedStandard, Stage, Standing
from reviewer_ui.theme import sized_font, tokens
from reviewer_ui.widgets import KeyRow, OneLine, TextRole

#: The room of one stage, and of the words beside the stages at least.
_STEP, _LEAST_NAME = 40, 96
_RADIUS, _LAST_RADIUS, _TOP = 4.0, 5.5, 9.0
_SIDE = 16


class StageHeads(QWidget):
    """The words over the dots."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """One line of small words."""
        return QSize(_STEP * len(COURSE) + _LEAST_NAME, self.fontMetrics().height() + 6)

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Writes each word over its dot."""
        painter = QPainter(self)
        painter.setFont(sized_font(9))
        painter.setPen(QColor(tokens().ink2))
        left = self.width() - _SIDE - _STEP * len(COURSE)
        for place, stage in enumerate(COURSE):
            room = QRectF(left + _STEP * place - 12, 0, _STEP + 24, self.height())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, stage.label)


class CourseDots(QWidget):
    """The dots: those reached are filled, those left out on the way hollow, the last one larger with its day."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._standard: PromisedStandard | None = None
        self._today = date.min
        self.setFixedWidth(_STEP * len(COURSE))

    def show_standard(self, standard: PromisedStandard, today: date) -> None:
        """Shows how far a standard has come."""
        self._standard, self._today = standard, today
        self.update()

    def sizeHint(self) -> QSize:
        """The dots and a line for the day."""
        return QSize(_STEP * len(COURSE), int(_TOP * 2) + self.fontMetrics().height() + 4)

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws line, dots and day."""
        one = self._standard
        if one is None:
            return
        worn = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        stands = one.stage_on(self._today)
        is_ended = one.standing is not Standing.STANDS
        full = QColor(worn.ink3 if is_ended else worn.accent)
        centres = [QPointF(_STEP * (place + 0.5), _TOP) for place in range(len(COURSE))]
        for (left, right), stage in zip(pairwise(centres), COURSE[1:], strict=True):
            painter.setPen(QPen(full if stage <= stands else QColor(worn.scroll), 2))
            painter.drawLine(left + QPointF(_RADIUS + 1, 0), right - QPointF(_RADIUS + 1, 0))
        for centre, stage in zip(centres, COURSE, strict=True):
            is_reached = stage <= stands and one.day_of(stage) is not None
            painter.setPen(QPen(full if stage <= stands else QColor(worn.scroll), 1.6))
            painter.setBrush(full if is_reached else QColor(worn.panel))
            radius = _LAST_RADIUS if stage is stands else _RADIUS
            painter.drawEllipse(centre, radius, radius)
        self._write_below(painter, one, stands, full)

    def _write_below(self, painter: QPainter, one: PromisedStandard, stands: Stage, full: QColor) -> None:
        words, ink = below_dots(one, self._today), full
        if stands is Stage.NOT_BEGUN and one.standing is Standing.STANDS:
            ink = tokens().color("warn")
        painter.setFont(sized_font(9, semi_bold=True))
        painter.setPen(ink)
        width = painter.fontMetrics().horizontalAdvance(words)
        centre = _STEP * (max(int(stands), 1) - 0.5)
        left = min(max(centre - width / 2, 0), self.width() - width)
        painter.drawText(QRectF(left, _TOP * 2 - 2, width + 2, self.height()), Qt.AlignmentFlag.AlignTop, words)


class StandardRow(KeyRow):
    """One standard; `chosen` when the keyboard or a press comes to it, `pressed` when it is opened."""

    chosen = Signal(int)
    pressed = Signal(int)
    moved = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.standard_id = 0
        self._is_current = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.name = OneLine()
        self.about = OneLine("", TextRole.NOTE)
        self.dots = CourseDots()
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addWidget(self.name)
        words.addWidget(self.about)
        row = QHBoxLayout(self)
        row.setContentsMargins(_SIDE, 4, _SIDE, 4)
        row.setSpacing(8)
        row.addLayout(words, 1)
        row.addWidget(self.dots, 0, Qt.AlignmentFlag.AlignTop)

    def show_standard(self, standard: PromisedStandard, today: date) -> None:
        """Shows one standard."""
        self.standard_id = standard.id
        self.name.setText(standard.named.title)
        self.about.setText(about_line(standard))
        self.dots.show_standard(standard, today)
        stage = f"{standard.stage_on(today).label} {below_dots(standard, today)}"
        self.setAccessibleName("，".join((standard.named.title, about_line(standard), stage)))

    def show_current(self, is_current: bool) -> None:
        """Whether the acts below are about this one."""
        self._is_current = is_current
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Where the keyboard is, is the chosen one."""
        super().focusInEvent(event)
        self.chosen.emit(self.standard_id)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """The bar goes with the keyboard."""
        super().focusOutEvent(event)
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up and down go through the rows; Enter opens what is done most."""
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.pressed.emit(self.standard_id)
        else:
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """As Enter."""
        self.pressed.emit(self.standard_id)

    def paintEvent(self, event: QPaintEvent) -> None:
        """A tint under the chosen one, a bar where the keyboard is."""
        if self._is_current:
            painter = QPainter(self)
            painter.fillRect(self.rect(), QColor(tokens().selection))
            if self.hasFocus():
                painter.fillRect(self.rect().adjusted(0, 0, 3 - self.width(), 0), QColor(tokens().accent))
        super().paintEvent(event)


def below_dots(one: PromisedStandard, today: date) -> str:
    """The day of the stage in which a standard is, or why it has none."""
    if one.standing is not Standing.STANDS:
        return one.standing.label
    day = one.day_of(one.stage_on(today))
    if one.stage is Stage.IN_FORCE and one.stage_on(today) is Stage.PUBLISHED:
        return f"{day} 发布，{one.last_day} 起实施"
    return day.isoformat() if day else Stage.NOT_BEGUN.label


def about_line(one: PromisedStandard) -> str:
    """Level and number, the year it was promised for, and what it was not promised."""
    parts = [one.named.called]
    if one.named.year and not one.named.number:
        parts.append(f"{one.named.year}年")
    if not one.origin.is_promised:
        parts.append(one.origin.label)
    return " · ".join(parts)
