"""A quiet coloured band that says something of the whole case; its lines can lead to the place they speak of."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from reviewer_ui.theme import Tone, sized_font, tokens
from reviewer_ui.widgets.buttons import Button, ButtonKind
from reviewer_ui.widgets.enter_key import press_by_enter

_FLAGS = Qt.TextFlag.TextWordWrap.value | Qt.AlignmentFlag.AlignLeft.value
_POINTS = 9.5


@dataclass(frozen=True, slots=True)
class BandLine:
    """One sentence of a band in its tone; `target` names where a press leads, empty when nowhere."""

    text: str
    tone: Tone
    target: str = ""


class Band(QWidget):
    """A band on soft ground; it takes no room while it has nothing to say."""

    chosen = Signal(str)

    def __init__(self, tone: Tone, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone = tone
        self._lines: list[LineButton] = []
        self._said: tuple[BandLine, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(16, 8, 16, 8)
        self._column.setSpacing(4)
        self._buttons = QVBoxLayout()
        self._column.addLayout(self._buttons)
        self.hide()

    def say(self, lines: Sequence[BandLine]) -> None:
        """Says these lines, or nothing."""
        if tuple(lines) == self._said:
            return
        self._said = tuple(lines)
        while len(self._lines) < len(lines):
            line = LineButton(self)
            line.clicked.connect(partial(self._choose, line))
            self._lines.append(line)
            self._column.insertWidget(len(self._lines) - 1, line)
        for place, line in enumerate(self._lines):
            line.setVisible(place < len(lines))
            if place < len(lines):
                line.show_line(lines[place])
        self.setVisible(bool(lines))

    def texts(self) -> tuple[str, ...]:
        """What the band says now, line by line."""
        return tuple(line.text for line in self._said)

    def add_button(self, text: str) -> Button:
        """Adds something to do about it."""
        button = Button(text, ButtonKind.LINK)
        self._buttons.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        return button

    def _choose(self, line: LineButton) -> None:
        if line.target:
            self.chosen.emit(line.target)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the soft ground."""
        QPainter(self).fillRect(self.rect(), tokens().tone(self._tone)[1])


class LineButton(QAbstractButton):
    """One line that wraps, never narrower than `least`; pressable when it leads somewhere."""

    def __init__(self, parent: QWidget, least: int = 160) -> None:
        super().__init__(parent)
        self._least = least
        self.target = ""
        self._tone = Tone.WARN
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def show_line(self, line: BandLine) -> None:
        """Shows a line of a band."""
        self.show_text(line.text, line.tone, line.target)

    def show_text(self, text: str, tone: Tone, target: str) -> None:
        """Shows a sentence in a tone; with a target it can be pressed."""
        self.target, self._tone = target, tone
        self.setText(text)
        self.setAccessibleName(text)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus if target else Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor if target else Qt.CursorShape.ArrowCursor)
        self.updateGeometry()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter presses what has the focus, as Space does."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def hasHeightForWidth(self) -> bool:
        """The sentence wraps."""
        return True

    def heightForWidth(self, width: int) -> int:
        """As high as the sentence in that width."""
        metrics = QFontMetrics(sized_font(_POINTS))
        return metrics.boundingRect(QRect(0, 0, max(width, 40), 10_000), _FLAGS, self.text()).height()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is one press."""
        event.accept()

    def sizeHint(self) -> QSize:
        """One line of it."""
        return QSize(self._least, QFontMetrics(sized_font(_POINTS)).height())

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the sentence."""
        painter = QPainter(self)
        font = sized_font(_POINTS)
        font.setUnderline(bool(self.target) and (self.underMouse() or self.hasFocus()))
        painter.setFont(font)
        painter.setPen(QPen(tokens().tone(self._tone)[0]))
        painter.drawText(QRectF(self.rect()), _FLAGS, self.text())
