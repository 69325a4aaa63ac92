"""The answer to one point: one control of three buttons, each with its key, and the marks of its sub-points."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QCheckBox, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.notice import SubPoint
from reviewer_ui.opinion.lines import NoteLine
from reviewer_ui.theme import Tone, sized_font, tokens

#: The answers in the order of their keys 1, 2, 3; undecided is no button: the chosen one is pressed again, or key 0.
ANSWERS = (Verdict.MET, Verdict.NOT_MET, Verdict.NOT_APPLICABLE)
_TONES = {Verdict.MET: Tone.OK, Verdict.NOT_MET: Tone.BAD, Verdict.NOT_APPLICABLE: Tone.IDLE}
_HEIGHT = 28
_SIDE = 9
#: So many sub-points of a point have a key of their own; further ones are marked by the mouse.
WITH_KEYS = 6


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


def part_action(place: int) -> str:
    """The action that marks the sub-point at a place (from 1)."""
    return f"answer.part_{place}"


class PartBox(QCheckBox):
    """The mark of one sub-point; a double click is one press, which does not take its own mark back."""

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """The second press is none."""
        event.accept()


class SubPoints(QWidget):
    """One line a sub-point; `marked` says which one is lacking, or is not any more."""

    marked = Signal(str, bool)  # the sub-point's id

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: tuple[SubPoint, ...] = ()
        self.boxes: list[PartBox] = []
        self._said: list[NoteLine] = []
        self.head = NoteLine()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 2, 0, 2)
        self._column.setSpacing(2)
        self._column.addWidget(self.head)
        self.hide()

    def show_parts(
        self, parts: tuple[SubPoint, ...], lacking: Sequence[str], is_open: bool, keys: Callable[[str], str]
    ) -> None:
        """Shows the sub-points of a point with their marks."""
        self._parts = parts
        while len(self.boxes) < len(parts):
            self._add_line(len(self.boxes))
        first = keys(part_action(1))
        self.head.say(f"分项：标出欠缺的，再按一次取消{f'（{first} 起）' if first and is_open else ''}")
        for place, (box, line) in enumerate(zip(self.boxes, self._said, strict=True)):
            part = parts[place] if place < len(parts) else None
            box.setVisible(part is not None)
            if part is None:
                line.say("")
                continue
            is_lacking = part.id in lacking
            box.setChecked(is_lacking)
            box.setEnabled(is_open)
            said = f"{place + 1}. {part.point}"
            line.say(f"{said}　欠缺：{part.lacking}" if is_lacking else said, Tone.BAD if is_lacking else None)
            box.setAccessibleName(f"{said}：{'欠缺' if is_lacking else '具备'}")
            box.setToolTip(f"宜有证据：{part.evidence}")
        self.setVisible(True)

    def press(self, place: int) -> None:
        """Marks the sub-point at a place (from 1), or takes its mark back."""
        if place <= len(self._parts) and self.boxes[place - 1].isEnabled():
            self.boxes[place - 1].click()

    def _add_line(self, place: int) -> None:
        box, line = PartBox(self), NoteLine()
        # The row holds the keyboard; its keys reach every sub-point.
        box.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        box.clicked.connect(lambda is_lacking, place=place: self._tell(place, is_lacking))
        line.pressed.connect(box.click)
        across = QHBoxLayout()
        across.setSpacing(6)
        across.addWidget(box, 0, Qt.AlignmentFlag.AlignTop)
        across.addWidget(line, 1)
        self._column.addLayout(across)
        self.boxes.append(box)
        self._said.append(line)

    def _tell(self, place: int, is_lacking: bool) -> None:
        if place < len(self._parts):
            self.marked.emit(self._parts[place].id, is_lacking)


def lacking_line(parts: Sequence[SubPoint], lacking: Sequence[str]) -> str:
    """What is marked as lacking, in one line."""
    said = [f"{place}. {part.lacking}" for place, part in enumerate(parts, 1) if part.id in lacking]
    return f"欠缺：{'；'.join(said)}" if said else ""
