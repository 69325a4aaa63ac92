"""Workbooks of before 2007 (.xls, .et): as the table program shows them, in the code page they were written in."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO, StringIO

import msoffcrypto
import xlrd
from xlrd.biffh import XL_CELL_BOOLEAN, XL_CELL_DATE, XL_CELL_ERROR, XL_CELL_NUMBER, XL_CELL_TEXT

from reviewer_app.intake.encodings import text_of_line
from reviewer_app.intake.sheet_grid import Grid
from reviewer_app.intake.workbooks.number_formats import shape_of

#: With this password table programs open a workbook without asking.
_UNASKED = "VelvetSweatshop"
#: From this version of the format on texts are Unicode.
_UNICODE = 80
_CODE_PAGES = {950: "cp950", 10002: "cp950", 1251: "cp1251", 1252: "cp1252", 932: "cp932", 949: "cp949"}
_ERRORS = {0: "#NULL!", 7: "#DIV/0!", 15: "#VALUE!", 23: "#REF!", 29: "#NAME?", 36: "#NUM!", 42: "#N/A"}


def without_default_password(content: bytes) -> bytes | None:
    """The content of a workbook that only the table programs' own password protects; None when it is another."""
    opened = BytesIO()
    try:
        file = msoffcrypto.OfficeFile(BytesIO(content))
        file.load_key(password=_UNASKED)
        file.decrypt(opened)
    except Exception:
        # The library tells a wrong password, a damaged header and an unknown cipher by many exceptions of its own.
        return None
    return opened.getvalue() or None


def read_old_workbook(content: bytes) -> list[Grid] | None:
    """The worksheets of a file; None when it is no workbook that can be read this way."""
    try:
        book = _opened(content)
        return [_grid(book, sheet) for sheet in book.sheets()]
    except MemoryError:
        raise
    except Exception:
        # A damaged file shows itself in the library by any exception there is.
        return None


def is_encrypted(content: bytes) -> bool:
    """Whether the workbook says that it is encrypted."""
    try:
        _opened(content)
    except xlrd.XLRDError as problem:
        return "encrypted" in str(problem)
    except Exception:
        return False
    return False


def _opened(content: bytes) -> xlrd.book.Book:
    """The workbook; texts in a code page are kept byte by byte, to be read by what they are."""
    options = {"file_contents": content, "logfile": StringIO(), "formatting_info": True}
    try:
        book = xlrd.open_workbook(**options)
        if book.biff_version >= _UNICODE:
            return book
    except (UnicodeError, LookupError):
        pass
    return xlrd.open_workbook(**options, encoding_override="latin_1")


def _reader_of_texts(book: xlrd.book.Book) -> Callable[[str], str]:
    if book.biff_version >= _UNICODE:
        return str
    page = _CODE_PAGES.get(book.codepage or 936, "gb18030")

    def read(text: str) -> str:
        kept = text.encode("latin_1", "replace")
        return text_of_line(kept) if page == "gb18030" else kept.decode(page, "replace")

    return read


def _grid(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet) -> Grid:
    text = _reader_of_texts(book)
    rows = [
        [_cell(book, sheet, row, column, text) for column in range(sheet.row_len(row))] for row in range(sheet.nrows)
    ]
    merged = [
        (top, bottom - 1, left, right - 1)
        for top, bottom, left, right in sheet.merged_cells
        if (bottom - top, right - left) != (1, 1)
    ]
    hidden_rows = {row for row, info in sheet.rowinfo_map.items() if info.hidden or info.height == 0}
    hidden_columns = {column for column, info in sheet.colinfo_map.items() if info.hidden or info.width == 0}
    return Grid(text(sheet.name), rows, sheet.visibility != 0, merged, (), hidden_rows, hidden_columns)


def _cell(book: xlrd.book.Book, sheet: xlrd.sheet.Sheet, row: int, column: int, text: Callable[[str], str]) -> object:
    kind, value = sheet.cell_type(row, column), sheet.cell_value(row, column)
    if kind == XL_CELL_TEXT:
        return text(value)
    if kind == XL_CELL_ERROR:
        return _ERRORS.get(value, "#VALUE!")
    if kind == XL_CELL_BOOLEAN:
        return bool(value)
    if kind == XL_CELL_DATE:
        try:
            return xlrd.xldate_as_datetime(value, book.datemode)
        except (xlrd.XLDateError, OverflowError, ValueError):
            return value
    if kind == XL_CELL_NUMBER:
        style = book.xf_list[sheet.cell_xf_index(row, column)]
        shape = shape_of(book.format_map[style.format_key].format_str)
        return shape.shown(value) if shape is not None else value
    return ""
