"""Forms as .docx: tables and paragraphs, without pages or places."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from reviewer_app.domain.errors import TroubleError
from reviewer_app.reading.labels import Label, LabelBook

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PART = "word/document.xml"
#: The text of a form is a fraction of this.
_MOST_BYTES = 48 << 20
_MOST_NESTED = 6


def is_word_file(path: Path) -> bool:
    """Whether a file is a .docx by its content."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as opened:
            return _PART in opened.namelist()
    except (zipfile.BadZipFile, OSError):
        return False


def entries_in(path: Path, book: LabelBook) -> list[tuple[Label, str]]:
    """Each label with the text that belongs to it; TroubleError `reading.damaged`, `.too_large`."""
    body = _body(path)
    found: list[tuple[Label, str]] = []
    for table in body.iter(f"{_W}tbl"):
        found.extend(_in_table(table, book))
    for paragraph in body.iter(f"{_W}p"):
        found.extend(_with_colon(_text(paragraph), book))
    return found


def _body(path: Path) -> etree._Element:
    try:
        with zipfile.ZipFile(path) as opened:
            if opened.getinfo(_PART).file_size > _MOST_BYTES:
                raise TroubleError("reading.too_large", file=path.name)
            with opened.open(_PART) as part:
                content = part.read(_MOST_BYTES + 1)
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
        return etree.fromstring(content, parser)
    except (zipfile.BadZipFile, etree.XMLSyntaxError, KeyError, OSError, NotImplementedError, RuntimeError) as error:
        raise TroubleError("reading.damaged", file=path.name) from error


def _in_table(table: etree._Element, book: LabelBook) -> Iterator[tuple[Label, str]]:
    rows = [[_text(cell) for cell in row.iterchildren(f"{_W}tc")] for row in table.iterchildren(f"{_W}tr")]
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            label = book.label(text)
            if label is None:
                continue
            beside = cells[column + 1] if column + 1 < len(cells) else ""
            if column + 1 < len(cells) and book.label(beside) is None:
                yield label, beside
            elif row + 1 < len(rows) and len(rows[row + 1]) == len(cells):
                below = rows[row + 1][column]
                if book.label(below) is None:
                    yield label, below


def _with_colon(text: str, book: LabelBook) -> Iterator[tuple[Label, str]]:
    places = book.inside(text)
    for place, (_, behind, label) in enumerate(places):
        end = places[place + 1][0] if place + 1 < len(places) else len(text)
        yield label, text[behind:end].strip()


def _text(part: etree._Element) -> str:
    """The letters of a cell or paragraph; ticked boxes of the word processor as signs."""
    pieces = []
    for one in part.iter(f"{_W}t", f"{_W}sym", f"{_W}tab", f"{_W}p", f"{_W}br", f"{_W}checkBox"):
        name = str(one.tag).removeprefix(_W)
        if name == "t":
            pieces.append(one.text or "")
        elif name == "sym":
            pieces.append(_SIGNS.get(str(one.get(f"{_W}char", "")).upper(), "□"))
        elif name == "checkBox":
            pieces.append("☒" if _is_checked(one) else "□")
        elif pieces:
            pieces.append(" ")
    return "".join(pieces).strip()


#: Boxes of the Wingdings fonts, by the numbers the word processor writes.
_SIGNS = {"F0FE": "☒", "F052": "☑", "F0FD": "☒", "F053": "☒", "F0A8": "□", "F06F": "□", "F0A3": "□"}


def _is_checked(box: etree._Element) -> bool:
    mark = box.find(f"{_W}checked")
    if mark is None:
        mark = box.find(f"{_W}default")
    return mark is not None and str(mark.get(f"{_W}val", "1")) not in ("0", "false")
