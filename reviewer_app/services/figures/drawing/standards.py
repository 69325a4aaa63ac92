"""The standards promised and what came of them: an outline promised, filled what is out, grey what is on its way."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.listing.figures import LevelFigures
from reviewer_app.services.figures.drawing.marks import Area, Box, Drawing, Ink, Label, Mark, Side, Stroke

_WORD_ROOM, _NUMBER_ROOM, _HEAD, _PITCH = 72.0, 38.0, 20.0, 24.0
_COLUMNS = (("承诺", Ink.INK), ("发布", Ink.LEADING), ("在途", Ink.SECOND))


def standard_bars(levels: Sequence[LevelFigures], width: float, height: float) -> Drawing:
    """One line a level, the numbers in columns; nothing where nothing was promised."""
    if not any(one.promised for one in levels):
        return Drawing(width, height)
    pitch = min(_PITCH, max((height - _HEAD) / len(levels), 16.0))
    edges = [width - _NUMBER_ROOM * (len(_COLUMNS) - 1 - place) for place in range(len(_COLUMNS))]
    room = edges[0] - _NUMBER_ROOM - _WORD_ROOM
    most = max(one.promised for one in levels)
    marks: list[Mark] = [
        Label(edge, 12, word, 12, ink, ink is Ink.LEADING, Side.RIGHT)
        for edge, (word, ink) in zip(edges, _COLUMNS, strict=True)
    ]
    areas = []
    for place, one in enumerate(levels):
        top = _HEAD + place * pitch
        middle = top + pitch / 2
        out, way = room * one.published / most, room * one.on_way / most
        marks.append(Label(0, middle + 5, one.level.label, 13))
        marks.append(Box(_WORD_ROOM, middle - 5, out, 10, Ink.LEADING))
        marks.append(Box(_WORD_ROOM + out, middle - 5, way, 10, Ink.GREY))
        if one.promised:
            marks.append(Box(_WORD_ROOM, middle - 7, room * one.promised / most, 14, rim=Ink.SECOND))
        numbers = (one.promised, one.published, one.on_way)
        for edge, number, (_, ink) in zip(edges, numbers, _COLUMNS, strict=True):
            marks.append(Label(edge, middle + 5, str(number), 13, ink, ink is Ink.LEADING, Side.RIGHT))
        lost = f"，不再制定 {one.given_up} 项" if one.given_up else ""
        says = f"{one.level.label}：承诺 {one.promised} 项，发布 {one.published} 项，在途 {one.on_way} 项{lost}"
        areas.append(Area(0, top, width, pitch, one.behind, says, _WORD_ROOM + out + way + 8, middle + 4))
    bottom = _HEAD + len(levels) * pitch
    marks.append(Stroke(_WORD_ROOM, _HEAD - 2, _WORD_ROOM, bottom + 2, Ink.SECOND))
    return Drawing(width, max(height, bottom + 2), tuple(marks), tuple(areas))
