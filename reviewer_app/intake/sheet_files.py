"""From a file to plain tables of cells: which kind of file it is, and a clear refusal for what is no spreadsheet."""

from __future__ import annotations

import re
import zipfile
import zlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from functools import partial
from io import BytesIO
from itertools import pairwise
from pathlib import Path

from lxml.etree import LxmlError
from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetTypeEnum, SheetVisibleEnum

from reviewer_app.domain.errors import TroubleError
from reviewer_app.intake.delimited_text import read_delimited
from reviewer_app.intake.encodings import decoded
from reviewer_app.intake.list_beginnings import beginning_of
from reviewer_app.intake.remarks import Remark
from reviewer_app.intake.sheet_grid import Grid, TooLongError
from reviewer_app.intake.web_tables import is_archive, read_archive, read_page
from reviewer_app.intake.workbooks.binary_workbooks import complete_binary_sheets
from reviewer_app.intake.workbooks.far_cells import errors_as_texts, near_cells
from reviewer_app.intake.workbooks.open_documents import is_flat_document, read_open_document
from reviewer_app.intake.workbooks.shown_cells import complete_sheets, sheet_parts
from reviewer_app.intake.workbooks.xml_workbooks import is_xml_workbook, read_xml_workbook
from reviewer_app.services.ports.records import PastedList

#: What the office takes in at once; above it the file is asked to be split.
MAX_BYTES = 50 * 1024 * 1024
MAX_ROWS = 200_000
#: What a packed file may unfold to, and how many cells a sheet may span, before memory is at risk.
MAX_UNPACKED_BYTES = 600 * 1024 * 1024
MAX_CELLS = 12_000_000

_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BAD_PACKAGE = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError)
_OTHER_KINDS = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"Rar!", b"7z\xbc\xaf", b"MZ", b"\x7fELF", b"\x1f\x8b")
_PAGE = re.compile(
    r"\s*(?:<!--.*?-->\s*)?<(?:!doctype|html|head|meta|table|\?xml|style|div|body|svg)", re.IGNORECASE | re.DOTALL
)
_DOCUMENT_END = re.compile(r"</(?:html|(?:\w+:)?Workbook)\s*>", re.IGNORECASE)
_LOCK_FILE = re.compile(r"^(?:~\$|\.~lock\.)(.*?)#?$")


def read_grids(path: Path) -> list[Grid]:
    """The sheets of a file, by its content whatever its ending.

    Raises TroubleError `sheet.missing`, `.locked`, `.lock_file`, `.not_spreadsheet`, `.web_page`, `.empty`,
    `.encrypted`, `.too_large`, `.too_many_rows`, `.unpacks_too_large`, `.damaged`.
    """
    return _grids_of(path, _content(path))


def read_beginning(path: Path) -> list[Grid]:
    """The sheets of a long list as far as its first rows; none where they are not to be had without all of it.

    Raises what `read_grids` raises.
    """
    content = _content(path)
    if content.startswith(_ZIP):
        _check_package(path, content)
    beginning = beginning_of(content)
    return [] if beginning is None else _grids_of(path, beginning)


def _grids_of(path: Path, content: bytes) -> list[Grid]:
    if content.startswith(_ZIP):
        return _packed(path, content)
    if content.startswith(_OLE) or _is_bare_old_workbook(content):
        return _old_workbook(path, content)
    if content.startswith(_OTHER_KINDS):
        raise TroubleError("sheet.not_spreadsheet", file=path.name)
    if is_archive(content):
        return _web_grids(path, lambda: read_archive(path.stem, content, MAX_ROWS, _page_of(path)))
    found = decoded(path.name, content)
    return [replace(grid, remarks=(*found.remarks, *grid.remarks)) for grid in _text_grids(path, found.text)]


def read_pasted(pasted: PastedList) -> list[Grid]:
    """The tables of what was copied in a table program: a page, or lines of cells parted by tabs.

    Raises TroubleError `sheet.empty`, `.too_large`, `.too_many_rows`, `.damaged`, `.web_page`.
    """
    path, content = Path(pasted.name), pasted.content
    if len(content) > MAX_BYTES:
        raise TroubleError("sheet.too_large", file=path.name, size=len(content) >> 20, limit=MAX_BYTES >> 20)
    text = content.decode("utf-8", "replace").replace("\0", "")
    if not text.strip():
        raise TroubleError("sheet.empty", file=path.name)
    if pasted.is_page:
        # Programs put lines of their own before the page.
        page = text[max(text.find("<"), 0) :]
        return _web_grids(path, lambda: _pages_in(path, page))
    return _text_grids(path, text, separator="\t")


def _pages_in(path: Path, text: str) -> list[Grid]:
    return [grid for part in _documents(text) for grid in read_page(path.stem, part, MAX_ROWS)]


def _is_bare_old_workbook(content: bytes) -> bool:
    """Whether a file is a workbook of the oldest kinds, which stand in no container."""
    return content[:1] == b"\x09" and content[1:2] in (b"\x00", b"\x02", b"\x04", b"\x08") and content[3:4] == b"\x00"


def _old_workbook(path: Path, content: bytes) -> list[Grid]:
    """The sheets of a workbook in a container of the old kind; one that opens without asking opens here too."""
    # What deciphers and reads these takes longer to load than a list to read: only where it is one of them.
    from reviewer_app.intake.workbooks.old_workbooks import is_encrypted, read_old_workbook, without_default_password

    is_package = "EncryptedPackage".encode("utf-16-le") in content
    if is_package or is_encrypted(content):
        opened = without_default_password(content)
        if opened is None:
            raise TroubleError("sheet.encrypted", file=path.name)
        if opened.startswith(_ZIP):
            return _packed(path, opened)
        content = opened
    grids = read_old_workbook(content)
    if grids is None:
        grids = _workbook(path, content)
    longest = max((len(grid.rows) for grid in grids), default=0)
    if longest > MAX_ROWS:
        raise TroubleError("sheet.too_many_rows", file=path.name, rows=longest, limit=MAX_ROWS)
    has_macros = "_VBA_PROJECT".encode("utf-16-le") in content
    return [replace(grid, remarks=(Remark("macros"),)) for grid in grids] if has_macros else grids


def _text_grids(path: Path, text: str, separator: str = "") -> list[Grid]:
    """The tables of a page that calls itself a spreadsheet, or one text list; its `separator`, if that is known."""
    if _PAGE.match(text):
        if is_flat_document(text):
            document = text.partition("?>")[2].encode("utf-8", "replace")
            return _web_grids(path, lambda: read_open_document(document, MAX_ROWS, MAX_CELLS))
        read = read_xml_workbook if is_xml_workbook(text) else partial(read_page, path.stem)
        return _web_grids(path, lambda: [grid for part in _documents(text) for grid in read(part, MAX_ROWS)])
    rows, faults = read_delimited(path.name, text, separator)
    if len(rows) > MAX_ROWS:
        raise TroubleError("sheet.too_many_rows", file=path.name, rows=len(rows), limit=MAX_ROWS)
    return [Grid(path.stem, rows, remarks=faults, is_text=True)]


def _documents(text: str) -> list[str]:
    """The pages of a file in which one stands behind the other; a reader of one takes the rest for rubbish."""
    ends = [found.end() for found in _DOCUMENT_END.finditer(text)]
    parts = [text[start:end] for start, end in pairwise([0, *ends, len(text)])]
    return [part for part in parts if part.strip()]


def _web_grids(path: Path, read: Callable[[], list[Grid]]) -> list[Grid]:
    """The tables of a page or workbook of XML; a sentence where there is none, or one beyond all measure."""
    try:
        tables = read()
    except TooLongError as problem:
        raise TroubleError("sheet.too_many_rows", file=path.name, rows=problem.rows, limit=MAX_ROWS) from problem
    except (LxmlError, RecursionError) as problem:
        raise TroubleError("sheet.damaged", file=path.name) from problem
    if not tables:
        raise TroubleError("sheet.web_page", file=path.name)
    return tables


def _page_of(path: Path) -> Callable[[bytes], str]:
    return lambda content: decoded(path.name, content).text


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
            names = {entry.filename.replace("\\", "/").lower(): entry for entry in entries}
            if sum(entry.file_size for entry in entries) > MAX_UNPACKED_BYTES:
                raise TroubleError("sheet.unpacks_too_large", file=path.name)
            if any(entry.flag_bits & 1 for entry in entries) or _is_encrypted(package, names):
                raise TroubleError("sheet.encrypted", file=path.name)
            if not any("workbook." in name or name == "content.xml" for name in names):
                raise TroubleError("sheet.not_spreadsheet", file=path.name)
    except _BAD_PACKAGE as problem:
        raise TroubleError("sheet.damaged", file=path.name) from problem


def _is_encrypted(package: zipfile.ZipFile, names: Mapping[str, zipfile.ZipInfo]) -> bool:
    manifest = names.get("meta-inf/manifest.xml")
    return manifest is not None and b"encryption-data" in package.read(manifest)


def _packed(path: Path, content: bytes) -> list[Grid]:
    """The sheets of a package, an open document or a workbook."""
    _check_package(path, content)
    try:
        with zipfile.ZipFile(BytesIO(content)) as package:
            document = package.read("content.xml") if "content.xml" in package.namelist() else None
    except _BAD_PACKAGE as problem:
        raise TroubleError("sheet.damaged", file=path.name) from problem
    if document is None:
        return _packed_workbook(path, content)
    return _web_grids(path, lambda: read_open_document(document, MAX_ROWS, MAX_CELLS))


def _packed_workbook(path: Path, content: bytes) -> list[Grid]:
    """The sheets of a package, without the cells that lie too far away to belong to a list."""
    try:
        near = near_cells(content, _fits)
        left_out = {name: near.left_out.get(part, ()) for name, part in sheet_parts(content).items()}
    except _BAD_PACKAGE as problem:
        raise TroubleError("sheet.damaged", file=path.name) from problem
    if near.too_long:
        raise TroubleError("sheet.too_many_rows", file=path.name, rows=near.too_long, limit=MAX_ROWS)
    grids = _readable_workbook(path, near.content)
    rows = {grid.name: grid.rows for grid in grids}
    try:
        unseen = complete_sheets(near.content, rows, MAX_ROWS) or complete_binary_sheets(near.content, rows)
    except _BAD_PACKAGE as problem:
        raise TroubleError("sheet.damaged", file=path.name) from problem
    remarks = (Remark("macros"),) if b"vbaProject.bin" in content else ()
    return [
        replace(
            grid,
            left_out=left_out.get(grid.name, ()),
            hidden_rows=unseen[grid.name].rows if grid.name in unseen else (),
            hidden_columns=unseen[grid.name].columns if grid.name in unseen else (),
            remarks=remarks,
        )
        for grid in grids
    ]


def _readable_workbook(path: Path, content: bytes) -> list[Grid]:
    """The sheets of a workbook; one error in one cell that the reading library does not know costs no whole file."""
    try:
        return _workbook(path, content)
    except TroubleError as trouble:
        if trouble.code != "sheet.damaged":
            raise
        try:
            without = errors_as_texts(content)
        except _BAD_PACKAGE as problem:
            raise trouble from problem
        if without is None:
            raise
        return _workbook(path, without)


def _fits(rows: int, columns: int) -> bool:
    return rows <= MAX_ROWS and rows * columns <= MAX_CELLS


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
    return grids


def _grid(path: Path, workbook: CalamineWorkbook, name: str, is_hidden: bool) -> Grid:
    sheet = workbook.get_sheet_by_name(name)
    if sheet.total_height > MAX_ROWS:
        raise TroubleError("sheet.too_many_rows", file=path.name, rows=sheet.total_height, limit=MAX_ROWS)
    merged = [
        (top, bottom, left, right)
        for (top, left), (bottom, right) in sheet.merged_cell_ranges or ()
        if (bottom, right) > (top, left)
    ]
    return Grid(name, sheet.to_python(skip_empty_area=False) if sheet.height else [], is_hidden, merged)
