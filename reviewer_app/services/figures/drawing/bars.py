"""The cases by the words of a part: one bar each, the season beside it a thin outline, the numbers in columns."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.listing.figures import Bar
from reviewer_app.services.figures.drawing.marks import (
    Area,
    Box,
    Drawing,
    Ink,
    Label,
    Mark,
    Side,
    Stroke,
    fitted,
)

_WORD_ROOM = 84.0
_NUMBER_ROOM = 40.0
_HEAD = 20.0
_PITCH = 22.0
_LEAST_PITCH = 15.0


def part_bars(bars: Sequence[Bar], now: str, before: str, width: float, height: float) -> Drawing:
    """The bars of a part; `now` and `before` head the two columns of numbers, `before` empty where there is none."""
    if not bars:
        return Drawing(width, height)
    pitch = min(_PITCH, max((height - _HEAD) / len(bars), _LEAST_PITCH))
    right_now = width - (_NUMBER_ROOM if before else 0.0)
    room = right_now - _NUMBER_ROOM - _WORD_ROOM - 4
    most = max(max(bar.cases, bar.before or 0) for bar in bars) or 1
    marks: list[Mark] = [Label(right_now, 12, now, 12, Ink.INK, True, Side.RIGHT)]
    if before:
        marks.append(Label(width, 12, before, 12, Ink.SECOND, side=Side.RIGHT))
    areas = []
    for place, bar in enumerate(bars):
        top = _HEAD + place * pitch
        middle = top + pitch / 2
        reach = room * bar.cases / most
        thick = min(10.0, pitch - 6)
        marks.append(Label(0, middle + 5, fitted(bar.word, 13, _WORD_ROOM - 8), 13))
        marks.append(Box(_WORD_ROOM, middle - thick / 2, reach, thick, Ink.LEADING))
        if bar.before is not None:
            marks.append(Box(_WORD_ROOM, middle - thick / 2 - 2, room * bar.before / most, thick + 4, rim=Ink.SECOND))
            marks.append(Label(width, middle + 5, str(bar.before), 13, Ink.SECOND, side=Side.RIGHT))
        marks.append(Label(right_now, middle + 5, str(bar.cases), 13, Ink.INK, True, Side.RIGHT))
        end = _WORD_ROOM + room * max(bar.cases, bar.before or 0) / most
        areas.append(Area(0, top, width, pitch, bar.behind, _said(bar, now, before), end + 8, middle + 4))
    bottom = _HEAD + len(bars) * pitch
    marks.append(Stroke(_WORD_ROOM, _HEAD - 2, _WORD_ROOM, bottom + 2, Ink.SECOND))
    return Drawing(width, max(height, bottom + 2), tuple(marks), tuple(areas))


def _said(bar: Bar, now: str, before: str) -> str:
    beside = f"，{before} {bar.before} 件" if bar.before is not None else ""
    return f"{bar.word}：{now} {bar.cases} 件{beside}"
