"""The answer to one point as one control of three buttons, each with its key."""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QSizePolicy, QWidget

from reviewer_app.domain.checklist import Verdict
from reviewer_ui.theme import Tone, sized_font, tokens

#: The answers in the order of their keys 1, 2, 3; undecided is no button: the chosen one is pressed again, or key 0.
ANSWERS = (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE)
_TONES = {Verdict.MET: Tone.OK, Verdict.NOT_MET: Tone.BAD, Verdict.NOT_APPLICABLE: Tone.IDLE}
_HEIGHT = 28
_SIDE = 9


class AnswerButton(QAbstractButton):
    """One answer: the word, and small beside it the key that gives it."""

    def __init__(self, verdict: Verdict, key: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.verdict = verdict
        self._key = key
        self.is_proposed = False
        self.setText(verdict.label)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        # The row holds the focus; twenty points would else be sixty stops of the Tab key.
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        word = QFontMetricsF(sized_font(semi_bold=True)).horizontalAdvance(verdict.label)
        self._size = QSize(round(word + QFontMetricsF(sized_font(7.5)).horizontalAdvance(key)) + 2 * _SIDE + 3, _HEIGHT)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click answers once: pressed again, the answer would be taken back."""
        event.accept()

    def sizeHint(self) -> QSize:
        """Room for the word in semi-bold, so that choosing it moves nothing."""
        return self._size

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the word, tinted and framed when it is the answer."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ink, soft = tokens().tone(_TONES[self.verdict])
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.isChecked():
            painter.setPen(QPen(ink, 1))
            painter.setBrush(soft)
            painter.drawRoundedRect(box, 5, 5)
        elif self.is_proposed:
            painter.setPen(QPen(ink, 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box, 5, 5)
        elif self.underMouse() and self.isEnabled():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(tokens().color("accent_soft"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        self._draw_words(painter)

    def _draw_words(self, painter: QPainter) -> None:
        ink, _soft = tokens().tone(_TONES[self.verdict])
        font = sized_font(semi_bold=self.isChecked())
        painter.setFont(font)
        painter.setPen(ink if self.isChecked() else tokens().color("ink" if self.isEnabled() else "ink3"))
        word = QRectF(self.rect()).adjusted(_SIDE, 0, 0, 0)
        painter.drawText(word, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        painter.setFont(sized_font(7.5))
        painter.setPen(ink if self.isChecked() else tokens().color("ink3"))
        key = QRectF(self.rect()).adjusted(0, 0, -_SIDE + 1, -4)
        painter.drawText(key, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignRight, self._key)


class AnswerButtons(QWidget):
    """The three answers in one frame; `answered` carries the new verdict, undecided when the chosen one is pressed."""

    answered = Signal(object)  # Verdict

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._verdict = Verdict.UNDECIDED
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.buttons = {verdict: AnswerButton(verdict, str(key), self) for key, verdict in enumerate(ANSWERS, start=1)}
        for verdict, button in self.buttons.items():
            row.addWidget(button)
            button.clicked.connect(lambda _checked=False, chosen=verdict: self._choose(chosen))

    def show_verdict(self, verdict: Verdict, point: str) -> None:
        """Shows the standing answer; `point` names the point for screen readers."""
        self._verdict = verdict
        for button in self.buttons.values():
            button.setChecked(button.verdict is verdict)
            button.setAccessibleName(f"{point}：{button.verdict.label}")

    def propose(self, verdict: Verdict | None) -> None:
        """Frames the answer that the record points to in dashes; it is none until the officer confirms it."""
        for button in self.buttons.values():
            is_proposed = button.verdict is verdict
            if is_proposed is not button.is_proposed:
                button.is_proposed = is_proposed
                button.update()

    def set_open(self, is_open: bool) -> None:
        """Lets the officer answer, or only read."""
        for button in self.buttons.values():
            button.setEnabled(is_open)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the frame round the three, and hairlines between those not chosen."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(tokens().color("line"), 1))
        painter.setBrush(tokens().color("panel"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 5, 5)
        edges = list(self.buttons.values())
        for left, right in pairwise(edges):
            if not (left.isChecked() or right.isChecked()):
                x = right.x() + 0.5
                painter.drawLine(QPointF(x, 6), QPointF(x, self.height() - 6))

    def _choose(self, verdict: Verdict) -> None:
        chosen = Verdict.UNDECIDED if verdict is self._verdict else verdict
        # The button has checked itself; the answer is what the row says it is.
        self.buttons[verdict].setChecked(verdict is self._verdict)
        self.answered.emit(chosen)
