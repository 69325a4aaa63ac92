"""A font's outlines glyph by glyph, read where they lie: a Chinese font has 65,000 glyphs and a page needs 500.

fontTools reads and names all glyphs before it gives the first; here only the tables' directories are read by ourselves
(`glyf`/`loca` after ISO/IEC 14496-22, `CFF ` after Adobe TN 5176), the glyphs themselves are still fontTools' work.
"""

from __future__ import annotations

import struct
from collections.abc import Callable
from functools import cached_property, partial
from typing import Any, Protocol

from fontTools.cffLib import PrivateDictDecompiler, TopDictDecompiler
from fontTools.misc.psCharStrings import T2CharString
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.ttLib.tables._g_l_y_f import Glyph

from reviewer_app.outputs.fonts.tables import left_bearing


class Outlines(Protocol):
    """The glyphs of one face."""

    is_cubic: bool

    def draw(self, glyph: int, pen: Any) -> None:
        """Draws a glyph with a fontTools pen, in font units, composites taken apart."""


class _NamedGlyph:
    """A part of a composite glyph, as fontTools' pens ask for it."""

    def __init__(self, draw: Callable[[int, Any], None], glyph: int) -> None:
        self._draw, self._glyph = draw, glyph

    def draw(self, pen: Any) -> None:
        """Draws the part with a pen."""
        self._draw(self._glyph, pen)


class TrueTypeOutlines:
    """Outlines of a `glyf` table; it stands for fontTools' table and glyph set, with numbers as names."""

    is_cubic = False
    extended = False

    def __init__(self, glyf: memoryview, loca: memoryview, is_long: bool, bearing: Callable[[int], int]) -> None:
        self._glyf, self._loca, self._is_long, self._bearing = glyf, loca, is_long, bearing

    def draw(self, glyph: int, pen: Any) -> None:
        """Draws a glyph, its parts in its place, moved so that it begins at its left side bearing."""
        read = self._read(glyph)
        if read is not None:
            read.draw(DecomposingFilterPen(pen, self), self, self._bearing(glyph) - read.xMin)

    def _read(self, glyph: int) -> Any:
        """The glyph, or None for one without a shape."""
        form, step, factor = (">2I", 4, 1) if self._is_long else (">2H", 2, 2)
        start, end = struct.unpack_from(form, self._loca, glyph * step)
        if end <= start:
            return None
        read = Glyph(bytes(self._glyf[start * factor : end * factor]))
        read.expand(self)
        return read

    def _draw_part(self, glyph: int, pen: Any) -> None:
        read = self._read(glyph)
        if read is not None:
            read.draw(pen, self)

    def getGlyphName(self, glyph: int) -> str:
        """The number as a name."""
        return str(glyph)

    def __getitem__(self, name: str) -> _NamedGlyph:
        return _NamedGlyph(self._draw_part, int(name))

    def __contains__(self, name: str) -> bool:
        return True


class _Index:
    """A CFF INDEX whose items are cut out when asked for; `end` is where it ends."""

    def __init__(self, data: memoryview, start: int) -> None:
        self._data = data
        (self.count,) = struct.unpack_from(">H", data, start)
        self._size = data[start + 2] if self.count else 0
        self._offsets = start + 3
        self._base = self._offsets + (self.count + 1) * self._size - 1
        self.end = self._base + self._offset(self.count) if self.count else start + 2

    def _offset(self, number: int) -> int:
        start = self._offsets + number * self._size
        return int.from_bytes(self._data[start : start + self._size], "big")

    def item(self, number: int) -> bytes:
        """The bytes of one item."""
        if not 0 <= number < self.count:
            raise ValueError(f"no item {number}")
        return bytes(self._data[self._base + self._offset(number) : self._base + self._offset(number + 1)])


class _Subroutines:
    """An INDEX of subroutines as the interpreter of charstrings asks for it."""

    def __init__(self, index: _Index | None) -> None:
        self._index = index
        self._kept: dict[int, Any] = {}

    def __len__(self) -> int:
        return self._index.count if self._index else 0

    def __getitem__(self, number: int) -> Any:
        if number not in self._kept:
            if self._index is None:
                raise IndexError(number)
            self._kept[number] = T2CharString(bytecode=self._index.item(number))
        return self._kept[number]


class _Private:
    """The private part of a font dictionary: widths and local subroutines."""

    def __init__(self, data: memoryview, size: int, offset: int) -> None:
        found = _dictionary(PrivateDictDecompiler, bytes(data[offset : offset + size]))
        self.nominalWidthX = found.get("nominalWidthX", 0)
        self.defaultWidthX = found.get("defaultWidthX", 0)
        local = found.get("Subrs")
        self.Subrs = _Subroutines(_Index(data, offset + local) if local else None)


class _NoStrings:
    """Names are of no interest; every string reads as empty."""

    def __getitem__(self, number: int) -> str:
        return ""


def _dictionary(decompiler: Any, data: bytes) -> dict[str, Any]:
    reader = decompiler(_NoStrings())
    reader.decompile(data)
    return dict(reader.getDict())


class CompactOutlines:
    """Outlines of a `CFF ` table, with or without CIDs."""

    is_cubic = True

    def __init__(self, data: memoryview) -> None:
        self._data = data
        names = _Index(data, data[2])
        tops = _Index(data, names.end)
        strings = _Index(data, tops.end)
        self._globals = _Subroutines(_Index(data, strings.end))
        self._top = _dictionary(TopDictDecompiler, tops.item(0))
        self._glyphs = _Index(data, int(self._top["CharStrings"]))

    def draw(self, glyph: int, pen: Any) -> None:
        """Draws a glyph by running its charstring."""
        private = self._privates[self._select(glyph)]
        T2CharString(bytecode=self._glyphs.item(glyph), private=private, globalSubrs=self._globals).draw(pen)

    @cached_property
    def _privates(self) -> list[_Private]:
        if "FDArray" not in self._top:
            return [_Private(self._data, *map(int, self._top["Private"]))]
        array = _Index(self._data, int(self._top["FDArray"]))
        fonts = [_dictionary(TopDictDecompiler, array.item(number)) for number in range(array.count)]
        return [_Private(self._data, *map(int, font["Private"])) for font in fonts]

    @cached_property
    def _select(self) -> Callable[[int], int]:
        """Which private part a glyph belongs to (FDSelect, formats 0 and 3)."""
        if "FDSelect" not in self._top:
            return lambda glyph: 0
        start = int(self._top["FDSelect"])
        if self._data[start] == 0:
            return lambda glyph: self._data[start + 1 + glyph]
        if self._data[start] != 3:
            raise ValueError("unknown FDSelect")
        (count,) = struct.unpack_from(">H", self._data, start + 1)
        table = bytearray()
        for number in range(count):
            first, font, after = struct.unpack_from(">HBH", self._data, start + 3 + 3 * number)
            table += bytes([font]) * (after - first)
        return table.__getitem__


def outlines_of(font: Any) -> Outlines:
    """The outlines of a mapped font; ValueError for a kind we do not read (bitmaps, variable CFF2)."""
    if "glyf" in font.reader:
        bearing = partial(left_bearing, font.reader["hmtx"], font["hhea"].numberOfHMetrics)
        is_long = bool(font["head"].indexToLocFormat)
        return TrueTypeOutlines(_table(font, "glyf"), _table(font, "loca"), is_long, bearing)
    if "CFF " in font.reader:
        return CompactOutlines(_table(font, "CFF "))
    raise ValueError("no outlines of a known kind")


def _table(font: Any, tag: str) -> memoryview:
    """A table's bytes where they lie, without a copy (17 MB for a Chinese font)."""
    entry = font.reader.tables[tag]
    return memoryview(font.reader.file)[entry.offset : entry.offset + entry.length]
