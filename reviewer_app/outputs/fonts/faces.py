"""One face of a font file: which characters it has, how wide they are, and their outlines as TrueType curves.

Outlines of any kind (CFF, CFF2 at one weight, TrueType, composites) come out as plain quadratic glyphs, because a PDF
made here embeds TrueType only. Each character is converted once and kept: a batch pays for it once and a page never.
"""

from __future__ import annotations

import mmap
import threading
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer_app.outputs.fonts.tables import advance_width, character_map

if TYPE_CHECKING:
    from reviewer_app.outputs.fonts.outlines import Outlines
    from reviewer_app.outputs.fonts.variation import Variation

#: How far a converted curve may lie from the original, in thousandths of the em (0.006 mm at 16 pt).
CURVE_TOLERANCE = 1.0
#: OS/2 fsType bits that forbid putting the font into a document.
_NOT_EMBEDDABLE = 0x0002 | 0x0200


@dataclass(frozen=True, slots=True)
class Outline:
    """A character's glyph, compiled for a `glyf` table, with width, left bearing, and counts for `maxp`; font units."""

    data: bytes
    advance: int
    bearing: int
    points: int
    contours: int


@dataclass(frozen=True, slots=True)
class FaceMetrics:
    """What the embedded font says of itself, in font units."""

    units: int
    ascent: int
    descent: int
    cap_height: int
    box: tuple[int, int, int, int]


class FaceError(Exception):
    """The file is not a font that can be embedded; the reason is one of `broken`, `family`, `licence`."""


def open_mapped(path: Path, number: int) -> Any:
    """A fontTools font over the file mapped into memory, so that only what is looked at is read; `number` as there."""
    from fontTools.ttLib import TTFont

    with path.open("rb") as file:
        view = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    return TTFont(view, fontNumber=number, lazy=True)


def _family(font: Any) -> str:
    return str(font["name"].getDebugName(1) or "")


class Face:
    """One face, read lazily; safe to use from several threads. `weight` counts for a font that varies in it."""

    def __init__(self, path: Path, family: str = "", weight: int = 400) -> None:
        self.path = path
        self._weight = weight
        self._lock = threading.RLock()
        self._outlines: dict[str, Outline] = {}
        self._advances: dict[str, float] = {}
        try:
            self._font = self._pick(path, family)
            self.family = _family(self._font)
            self.name = (self._postscript_name() or path.stem).replace(" ", "")
            self._map = character_map(self._font.reader["cmap"])
            self._widths = self._font.reader["hmtx"]
            self._width_count = self._font["hhea"].numberOfHMetrics
            may_embed = "OS/2" not in self._font or not self._font["OS/2"].fsType & _NOT_EMBEDDABLE
        except FaceError:
            raise
        except Exception as error:
            # fontTools raises many kinds on damaged files; any of them means this file cannot serve.
            raise FaceError("broken") from error
        if not may_embed:
            raise FaceError("licence")

    @staticmethod
    def _pick(path: Path, family: str) -> Any:
        """The face of a collection whose family is the wanted one (a single file is taken as it is)."""
        if path.suffix.lower() not in (".ttc", ".otc"):
            return open_mapped(path, -1)
        first = open_mapped(path, 0)
        count = first.reader.numFonts
        for number in range(count):
            font = first if number == 0 else open_mapped(path, number)
            if not family or _family(font) == family:
                return font
        raise FaceError("family")

    def _postscript_name(self) -> str:
        if self._varies:
            from reviewer_app.outputs.fonts.variation import weight_name

            return weight_name(self._font, self._weight)
        return str(self._font["name"].getDebugName(6) or "")

    @property
    def _varies(self) -> bool:
        return "CFF2" in self._font.reader and "fvar" in self._font.reader

    @cached_property
    def _shapes(self) -> Outlines:
        from reviewer_app.outputs.fonts.outlines import outlines_of

        return outlines_of(self._font, self._weight)

    @cached_property
    def _variation(self) -> Variation | None:
        if not self._varies:
            return None
        from reviewer_app.outputs.fonts.variation import Variation

        return Variation(self._font, self._weight)

    def _width(self, glyph: int) -> int:
        """A glyph's width in font units."""
        width = advance_width(self._widths, self._width_count, glyph)
        return width + self._variation.widening(glyph) if self._variation else width

    @cached_property
    def metrics(self) -> FaceMetrics:
        """Size of the em, and the lines of the typeface."""
        with self._lock:
            head, hhea, os2 = self._font["head"], self._font["hhea"], self._font.get("OS/2")
            box = (head.xMin, head.yMin, head.xMax, head.yMax)
            cap_height = getattr(os2, "sCapHeight", 0) or hhea.ascent
            return FaceMetrics(head.unitsPerEm, hhea.ascent, hhea.descent, cap_height, box)

    def has(self, character: str) -> bool:
        """Whether the face can show the character."""
        return self._map.glyph(ord(character)) > 0

    def advance(self, character: str) -> float:
        """The character's width in ems."""
        known = self._advances.get(character)
        if known is None:
            with self._lock:
                glyph = self._map.glyph(ord(character))
                known = self._width(glyph) / self.metrics.units
            self._advances[character] = known
        return known

    def outline(self, character: str) -> Outline:
        """The character's glyph as quadratic curves; converted at the first asking."""
        known = self._outlines.get(character)
        if known is None:
            with self._lock:
                known = self._outlines[character] = self._convert(character)
        return known

    def draw(self, character: str, pen: Any) -> None:
        """Draws the original outline with a fontTools pen, in font units."""
        with self._lock:
            self._shapes.draw(self._map.glyph(ord(character)), pen)

    def _convert(self, character: str) -> Outline:
        from fontTools.pens.cu2quPen import Cu2QuPen
        from fontTools.pens.ttGlyphPen import TTGlyphPen

        shapes = self._shapes
        target = TTGlyphPen(None)
        tolerance = CURVE_TOLERANCE * self.metrics.units / 1000
        pen = Cu2QuPen(target, tolerance, reverse_direction=shapes.is_cubic)
        number = self._map.glyph(ord(character))
        shapes.draw(number, pen)
        glyph = target.glyph()
        contours = max(glyph.numberOfContours, 0)
        advance = self._width(number)
        if not contours:
            return Outline(b"", advance, 0, 0, 0)
        data = bytes(glyph.compile(None))
        return Outline(data, advance, int(glyph.xMin), len(glyph.coordinates), contours)
