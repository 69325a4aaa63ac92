"""Filling a bureau's own .xlsx: only the sheet's cells and what points at moved rows change, all else stays as it is.

The workbook is changed in its XML, for a reading and writing again would lose pictures with effects, shapes, form
controls, newer conditional formats and printer settings.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from lxml import etree

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.errors import TroubleError
from reviewer_app.outputs.workbook.block import check_merges, prepared_rows
from reviewer_app.outputs.workbook.moving import expand_shared, follow_outside, move_sheet
from reviewer_app.outputs.workbook.package import MAIN, TemplatePackage, reading, serialised
from reviewer_app.outputs.workbook.rows import (
    CELL,
    FORMULA,
    ROW,
    PatternRow,
    cells_of,
    column_widths,
    numbered,
    put_date,
    put_text,
    rows_written,
)
from reviewer_app.outputs.workbook.shift import RowShift
from reviewer_app.outputs.workbook.styles import TemplateStyles
from reviewer_app.services.ports.papers import TemplateMapping
from reviewer_app.services.ports.records import SummaryTable
from reviewer_app.services.summary.cell_places import area_places, cell_place, column_letters, column_number

_PLACE = re.compile(r"\{([^{}]*)\}")
DATE_PLACE = "填报日期"


def place_values(table: SummaryTable) -> dict[str, str]:
    """Every place a text may name, with what it says; the totals by their own names."""
    return {
        "填报单位": table.bureau,
        "填报人": table.filled_by,
        "联系电话": table.telephone,
        DATE_PLACE: chinese_date(table.made_on),
        "年度": table.season,
        "标题": table.title,
        "记录链首": table.audit_head,
        **{label: str(count) for label, count in table.totals},
    }


def filled_text(text: str, values: dict[str, str], cell: str) -> str:
    """The text with its places filled; TroubleError `workbook.unknown_place` names one that does not exist."""

    def said(match: re.Match[str]) -> str:
        if match[1] not in values:
            raise TroubleError("workbook.unknown_place", place=match[1], cell=cell, known="、".join(values))
        return values[match[1]]

    return _PLACE.sub(said, text)


_ROWS_HERE = "rows-of-the-list"


def fill_template(table: SummaryTable, template: Path, mapping: TemplateMapping, path: Path) -> None:
    """Writes the template filled with the table; the template itself is not touched.

    Raises TroubleError `workbook.…` when the template cannot be read or the mapping does not fit it.
    """
    package = TemplatePackage(template)
    part = package.sheets().get(mapping.sheet)
    if part is None:
        raise TroubleError("workbook.sheet_missing", file=package.name, sheet=mapping.sheet)
    sheet = package.tree(part)
    if is_protected(sheet):
        raise TroubleError("workbook.protected", file=package.name, sheet=mapping.sheet)
    with reading(package.name):
        package.parts[part] = _Filling(package, sheet, table, mapping).content(part)
    package.save(path)


def is_protected(sheet: etree._Element) -> bool:
    """Whether a sheet forbids changing its cells."""
    protection = sheet.find(f"{{{MAIN}}}sheetProtection")
    return protection is not None and protection.get("sheet") in ("1", "true")


class _Filling:
    """One template being filled with one table."""

    def __init__(
        self, package: TemplatePackage, sheet: etree._Element, table: SummaryTable, mapping: TemplateMapping
    ) -> None:
        self._package, self._sheet, self._table, self._mapping = package, sheet, table, mapping
        self._styles = TemplateStyles(package)
        data = sheet.find(f"{{{MAIN}}}sheetData")
        if data is None:
            raise TroubleError("workbook.broken", file=package.name)
        self._data = data
        self._rows = numbered(data)

    def content(self, part: str) -> bytes:
        """The filled sheet's bytes; the package's other parts follow what moved."""
        first, name = self._mapping.first_row, self._package.name
        sources = self._sources()
        last = prepared_rows(self._rows, first, sources, name)
        across = check_merges(self._sheet, first, last, name)
        extra = max(len(self._table.rows) - (last - first + 1), 0)
        shift = RowShift(self._mapping.sheet, first, last, extra)
        expand_shared(self._rows.values())
        self._fill_cells(first, last)
        for cell in self._formulas():
            for value in cell.findall(f"{{{MAIN}}}v"):
                cell.remove(value)
            self._move_formula(cell, shift)
        written = self._written_rows(sources, last)
        self._move_rows(shift)
        move_sheet(self._sheet, shift, across)
        follow_outside(self._package, part, shift)
        self._styles.put_back()
        return serialised(self._sheet).replace(f"<!--{_ROWS_HERE}-->".encode(), written.encode(), 1)

    def _sources(self) -> dict[int, int]:
        """Which place of the summary's row each column takes."""
        sources: dict[int, int] = {}
        for letters, header in self._mapping.columns.items():
            column = column_number(letters)
            if not column:
                raise TroubleError("workbook.bad_column", file=self._package.name, column=letters)
            if header not in self._table.headers:
                raise TroubleError("workbook.unknown_column", file=self._package.name, column=letters, header=header)
            sources[column] = self._table.headers.index(header)
        if not sources:
            raise TroubleError("workbook.no_columns", file=self._package.name)
        return sources

    def _fill_cells(self, first: int, last: int) -> None:
        values = place_values(self._table)
        covered = _covered(self._sheet)
        for name, text in self._mapping.cells.items():
            place = cell_place(name)
            if place is None or not self._is_inside(place):
                raise TroubleError("workbook.cell_missing", file=self._package.name, cell=name)
            if place in covered:
                raise TroubleError("workbook.cell_covered", file=self._package.name, cell=name, anchor=covered[place])
            if first <= place[1] <= last:
                raise TroubleError("workbook.cell_in_table", file=self._package.name, cell=name)
            cell = self._cell(*place)
            if text == f"{{{DATE_PLACE}}}" and self._styles.shows_date(cell.get("s", "0")):
                put_date(cell, self._table.made_on)
            else:
                put_text(cell, filled_text(text, values, name), self._styles)

    def _is_inside(self, place: tuple[int, int]) -> bool:
        """Whether a cell lies where the template has anything at all (one beyond its edge may still be filled)."""
        widest = max((max(cells_of(row), default=0) for row in self._rows.values()), default=0)
        return place[1] <= max(self._rows, default=0) + 1 and place[0] <= widest + 1

    def _cell(self, column: int, number: int) -> etree._Element:
        """The cell at a place, made if the template has none there."""
        row = self._rows.get(number)
        if row is None:
            row = etree.Element(ROW, {"r": str(number)})
            later = [other for at, other in self._rows.items() if at > number]
            if later:
                later[0].addprevious(row)
            else:
                self._data.append(row)
            self._rows[number] = row
            self._rows = dict(sorted(self._rows.items()))
        cells = cells_of(row)
        if column not in cells:
            cell = etree.Element(CELL, {"r": f"{column_letters(column)}{number}"})
            row.insert(sum(at < column for at in cells), cell)
            return cell
        return cells[column]

    def _formulas(self) -> Sequence[etree._Element]:
        return [cell for row in self._rows.values() for cell in row.iterfind(CELL) if cell.find(FORMULA) is not None]

    def _move_formula(self, cell: etree._Element, shift: RowShift) -> None:
        place = cell_place(cell.get("r", ""))
        is_in_table = place is not None and shift.first <= place[1] <= shift.last
        for formula in cell.iterfind(FORMULA):
            if formula.text:
                formula.text = shift.formula(formula.text, on_sheet=True, in_table=is_in_table)
            if formula.get("ref"):
                formula.set("ref", shift.area(formula.get("ref", ""), grows=False))

    def _written_rows(self, sources: Mapping[int, int], last: int) -> str:
        """The list's rows as XML; the template's own rows they take the place of are taken out."""
        first, count = self._mapping.first_row, len(self._table.rows)
        widths = column_widths(self._sheet)
        own = range(first, min(first + max(count, 1) - 1, last) + 1)
        patterns = [PatternRow(self._rows[number], sources, self._styles, widths) for number in own]
        written = "".join(rows_written(patterns, first, self._table.rows, self._table.is_text))
        if self._sheet.prefix:
            # A writer that names every element x:… leaves plain names without a meaning.
            written = written.replace("<row ", f'<row xmlns="{MAIN}" ')
        if count:
            self._rows[first].addprevious(etree.Comment(_ROWS_HERE))
            for number in own:
                self._data.remove(self._rows.pop(number))
        return written

    def _move_rows(self, shift: RowShift) -> None:
        if not shift.extra:
            return
        for number, row in self._rows.items():
            if number > shift.last:
                moved = shift.row(number)
                row.set("r", str(moved))
                for column, cell in cells_of(row).items():
                    cell.set("r", f"{column_letters(column)}{moved}")


def _covered(sheet: etree._Element) -> dict[tuple[int, int], str]:
    """Cells that lie under another one of a merged area, with the one that shows."""
    covered: dict[tuple[int, int], str] = {}
    for area in sheet.iterfind(f"{{{MAIN}}}mergeCells/{{{MAIN}}}mergeCell"):
        places = area_places(area.get("ref", ""))
        if places is None or (places[2] - places[0] + 1) * (places[3] - places[1] + 1) > 10_000:
            continue
        left, top, right, low = places
        for column in range(left, right + 1):
            for row in range(top, low + 1):
                if (column, row) != (left, top):
                    covered[column, row] = f"{column_letters(left)}{top}"
    return covered
