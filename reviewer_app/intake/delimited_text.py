"""Text lists (.csv, tab or semicolon separated) as rows of text, in the encodings that offices write."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter
from io import StringIO

from reviewer_app.domain.errors import TroubleError

#: The marks a text may begin with, and the encoding each of them says.
_MARKS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_SEPARATORS = ",\t;|，"
_SAMPLE_ROWS = 40
_MAX_FIELD = 1 << 22
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f]")


def read_delimited(name: str, text: str) -> list[list[str]]:
    """All records of a text list in order, empty ones too, so that places are the rows of the sheet.

    Raises TroubleError `sheet.damaged`.
    """
    csv.field_size_limit(_MAX_FIELD)
    declared = re.match(r"sep=(.)\r?\n", text)
    separator = declared[1] if declared else _separator(text)
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=separator))
    except csv.Error as problem:
        raise TroubleError("sheet.damaged", file=name) from problem
    if declared:
        rows[0] = []
    return rows


def decoded(name: str, content: bytes) -> str:
    """The text by its mark, else strictly as UTF-8, else strictly as GB18030; anything else is no list."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _strictly(name, content, encoding)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        text = _strictly(name, content, "gb18030")
    controls = len(_CONTROL.findall(text[:65536]))
    if controls > 8 and controls > len(text[:65536]) // 200:
        raise TroubleError("sheet.not_spreadsheet", file=name)
    return text


def _strictly(name: str, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as problem:
        raise TroubleError("sheet.not_spreadsheet", file=name) from problem


def _separator(text: str) -> str:
    """The separator by which most of the first rows have the same number of columns, more columns before fewer."""
    best, best_score = ",", (0, 0)
    for separator in _SEPARATORS:
        widths: Counter[int] = Counter()
        try:
            for place, row in enumerate(csv.reader(StringIO(text[:262144], newline=""), delimiter=separator)):
                if place >= _SAMPLE_ROWS:
                    break
                widths[len(row)] += 1
        except csv.Error:
            continue
        columns, rows = max(((width, count) for width, count in widths.items() if width > 1), default=(0, 0), key=_area)
        score = (columns * rows, columns)
        if score > best_score:
            best, best_score = separator, score
    return best


def _area(width_and_count: tuple[int, int]) -> int:
    return width_and_count[0] * width_and_count[1]
