"""Spreadsheets of the open document kind (.ods, .fods): as the table program shows them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO

from lxml import etree

from reviewer_app.domain.values.normalised import has_lost_digits
from reviewer_app.intake.failed_cells import is_error
from reviewer_app.intake.remarks import Unworked
from reviewer_app.intake.row_kinds import cell_text
from reviewer_app.intake.sheet_grid import Grid, TooLongError

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
#: No column further right is looked at for a head.
_WIDEST = 500
_FLAT = re.compile(r"<(?:\w+:)?document[\s>][^>]*office:", re.DOTALL)
#: A number shown with letters or zeros in front is what its format makes of it.
_SHAPED = re.compile(r"0\d+|(?=.*[A-Za-z\u4e00-\u9fff-])[\w\u4e00-\u9fff-]*\d")
_MERGED = tuple[int, int, int, int]


def is_flat_document(text: str) -> bool:
    """Whether a text is a spreadsheet of this kind kept as one XML file."""
    return _FLAT.search(text[: 1 << 16]) is not None


@dataclass(slots=True)
class _Sheet:
    """A table while its rows come; blank ones are laid only when another follows."""

    name: str
    is_hidden: bool
    most_rows: int
    most_cells: int
    rows: list[list[object]] = field(default_factory=list)
    merged: list[_MERGED] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    blank: int = 0
    columns: int = 0
    cells: int = 0

    def add_column(self, column: etree._Element) -> None:
        """Counts a column, or many alike."""
        count = min(_repeated(column, "columns"), _WIDEST)
        if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self.hidden_columns.update(range(self.columns, min(self.columns + count, _WIDEST)))
        self.columns = min(self.columns + count, _WIDEST)

    def add_row(self, row: etree._Element) -> None:
        """Lays a row down, or many alike; TooLongError beyond all measure."""
        count = _repeated(row, "rows")
        merged: list[_MERGED] = []
        cells = _cells(row, merged)
        if not any(cell != "" for cell in cells):
            self.blank += count
            return
        place = len(self.rows) + self.blank
        if place + count > self.most_rows or self.cells + count * len(cells) > self.most_cells:
            raise TooLongError(place + count)
        self.cells += count * len(cells)
        self.rows.extend([] for _ in range(self.blank))
        self.rows.extend(list(cells) for _ in range(count))
        self.blank = 0
        self.merged += [(place, place + down, left, right) for _, down, left, right in merged]
        if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            self.hidden_rows.update(range(place, place + count))

    def grid(self) -> Grid:
        """The table as a sheet."""
        return Grid(self.name, self.rows, self.is_hidden, self.merged, (), self.hidden_rows, self.hidden_columns)


def read_open_document(content: bytes, most_rows: int, most_cells: int) -> list[Grid]:
    """The tables of a document's content; raises lxml's errors for a damaged one, TooLongError for one too long."""
    sheets: list[_Sheet] = []
    unshown: set[str] = set()
    tags = (f"{_TABLE}table", f"{_TABLE}table-column", f"{_TABLE}table-row", f"{_STYLE}style")
    events = etree.iterparse(
        BytesIO(content), ("start", "end"), tag=tags, resolve_entities=False, no_network=True, huge_tree=True
    )
    depth = 0
    for event, element in events:
        if element.tag == f"{_TABLE}table":
            depth += 1 if event == "start" else -1
            if event == "start" and depth == 1:
                is_hidden = element.get(f"{_TABLE}style-name", "") in unshown
                sheets.append(_Sheet(element.get(f"{_TABLE}name", ""), is_hidden, most_rows, most_cells))
        elif event == "end" and element.tag == f"{_STYLE}style":
            if any(child.get(f"{_TABLE}display") == "false" for child in element):
                unshown.add(element.get(f"{_STYLE}name", ""))
        elif event == "end" and depth == 1 and sheets:
            if element.tag == f"{_TABLE}table-row":
                sheets[-1].add_row(element)
                element.clear()
            else:
                sheets[-1].add_column(element)
    return [sheet.grid() for sheet in sheets]


def _cells(row: etree._Element, merged: list[_MERGED]) -> list[object]:
    """The cells of a row up to its last one that says something."""
    cells: list[object] = []
    blank = 0
    for cell in row:
        count = _repeated(cell, "columns")
        value = _value(cell) if cell.tag == f"{_TABLE}table-cell" else ""
        if value == "":
            blank += count
        else:
            count = max(0, min(count, _WIDEST - len(cells) - blank))
            if not count:
                break
            cells.extend([""] * blank)
            blank = 0
            left = len(cells)
            cells.extend([value] * count)
            down, across = _spans(cell)
            if down or across:
                merged.append((0, down, left, left + across))
        if len(cells) + blank >= _WIDEST:
            break
    return cells


def _spans(cell: etree._Element) -> tuple[int, int]:
    down, across = (cell.get(f"{_TABLE}number-{kind}-spanned", "1") for kind in ("rows", "columns"))
    return _number(down) - 1, min(_number(across), _WIDEST) - 1


def _value(cell: etree._Element) -> object:
    kind = cell.get(f"{_OFFICE}value-type", "")
    shown = "\n".join(_paragraphs(cell))
    if cell.get(f"{_CALCEXT}value-type") == "error":
        return shown if is_error(shown) else "#VALUE!"
    if not kind:
        formula = cell.get(f"{_TABLE}formula")
        # LibreOffice leaves the kind away where the result is an empty text.
        is_worked = _CALCEXT[1:-1] in cell.nsmap.values() or '""' in (formula or "")
        return Unworked(f"={formula.partition('=')[2]}") if formula and not shown and not is_worked else shown
    try:
        if kind in ("float", "percentage", "currency"):
            number = float(cell.get(f"{_OFFICE}value", ""))
            return number if has_lost_digits(cell_text(number)) or not _SHAPED.fullmatch(shown) else shown
        if kind == "date":
            return datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", "").split(".")[0])
    except (ValueError, OverflowError):
        return shown
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value") == "true"
    return shown or cell.get(f"{_OFFICE}string-value", "")


def _paragraphs(cell: etree._Element) -> Iterator[str]:
    for paragraph in cell:
        if paragraph.tag == f"{_TEXT}p":
            yield "".join(_pieces(paragraph)) if len(paragraph) else paragraph.text or ""


def _pieces(paragraph: etree._Element) -> Iterator[str]:
    yield paragraph.text or ""
    for element in paragraph.iterdescendants():
        if element.tag == f"{_TEXT}s":
            yield " " * min(_number(element.get(f"{_TEXT}c", "1")), 1000)
        elif element.tag in (f"{_TEXT}line-break", f"{_TEXT}tab"):
            yield "\n" if element.tag.endswith("break") else "\t"
        yield element.text or ""
        yield element.tail or ""


def _repeated(element: etree._Element, kind: str) -> int:
    return max(1, _number(element.get(f"{_TABLE}number-{kind}-repeated", "1")))


def _number(text: str) -> int:
    return int(text[:7]) if text.isdecimal() else 1
