"""One face of a font file: which characters it has, how wide they are, and their outlines as a PDF can carry them.

HarfBuzz reads the file where it lies (mapped into memory) and touches only what is asked for: a Chinese font has 65,000
glyphs and a page needs 500. Each character's outline is taken once and kept: a batch pays for it once and a page never.
"""

from __future__ import annotations

import struct
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from reviewer_app.outputs.fonts.outlines import Outline, compact_outlines, quadratic_outlines, subset_of

#: The weight of running text on the `wght` axis.
REGULAR = 400
#: OS/2 fsType bits that forbid putting the font into a document.
_NOT_EMBEDDABLE = 0x0002 | 0x0200
#: Names of a font after ISO/IEC 14496-22 (5.2.7).
_FAMILY, _POSTSCRIPT = 1, 6
#: The em of outlines as PostScript has them; a font with another em is scaled to it (PDF readers take it for granted).
_COMPACT_UNITS = 1000


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


class Face:
    """One face, read lazily; safe to use from several threads. `weight` counts for a font that varies in it."""

    def __init__(self, path: Path, family: str = "", weight: int = REGULAR) -> None:
        self.path = path
        self._lock = threading.RLock()
        self._outlines: dict[str, Outline] = {}
        self._advances: dict[str, float] = {}
        try:
            self._face = _picked(path, family)
            self._tables = frozenset(self._face.table_tags)
            self._weight = {"wght": weight} if self._varies else {}
            self.family = str(self._face.get_name(_FAMILY) or "")
            self.name = (self._postscript_name(weight) or path.stem).replace(" ", "")
            self._font = self._opened()
            licence = _number(self._face, "OS/2", ">H", 8)
        except FaceError:
            raise
        except Exception as error:
            # HarfBuzz and struct raise several kinds on damaged files; any of them means this file cannot serve.
            raise FaceError("broken") from error
        if licence & _NOT_EMBEDDABLE:
            raise FaceError("licence")

    def _opened(self) -> Any:
        """The face at its size and weight; FaceError for one without characters or without outlines we can embed."""
        if not self._tables & {"CFF ", "CFF2", "glyf"} or "cmap" not in self._tables or not self._face.glyph_count:
            raise FaceError("broken")
        font = hb.Font(self._face)
        font.scale = (self.metrics.units, self.metrics.units)
        if self._weight:
            font.set_variations(self._weight)
        return font

    @property
    def is_compact(self) -> bool:
        """Whether the outlines are PostScript's (`CFF`), not TrueType's."""
        return "glyf" not in self._tables

    @property
    def _varies(self) -> bool:
        return "fvar" in self._tables and any(axis.tag == "wght" for axis in self._face.axis_infos)

    def _postscript_name(self, weight: int) -> str:
        """The name the font gives to a weight; its own where it does not vary or the weight has no name."""
        place = next((axis.axis_index for axis in self._face.axis_infos if axis.tag == "wght"), None)
        number = _POSTSCRIPT
        for instance in self._face.named_instances if place is not None else ():
            if instance.design_coords[place] == weight and instance.postscript_name_id != 0xFFFF:
                number = instance.postscript_name_id
        return str(self._face.get_name(number) or "")

    @cached_property
    def metrics(self) -> FaceMetrics:
        """Size of the em, and the lines of the typeface."""
        em = int(self._face.upem)
        units = _COMPACT_UNITS if self.is_compact else em
        ascent, descent = struct.unpack_from(">2h", self._face.reference_table("hhea").data, 4)
        cap_height = _number(self._face, "OS/2", ">h", 88) or ascent
        box = struct.unpack_from(">4h", self._face.reference_table("head").data, 36)
        lines = [round(each * units / em) for each in (ascent, descent, cap_height, *box)]
        return FaceMetrics(units, lines[0], lines[1], lines[2], (lines[3], lines[4], lines[5], lines[6]))

    def has(self, character: str) -> bool:
        """Whether the face can show the character."""
        return self._glyph(character) > 0

    def _glyph(self, character: str) -> int:
        return self._font.get_nominal_glyph(ord(character)) or 0

    def advance(self, character: str) -> float:
        """The character's width in ems."""
        known = self._advances.get(character)
        if known is None:
            with self._lock:
                known = self._width(self._glyph(character)) / self.metrics.units
            self._advances[character] = known
        return known

    def _width(self, glyph: int) -> int:
        return int(self._font.get_glyph_h_advance(glyph))

    def outlines(self, characters: Iterable[str]) -> list[Outline]:
        """The characters' glyphs; all that were never asked for before are taken from the font at once."""
        wanted = list(characters)
        fresh = {letter: self._glyph(letter) for letter in wanted if letter not in self._outlines}
        if fresh:
            with self._lock:
                self._take(fresh)
        return [self._outlines[letter] for letter in wanted]

    def _take(self, fresh: dict[str, int]) -> None:
        subset = subset_of(self._face, set(fresh.values()), self._weight)
        widths = {glyph: self._width(glyph) for glyph in fresh.values()}
        taken = (compact_outlines if self.is_compact else quadratic_outlines)(self._font, subset, widths)
        for letter, glyph in fresh.items():
            self._outlines[letter] = taken[glyph]

    def draw(self, character: str, pen: Any) -> None:
        """Draws the original outline with a fontTools pen, in font units."""
        with self._lock:
            self._font.draw_glyph_with_pen(self._glyph(character), pen)


def _picked(path: Path, family: str) -> Any:
    """The face of a collection whose family is the wanted one (a single file is taken as it is)."""
    blob = _mapped(path)
    first = hb.Face(blob, 0)
    if path.suffix.lower() not in (".ttc", ".otc"):
        return first
    for number in range(first.count):
        face = hb.Face(blob, number)
        if not family or face.get_name(_FAMILY) == family:
            return face
    raise FaceError("family")


def _mapped(path: Path) -> Any:
    """The file mapped into memory; where HarfBuzz cannot open it by its name (Chinese ones on Windows), read."""
    try:
        return hb.Blob.from_file_path(str(path))
    except hb.HarfBuzzError:
        return hb.Blob(path.read_bytes())


def _number(face: Any, table: str, form: str, place: int) -> int:
    """A number in a table; 0 where the table is absent or shorter."""
    data = face.reference_table(table).data
    return int(struct.unpack_from(form, data, place)[0]) if len(data) >= place + struct.calcsize(form) else 0
