"""The few drawing operators of PDF that our pages need, as short texts (PDF 32000-1, 8.4 to 9.4).

A page here is some hundred texts, rules and outlines; writing their operators directly is several times quicker than a
canvas that tracks a state we do not use, and lets a seal or a mark be made once and placed often.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from fontTools.pens.basePen import BasePen

from reviewer_app.outputs.fonts.book import FontBook, Typeface


def number(value: float) -> str:
    """A number in PDF's notation, to a ten-thousandth."""
    return f"{value:.4f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


def point(x: float, y: float) -> str:
    """Two numbers."""
    return f"{number(x)} {number(y)}"


@lru_cache(maxsize=64)
def fill(colour: str) -> str:
    """Sets the colour of text and areas, from `#RRGGBB`."""
    return _colour(colour, "g", "rg")


@lru_cache(maxsize=64)
def stroke(colour: str) -> str:
    """Sets the colour of lines."""
    return _colour(colour, "G", "RG")


def _colour(colour: str, grey: str, rgb: str) -> str:
    parts = [int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)]
    if len(set(parts)) == 1:
        return f"{number(parts[0])} {grey}"
    return " ".join(map(number, parts)) + f" {rgb}"


def placed(code: str, matrix: tuple[float, float, float, float, float, float]) -> str:
    """A drawing moved, turned or scaled by a matrix, and nothing of its state left behind."""
    return f"q {' '.join(map(number, matrix))} cm {code} Q"


#: Control points of a quarter circle lie at this part of the radius.
_QUARTER = 0.5522848


def circle(radius: float) -> str:
    """A circle about the origin as a path."""
    r, k = radius, radius * _QUARTER
    corners = ((r, k, k, r, 0, r), (-k, r, -r, k, -r, 0), (-r, -k, -k, -r, 0, -r), (k, -r, r, -k, r, 0))
    curves = " ".join(" ".join(map(number, corner)) + " c" for corner in corners)
    return f"{point(r, 0)} m {curves} h"


class OutlinePen(BasePen):  # type: ignore[misc]
    """Collects a glyph as path operators, scaled and moved."""

    def __init__(self, scale: float, x: float = 0.0, y: float = 0.0) -> None:
        super().__init__(None)
        self.code: list[str] = []
        self._scale, self._x, self._y = scale, x, y

    def _at(self, place: tuple[float, float]) -> str:
        return point(self._x + place[0] * self._scale, self._y + place[1] * self._scale)

    def _moveTo(self, pt: tuple[float, float]) -> None:
        self.code.append(self._at(pt) + " m")

    def _lineTo(self, pt: tuple[float, float]) -> None:
        self.code.append(self._at(pt) + " l")

    def _curveToOne(self, pt1: Any, pt2: Any, pt3: Any) -> None:
        self.code.append(f"{self._at(pt1)} {self._at(pt2)} {self._at(pt3)} c")

    def _closePath(self) -> None:
        self.code.append("h")


def outlined(book: FontBook, role: Typeface, words: str, size: float, rise: float) -> str:
    """Words as filled outlines, centred on the origin, their baseline `rise` above it; not text, so never copied."""
    x = -size * sum(book.advance(role, letter) for letter in words) / 2
    parts: list[str] = []
    for letter in words:
        face = book.face_for(role, letter)
        if face is None:
            continue
        pen = OutlinePen(size / face.metrics.units, x, rise)
        face.draw(letter, pen)
        parts += pen.code
        x += size * face.advance(letter)
    return " ".join([*parts, "f"]) if parts else ""
