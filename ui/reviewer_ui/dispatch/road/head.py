"""The head of the road: which batch it is, how it is put together, and its five steps to walk by hand or by key."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QMenu, QSizePolicy, QVBoxLayout, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.changes import Supplement
from reviewer_app.domain.dispatch.road import STEPS, Road, RoadStep, StepStanding, is_done
from reviewer_resources.phrases import sentence
from reviewer_ui.theme import sized_font, tokens
from reviewer_ui.widgets import Button, ButtonKind, Card, OneLine, TextRole, Words
from reviewer_ui.widgets.enter_key import press_by_enter

_RADIUS = 9.5
_SIDE, _TOP = 20.0, 16.0
_TEXT_AT = 38.0


class StepButton(QAbstractButton):
    """One step: a tick when it is done, a ring when it comes next, its name and a line that says how it stands."""

    def __init__(self, step: RoadStep, place: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.step, self._place = step, place
        self._standing = StepStanding(0, 0, "")
        self._is_current = False
        self.keys = ""
        self.setText(step.label)
        self.setCheckable(True)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def line(self) -> str:
        """The line of words below the name."""
        return self._standing.line

    def show_standing(self, standing: StepStanding, is_current: bool) -> None:
        """Shows how the step stands, and whether it is the next one."""
        self._standing, self._is_current = standing, is_current
        word = "is_done" if is_done(standing) else "is_current" if is_current else "is_open"
        values = {"place": self._place, "step": self.step.label, "line": standing.line}
        said = sentence("road.step", values | {"standing": sentence(f"road.{word}")})
        self.setAccessibleName(said)
        self.setToolTip(f"{self.step.label}：{standing.line}" + (f"（{self.keys}）" if self.keys else ""))
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the step, as Space does."""
        if not press_by_enter(self, event):
            super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A double click is one press."""
        event.accept()

    def sizeHint(self) -> QSize:
        """Room for the ring, the name and its line."""
        return QSize(148, 48)

    minimumSizeHint = sizeHint

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draws the ring, the words, the line to the next step, and a ground below the step that is shown."""
        worn = tokens()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.hasFocus():
            painter.setPen(QPen(worn.color("accent_line")) if self.hasFocus() else Qt.PenStyle.NoPen)
            painter.setBrush(worn.color("selection") if self.isChecked() else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -8.5, -0.5), 6, 6)
        self._draw_ring(painter)
        self._draw_words(painter)
        painter.end()

    def _draw_ring(self, painter: QPainter) -> None:
        worn, centre = tokens(), QPointF(_SIDE, _TOP)
        is_ticked = is_done(self._standing)
        ink = worn.color("accent" if is_ticked or self._is_current else "scroll")
        painter.setPen(QPen(ink, 1.8))
        painter.setBrush(ink if is_ticked else worn.color("panel"))
        painter.drawEllipse(centre, _RADIUS - 0.5, _RADIUS - 0.5)
        if is_ticked:
            painter.setPen(QPen(worn.color("on_accent"), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline([centre + QPointF(-4, 0.2), centre + QPointF(-1.2, 3.2), centre + QPointF(4.2, -3)])
            return
        painter.setPen(worn.color("accent" if self._is_current else "ink2"))
        painter.setFont(sized_font(9, semi_bold=True))
        box = QRectF(centre.x() - _RADIUS, centre.y() - _RADIUS, 2 * _RADIUS, 2 * _RADIUS)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, str(self._place))

    def _draw_words(self, painter: QPainter) -> None:
        worn = tokens()
        name, note = sized_font(10.5, semi_bold=True), sized_font(9)
        painter.setFont(name)
        ink = "accent" if self._is_current else "ink" if is_done(self._standing) else "ink2"
        painter.setPen(worn.color(ink))
        wide = QFontMetricsF(name).horizontalAdvance(self.text())
        flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(_TEXT_AT, _TOP - 12, wide + 2, 24), flags, self.text())
        self._draw_way_on(painter, _TEXT_AT + wide + 12)
        painter.setFont(note)
        painter.setPen(worn.color("ink2"))
        room = QRectF(_TEXT_AT, _TOP + 11, self.width() - _TEXT_AT - 12, 18)
        shown = QFontMetricsF(note).elidedText(self.line, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, flags, shown)

    def _draw_way_on(self, painter: QPainter, start: float) -> None:
        end = float(self.width() - 18)
        if self.step is STEPS[-1] or end - start < 12:
            return
        painter.setPen(QPen(QColor(tokens().accent if is_done(self._standing) else tokens().line), 2))
        painter.drawLine(QPointF(start, _TOP), QPointF(end, _TOP))


class StepsRow(QWidget):
    """The five steps beside each other; the arrow keys go from one to the next."""

    chosen = Signal(object)  # RoadStep

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.buttons = {step: StepButton(step, place) for place, step in enumerate(STEPS, 1)}
        group = QButtonGroup(self)
        group.setExclusive(True)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 0, 0)
        row.setSpacing(0)
        for step, button in self.buttons.items():
            group.addButton(button)
            row.addWidget(button, 1)
            button.toggled.connect(lambda is_on, of=step: self.chosen.emit(of) if is_on else None)

    def show_steps(self, steps: Mapping[RoadStep, StepStanding], current: RoadStep) -> None:
        """Shows how each step stands."""
        for step, button in self.buttons.items():
            button.show_standing(steps[step], step is current)


class RoadHead(Card):
    """The batch on top: its number, what it is made of, its steps, and the way to the batches before it."""

    batch_asked = Signal(int)  # the batch's id; 0 is the one to be put together

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = Words("", TextRole.TITLE)
        self.note = OneLine("", TextRole.NOTE)
        self.older = Button("", ButtonKind.LINK)
        self.older_menu = QMenu(self.older)
        self.older.setMenu(self.older_menu)
        self.links = QHBoxLayout()
        self.links.setSpacing(8)
        self.supplement = Button("补报一批", ButtonKind.LINK)
        #: Folds the rows of what is open below the road.
        self.open_rows = Button("", ButtonKind.LINK)
        self.links.addWidget(self.open_rows)
        self.links.addWidget(self.supplement)
        self.links.addWidget(self.older)
        self.steps = StepsRow()
        self._lay_out()

    def show_coming(
        self, number: int, ticked: int, supplement: Supplement | None = None, batches: Sequence[Batch] = ()
    ) -> None:
        """Shows the batch that is being put together; `supplement` says which of the `batches` it adds to, and why."""
        supplements = ""
        if supplement is not None:
            former = next(batch.number for batch in batches if batch.id == supplement.of_batch)
            supplements = sentence("road.supplements", {"number": former, "reason": supplement.reason})
        self.title.setText(sentence("road.coming_title", {"number": number}))
        self.note.setText(supplements or sentence("road.coming_made_up"))
        chosen = sentence("road.coming_chosen" if ticked else "road.coming_none", {"count": ticked})
        later = StepStanding(0, 1, sentence("road.coming"))
        steps = dict.fromkeys(STEPS, later) | {RoadStep.CHOOSE: StepStanding(0, 1, chosen)}
        self.steps.show_steps(steps, RoadStep.CHOOSE)

    def show_road(self, road: Road) -> None:
        """Shows a batch that was made."""
        code = "road.title_dissolved" if road.is_dissolved else "road.title"
        self.title.setText(sentence(code, {"number": road.number, "count": len(road.lines)}))
        counted = {"key": road.key_projects, "general": road.general_projects, "contacts": road.contacts}
        said = [sentence("road.made_up", {**counted, "day": f"{road.made_at:%m-%d}", "by": road.made_by})]
        if road.supplements:
            why = {"number": road.supplements, "reason": road.supplement_reason}
            said.append(sentence("road.supplements", why))
        self.note.setText(" · ".join(said))
        self.steps.show_steps(road.steps, road.current)

    def show_others(self, batches: Sequence[Batch], shown: int) -> None:
        """Offers the batches not shown, newest first, and the one to be put together."""
        self.older_menu.clear()
        others = [batch for batch in batches if batch.id != shown]
        if shown:
            line = self.older_menu.addAction(sentence("road.put_together"))
            line.triggered.connect(lambda: self.batch_asked.emit(0))
            self.older_menu.addSeparator()
        for batch in others:
            line = self.older_menu.addAction(_told(batch))
            line.triggered.connect(lambda _checked=False, wanted=batch.id: self.batch_asked.emit(wanted))
        newest = max((batch.number for batch in batches), default=0)
        is_newest = any(batch.id == shown and batch.number == newest for batch in batches)
        word = sentence("road.older" if is_newest or not shown else "road.others", {"count": len(others)})
        self.older.setText(f"{word} ▾")
        self.older.setAccessibleName(word)
        self.older.setVisible(bool(batches))
        self.supplement.setVisible(any(batch.sent_at is not None for batch in batches))

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(18, 0, 12, 0)
        top.setSpacing(8)
        top.addWidget(self.title)
        top.addWidget(self.note, 1)
        top.addLayout(self.links)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 8, 1, 6)
        column.setSpacing(4)
        column.addLayout(top)
        column.addWidget(self.steps)


def _told(batch: Batch) -> str:
    """A batch of the list of others in one line."""
    values = {"number": batch.number, "count": len(batch.lines)}
    if batch.sent_at is None:
        return sentence("road.older_dissolved" if batch.dissolved_at else "road.older_open", values)
    return sentence("road.older_sent", values | {"day": f"{batch.sent_at:%m-%d}"})
