"""A font's outlines glyph by glyph, read where they lie: a Chinese font has 65,000 glyphs and a page needs 500.

fontTools reads and names all glyphs before it gives the first; here only the tables' directories are read by ourselves
(`glyf`/`loca` and `CFF2` after ISO/IEC 14496-22, `CFF ` after Adobe TN 5176), the glyphs themselves are still
fontTools' work.
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
from reviewer_app.outputs.fonts.variation import REGULAR, DifferenceStore, Variation

#: How an INDEX writes its count: in `CFF ` and in `CFF2`.
_SHORT, _LONG = ">H", ">I"


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
    """A CFF INDEX whose items are cut out when asked for; `end` is where it ends, `form` how its count is written."""

    def __init__(self, data: memoryview, start: int, form: str = _SHORT) -> None:
        self._data = data
        (self.count,) = struct.unpack_from(form, data, start)
        head = start + struct.calcsize(form)
        self._size = data[head] if self.count else 0
        self._offsets = head + 1
        self._base = self._offsets + (self.count + 1) * self._size - 1
        self.end = self._base + self._offset(self.count) if self.count else head

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
    """The private part of a font dictionary, as the interpreter asks for it: widths, subroutines, regions."""

    def __init__(self, data: memoryview, size: int, offset: int, store: DifferenceStore | None = None) -> None:
        self._store = store
        found = _dictionary(PrivateDictDecompiler, bytes(data[offset : offset + size]), self)
        self.vsindex = found.get("vsindex", 0)
        self.nominalWidthX = found.get("nominalWidthX", 0)
        self.defaultWidthX = None if store else found.get("defaultWidthX", 0)
        local = found.get("Subrs")
        self.Subrs = _Subroutines(_Index(data, offset + local, _LONG if store else _SHORT) if local else None)

    def getNumRegions(self, group: int | None = None) -> int:
        """In how many regions the values of a group vary."""
        return self._store.regions(self.vsindex if group is None else group) if self._store else 0


class _NoStrings:
    """Names are of no interest; every string reads as empty."""

    def __getitem__(self, number: int) -> str:
        return ""


def _dictionary(decompiler: Any, data: bytes, parent: _Private | None = None) -> dict[str, Any]:
    reader = decompiler(_NoStrings(), parent)
    reader.decompile(data)
    return dict(reader.getDict())


class CompactOutlines:
    """Outlines of a `CFF ` table, with or without CIDs."""

    is_cubic = True
    _form = _SHORT
    _store: DifferenceStore | None = None

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
        charstring = T2CharString(bytecode=self._glyphs.item(glyph), private=private, globalSubrs=self._globals)
        charstring.draw(pen, self._store.blend if self._store else None)

    @cached_property
    def _privates(self) -> list[_Private]:
        if "FDArray" not in self._top:
            return [self._private(self._top)]
        array = _Index(self._data, int(self._top["FDArray"]), self._form)
        fonts = [_dictionary(TopDictDecompiler, array.item(number)) for number in range(array.count)]
        return [self._private(font) for font in fonts]

    def _private(self, font: dict[str, Any]) -> _Private:
        size, offset = map(int, font["Private"])
        return _Private(self._data, size, offset, self._store)

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


class VariableOutlines(CompactOutlines):
    """Outlines of a `CFF2` table at one weight."""

    _form = _LONG

    def __init__(self, data: memoryview, variation: Variation) -> None:
        self._data = data
        head, size = struct.unpack_from(">BH", data, 2)
        self._top = _dictionary(TopDictDecompiler, bytes(data[head : head + size]))
        self._globals = _Subroutines(_Index(data, head + size, _LONG))
        self._glyphs = _Index(data, int(self._top["CharStrings"]), _LONG)
        if "VarStore" in self._top:
            start = int(self._top["VarStore"])
            (length,) = struct.unpack_from(">H", data, start)
            self._store = variation.store(bytes(data[start + 2 : start + 2 + length]))


def outlines_of(font: Any, weight: int = REGULAR) -> Outlines:
    """The outlines of a mapped font, at a weight if it varies; ValueError for a kind we do not read (bitmaps)."""
    if "glyf" in font.reader:
        bearing = partial(left_bearing, font.reader["hmtx"], font["hhea"].numberOfHMetrics)
        is_long = bool(font["head"].indexToLocFormat)
        return TrueTypeOutlines(_table(font, "glyf"), _table(font, "loca"), is_long, bearing)
    if "CFF " in font.reader:
        return CompactOutlines(_table(font, "CFF "))
    if "CFF2" in font.reader:
        return VariableOutlines(_table(font, "CFF2"), Variation(font, weight))
    raise ValueError("no outlines of a known kind")


def _table(font: Any, tag: str) -> memoryview:
    """A table's bytes where they lie, without a copy (17 MB for a Chinese font)."""
    entry = font.reader.tables[tag]
    return memoryview(font.reader.file)[entry.offset : entry.offset + entry.length]
