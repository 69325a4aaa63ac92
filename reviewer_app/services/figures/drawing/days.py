"""How the days of each part of the road are spread: small pictures of one measure, the waiting standing apart."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.figures.days import Leg
from reviewer_app.domain.figures.spread import Spread
from reviewer_app.domain.listing.figures import LegFigures
from reviewer_app.services.figures.drawing.marks import Area, Box, Drawing, Ink, Label, Mark, Side, Stroke, text_width

#: So many bars stand in each picture; the last one holds all that took longer.
BINS = 15
#: How many days one bar may hold: the least at which nine of ten cases have a bar of their own.
_WIDTHS = (1, 2, 3, 5, 10, 20, 30, 50, 100)
_HEAD = 56.0
_FOOT = 20.0
_GAP = 20.0


def day_pictures(legs: Sequence[LegFigures], width: float, height: float, columns: int = 6) -> Drawing:
    """The pictures of all parts of the road, in so many columns, with one scale for days and one for cases."""
    wide = bin_width(legs)
    most = max((max(_binned(leg.days, wide)) for leg in legs), default=0) or 1
    rows = -(-len(legs) // columns)
    marks: list[Mark] = []
    areas: list[Area] = []
    across, down = (width - _GAP * (columns - 1)) / columns, height / rows
    for place, leg in enumerate(legs):
        left, top = place % columns * (across + _GAP), place // columns * down
        if leg.leg is Leg.WAITING and place % columns:
            marks.append(Stroke(left - _GAP / 2, top, left - _GAP / 2, top + down - 4, Ink.PALE))
        its_marks, its_areas = _picture(leg, wide, most, left, top, across, down - (8 if rows > 1 else 0))
        marks += its_marks
        areas += its_areas
    return Drawing(width, height, tuple(marks), tuple(areas))


def bin_width(legs: Sequence[LegFigures]) -> int:
    """How many days one bar holds."""
    longest = max((leg.days.p90 or 0 for leg in legs), default=0)
    return next((wide for wide in _WIDTHS if longest < wide * (BINS - 1)), -(-longest // (BINS - 2)))


def _binned(days: Spread, wide: int) -> list[int]:
    bins = [0] * BINS
    for one, cases in days.cases.items():
        bins[min(one // wide, BINS - 1)] += cases
    return bins


def _picture(
    leg: LegFigures, wide: int, most: int, left: float, top: float, across: float, down: float
) -> tuple[list[Mark], list[Area]]:
    leads = Ink.LEADING if leg.leg is not Leg.WAITING else Ink.DARK
    marks: list[Mark] = [
        Label(left, top + 13, leg.leg.label, 13, is_bold=True),
        Label(left + 13 * len(leg.leg.label) + 8, top + 13, f"{leg.days.count} 件", 12, Ink.SECOND),
    ]
    floor = top + down - _FOOT
    marks.append(Stroke(left, floor, left + across, floor, Ink.SECOND))
    head = Area(left, top, across, _HEAD - 8, leg.behind(), _said(leg), left, top + 48)
    median, p90 = leg.days.median, leg.days.p90
    if median is None or p90 is None:
        marks.append(Label(left, top + 30, "暂无", 12, Ink.SECOND))
        return [*marks, *_before(leg, left, top)], []
    said, further = f"中位 {median} 天", f"九成 {p90}"
    if text_width(said, 12) + text_width(further, 12) + 10 > across:
        said = f"中位 {median}"
    marks.append(Label(left, top + 30, said, 12, leads if leads is Ink.LEADING else Ink.INK, True))
    marks.append(Label(left + text_width(said, 12) + 8, top + 30, further, 12, Ink.SECOND))
    marks += _before(leg, left, top)
    step, tall = across / BINS, floor - top - _HEAD - 14
    areas = [head]
    bins = _binned(leg.days, wide)
    of_median = min(median // wide, BINS - 1)
    for place, cases in enumerate(bins):
        if not cases:
            continue
        high = max(tall * cases / most, 2.0)
        x = left + place * step
        marks.append(Box(x + 0.5, floor - high, step - 1.5, high, leads if place == of_median else Ink.GREY))
        if place == of_median:
            marks.append(
                Label(
                    max(x + step / 2, left + text_width(str(cases), 6)),
                    floor - high - 4,
                    str(cases),
                    12,
                    Ink.INK,
                    side=Side.MIDDLE,
                )
            )
        least = place * wide
        last = None if place == BINS - 1 else least + wide - 1
        areas.append(
            Area(x, floor - max(high, 12) - 4, step, max(high, 12) + 4, leg.behind(least, last),
                 f"{leg.leg.label} {_span(least, last)} 天：{cases} 件", left, top + 48)
        )  # fmt: skip
    of_p90 = min(p90 // wide, BINS - 1)
    if of_p90 != of_median:
        x = left + of_p90 * step + step / 2
        high = max(tall * bins[of_p90] / most, 2.0)
        marks.append(Stroke(x, floor - high - 22, x, floor - high - 2, Ink.SECOND))
        near_end = x + 30 > left + across
        side, at = (Side.RIGHT, x - 3) if near_end else (Side.LEFT, x + 3)
        marks.append(Label(at, floor - high - 13, "九成", 11, Ink.SECOND, side=side))
    last_said = f"{(BINS - 1) * wide}+"
    for place in (0, 5, 10):
        said = str(place * wide)
        if place * step + text_width(said, 12) + 8 <= across - text_width(last_said, 12):
            marks.append(Label(left + place * step, floor + 15, said, 12, Ink.SECOND))
    marks.append(Label(left + across, floor + 15, last_said, 12, Ink.SECOND, side=Side.RIGHT))
    return marks, areas


def _before(leg: LegFigures, left: float, top: float) -> list[Mark]:
    if leg.before is None or leg.before.median is None:
        return []
    return [Label(left, top + 46, f"对比 {leg.before.median} / {leg.before.p90}", 12, Ink.SECOND)]


def _span(least: int, last: int | None) -> str:
    return f"{least} 及以上" if last is None else str(least) if last == least else f"{least} 至 {last}"


def _said(leg: LegFigures) -> str:
    if leg.days.median is None:
        return f"{leg.leg.label}：暂无"
    return f"{leg.leg.label} {leg.days.count} 件，中位 {leg.days.median} 天，九成在 {leg.days.p90} 天以内"
