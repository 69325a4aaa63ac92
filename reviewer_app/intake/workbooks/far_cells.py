"""Cells far away from the list: a slip of the hand in the last corner must not cost memory for all that lies between.

The reading library lays every sheet out as one table from its first to its last cell. Where that would be too large,
the far cells are taken out of a copy before it is asked; rows of them that say something are numbered for the officer.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from io import BytesIO
from xml.etree import ElementTree

from reviewer_app.foreign.stopping import tell_count

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ROW = re.compile(rb"row\s[^>]*?\br=[\"'](\d+)")
_COLUMN = re.compile(rb"r=[\"']([A-Z]{2,3})\d")
_PLACE = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_PIECE = 1 << 20
_OVERLAP = 400
#: No column further right is looked at for a head.
_WIDEST = 500
#: So many empty rows end a list.
_GAP = 5_000
#: A larger part is not taken apart: as a tree it needs thirty times the memory.
_MOST_TREE = 12 << 20
_REPEATED = re.compile(rb"(number-columns-repeated=\")\d{4,}\"")
_REPEATED_VALUE = re.compile(rb"<table:table-cell\s[^>]*?number-columns-repeated=\"\d{4,}\"(?:[^>]*[^/>])?>")

#: The kind of a cell whose formula failed: programs go on inventing errors (#SPILL!, #CALC!, #PYTHON!).
_FAILED = re.compile(rb"(<(?:\w+:)?c\s(?:[^<>]*\s)?t=[\"'])e([\"'])")

Fits = Callable[[int, int], bool]


@dataclass(slots=True)
class NearCells:
    """A package without its far cells, and for each changed part the rows that were left out though they say something.

    `too_long` is the last row of a part that could not be cut down; 0 when all fit.
    """

    content: bytes
    left_out: dict[str, list[int]] = field(default_factory=dict)
    too_long: int = 0


def near_cells(content: bytes, fits: Fits) -> NearCells:
    """A workbook (.xlsx, .ods) whose sheets `fits` (rows, columns) accepts; the very same bytes where they do already.

    Raises what `zipfile` raises for a damaged package.
    """
    changed: dict[str, bytes] = {}
    near = NearCells(content)
    with zipfile.ZipFile(BytesIO(content)) as package:
        for entry in package.infolist():
            name = entry.filename.lower()
            if name == "content.xml":
                part = package.read(entry)
                if _REPEATED_VALUE.search(part):
                    changed[entry.filename] = _REPEATED.sub(rb'\g<1>%d"' % _WIDEST, part)
            elif "worksheets/" in name and name.endswith(".xml"):
                rows, columns = _extent(package, entry)
                tell_count(0, rows)
                if not fits(rows, columns):
                    _cut(near, changed, package, entry, fits)
                    near.too_long = near.too_long or (0 if entry.filename in changed else rows)
        if changed:
            near.content = _with_parts(package, changed)
    return near


def errors_as_texts(content: bytes) -> bytes | None:
    """A workbook (.xlsx) whose failed formulas are texts, for a reading library that does not know some of them.

    None where no formula failed. Raises what `zipfile` raises for a damaged package.
    """
    changed: dict[str, bytes] = {}
    with zipfile.ZipFile(BytesIO(content)) as package:
        for entry in package.infolist():
            name = entry.filename.lower()
            if "worksheets/" in name and name.endswith(".xml"):
                part, count = _FAILED.subn(rb"\g<1>str\2", package.read(entry))
                if count:
                    changed[entry.filename] = part
        return _with_parts(package, changed) if changed else None


def _extent(package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> tuple[int, int]:
    """The last row and column that a sheet's cells name; what names no place cannot be far."""
    last, letters, end = 0, {b"A"}, b""
    with package.open(entry) as stream:
        while piece := stream.read(_PIECE):
            seen = end + piece
            last = max(last, max(map(int, _ROW.findall(seen)), default=0))
            letters.update(_COLUMN.findall(seen))
            end = seen[-_OVERLAP:]
    return last, max(_column(one.decode()) for one in letters)


def _cut(
    near: NearCells, changed: dict[str, bytes], package: zipfile.ZipFile, entry: zipfile.ZipInfo, fits: Fits
) -> None:
    """Takes columns no head can stand in, then the rows behind a long gap; nothing is changed if that is not enough."""
    if entry.file_size > _MOST_TREE:
        return
    ElementTree.register_namespace("", _MAIN)
    try:
        sheet = ElementTree.fromstring(package.read(entry))
    except ElementTree.ParseError:
        return
    left_out: list[int] = []
    rows = columns = 0
    for data in sheet.iter(f"{{{_MAIN}}}sheetData"):
        rows, columns = _cut_rows(data, left_out)
    if rows and fits(rows, columns):
        changed[entry.filename] = ElementTree.tostring(sheet, encoding="utf-8", xml_declaration=True)
        near.left_out[entry.filename] = left_out


def _cut_rows(data: ElementTree.Element, left_out: list[int]) -> tuple[int, int]:
    """The last row and column that are kept."""
    last = widest = 0
    for row in list(data):
        number = int(row.get("r", "0")) or last + 1
        if last and number - last > _GAP:
            data.remove(row)
            if any(map(_says_something, row)):
                left_out.append(number)
            continue
        far = [cell for cell in row if _place(cell) > _WIDEST]
        if any(map(_says_something, far)):
            left_out.append(number)
        for cell in far:
            row.remove(cell)
        if len(row):
            last, widest = number, max(widest, len(row), *map(_place, row))
    return last, widest


def _says_something(cell: ElementTree.Element) -> bool:
    """Whether a cell holds words; a number or a blank alone is no more than a slip."""
    if cell.get("t") == "s":
        return True
    text = "".join(cell.itertext()).strip()
    return bool(text) and not text.replace(".", "", 1).isdecimal()


def _place(cell: ElementTree.Element) -> int:
    found = _PLACE.fullmatch(cell.get("r", ""))
    return _column(found[1]) if found else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number


def _with_parts(package: zipfile.ZipFile, changed: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as copy:
        for entry in package.infolist():
            if not entry.is_dir():
                copy.writestr(entry.filename, changed.get(entry.filename) or package.read(entry))
    return made.getvalue()
