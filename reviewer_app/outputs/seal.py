"""The seal's place on paper: the reserved circle for the real stamp, or the sample that nobody can take for a seal.

The seal is drawn about the origin in millimetres, y upwards; name and words on the arc are outlines, not text, so that
what is copied from the page stays the page's own words.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from fontTools.pens.basePen import BasePen

from reviewer_app.domain.batch import SealStyle
from reviewer_app.outputs.fonts import FontBook, Role
from reviewer_app.outputs.page import MM, SealMark


@dataclass(frozen=True, slots=True)
class SealLook:
    """Measures in mm, colours, and the words; the sample is 42 mm across, inside the 45 mm that are reserved."""

    circle_colour: str = "#9AA0A6"
    circle_width: float = 0.2
    note: str = "加盖公章处"
    note_size: float = 2.8
    note_rise: float = 13.0
    red: str = "#D7263D"
    sample_diameter: float = 42.0
    ring_width: float = 1.1
    name_radius: float = 15.2
    name_size: float = 4.4
    name_angle: float = 250.0
    words: str = "样章 SAMPLE"
    words_size: float = 4.6
    words_rise: float = 4.6
    foot: str = "仅供演练"
    foot_size: float = 2.8
    foot_drop: float = 17.6


LOOK = SealLook()


class PathPen(BasePen):  # type: ignore[misc]
    """Draws a glyph as a path of the PDF, scaled to millimetres."""

    def __init__(self, path: Any, scale: float) -> None:
        super().__init__(None)
        self._path = path
        self._scale = scale

    def _moveTo(self, point: tuple[float, float]) -> None:
        self._path.moveTo(point[0] * self._scale, point[1] * self._scale)

    def _lineTo(self, point: tuple[float, float]) -> None:
        self._path.lineTo(point[0] * self._scale, point[1] * self._scale)

    def _curveToOne(self, *points: tuple[float, float]) -> None:
        self._path.curveTo(*(value * self._scale for point in points for value in point))

    def _closePath(self) -> None:
        self._path.close()


def draw_seal(canvas: Any, mark: SealMark, book: FontBook, paper_height: float, look: SealLook = LOOK) -> None:
    """Draws the mark in its place on a canvas in points."""
    canvas.saveState()
    canvas.translate(mark.x * MM, (paper_height - mark.y) * MM)
    canvas.scale(MM, MM)
    if mark.style == SealStyle.SAMPLE:
        _sample(canvas, mark.unit, book, look)
    else:
        _circle(canvas, mark.diameter, book, look)
    canvas.restoreState()


def _circle(canvas: Any, diameter: float, book: FontBook, look: SealLook) -> None:
    """The dashed circle the real stamp is set into, with a small note above the unit's name."""
    canvas.setStrokeColor(look.circle_colour)
    canvas.setFillColor(look.circle_colour)
    canvas.setLineWidth(look.circle_width)
    canvas.setDash(1.6, 1.2)
    canvas.circle(0, 0, diameter / 2)
    straight_words(canvas, book, Role.HEITI, look.note, look.note_size, look.note_rise)


def _sample(canvas: Any, unit: str, book: FontBook, look: SealLook) -> None:
    """A red ring with the unit's name on the arc and, instead of a star, the words 样章 SAMPLE across it."""
    canvas.setStrokeColor(look.red)
    canvas.setFillColor(look.red)
    canvas.setLineWidth(look.ring_width)
    canvas.circle(0, 0, look.sample_diameter / 2 - look.ring_width / 2)
    _arc_words(canvas, book, unit, look)
    straight_words(canvas, book, Role.HEITI, look.words, look.words_size, look.words_rise)
    straight_words(canvas, book, Role.HEITI, look.foot, look.foot_size, -look.foot_drop)


def _arc_words(canvas: Any, book: FontBook, unit: str, look: SealLook) -> None:
    """The name from left to right over the upper arc; a long one is set closer, then smaller."""
    step = min(look.name_angle / max(len(unit), 1), 24.0)
    size = min(look.name_size, math.radians(step) * look.name_radius * 1.12)
    angle = step * (len(unit) - 1) / 2
    for letter in unit:
        canvas.saveState()
        canvas.rotate(angle)
        canvas.translate(0, look.name_radius)
        straight_words(canvas, book, Role.BODY, letter, size, 0.12 * size)
        canvas.restoreState()
        angle -= step


def straight_words(canvas: Any, book: FontBook, role: Role, words: str, size: float, rise: float) -> None:
    """Words as outlines, centred on the origin, their baseline `rise` mm above it; `size` in mm."""
    x = -size * sum(book.advance(role, letter) for letter in words) / 2
    for letter in words:
        face = book.face_for(role, letter)
        if face is None:
            continue
        canvas.saveState()
        canvas.translate(x, rise)
        path = canvas.beginPath()
        face.draw(letter, PathPen(path, size / face.metrics.units))
        canvas.drawPath(path, stroke=0, fill=1)
        canvas.restoreState()
        x += size * face.advance(letter)
