"""The time axis of the list: where a day stands, and how one project is drawn on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QFont, QFontMetricsF, QPainter, QPen, QPolygonF

from reviewer_app.domain.deadlines import add_months
from reviewer_app.domain.guarantee.listing import LedgerLine, MarkKind
from reviewer_app.domain.states import State
from reviewer_ui.ledger.words import end_words
from reviewer_ui.theme import Tone, sized_font, tokens

#: The months shown before and after today: all of an open term of thirty months lies within them.
_BEFORE, _AFTER, _BEFORE_ENDED, _AFTER_ENDED = 30, 25, 72, 12
_BAR, _DOT, _GAP = 8.0, 4.5, 8.0
#: With less room than this the axis is left out.
LEAST_WIDTH = 200.0
_PLAIN = Qt.TextFlag.TextSingleLine | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True, slots=True)
class Axis:
    """A stretch of days laid on a stretch of the screen."""

    first: date
    last: date
    left: float
    right: float

    @classmethod
    def around(cls, today: date, left: float, right: float, is_ended: bool = False) -> Axis:
        """The axis around today; of what is over mostly what lies behind."""
        before, after = (_BEFORE_ENDED, _AFTER_ENDED) if is_ended else (_BEFORE, _AFTER)
        return cls(add_months(today, -before), add_months(today, after), left, right)

    def at(self, day: date) -> float:
        """Where a day stands; what lies outside stands at the edge."""
        share = (day - self.first).days / max((self.last - self.first).days, 1)
        return self.left + min(max(share, 0.0), 1.0) * (self.right - self.left)

    def holds(self, day: date) -> bool:
        """Whether a day lies on the axis."""
        return self.first <= day <= self.last

    def years(self) -> list[tuple[str, float]]:
        """The years with where each begins; the first from the axis's own beginning."""
        found = [(str(self.first.year), self.left)]
        for year in range(self.first.year + 1, self.last.year + 1):
            found.append((str(year), self.at(date(year, 1, 1))))
        return found


def paint_grid(painter: QPainter, axis: Axis, rect: QRectF, today: date) -> None:
    """The fine lines at the beginnings of years and the line of today."""
    worn = tokens()
    for _year, x in axis.years()[1:]:
        painter.fillRect(QRectF(x, rect.top(), 1, rect.height()), worn.color("line_soft"))
    painter.fillRect(QRectF(axis.at(today), rect.top(), 1, rect.height()), worn.color("accent"))


def paint_line(painter: QPainter, axis: Axis, rect: QRectF, line: LedgerLine, today: date, is_chosen: bool) -> None:
    """One project: its term, the extension hatched, what was done filled, what is planned hollow."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    y = rect.top() + rect.height() * (0.36 if line.is_extended else 0.5)
    _paint_term(painter, axis, y, line, today, is_chosen)
    right = _paint_marks(painter, axis, y, line, today)
    ground = tokens().color("selection" if is_chosen else "panel")
    _paint_words(painter, axis, rect, y, line, today, right, ground)
    painter.restore()


def _paint_term(painter: QPainter, axis: Axis, y: float, line: LedgerLine, today: date, is_chosen: bool) -> None:
    worn = tokens()
    passed = worn.color("accent" if is_chosen else "ink3")
    begin, original, end = (axis.at(day) for day in (line.approved_on, line.original_end, line.ends_on))
    now = min(max(axis.at(today), begin), end)
    top = y - _BAR / 2
    painter.fillRect(QRectF(begin, top, original - begin, _BAR), worn.color("line"))
    painter.fillRect(QRectF(begin, top, min(now, original) - begin, _BAR), passed)
    if line.is_extended:
        longer = QRectF(original, top, end - original, _BAR)
        painter.fillRect(longer, QBrush(passed, Qt.BrushStyle.BDiagPattern))
        painter.setPen(QPen(passed, 1))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(longer)
    is_late = line.state in (State.RUNNING, State.EXTENDED) and line.ends_on < today
    ink = worn.tone(Tone.BAD)[0] if is_late else worn.color("ink")
    if axis.holds(line.ends_on):
        painter.fillRect(QRectF(end - 1, y - 8, 2, 16), ink)
    if is_late:
        painter.setPen(QPen(ink, 1.6, Qt.PenStyle.DashLine))
        painter.drawLine(QPointF(end + 1, y), QPointF(axis.at(today), y))


def _paint_marks(painter: QPainter, axis: Axis, y: float, line: LedgerLine, today: date) -> float:
    """What was done and is planned; gives where the last of it ends."""
    worn = tokens()
    right = axis.at(line.ends_on)
    for mark in line.marks:
        if not axis.holds(mark.day):
            continue
        at = QPointF(axis.at(mark.day), y)
        right = max(right, at.x() + _DOT)
        ink = worn.color("ink")
        if mark.kind is MarkKind.VISITED:
            _dot(painter, at, worn.color("panel"), ink, ink)
        elif mark.kind is MarkKind.PLANNED:
            is_late = mark.day < today
            rim = worn.tone(Tone.BAD)[0] if is_late else ink
            _dot(painter, at, worn.color("panel"), worn.color("panel"), rim)
        else:
            is_done = mark.kind in (MarkKind.REACHED, MarkKind.ACCEPTED, MarkKind.FAILED, MarkKind.ENDED)
            tones = {MarkKind.ACCEPTED: Tone.OK, MarkKind.FAILED: Tone.BAD, MarkKind.REACHED: Tone.ACCENT}
            _diamond(painter, at, worn.tone(tones.get(mark.kind, Tone.IDLE))[0], is_done)
    return right


def _dot(painter: QPainter, at: QPointF, halo: QColor, fill: QColor, rim: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(halo)
    painter.drawEllipse(at, _DOT + 1.5, _DOT + 1.5)
    painter.setPen(QPen(rim, 1.6))
    painter.setBrush(fill)
    painter.drawEllipse(at, _DOT - 0.5, _DOT - 0.5)


def _diamond(painter: QPainter, at: QPointF, ink: QColor, is_done: bool) -> None:
    side = _DOT + 0.5
    painter.setPen(QPen(ink, 1.6))
    painter.setBrush(ink if is_done else tokens().color("panel"))
    points = [at + QPointF(0, -side), at + QPointF(side, 0), at + QPointF(0, side), at + QPointF(-side, 0)]
    painter.drawPolygon(QPolygonF(points))


def _paint_words(
    painter: QPainter, axis: Axis, rect: QRectF, y: float, line: LedgerLine, today: date, right: float, ground: QColor
) -> None:
    """When it ends, at the end of the bar; below it where there is no room."""
    worn = tokens()
    small, bold = sized_font(8.5), sized_font(8.5, semi_bold=True)
    is_late = line.state in (State.RUNNING, State.EXTENDED) and line.ends_on < today
    right = max(right, axis.at(today)) if is_late else right
    words, outcome = end_words(line, today), line.outcome
    gap = (axis.at(today), ground)
    metrics = QFontMetricsF(bold if line.is_extended else small)
    width = metrics.horizontalAdvance(words)
    room = rect.right() - (right + _GAP)
    below = y + _BAR / 2 + 3
    if width <= room:
        place = QRectF(right + _GAP, y - 9, width + 2, 18)
    else:
        place = QRectF(max(rect.left(), axis.right - width), below, width + 2, 16)
    ink = worn.tone(Tone.BAD)[0] if is_late else worn.color("ink" if line.is_extended else "ink2")
    _say(painter, bold if line.is_extended else small, ink, place, words, gap)
    if outcome:
        tone = Tone.OK if MarkKind.ACCEPTED in {mark.kind for mark in line.marks} else Tone.BAD
        after = QRectF(place.right() + _GAP, place.top(), rect.right() - place.right() - _GAP, place.height())
        if QFontMetricsF(bold).horizontalAdvance(outcome) <= after.width():
            _say(painter, bold, worn.tone(tone)[0], after, outcome, gap)
    if line.is_extended and width <= room:
        former = f"原 {line.original_end}"
        wide = QFontMetricsF(small).horizontalAdvance(former)
        at = QRectF(max(rect.left(), axis.at(line.original_end) - wide), below, wide + 2, 16)
        _say(painter, small, worn.color("ink2"), at, former, gap)


def _say(painter: QPainter, font: QFont, ink: QColor, place: QRectF, words: str, gap: tuple[float, QColor]) -> None:
    """Writes words; the line of today, whose place and ground `gap` gives, does not run through them."""
    line, ground = gap
    if place.left() < line < place.left() + QFontMetricsF(font).horizontalAdvance(words):
        painter.fillRect(QRectF(line - 0.5, place.top() + 2, 2, place.height() - 4), ground)
    painter.setFont(font)
    painter.setPen(ink)
    painter.drawText(place, _PLAIN, words)
