"""From a file to plain tables of cells: which kind of file it is, and a clear refusal for what is no spreadsheet."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from reviewer_app.domain.errors import TroubleError
from reviewer_app.intake.delimited_text import decoded, read_delimited
from reviewer_app.intake.formulas import fill_formulas
from reviewer_app.intake.web_tables import read_tables

Row = Sequence[object]

#: What the office takes in at once; above it the file is asked to be split.
MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
#: What a packed file may unfold to, and how many cells a sheet may span, before memory is at risk.
MAX_UNPACKED_BYTES = 600 * 1024 * 1024
MAX_CELLS = 12_000_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF", b"\x1f\x8b")
_DIMENSION = re.compile(rb'<dimension ref="[A-Z]+\d+:([A-Z]+)(\d+)"')
_PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*)?<(?:!doctype|html|head|meta|table|\?xml|style|div|body|svg)", re.IGNORECASE | re.DOTALL
)
_LOCK_FILE = re.compile(r"^(?:~\$|\.~lock\.)(.*?)#?$")


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as a table of cells from its first row on; `is_hidden` sheets are read only when nothing else is.

    `merged` are the cells merged over several rows: first row, last row, column.
    """

    name: str
    rows: Sequence[Row]
    is_hidden: bool = False
    merged: Sequence[tuple[int, int, int]] = ()


def read_grids(path: Path) -> list[Grid]:
    """The sheets of a file, by its content whatever its ending.

    Raises TroubleError `sheet.missing`, `.locked`, `.lock_file`, `.not_spreadsheet`, `.web_page`, `.empty`,
    `.encrypted`, `.too_large`, `.too_many_rows`, `.unpacks_too_large`, `.damaged`.
    """
    content = _content(path)
    if content.startswith(_ZIP):
        _check_package(path, content)
        return _workbook(path, content)
    if content.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise TroubleError("sheet.encrypted", file=path.name)
        return _workbook(path, content)
    if content.startswith(_OTHER_KINDS):
        raise TroubleError("sheet.not_spreadsheet", file=path.name)
    return _text_grids(path, decoded(path.name, content))


def _text_grids(path: Path, text: str) -> list[Grid]:
    """The tables of a page that calls itself a spreadsheet, or one text list."""
    if _PAGE.match(text):
        tables = read_tables(text)
        if not tables:
            raise TroubleError("sheet.web_page", file=path.name)
    else:
        tables = [read_delimited(path.name, text)]
    longest = max(len(rows) for rows in tables)
    if longest > MAX_ROWS:
        raise TroubleError("sheet.too_many_rows", file=path.name, rows=longest, limit=MAX_ROWS)
    return [Grid(path.stem, rows) for rows in tables]


def _content(path: Path) -> bytes:
    """The file's bytes, after everything that can be said without reading them."""
    lock = _LOCK_FILE.match(path.name)
    if lock:
        raise TroubleError("sheet.lock_file", file=path.name, original=lock[1])
    try:
        if path.is_dir():
            raise TroubleError("sheet.folder", file=path.name)
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise TroubleError("sheet.too_large", file=path.name, size=size >> 20, limit=MAX_BYTES >> 20)
        content = path.read_bytes()
    except FileNotFoundError as problem:
        raise TroubleError("sheet.missing", file=path.name) from problem
    except OSError as problem:
        raise TroubleError("sheet.locked", file=path.name) from problem
    if not content.strip(b"\x00 \r\n\t\xef\xbb\xbf\xff\xfe"):
        raise TroubleError("sheet.empty", file=path.name)
    return content


def _check_package(path: Path, content: bytes) -> None:
    """Refuses a package that is broken, is no spreadsheet, is encrypted, or would unfold beyond all measure."""
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            entries = package.infolist()
            names = {entry.filename.replace("\\", "/").lower() for entry in entries}
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                raise TroubleError("sheet.unpacks_too_large", file=path.name)
            if any(entry.flag_bits & 1 for entry in entries) or _is_encrypted(package, names):
                raise TroubleError("sheet.encrypted", file=path.name)
            if not any("workbook." in name or name == "content.xml" for name in names):
                raise TroubleError("sheet.not_spreadsheet", file=path.name)
            for entry in entries:
                if "worksheets/" in entry.filename.lower() and entry.filename.lower().endswith(".xml"):
                    _check_area(path, package, entry)
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, ValueError) as problem:
        raise TroubleError("sheet.damaged", file=path.name) from problem


def _is_encrypted(package: zipfile.ZipFile, names: set[str]) -> bool:
    if "meta-inf/manifest.xml" not in names:
        return False
    return b"encryption-data" in package.read("META-INF/manifest.xml")


def _check_area(path: Path, package: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
    """A stray cell far below or far right makes a sheet of millions of cells: it is said, not loaded."""
    try:
        with package.open(entry) as part:
            found = _DIMENSION.search(part.read(4096))
    except (zipfile.BadZipFile, zlib.error) as problem:
        raise TroubleError("sheet.damaged", file=path.name) from problem
    if found is None:
        return
    width = 0
    for letter in found[1]:
        width = width * 26 + letter - 64
    height = int(found[2])
    if width * height > MAX_CELLS:
        raise TroubleError("sheet.too_many_rows", file=path.name, rows=height, limit=MAX_ROWS)


def _workbook(path: Path, content: bytes) -> list[Grid]:
    try:
        with CalamineWorkbook.from_filelike(BytesIO(content)) as workbook:
            grids = [
                _grid(path, workbook, meta.name, meta.visible is not SheetVisibleEnum.Visible)
                for meta in workbook.sheets_metadata
                if meta.typ is SheetTypeEnum.WorkSheet
            ]
    except PasswordError as problem:
        raise TroubleError("sheet.encrypted", file=path.name) from problem
    except CalamineError as problem:
        raise TroubleError("sheet.damaged", file=path.name) from problem
    except BaseException as problem:
        # A fault inside the reading library arrives as its own exception class, which is no Exception.
        if type(problem).__name__ != "PanicException":
            raise
        raise TroubleError("sheet.damaged", file=path.name) from problem
    if content.startswith(_ZIP):
        fill_formulas(content, {grid.name: grid.rows for grid in grids})
    return grids


def _grid(path: Path, workbook: CalamineWorkbook, name: str, is_hidden: bool) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height > MAX_ROWS:
        raise TroubleError("sheet.too_many_rows", file=path.name, rows=sheet.total_height, limit=MAX_ROWS)
    merged = [(top, bottom, left) for (top, left), (bottom, _) in sheet.merged_cell_ranges or () if bottom > top]
    return Grid(name, sheet.to_python(skip_empty_area=False) if sheet.height else [], is_hidden, merged)
