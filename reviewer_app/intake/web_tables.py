"""Tables of a web page or of a web archive: what many portals hand out under the ending .xls."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from reviewer_app.intake.remarks import has_lost_digits, is_error
from reviewer_app.intake.sheet_grid import Grid

_ARCHIVE = re.compile(rb"(?:MIME-Version|From|Subject|Date|Content-Type|X-[\w-]+|Message-ID)\s*:", re.IGNORECASE)
_UNSHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>")
_BREAKS = frozenset({"br", "p", "div", "li"})
_NO_WORDS = frozenset({"style", "script", "title", "table", "template", "noscript"})
_WIDEST = 1000


class TooLongError(ValueError):
    """A table that says of itself that it is longer than anything to be read."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


@dataclass(slots=True)
class TableRows:
    """A table while its cells are laid down one after another; a spanning cell fills its first place alone."""

    most_rows: int
    rows: list[list[object]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    _taken: dict[int, int] = field(default_factory=dict)

    def begin_row(self, place: int = -1, is_hidden: bool = False) -> None:
        """Begins the next row, or the one with a place further down; TooLongError beyond all measure."""
        place = max(place, len(self.rows))
        if place >= self.most_rows:
            raise TooLongError(place + 1)
        self.rows.extend([] for _ in range(place + 1 - len(self.rows)))
        if is_hidden:
            self.hidden_rows.add(place)

    def add(self, value: object, down: int = 1, across: int = 1, place: int = -1) -> None:
        """Lays the next cell of the row down, spanning so many rows and columns; `place` is a column further right."""
        row, cells = len(self.rows) - 1, self.rows[-1]
        column = max(place, len(cells))
        while place < 0 and self._taken.get(column, 0) > row:
            column += 1
        across, down = max(1, min(across, _WIDEST)), max(1, min(down, self.most_rows))
        if column >= _WIDEST:
            return
        cells.extend([""] * (column - len(cells)))
        cells.append(value)
        cells.extend([""] * (across - 1))
        if down > 1:
            self._taken.update(dict.fromkeys(range(column, column + across), row + down))
        if down > 1 or across > 1:
            self.merged.append((row, row + down - 1, column, column + across - 1))

    def grid(self, name: str, is_hidden: bool = False) -> Grid | None:
        """The table as a sheet; None where nothing stands in it."""
        if not any(cell != "" for row in self.rows for cell in row):
            return None
        return Grid(name, self.rows, is_hidden, self.merged, (), self.hidden_rows, self.hidden_columns)


def read_page(name: str, text: str, most_rows: int) -> list[Grid]:
    """The tables of a page, one within a cell of another as a sheet of its own; none if the page has no table.

    Raises TooLongError for a table with more than `most_rows`.
    """
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, huge_tree=True, remove_comments=True, remove_pis=True)
    root = etree.fromstring(text.encode("utf-8", "replace"), parser)
    if root is None:
        return []
    tables: dict[etree._Element, TableRows] = {}
    for row in root.iter("tr"):
        owner = next(row.iterancestors("table"), root)
        if owner not in tables:
            tables[owner] = TableRows(most_rows)
            tables[owner].hidden_columns |= _hidden_columns(owner)
        _lay(row, tables[owner])
    grids = (table.grid(name, _is_unshown(owner)) for owner, table in tables.items())
    return [grid for grid in grids if grid is not None]


def is_archive(content: bytes) -> bool:
    """Whether a file is a web page kept with its parts in one (MHTML)."""
    return _ARCHIVE.match(content.lstrip()) is not None and b"text/html" in content[: 1 << 20].lower()


def read_archive(name: str, content: bytes, most_rows: int, decode: Callable[[bytes], str]) -> list[Grid]:
    """The tables of all pages in a web archive, named as the workbook's sheets; `decode` reads the bytes of a page."""
    pages = [decode(part) for part in _pages(content)]
    names = iter([found for page in pages for found in _SHEET_NAME.findall(page)])
    found = []
    for page in pages:
        grids = [grid for grid in read_page(name, page, most_rows) if grid.rows]
        title = next(names, name) if grids and not _SHEET_NAME.search(page) else name
        found += [replace(grid, name=title) for grid in grids]
    return found


def _pages(content: bytes) -> Iterator[bytes]:
    for part in email.message_from_bytes(content.lstrip()).walk():
        if part.get_content_type() == "text/html":
            payload = part.get_payload(decode=True)
            if isinstance(payload, bytes):
                yield payload


def _lay(row: etree._Element, table: TableRows) -> None:
    place = _number(row.get("ss:index"), 0) - 1
    table.begin_row(place, is_hidden=_is_unshown(row) or any(map(_is_unshown, row.iterancestors("tbody", "thead"))))
    for cell in row:
        if cell.tag not in ("td", "th"):
            continue
        down = _number(cell.get("rowspan"), 1)
        table.add(_value(cell), down or table.most_rows, _number(cell.get("colspan"), 1))


def _value(cell: etree._Element) -> str:
    shown = (cell.text or "").strip() if not len(cell) else _said(cell)
    exact = cell.get("x:num") or cell.get("num") or ""
    # A number is kept beside what a narrow column or a general format shows of it.
    return exact if exact and (has_lost_digits(shown) or is_error(shown)) else shown


def _said(cell: etree._Element) -> str:
    """The words of a cell without those of a table within it; a break begins a line."""
    pieces: list[str] = [cell.text or ""]
    for element, is_end in _walk(cell):
        if is_end:
            pieces.append(element.tail or "")
        else:
            if element.tag in _BREAKS:
                pieces.append("\n")
            pieces.append(element.text or "" if element.tag not in _NO_WORDS else "")
    return "".join(pieces).strip()


def _walk(cell: etree._Element) -> Iterator[tuple[etree._Element, bool]]:
    """The elements inside a cell at their beginnings and ends, but not what is inside those without words."""
    waiting: list[tuple[etree._Element, bool]] = [(child, False) for child in reversed(cell)]
    while waiting:
        element, is_end = waiting.pop()
        yield element, is_end
        if not is_end:
            waiting.append((element, True))
            if element.tag not in _NO_WORDS:
                waiting.extend((child, False) for child in reversed(element))


def _is_unshown(element: etree._Element) -> bool:
    return element.get("hidden") is not None or _UNSHOWN.search(element.get("style") or "") is not None


def _hidden_columns(table: etree._Element) -> set[int]:
    hidden: set[int] = set()
    place = 0
    for column in table.iter("col"):
        span = max(1, min(_number(column.get("span"), 1), _WIDEST))
        if _is_unshown(column) or column.get("width") == "0":
            hidden.update(range(place, place + span))
        place += span
    return hidden


def _number(text: str | None, otherwise: int) -> int:
    return int(text.strip()[:7]) if text is not None and text.strip().isdecimal() else otherwise
