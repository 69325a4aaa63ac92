"""Places in a workbook as people write them: B3, A5:N9; columns and rows are counted from 1."""

from __future__ import annotations

import re

_CELL = re.compile(r"([A-Z]{1,3})([1-9]\d{0,6})")
_COLUMN = re.compile(r"[A-Z]{1,3}")
#: What an .xlsx sheet has (ECMA-376).
MOST_ROWS = 1_048_576
MOST_COLUMNS = 16_384


def column_number(letters: str) -> int:
    """The number of a column; 0 if the letters are none."""
    if not _COLUMN.fullmatch(letters):
        return 0
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number if number <= MOST_COLUMNS else 0


def column_letters(number: int) -> str:
    """The letters of a column."""
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def cell_place(cell: str) -> tuple[int, int] | None:
    """Column and row of a cell; None if it is no cell of a sheet."""
    match = _CELL.fullmatch(cell)
    if match is None:
        return None
    column, row = column_number(match[1]), int(match[2])
    return (column, row) if column and row <= MOST_ROWS else None


def area_places(area: str) -> tuple[int, int, int, int] | None:
    """First column, first row, last column, last row of an area or a single cell."""
    first, _, last = area.partition(":")
    start, end = cell_place(first), cell_place(last or first)
    return (*start, *end) if start and end else None
