"""What the reading library keeps to itself of a workbook (.xlsx), and the table program shows or hides.

Failed formulas, formulas without a stored result, numbers with zeros or letters of their format, hidden rows.
"""

from __future__ import annotations

import html
import posixpath
import re
import zipfile
from collections.abc import Iterator, Mapping, MutableSequence, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import cast

from reviewer_app.intake.failed_cells import is_error
from reviewer_app.intake.remarks import Unworked
from reviewer_app.intake.workbooks.number_formats import Shape, shape_of

_SHEET = re.compile(r"<(?:\w+:)?sheet\b([^>]*)/?>")
_RELATION = re.compile(r"<(?:\w+:)?Relationship\b([^>]*)/?>")
_ATTRIBUTE = re.compile(r"""([\w:]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_PIECE = 1 << 22
_HIDDEN_ROW = re.compile(rb"""<(?:\w+:)?row(?=[^>]*?\s(?:hidden=["'](?:1|true)|ht=["']0(?:\.0+)?["']))[^>]*>""")
_HIDDEN_COLUMN = re.compile(rb"""<(?:\w+:)?col(?=[^>]*?\s(?:hidden=["'](?:1|true)|width=["']0(?:\.0+)?["']))[^>]*>""")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*)>\s*<(?:\w+:)?f\b([^<>]*?)(?:/>|>([^<]*)</(?:\w+:)?f>)"
    rb"(\s*<(?:\w+:)?v\b[^<>]*(?:/>|>\s*</(?:\w+:)?v>))?\s*</(?:\w+:)?c>"
)
_ERROR = re.compile(
    rb"<(?:\w+:)?c\b([^<>]*?\st=[\"']e[\"'][^<>]*)>(?:(?!</(?:\w+:)?c>).){0,65536}?<(?:\w+:)?v>([^<]*)<", re.DOTALL
)
_FORMULA_BEGINS, _ERROR_BEGINS = re.compile(rb"f[ />]"), re.compile(rb"t=[\"']e[\"']")
_STYLED = re.compile(rb"<(?:\w+:)?c\b([^<>]*?\ss=[\"'](\d+)[\"'][^<>]*)>")
_CELL = re.compile(rb"<(?:\w+:)?c[\s>/]")
_ROW_NUMBER = re.compile(rb"""<(?:\w+:)?row\b[^>]*?\sr=["'](\d{1,7})["']""")
_FORMAT = re.compile(r"<(?:\w+:)?numFmt\b([^>]*)/?>")
_STYLES = re.compile(r"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_STYLE = re.compile(r"<(?:\w+:)?xf\b([^>]*?)/?>")
#: Programs that work a formula out before they store it.
_WORKING = re.compile(r"LibreOffice|OpenOffice|WPS|Kingsoft|Yozo", re.IGNORECASE)
_WIDEST = 16_384

Rows = Sequence[Sequence[object]]


@dataclass(slots=True)
class Unseen:
    """The places of a sheet's hidden rows and columns."""

    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)


def complete_sheets(content: bytes, sheets: Mapping[str, Rows], most_rows: int) -> dict[str, Unseen]:
    """Puts into the sheets of a workbook what was kept back of their cells; what each sheet hides."""
    unseen = {}
    with zipfile.ZipFile(BytesIO(content)) as package:
        parts = _parts(package)
        if not parts:
            return {}
        shapes = _shapes(package)
        is_worked = _is_worked_out(package)
        for name, part in parts.items():
            if name in sheets:
                look = _Look(cast("list[MutableSequence[object]]", sheets[name]), shapes, is_worked, most_rows)
                for chunk in _chunks(package, part):
                    look.at(chunk)
                unseen[name] = look.unseen
    return unseen


class _Look:
    """One sheet, looked at from its first row to its last."""

    def __init__(
        self, rows: list[MutableSequence[object]], shapes: Mapping[int, Shape], is_worked: bool, most_rows: int
    ) -> None:
        self.unseen = Unseen()
        self._rows = rows
        self._shapes = shapes
        self._is_worked = is_worked
        self._most_rows = most_rows
        self._shared: dict[str, str] = {}

    def at(self, chunk: bytes) -> None:
        """Looks at some whole rows."""
        if b"hidden=" in chunk or b"ht=" in chunk or b"width=" in chunk:
            self._note_hidden(chunk)
        if _FORMULA_BEGINS.search(chunk):
            for found in _FORMULA.finditer(chunk):
                self._take_formula(chunk, found)
        if _ERROR_BEGINS.search(chunk):
            for found in _ERROR.finditer(chunk):
                shown = _text(found[2])
                self._put(chunk, found, shown if is_error(shown) else "#VALUE!")
        if self._shapes:
            for found in _STYLED.finditer(chunk):
                if (shape := self._shapes.get(int(found[2]))) is not None:
                    self._put_shaped(chunk, found, shape)

    def _note_hidden(self, chunk: bytes) -> None:
        for found in _HIDDEN_COLUMN.finditer(chunk):
            said = _attributes_of(found[0])
            first, last = (int(said.get(name, "0")) for name in ("min", "max"))
            self.unseen.columns.update(range(max(first, 1) - 1, min(last, _WIDEST)))
        for found in _HIDDEN_ROW.finditer(chunk):
            number = _attributes_of(found[0]).get("r", "")
            if number.isdecimal():
                self.unseen.rows.add(int(number) - 1)

    def _take_formula(self, chunk: bytes, found: re.Match[bytes]) -> None:
        """A formula whose cell says nothing: without result, or worked out to an empty text."""
        shared = _attributes_of(found[2] or b"").get("si", "")
        formula = _text(found[3] or b"") or self._shared.get(shared, "")
        if shared:
            self._shared[shared] = formula
        is_text = _attributes_of(found[1]).get("t") == "str"
        if found[4] is not None and is_text and (self._is_worked or '""' in formula):
            return
        self._put(chunk, found, Unworked(f"={formula}" if formula else "="))

    def _put(self, chunk: bytes, found: re.Match[bytes], value: object) -> None:
        row, column = _place(chunk, found)
        if not (0 <= row < self._most_rows and 0 <= column < _WIDEST):
            return
        while len(self._rows) <= row:
            self._rows.append([])
        cells = self._rows[row]
        cells.extend([""] * (column + 1 - len(cells)))
        cells[column] = value

    def _put_shaped(self, chunk: bytes, found: re.Match[bytes], shape: Shape) -> None:
        row, column = _place(chunk, found)
        if 0 <= row < len(self._rows) and 0 <= column < len(self._rows[row]):
            self._rows[row][column] = shape.shown(self._rows[row][column])


def _chunks(package: zipfile.ZipFile, part: str) -> Iterator[bytes]:
    """A part in pieces that end with a row, so that a long list is never held whole."""
    rest = b""
    with package.open(part) as stream:
        while piece := stream.read(_PIECE):
            rest += piece
            end = rest.rfind(b"row>")
            if end >= 0:
                yield rest[: end + 4]
                rest = rest[end + 4 :]
    yield rest


def _place(chunk: bytes, found: re.Match[bytes]) -> tuple[int, int]:
    """Row and column of a cell; one that does not name its place is counted from the beginning of its row."""
    said = re.search(rb"""(?:^|\s)r=["']([A-Za-z]{1,3})(\d{1,7})["']""", found[1])
    if said is not None:
        column = 0
        for letter in said[1].upper():
            column = column * 26 + letter - 64
        return int(said[2]) - 1, column - 1
    begin = max(chunk.rfind(b"<row", 0, found.start()), chunk.rfind(b":row", 0, found.start()) - 8, 0)
    row = _ROW_NUMBER.search(chunk, begin, found.start())
    return (int(row[1]) - 1 if row else -1), len(_CELL.findall(chunk, begin, found.start()))


def _text(part: bytes) -> str:
    return html.unescape(part.decode("utf-8", "replace")).strip()


def _attributes_of(tag: bytes) -> dict[str, str]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(tag.decode("utf-8", "replace"))}


def _is_worked_out(package: zipfile.ZipFile) -> bool:
    """Whether a table program wrote the file: then an empty result is a result."""
    names = set(package.namelist())
    if "xl/calcChain.xml" in names:
        return True
    program = package.read("docProps/app.xml").decode("utf-8", "replace") if "docProps/app.xml" in names else ""
    return _WORKING.search(program) is not None


def _shapes(package: zipfile.ZipFile) -> dict[int, Shape]:
    """Style → how its numbers are shown, for those that put zeros or letters to them."""
    if "xl/styles.xml" not in package.namelist():
        return {}
    part = package.read("xl/styles.xml").decode("utf-8", "replace")
    formats = {
        said.get("numFmtId", ""): shape_of(html.unescape(said.get("formatCode", "")))
        for said in _attributes(_FORMAT, part)
    }
    if not any(formats.values()):
        return {}
    styles = _STYLES.search(part)
    used = (said.get("numFmtId", "") for said in _attributes(_STYLE, styles[0] if styles else ""))
    return {place: shape for place, name in enumerate(used) if (shape := formats.get(name)) is not None}


def sheet_parts(content: bytes) -> dict[str, str]:
    """Sheet name → its part in the package; empty for packages of another make (.ods)."""
    with zipfile.ZipFile(BytesIO(content)) as package:
        return _parts(package)


def _parts(package: zipfile.ZipFile) -> dict[str, str]:
    names = set(package.namelist())
    if not {"xl/workbook.xml", "xl/_rels/workbook.xml.rels"} <= names:
        return {}
    relations = {
        said.get("Id", ""): posixpath.normpath(posixpath.join("xl", said.get("Target", "")))
        for said in _attributes(_RELATION, package.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace"))
    }
    found = {}
    for said in _attributes(_SHEET, package.read("xl/workbook.xml").decode("utf-8", "replace")):
        link = next((value for name, value in said.items() if name.endswith(":id")), "")
        part = relations.get(link, "").lstrip("/")
        if part in names:
            found[html.unescape(said.get("name", ""))] = part
    return found


def _attributes(tag: re.Pattern[str], part: str) -> list[dict[str, str]]:
    return [
        {name: double or single for name, double, single in _ATTRIBUTE.findall(found[1])}
        for found in tag.finditer(part)
    ]
