"""The first rows of a long list: enough of the file to show them, while the whole of it is read elsewhere.

A workbook is cut behind some rows of each sheet, a text behind some lines. What kinds of file cannot be cut without
being read have no beginning; they are shown when they are read.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import IO

#: So many rows are a beginning; the list itself may have a hundred thousand.
ROWS = 200
_PIECE = 1 << 18
#: A beginning that takes more is none.
_MOST = 8 << 20
_ZIP = b"PK\x03\x04"
_NEEDED = frozenset({
    "[content_types].xml", "_rels/.rels", "xl/workbook.xml", "xl/_rels/workbook.xml.rels", "xl/styles.xml",
    "docprops/app.xml",
})  # fmt: skip
_SHEET = re.compile(r"xl/worksheets/[^/]+\.xml")
_STRINGS = "xl/sharedstrings.xml"
_ROW_END = re.compile(rb"</(?:\w+:)?row>")
_STRING_END = re.compile(rb"</(?:\w+:)?si>")
_DATA = re.compile(rb"<(\w+:)?sheetData\b")
_TABLE = re.compile(rb"<(\w+:)?sst\b")
#: What a sheet says of its own extent is no longer true once it is cut.
_EXTENT = re.compile(rb"<(?:\w+:)?dimension\b[^>]*/>")
_NAMED_STRING = re.compile(rb"""<(?:\w+:)?c\b[^>]*\st=["']s["'][^>]*>\s*<(?:\w+:)?v>(\d{1,7})<""")
_MARKUP = re.compile(rb"\s*(?:\xef\xbb\xbf)?\s*<")
_NOT_CUT = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError)


def beginning_of(content: bytes) -> bytes | None:
    """The content of a file that ends behind its first rows; None where it cannot be cut, or is short as it is."""
    if content.startswith(_ZIP):
        try:
            with zipfile.ZipFile(BytesIO(content)) as package:
                return _cut_workbook(package)
        except _NOT_CUT:
            return None
    piece = content[:_PIECE]
    if len(piece) == len(content) or b"\0" in piece or _MARKUP.match(piece):
        return None
    lines = piece.split(b"\n", ROWS + 1)[: ROWS + 1]
    # The last one may be the middle of a line.
    return b"\n".join(lines[:-1]) + b"\n" if len(lines) > 1 else None


def _cut_workbook(package: zipfile.ZipFile) -> bytes | None:
    parts: dict[str, bytes] = {}
    is_cut, last_string = False, -1
    for entry in package.infolist():
        name = entry.filename.lower()
        if name in _NEEDED and entry.file_size <= _MOST:
            parts[entry.filename] = package.read(entry)
        elif _SHEET.fullmatch(name):
            with package.open(entry) as stream:
                sheet, is_whole = _up_to(stream, _ROW_END, ROWS)
            closed = sheet if is_whole else _closed(sheet, _DATA, b"sheetData", b"worksheet")
            if closed is None:
                return None
            is_cut = is_cut or not is_whole
            last_string = max(last_string, max(map(int, _NAMED_STRING.findall(closed)), default=-1))
            parts[entry.filename] = _EXTENT.sub(b"", closed, count=1)
    strings = next((one for one in package.infolist() if one.filename.lower() == _STRINGS), None)
    if not is_cut:
        return None
    if strings is not None:
        with package.open(strings) as stream:
            found, is_whole = _up_to(stream, _STRING_END, last_string + 1)
        table = found if is_whole else _closed(found, _TABLE, b"sst")
        if table is None:
            return None
        parts[strings.filename] = table
    return _packed(parts)


def _up_to(stream: IO[bytes], end: re.Pattern[bytes], count: int) -> tuple[bytes, bool]:
    """A part up to its so manieth end, and whether that is all of it; ValueError where it takes too much."""
    read = b""
    while piece := stream.read(_PIECE):
        read += piece
        ends = [found.end() for found in end.finditer(read)]
        if len(ends) >= max(count, 1):
            return read[: ends[max(count, 1) - 1]], False
        if len(read) > _MOST:
            raise ValueError("a beginning as long as a list")
    return read, True


def _closed(part: bytes, begins: re.Pattern[bytes], *names: bytes) -> bytes | None:
    """A part that was cut, with the ends of what stands open; None where that never began."""
    found = begins.search(part)
    if found is None:
        return None
    return part + b"".join(b"</" + (found[1] or b"") + name + b">" for name in names)


def _packed(parts: dict[str, bytes]) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return made.getvalue()
