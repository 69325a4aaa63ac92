"""A variable font held at one weight: what its stores of differences add to outlines and widths there.

Formats after ISO/IEC 14496-22 (7.2.3 item variation stores, 7.3.5 `HVAR`); the weighing is fontTools' work.
"""

from __future__ import annotations

import struct
from functools import cached_property
from typing import Any

from fontTools.misc.roundTools import otRound
from fontTools.ttLib import TTFont
from fontTools.ttLib.tables import otTables
from fontTools.ttLib.tables.otBase import OTTableReader
from fontTools.varLib.varStore import VarStoreInstancer

#: The weight of running text on the `wght` axis.
REGULAR = 400


class DifferenceStore:
    """An item variation store, weighed for one place on the axes of its font."""

    def __init__(self, data: bytes, axes: Any, place: dict[str, float]) -> None:
        self._store: Any = otTables.VarStore()
        self._store.decompile(OTTableReader(data), TTFont())
        self._weighed = VarStoreInstancer(self._store, axes, place)

    def regions(self, group: int) -> int:
        """In how many regions the values of a group vary."""
        return int(self._store.VarData[group].VarRegionCount)

    def blend(self, group: int, differences: list[float]) -> float:
        """What differences written beside a value come to."""
        return float(self._weighed.interpolateFromDeltas(group, differences))

    def kept(self, group: int, row: int) -> float:
        """What the differences kept in a row of the store come to."""
        return float(self._weighed[(group << 16) + row])


class Variation:
    """One weight of a variable font."""

    def __init__(self, font: Any, weight: int) -> None:
        self._font = font
        self._axes = font["fvar"].axes
        self._place = font.normalizeLocation({"wght": weight})

    def store(self, data: bytes) -> DifferenceStore:
        """A store of the font, weighed."""
        return DifferenceStore(data, self._axes, self._place)

    def widening(self, glyph: int) -> int:
        """By how much a glyph is wider than the `hmtx` table says, in font units."""
        if self._widths is None:
            return 0
        store, rows = self._widths
        return int(otRound(store.kept(*_row(rows, glyph))))

    @cached_property
    def _widths(self) -> tuple[DifferenceStore, bytes] | None:
        """The store of `HVAR`, and the map from glyphs to its rows (empty: a row a glyph)."""
        if "HVAR" not in self._font.reader:
            return None
        data = self._font.reader["HVAR"]
        store, rows = struct.unpack_from(">2I", data, 4)
        return self.store(data[store:]), data[rows:] if rows else b""


def weight_name(font: Any, weight: int) -> str:
    """The PostScript name the font gives to a weight; its own where the weight has no name."""
    numbers = [each.postscriptNameID for each in font["fvar"].instances if each.coordinates.get("wght") == weight]
    return str(font["name"].getDebugName(numbers[0] if numbers and numbers[0] != 0xFFFF else 6) or "")


def _row(rows: bytes, glyph: int) -> tuple[int, int]:
    """Group and row of a glyph in a map of either format; glyphs behind its end have the last entry's."""
    if not rows:
        return 0, glyph
    form, start = (">I", 6) if rows[0] else (">H", 4)
    (count,) = struct.unpack_from(form, rows, 2)
    size, bits = (rows[1] >> 4 & 3) + 1, (rows[1] & 15) + 1
    place = start + size * min(glyph, count - 1)
    entry = int.from_bytes(rows[place : place + size], "big")
    return entry >> bits, entry & ((1 << bits) - 1)
