"""Tables of a web page or of a web archive: what many portals hand out under the ending .xls."""

from __future__ import annotations

import email
import re
from collections.abc import Callable, Iterator
from dataclasses import replace

from lxml import etree

from reviewer_app.domain.values.normalised import EXACT_DIGITS, has_lost_digits
from reviewer_app.intake.failed_cells import is_error
from reviewer_app.intake.sheet_grid import WIDEST_TABLE, Grid, TableRows

_ARCHIVE = re.compile(rb"(?:MIME-Version|From|Subject|Date|Content-Type|X-[\w-]+|Message-ID)\s*:", re.IGNORECASE)
_UNSHOWN = re.compile(r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)", re.IGNORECASE)
_SHEET_NAME = re.compile(r"<x:Name>([^<]*)</x:Name>")
_LONG_NUMBER = re.compile(rf"[1-9]\d{{{EXACT_DIGITS},30}}(?:\.\d*)?")
_BREAKS = frozenset({"br", "p", "div", "li"})
_NO_WORDS = frozenset({"style", "script", "title", "table", "template", "noscript"})


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


def _value(cell: etree._Element) -> object:
    shown = (cell.text or "").strip() if not len(cell) else _said(cell)
    exact = cell.get("x:num") or cell.get("num") or ""
    if not exact and shown and (has_lost_digits(shown) or not shown.strip("#")):
        exact = cell.get("sdval") or ""
    # A number is kept beside what a narrow column or a general format shows of it.
    if not exact or not (has_lost_digits(shown) or is_error(shown)):
        return shown
    # Beyond the fifteenth digit the page has no more than the workbook had: what stands there is nobody's number.
    return float(exact) if _LONG_NUMBER.fullmatch(exact.strip()) else exact


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
        span = max(1, min(_number(column.get("span"), 1), WIDEST_TABLE))
        if _is_unshown(column) or column.get("width") == "0":
            hidden.update(range(place, place + span))
        place += span
    return hidden


def _number(text: str | None, otherwise: int) -> int:
    return int(text.strip()[:7]) if text is not None and text.strip().isdecimal() else otherwise
