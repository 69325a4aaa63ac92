"""Rows of a sheet's XML: finding and filling cells, and writing the rows of the list like the template's first one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from xml.sax.saxutils import escape, quoteattr

from lxml import etree

from reviewer_app.outputs.workbook.cells import RowHeights, plain
from reviewer_app.outputs.workbook.package import MAIN
from reviewer_app.outputs.workbook.shift import translated
from reviewer_app.outputs.workbook.styles import TemplateStyles
from reviewer_app.services.summary.cell_places import cell_place, column_letters

ROW, CELL = f"{{{MAIN}}}row", f"{{{MAIN}}}c"
VALUE, FORMULA, INLINE = f"{{{MAIN}}}v", f"{{{MAIN}}}f", f"{{{MAIN}}}is"
TEXT = f"{{{MAIN}}}t"
_EPOCH = date(1899, 12, 30)
#: Texts that begin so get the mark that they are texts.
_RISKY = ("=", "+", "-", "@", "'")
_USUAL_WIDTH = 8.43


def numbered(data: etree._Element) -> dict[int, etree._Element]:
    """The rows of a sheet by number; places that a writer left out are put in."""
    rows: dict[int, etree._Element] = {}
    last_row = 0
    for row in data.iterfind(ROW):
        last_row = int(row.get("r") or last_row + 1)
        row.set("r", str(last_row))
        rows[last_row] = row
        last_column = 0
        for cell in row.iterfind(CELL):
            place = cell_place(cell.get("r", ""))
            last_column = place[0] if place else last_column + 1
            cell.set("r", f"{column_letters(last_column)}{last_row}")
    return rows


def cells_of(row: etree._Element) -> dict[int, etree._Element]:
    """The cells of a row by column."""
    found = {}
    for cell in row.iterfind(CELL):
        place = cell_place(cell.get("r", ""))
        if place:
            found[place[0]] = cell
    return found


def is_empty(cell: etree._Element) -> bool:
    """Whether a cell holds nothing."""
    return cell.find(VALUE) is None and cell.find(FORMULA) is None and cell.find(INLINE) is None


def put_text(cell: etree._Element, text: str, styles: TemplateStyles) -> None:
    """Gives a cell a text, whatever it held before."""
    for child in list(cell):
        cell.remove(child)
    if text.startswith(_RISKY):
        cell.set("s", styles.quoted(cell.get("s", "0")))
    cell.set("t", "inlineStr")
    inline = etree.SubElement(cell, INLINE)
    said = etree.SubElement(inline, TEXT)
    said.text = plain(text)
    said.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")


def put_date(cell: etree._Element, day: date) -> None:
    """Gives a cell a day as a number that its own format shows."""
    for child in list(cell):
        cell.remove(child)
    etree.strip_attributes(cell, "t")
    etree.SubElement(cell, VALUE).text = str((day - _EPOCH).days)


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a pattern row: column letters, what is written of its style, its formula, its value as XML."""

    letters: str
    style: str
    formula: str
    kept: str


class PatternRow:
    """A row of the template as a pattern for one row of the list; its formulas are moved to where the row will stand.

    `sources` gives the places in the summary's row by column number.
    """

    def __init__(
        self, row: etree._Element, sources: Mapping[int, int], styles: TemplateStyles, widths: Mapping[int, float]
    ) -> None:
        self._number = int(row.get("r", "0"))
        self._styles = styles
        self._sources = sources
        self._attributes = {
            str(key): str(value)
            for key, value in row.attrib.items()
            if key not in ("r", "spans", "ht") and not str(key).startswith("{")
        }
        self._height = float(row.get("ht") or 0)
        present = cells_of(row)
        self._cells = {column: _pattern_cell(column, present.get(column)) for column in {*present, *sources}}
        self._order = sorted(self._cells)
        self._folding = {
            column: RowHeights([widths.get(column, _USUAL_WIDTH)], styles.size(self._cells[column].style), 0)
            for column in sources
            if styles.wraps(self._cells[column].style)
        }

    def written(self, number: int, texts: Sequence[str], is_text: Sequence[bool], *, is_own: bool) -> str:
        """The row as XML at its new place; `is_own` keeps constants that stand in columns nobody fills."""
        parts = [f'<row r="{number}"']
        parts += [f" {key}={quoteattr(value)}" for key, value in self._attributes.items()]
        if self._height:
            parts.append(f' ht="{max(self._height, self._needed(texts)):g}"')
        parts.append(">")
        for column in self._order:
            cell = self._cells[column]
            place = self._sources.get(column)
            if place is not None:
                parts.append(self._filled(cell, number, texts[place], is_text=is_text[place]))
            else:
                parts.append(self._unfilled(cell, number, is_own=is_own))
        parts.append("</row>")
        return "".join(parts)

    def _filled(self, cell: _Cell, number: int, text: str, *, is_text: bool) -> str:
        if not text:
            return f'<c r="{cell.letters}{number}"{_style(cell.style)}/>'
        if not is_text and text.isascii() and text.isdecimal() and len(text) <= 15:
            return f'<c r="{cell.letters}{number}"{_style(cell.style)}><v>{int(text)}</v></c>'
        style = self._styles.quoted(cell.style or "0") if text.startswith(_RISKY) else cell.style
        said = escape(plain(text))
        inside = f'<is><t xml:space="preserve">{said}</t></is>'
        return f'<c r="{cell.letters}{number}"{_style(style)} t="inlineStr">{inside}</c>'

    def _unfilled(self, cell: _Cell, number: int, *, is_own: bool) -> str:
        place = f"{cell.letters}{number}"
        if cell.formula:
            moved = translated(cell.formula, f"{cell.letters}{self._number}", place)
            return f'<c r="{place}"{_style(cell.style)}><f>{escape(moved)}</f></c>'
        if is_own and cell.kept:
            return cell.kept
        return f'<c r="{place}"{_style(cell.style)}/>'

    def _needed(self, texts: Sequence[str]) -> float:
        """The height (pt) in which the longest of the broken texts can be read."""
        heights = (folding.of([texts[self._sources[column]]]) for column, folding in self._folding.items())
        return max(heights, default=0.0)


def column_widths(sheet: etree._Element) -> dict[int, float]:
    """The widths of a sheet's columns, in digits, as far as they are given."""
    widths: dict[int, float] = {}
    for entry in sheet.iterfind(f"{{{MAIN}}}cols/{{{MAIN}}}col"):
        first, last = int(entry.get("min", "1")), min(int(entry.get("max", "1")), 256)
        for number in range(first, last + 1):
            widths[number] = float(entry.get("width") or _USUAL_WIDTH)
    return widths


def rows_written(
    patterns: Sequence[PatternRow], first: int, rows: Sequence[Sequence[str]], is_text: Sequence[bool]
) -> Iterator[str]:
    """All rows of the list: over the prepared ones in their own pattern, the others in that of the first."""
    for place, texts in enumerate(rows):
        is_own = place < len(patterns)
        pattern = patterns[place] if is_own else patterns[0]
        yield pattern.written(first + place, texts, is_text, is_own=is_own)


def _pattern_cell(column: int, cell: etree._Element | None) -> _Cell:
    if cell is None:
        return _Cell(column_letters(column), "", "", "")
    formula = cell.find(FORMULA)
    kept = "" if is_empty(cell) else _bare(cell)
    return _Cell(column_letters(column), cell.get("s", ""), (formula.text or "") if formula is not None else "", kept)


def _bare(cell: etree._Element) -> str:
    """A cell's XML without the names its surroundings have declared."""
    return str(etree.tostring(cell, encoding="unicode", with_tail=False)).replace(f' xmlns="{MAIN}"', "")


def _style(style: str) -> str:
    return f' s="{style}"' if style else ""
