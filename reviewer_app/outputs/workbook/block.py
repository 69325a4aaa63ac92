"""The table in a bureau's sheet: how many rows are prepared for the list, and what forbids writing into them."""

from __future__ import annotations

from collections.abc import Mapping

from lxml import etree

from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.workbook.package import MAIN
from reviewer_app.outputs.workbook.rows import FORMULA, VALUE, cells_of, is_empty
from reviewer_app.outputs.workbook.shift import translated
from reviewer_app.services.summary.cell_places import area_places

#: Prepared rows beyond this are no form but a whole sheet with lines on it.
_MOST_PREPARED = 5_000


def prepared_rows(rows: Mapping[int, etree._Element], first: int, columns: Mapping[int, int], file: str) -> int:
    """The last of the rows like the first one that wait for the list: the same styles, nothing but running numbers.

    Raises TroubleError `workbook.row_missing` when the template has no such row.
    """
    if first not in rows:
        raise TroubleError("workbook.row_missing", file=file, row=first)
    styles, pattern = _styles(rows[first], columns), rows[first]
    last = first
    while last + 1 in rows and last - first < _MOST_PREPARED and _waits(rows[last + 1], styles, pattern):
        last += 1
    return last


def check_merges(sheet: etree._Element, first: int, last: int, file: str) -> list[tuple[int, int]]:
    """The merged columns of the first row; TroubleError `workbook.merged_rows` when cells are merged over rows."""
    across: list[tuple[int, int]] = []
    for area in sheet.iterfind(f"{{{MAIN}}}mergeCells/{{{MAIN}}}mergeCell"):
        places = area_places(area.get("ref", ""))
        if places is None:
            continue
        left, top, right, low = places
        if low < first or top > last:
            continue
        if top != low:
            raise TroubleError("workbook.merged_rows", file=file, area=area.get("ref", ""), row=first)
        if top == first:
            across.append((left, right))
    return across


def _styles(row: etree._Element, columns: Mapping[int, int]) -> dict[int, str]:
    cells = cells_of(row)
    return {column: cells[column].get("s", "") if column in cells else "" for column in columns}


def _waits(row: etree._Element, styles: Mapping[int, str], pattern: etree._Element) -> bool:
    """Whether a row is one more line of the empty table; without any style its formulas tell."""
    cells = cells_of(row)
    same = all((cells[column].get("s", "") if column in cells else "") == style for column, style in styles.items())
    is_told = any(styles.values()) or _reckons_alike(cells, cells_of(pattern))
    return same and is_told and all(_is_blank(cell) for cell in cells.values())


def _reckons_alike(cells: Mapping[int, etree._Element], pattern: Mapping[int, etree._Element]) -> bool:
    """Whether a row has the formulas of the first one, each about its own row: no sum below the list has."""
    own = {column: formula for column, cell in cells.items() if (formula := cell.findtext(FORMULA)) is not None}
    wanted = {
        column: translated(formula, cell.get("r", ""), cells[column].get("r", "")) if column in cells else ""
        for column, cell in pattern.items()
        if (formula := cell.findtext(FORMULA)) is not None
    }
    return bool(wanted) and own == wanted


def _is_blank(cell: etree._Element) -> bool:
    """Nothing, a running number, or a formula of the row."""
    value = cell.find(VALUE)
    is_number = value is not None and cell.get("t", "n") == "n" and (value.text or "").isdecimal()
    return is_empty(cell) or is_number or cell.find(FORMULA) is not None
