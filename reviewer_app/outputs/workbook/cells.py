"""What a cell of a workbook can hold, and how high a row must be for all its text to be read in any office program.

Excel finds the height itself when it opens a file, LibreOffice and the printing of WPS keep what the file says. Which
fonts the reader has is not known, so letters and digits are counted a little wider than half a Chinese character.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from math import ceil

#: Points of one unit of column width (seven pixels at 96 to the inch), and what a cell keeps free at its sides.
_UNIT = 5.25
_SIDES = 4.0
#: Of the size of the type: from line to line, and above and below.
_LEADING = 1.35
_ROUND_ABOUT = 0.38
#: Excel's own limit, in points.
_HIGHEST = 409.0

#: Excel holds no more in a cell.
MOST_CHARACTERS = 32_767
_FORBIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")


def plain(text: str) -> str:
    """A text a cell can hold: without the characters XML forbids and control characters, as long as Excel allows."""
    return (text if text.isprintable() else _FORBIDDEN.sub("", text))[:MOST_CHARACTERS]


class RowHeights:
    """The heights of rows with some column widths and one size of type, in points, as few values as there are."""

    def __init__(
        self,
        widths: Sequence[float],
        size: float,
        least: float,
        unit: float = _UNIT,
        leading: float = _LEADING,
    ) -> None:
        self._size = size
        self._leading = leading
        self._least = least
        #: Half-width characters that stand in one line of each column.
        self._room = tuple(max((width * unit - _SIDES) * 2 / size, 2.0) for width in widths)

    def of(self, row: Sequence[str]) -> float:
        """The height of a row by its fullest cell."""
        lines = max(map(_lines, row, self._room), default=1)
        return min(max(lines * self._size * self._leading + self._size * _ROUND_ABOUT, self._least), _HIGHEST)


def _lines(text: str, room: float) -> int:
    """Lines of a cell; where a text is broken, lines are not quite full, for marks that may not begin one."""
    if len(text) * 2 <= room:
        return text.count("\n") + 1 if "\n" in text else 1
    if "\n" in text:
        return sum(_lines(part, room) for part in text.split("\n"))
    halves = _halves(text)
    return 1 if halves <= room else ceil(halves / (room - 1))


def _halves(text: str) -> float:
    """A Chinese character takes two, a letter or digit 1.05: told by its bytes in UTF-8."""
    return 0.475 * len(text.encode("utf-8", "surrogatepass")) + 0.575 * len(text)
