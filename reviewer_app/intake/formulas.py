"""Formulas that no program has worked out yet: shown as the text they are, never evaluated."""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Mapping, MutableSequence, Sequence
from io import BytesIO
from typing import cast

_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)/?>")
_RELATION = re.compile(r"<Relationship\b([^>]*)/?>")
_ATTRIBUTE = re.compile(r'([\w:]+)\s*=\s*"([^"]*)"')
_PIECE = 1 << 20
_FORMULA = re.compile(rb'<c r="([A-Z]{1,3})(\d{1,7})"[^>]*>\s*<f(?:\s[^>]*)?>([^<]+)</f>')


def fill_formulas(content: bytes, sheets: Mapping[str, Sequence[Sequence[object]]]) -> None:
    """Puts `=…` into the empty cells of a workbook (.xlsx) that hold a formula without a stored result."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        for name, part in _parts(package).items():
            rows = sheets.get(name)
            if not rows:
                continue
            if not _has_formula(package, part):
                continue
            for found in _FORMULA.finditer(package.read(part)):
                _fill(rows, found[1], int(found[2]) - 1, found[3])


def _has_formula(package: zipfile.ZipFile, part: str) -> bool:
    """Looks through a part piece by piece, so that a long list without formulas is never held whole."""
    end = b""
    with package.open(part) as stream:
        while piece := stream.read(_PIECE):
            if b"<f>" in end + piece or b"<f " in end + piece:
                return True
            end = piece[-2:]
    return False


def _fill(rows: Sequence[Sequence[object]], letters: bytes, place: int, formula: bytes) -> None:
    column = 0
    for letter in letters:
        column = column * 26 + letter - 64
    if place < len(rows) and column <= len(rows[place]) and rows[place][column - 1] == "":
        row = cast("MutableSequence[object]", rows[place])
        row[column - 1] = "=" + html.unescape(formula.decode("utf-8", "replace"))


def sheet_parts(content: bytes) -> dict[str, str]:
    """Sheet name → its part in the package; empty for packages of another make (.ods, .xlsb)."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return _parts(package)


def _parts(package: zipfile.ZipFile) -> dict[str, str]:
    names = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    relations = {
        attributes.get("Id", ""): posixpath.normpath(posixpath.join("xl", attributes.get("Target", "")))
        for attributes in _attributes(_RELATION, package.read("xl/_rels/workbook.xml.rels"))
    }
    found = {}
    for attributes in _attributes(_SHEET, package.read("xl/workbook.xml")):
        part = relations.get(attributes.get("r:id", ""), "").lstrip("/")
        if part in names:
            found[html.unescape(attributes.get("name", ""))] = part
    return found


def _attributes(tag: re.Pattern[str], part: bytes) -> list[dict[str, str]]:
    return [dict(_ATTRIBUTE.findall(found[1])) for found in tag.finditer(part.decode("utf-8", "replace"))]
