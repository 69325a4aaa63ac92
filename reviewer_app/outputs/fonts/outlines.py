"""A font's outlines as a PDF carries them: PostScript's as charstrings, TrueType's as `glyf` entries, none hinted.

HarfBuzz cuts the glyphs out of the font (at one weight, if it varies) and writes each in full, without subroutines;
here they are told apart, so that any document can be given just its own. Formats after Adobe TN 5176 and 5177 and
ISO/IEC 14496-22 (5.3).
"""

from __future__ import annotations

import struct
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import uharfbuzz as hb

#: All that is looked at of what HarfBuzz cuts out.
_NEEDED = frozenset({"CFF ", "CFF2", "glyf", "loca", "gvar", "fvar", "avar", "HVAR", "head", "hhea", "hmtx", "maxp"})
#: Operators of a charstring that may come first when there are no hints, and how many operands each takes.
_FIRST = {4: 1, 14: 0, 21: 2, 22: 1}
_CHARSTRINGS = 17


@dataclass(frozen=True, slots=True)
class Outline:
    """A character's glyph with its width: a charstring, or an entry for a `glyf` table with what is told of it there.

    The latter has its left bearing, and counts for `maxp`; font units.
    """

    data: bytes
    advance: int
    bearing: int = 0
    points: int = 0
    contours: int = 0


@dataclass(frozen=True, slots=True)
class Subset:
    """Some glyphs of a font as a font of their own, and the new number of each."""

    face: Any
    numbers: Mapping[int, int]

    def table(self, tag: str) -> bytes:
        """One of its tables."""
        return bytes(self.face.reference_table(tag).data)


def subset_of(face: Any, glyphs: Collection[int], weight: Mapping[str, float]) -> Subset:
    """Cuts glyphs out of a font, at a place on its axis."""
    wanted = hb.SubsetInput()
    wanted.glyph_set.update(glyphs)
    wanted.flags = (
        hb.SubsetFlags.NO_HINTING
        | hb.SubsetFlags.DESUBROUTINIZE
        | hb.SubsetFlags.NO_LAYOUT_CLOSURE
        | hb.SubsetFlags.DOWNGRADE_CFF2
    )
    tags = (tag for tag in face.table_tags if tag not in _NEEDED)
    wanted.drop_table_tag_set.update(int.from_bytes(tag.encode("latin-1"), "big") for tag in tags)
    if weight:
        wanted.pin_all_axes_to_default(face)
    for tag, place in weight.items():
        wanted.pin_axis_location(face, tag, place)
    plan = hb.SubsetPlan(face, wanted)
    return Subset(plan.execute(), dict(plan.old_to_new_glyph_mapping))


def compact_outlines(font: Any, subset: Subset, widths: Mapping[int, int]) -> dict[int, Outline]:
    """The charstrings of glyphs by their number in the font, each beginning with its width."""
    charstrings = _Index.of_charstrings(subset.table("CFF "))
    is_scaled = font.face.upem != font.scale[0]
    found = {}
    for glyph, width in widths.items():
        path = None if is_scaled else _path(charstrings.item(subset.numbers[glyph]))
        found[glyph] = Outline(_drawn_path(font, glyph, width) if path is None else integer(width) + path, width)
    return found


class _Index:
    """A CFF INDEX whose items are cut out when asked for; `end` is where it ends."""

    def __init__(self, data: bytes, start: int) -> None:
        self._data = data
        (self.count,) = struct.unpack_from(">H", data, start)
        self._size = data[start + 2] if self.count else 0
        self._offsets = start + 3
        self._base = self._offsets + (self.count + 1) * self._size - 1
        self.end = self._base + self._offset(self.count) if self.count else start + 2

    @classmethod
    def of_charstrings(cls, data: bytes) -> _Index:
        """The charstrings of a `CFF ` table with one font."""
        names = cls(data, data[2])
        return cls(data, _operands(cls(data, names.end).item(0))[_CHARSTRINGS])

    def _offset(self, number: int) -> int:
        start = self._offsets + number * self._size
        return int.from_bytes(self._data[start : start + self._size], "big")

    def item(self, number: int) -> bytes:
        """The bytes of one item."""
        if not 0 <= number < self.count:
            raise ValueError(f"no item {number}")
        return self._data[self._base + self._offset(number) : self._base + self._offset(number + 1)]


def _operands(dictionary: bytes) -> dict[int, int]:
    """The last operand, where it is a whole number, of each operator of a CFF dictionary (TN 5176, 4)."""
    found, last, place = {}, 0, 0
    while place < len(dictionary):
        first = dictionary[place]
        if first <= 21:
            place += 2 if first == 12 else 1
            found[first] = last
        elif first == 30:
            while dictionary[place] & 15 != 15 and (place := place + 1):
                continue
            place += 1
        elif first == 29:
            (last,) = struct.unpack_from(">i", dictionary, place + 1)
            place += 5
        else:
            last, place = _small(dictionary, place)
    return found


def _small(data: bytes, place: int) -> tuple[int, int]:
    """A number of one to three bytes, as dictionaries and charstrings have it, and where it ends."""
    first = data[place]
    if first == 28:
        return int(struct.unpack_from(">h", data, place + 1)[0]), place + 3
    if first < 247:
        return first - 139, place + 1
    if first < 251:
        return (first - 247) * 256 + data[place + 1] + 108, place + 2
    return -(first - 251) * 256 - data[place + 1] - 108, place + 2


def integer(value: int) -> bytes:
    """A whole number as charstrings have it."""
    if -107 <= value <= 107:
        return bytes([value + 139])
    return struct.pack(">Bh", 28, value)


def width_of(charstring: bytes) -> int:
    """The width a charstring of ours begins with."""
    return _small(charstring, 0)[0]


def _path(charstring: bytes) -> bytes | None:
    """A charstring without its width, or None for one that begins with anything but a move or its end.

    The width, if told, is one number more than the first operator needs (TN 5177, 3.1 and 4.1).
    """
    starts, place = [], 0
    while charstring[place] > 31 or charstring[place] == 28:
        starts.append(place)
        place = place + 5 if charstring[place] == 255 else _small(charstring, place)[1]
    surplus = len(starts) - _FIRST.get(charstring[place], len(starts) + 1)
    if surplus not in (0, 1):
        return None
    return charstring[([*starts, place])[surplus] :]


def _drawn_path(font: Any, glyph: int, width: int) -> bytes:
    """A glyph drawn anew, for fonts with another em or with glyphs made of others."""
    from fontTools.pens.t2CharStringPen import T2CharStringPen

    pen = T2CharStringPen(None, None)
    font.draw_glyph_with_pen(glyph, pen)
    charstring = pen.getCharString()
    charstring.compile()
    return integer(width) + bytes(charstring.bytecode)


def quadratic_outlines(font: Any, subset: Subset, widths: Mapping[int, int]) -> dict[int, Outline]:
    """The entries of glyphs by their number in the font, none of them made of others."""
    glyf, loca, hmtx = map(subset.table, ("glyf", "loca", "hmtx"))
    (is_long,) = struct.unpack_from(">h", subset.table("head"), 50)
    (full,) = struct.unpack_from(">H", subset.table("hhea"), 34)
    found = {}
    for glyph, width in widths.items():
        number = subset.numbers[glyph]
        start, end = _ends(loca, number, bool(is_long))
        data = glyf[start:end]
        (bearing,) = struct.unpack_from(">h", hmtx, 4 * number + 2 if number < full else 2 * number + 2 * full)
        found[glyph] = Outline(b"", width) if start == end else _simple(data, width)
        if data and (data[0] & 0x80 or found[glyph].bearing != bearing):
            found[glyph] = _drawn_simple(font, glyph, width)
    return found


def _ends(loca: bytes, number: int, is_long: bool) -> tuple[int, int]:
    """Where a glyph begins and ends in `glyf`."""
    start, end = struct.unpack_from(">2I" if is_long else ">2H", loca, number * (4 if is_long else 2))
    return (start, end) if is_long else (2 * start, 2 * end)


def _simple(data: bytes, width: int) -> Outline:
    """A glyph that has its own points, with what the entry says of itself."""
    contours, bearing = struct.unpack_from(">2h", data)
    points = struct.unpack_from(">H", data, 8 + 2 * contours)[0] + 1 if contours > 0 else 0
    return Outline(data if contours else b"", width, bearing, points, max(contours, 0))


def _drawn_simple(font: Any, glyph: int, width: int) -> Outline:
    """A glyph drawn anew: one made of others, or one that does not begin where its bearing says."""
    from fontTools.pens.ttGlyphPen import TTGlyphPen

    pen = TTGlyphPen(None)
    font.draw_glyph_with_pen(glyph, pen)
    return _simple(bytes(pen.glyph().compile(None)), width)
