"""What the reading library keeps to itself of a binary workbook (.xlsb): failed formulas, hidden rows and columns."""

from __future__ import annotations

import posixpath
import re
import struct
import zipfile
from collections.abc import Iterator, Mapping, MutableSequence, Sequence
from io import BytesIO
from typing import cast

from reviewer_app.intake.workbooks.shown_cells import Unseen

#: The kinds of records that are looked at ([MS-XLSB] 2.3.2).
_ROW, _CELL_ERROR, _FORMULA_ERROR, _COLUMN, _SHEET = 0, 3, 11, 60, 156
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}
_RELATION = re.compile(r"<Relationship\b([^>]*)/?>")
_ATTRIBUTE = re.compile(r'(\w+)\s*=\s*"([^"]*)"')
_HIDDEN_ROW, _HIDDEN_COLUMN = 0x10, 0x01
_WIDEST = 16_384


def complete_binary_sheets(content: bytes, sheets: Mapping[str, Sequence[Sequence[object]]]) -> dict[str, Unseen]:
    """Puts failed formulas into the sheets of a binary workbook; what each sheet hides."""
    found: dict[str, Unseen] = {}
    with zipfile.ZipFile(BytesIO(content)) as package:
        for name, part in _parts(package).items():
            if name in sheets:
                rows = cast("Sequence[MutableSequence[object]]", sheets[name])
                found[name] = _look(package.read(part), rows)
    return found


def _look(part: bytes, rows: Sequence[MutableSequence[object]]) -> Unseen:
    unseen = Unseen()
    row = -1
    for kind, body in _records(part):
        if kind == _ROW and len(body) >= 13:
            row = int.from_bytes(body[:4], "little")
            if body[11] & _HIDDEN_ROW:
                unseen.rows.add(row)
        elif kind == _COLUMN and len(body) >= 18:
            first, last, _, _, flags = struct.unpack_from("<IIIIH", body)
            if flags & _HIDDEN_COLUMN:
                unseen.columns.update(range(first, min(last, _WIDEST) + 1))
        elif kind in (_CELL_ERROR, _FORMULA_ERROR) and len(body) >= 9:
            column = int.from_bytes(body[:4], "little")
            if 0 <= row < len(rows) and column < len(rows[row]):
                rows[row][column] = _ERRORS.get(body[8], "#VALUE!")
    return unseen


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """The records of a part: kind and length of each in seven bits a byte; what is torn off ends them."""
    place, end = 0, len(part)
    while place < end:
        kind, place = _varying(part, place, 2)
        length, place = _varying(part, place, 4)
        yield kind, part[place : place + length]
        place += length


def _varying(part: bytes, place: int, most: int) -> tuple[int, int]:
    value = 0
    for number in range(most):
        if place >= len(part):
            break
        value |= (part[place] & 0x7F) << (7 * number)
        place += 1
        if not part[place - 1] & 0x80:
            break
    return value, place


def _parts(package: zipfile.ZipFile) -> dict[str, str]:
    """Sheet name → its part in the package; empty for packages of another kind."""
    names = set(package.namelist())
    if not {"xl/workbook.bin", "xl/_rels/workbook.bin.rels"} <= names:
        return {}
    links = package.read("xl/_rels/workbook.bin.rels").decode("utf-8", "replace")
    said = (dict(_ATTRIBUTE.findall(found)) for found in _RELATION.findall(links))
    relations = {one.get("Id", ""): posixpath.normpath(posixpath.join("xl", one.get("Target", ""))) for one in said}
    found = {}
    for kind, body in _records(package.read("xl/workbook.bin")):
        if kind == _SHEET and len(body) > 12:
            relation, rest = _text(body, 8)
            name, _ = _text(body, rest)
            part = relations.get(relation, "").lstrip("/")
            if part in names:
                found[name] = part
    return found


def _text(body: bytes, place: int) -> tuple[str, int]:
    length = int.from_bytes(body[place : place + 4], "little")
    end = place + 4 + 2 * length
    return body[place + 4 : end].decode("utf-16-le", "replace"), end
