"""Reading just two tables of a font file directly: which characters it has (`cmap`) and how wide they are (`hmtx`).

fontTools gives every one of 45,000 glyphs a name before it answers; for asking whether a font has a character this
takes a tenth of a second and many megabytes a font. Formats after ISO/IEC 14496-22 (5.2.1, 5.2.5).
"""

from __future__ import annotations

import struct
import sys
from array import array
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass

#: Platform and encoding of the subtables for Unicode, best first.
_UNICODE = ((3, 10), (0, 6), (0, 4), (3, 1), (0, 3), (0, 2), (0, 1), (0, 0))


@dataclass(frozen=True, slots=True)
class CharacterMap:
    """Ranges of code points and how the glyph number of a code within a range is found."""

    starts: array[int]
    ends: array[int]
    glyph_in: Callable[[int, int], int]

    def glyph(self, code: int) -> int:
        """The glyph number of a code point; 0 when the font has none."""
        place = bisect_right(self.starts, code) - 1
        if place < 0 or code > self.ends[place]:
            return 0
        return self.glyph_in(place, code)


def character_map(data: bytes) -> CharacterMap:
    """The `cmap` table's best Unicode subtable; ValueError if it has none of a known format."""
    (count,) = struct.unpack_from(">H", data, 2)
    there = {}
    for number in range(count):
        platform, encoding, offset = struct.unpack_from(">HHI", data, 4 + 8 * number)
        there[platform, encoding] = offset
    for key in _UNICODE:
        if key in there:
            (form,) = struct.unpack_from(">H", data, there[key])
            if form in _READERS:
                return _READERS[form](data, there[key])
    raise ValueError("no Unicode cmap of a known format")


def _numbers(code: str, data: bytes) -> array[int]:
    found = array(code, data)
    if sys.byteorder == "little":
        found.byteswap()
    return found


def _segmented(data: bytes, offset: int) -> CharacterMap:
    """Format 12: groups of start, end and first glyph, for the whole of Unicode."""
    (count,) = struct.unpack_from(">I", data, offset + 12)
    numbers = _numbers("I", data[offset + 16 : offset + 16 + 12 * count])
    starts, ends, firsts = numbers[0::3], numbers[1::3], numbers[2::3]
    return CharacterMap(starts, ends, lambda place, code: firsts[place] + code - starts[place])


def _mapped(data: bytes, offset: int) -> CharacterMap:
    """Format 4: segments with a delta or with glyph numbers listed, for the Basic Multilingual Plane."""
    length, doubled = struct.unpack_from(">H2xH", data, offset + 2)
    words = _numbers("H", data[offset : offset + (length or len(data) - offset) // 2 * 2])
    count = doubled // 2
    ends = words[7 : 7 + count]
    starts = words[8 + count : 8 + 2 * count]
    deltas = words[8 + 2 * count : 8 + 3 * count]
    first = 8 + 3 * count
    offsets = words[first : first + count]

    def glyph_in(place: int, code: int) -> int:
        if not offsets[place]:
            return (code + deltas[place]) & 0xFFFF
        where = first + place + offsets[place] // 2 + code - starts[place]
        listed = words[where] if where < len(words) else 0
        return (listed + deltas[place]) & 0xFFFF if listed else 0

    return CharacterMap(starts, ends, glyph_in)


_READERS = {4: _mapped, 12: _segmented}


def advance_width(data: bytes, count: int, glyph: int) -> int:
    """A glyph's width from the `hmtx` table; `count` is hhea's numberOfHMetrics, later glyphs have the last width."""
    (width,) = struct.unpack_from(">H", data, 4 * min(glyph, count - 1))
    return int(width)


def left_bearing(data: bytes, count: int, glyph: int) -> int:
    """A glyph's left side bearing from the `hmtx` table; behind the full entries they stand alone."""
    place = 4 * glyph + 2 if glyph < count else 4 * count + 2 * (glyph - count)
    (bearing,) = struct.unpack_from(">h", data, place)
    return int(bearing)
