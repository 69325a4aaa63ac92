"""Several seasons side by side: the layers as bands, and the three numbers that matter as lines."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from reviewer_app.domain.figures.counts import Figure
from reviewer_app.domain.figures.spread import share
from reviewer_app.domain.listing.figures import FiguresView, SeasonFigures
from reviewer_app.services.figures.drawing.marks import (
    Area,
    Box,
    Dot,
    Drawing,
    Ink,
    Label,
    Mark,
    Side,
    Stroke,
    text_width,
)

_YEAR_ROOM = 46.0
_SUM_ROOM = 52.0
_HEAD = 20.0
_NOW = (Ink.LEADING, Ink.GREY, Ink.PALE, None)
_EARLIER = (Ink.LEADING_PALE, Ink.PALE, Ink.PALER, None)
_LINES = ((Figure.RECEIVED, Ink.DARK, 1.4, True), (Figure.RECOMMENDED, Ink.SECOND, 1.4, False),
          (Figure.APPROVED, Ink.LEADING, 2.4, False))  # fmt: skip


def layer_bands(view: FiguresView, width: float, height: float) -> Drawing:
    """The layers of the cases received, the chosen season above and tall, the earlier ones below it."""
    seasons = [one for one in reversed(view.trend) if one.season != view.now.season and not one.is_empty]
    rows = [one for one in (view.now, *seasons) if not one.is_empty]
    if not rows:
        return Drawing(width, height)
    room = width - _YEAR_ROOM - _SUM_ROOM
    tall = 40.0
    pitch = min(28.0, (height - _HEAD - tall - 8) / max(len(rows) - 1, 1))
    marks: list[Mark] = []
    areas: list[Area] = []
    top = _HEAD
    for place, season in enumerate(rows):
        is_now = season is view.now
        high = tall if is_now else max(pitch - 9, 12.0)
        middle = top + high / 2 + 4
        name = season.season or "合计"
        marks.append(Label(0, middle, name, 13 if is_now else 12, Ink.INK if is_now else Ink.SECOND, is_now))
        total = season.of(Figure.RECEIVED)
        marks.append(Label(width, middle, f"{total} 件", 12, Ink.INK if is_now else Ink.SECOND, is_now, Side.RIGHT))
        its_marks, its_areas = _band(view, season, top, high, room, is_head=place == 0)
        marks += its_marks
        areas += its_areas
        top += high + (12 if is_now else 9)
    return Drawing(width, max(height, top), tuple(marks), tuple(areas))


def _band(
    view: FiguresView, season: SeasonFigures, top: float, high: float, room: float, *, is_head: bool
) -> tuple[list[Mark], list[Area]]:
    is_now = season is view.now
    total = season.of(Figure.RECEIVED)
    marks: list[Mark] = []
    areas: list[Area] = []
    left, free = _YEAR_ROOM, _YEAR_ROOM
    for bar, fill in zip(view.layers(season), _NOW if is_now else _EARLIER, strict=True):
        wide = room * bar.cases / total
        if is_head:
            at = max(left, free)
            marks.append(Label(at, top - 6, bar.word, 12, Ink.INK if bar.cases else Ink.SECOND))
            free = at + text_width(bar.word, 12) + 8
        if not bar.cases:
            continue
        marks.append(Box(left, top, wide - 1, high, fill, Ink.SECOND if fill is None else None))
        ink = Ink.ON_LEADING if fill is Ink.LEADING else Ink.INK
        if text_width(str(bar.cases), 13) + 6 <= wide:
            at = top + (18 if is_now else high / 2 + 4)
            marks.append(Label(left + 5, at, str(bar.cases), 13 if is_now else 12, ink, is_now))
        said = share(bar.cases, total)
        if is_now and text_width(said, 12) + 11 <= wide:
            marks.append(Label(left + 5, top + 34, said, 12, ink))
        says = f"{season.season}{'年度' if season.season else '各年度合计'} {bar.word} {bar.cases} 件，{said}"
        areas.append(Area(left, top, wide, high, bar.behind, says))
        left += wide
    return marks, areas


def season_lines(trend: Sequence[SeasonFigures], chosen: str, width: float, height: float) -> Drawing:
    """Received, recommended and approved over the seasons, the chosen one marked; each line is named at its end."""
    if not trend or all(one.is_empty for one in trend):
        return Drawing(width, height)
    named = 78.0
    most = max(one.of(Figure.RECEIVED) for one in trend)
    floor, top = height - 24, 22.0
    step = (width - named - 26) / max(len(trend) - 1, 1)
    xs = [18 + place * step if len(trend) > 1 else (width - named) / 2 for place in range(len(trend))]
    marks: list[Mark] = [Stroke(0, floor, width - named + 6, floor, Ink.SECOND)]
    for x, one in zip(xs, trend, strict=True):
        if one.season == chosen and len(trend) > 1:
            # A ground marks the chosen season: it need not be the last one.
            marks.insert(0, Box(x - 17, top - 18, 34, height - top + 18, Ink.PALER))
    areas: list[Area] = []
    taken: list[float] = []
    for figure, ink, thick, is_dashed in _LINES:
        base = floor - 24
        ys = [base - (base - top) * one.of(figure) / most for one in trend]
        points = list(zip(xs, ys, strict=True))
        for (x1, y1), (x2, y2) in pairwise(points):
            marks.append(Stroke(x1, y1, x2, y2, ink, thick, is_dashed))
        for place, (x, y) in enumerate(points):
            marks.append(Dot(x, y, 3.0, ink))
            if place < len(points) - 1:
                is_first = figure is Figure.APPROVED
                # The lowest line is labelled below its points, so that it never meets the one above it.
                over = y + 16 if is_first else y - 7
                marks.append(Label(x, over, str(trend[place].of(figure)), 12, ink if is_first else Ink.SECOND,
                                   is_first, Side.MIDDLE))  # fmt: skip
            says = f"{trend[place].season}年度 {figure.label} {trend[place].of(figure)} 件"
            areas.append(Area(x - 12, y - 16, 24, 24, trend[place].behind(figure), says))
        at = points[-1][1] + 5
        while any(abs(at - other) < 16 for other in taken):
            at += 2
        taken.append(at)
        last = trend[-1].of(figure)
        lead = Ink.LEADING if figure is Figure.APPROVED else Ink.INK
        marks.append(Label(points[-1][0] + 12, at, f"{figure.label} {last}", 13, lead, True))
    for x, one in zip(xs, trend, strict=True):
        is_chosen = one.season == chosen
        marks.append(Label(x, floor + 17, one.season, 12, Ink.INK if is_chosen else Ink.SECOND, is_chosen, Side.MIDDLE))
    return Drawing(width, height, tuple(marks), tuple(areas))
