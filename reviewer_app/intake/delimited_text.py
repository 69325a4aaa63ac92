"""Text lists (.csv, tab or semicolon separated) as rows of text; a stray quotation mark takes no other row with it."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Sequence
from functools import cache
from io import StringIO
from itertools import islice

from reviewer_app.domain.errors import TroubleError
from reviewer_app.intake.remarks import Remark

_SEPARATORS = ",\t;|，"
_SAMPLE_ROWS = 40
_MAX_FIELD = 1 << 22
#: A record of more lines is one whose quotation mark was never closed.
_MOST_LINES = 500
#: In a list of fewer columns nobody can tell a line of text from a row.
_FEWEST_COLUMNS = 3
_LINE_END = re.compile("\r\n?|\n")


def read_delimited(name: str, text: str, known: str = "") -> tuple[list[list[str]], list[Remark]]:
    """All records of a text list in order, empty ones too, so that places are the rows of the sheet; and its faults.

    `known` is the separator, where it is known.

    Raises TroubleError `sheet.damaged`.
    """
    csv.field_size_limit(_MAX_FIELD)
    declared = None if known else re.match(r"sep=(.)\r?\n", text)
    separator = declared[1] if declared else known or _separator(text)
    remarks: list[Remark] = []
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=separator)
        rows = list(reader)
        if reader.line_num != len(rows) or ('"' in text and len(set(map(len, rows)) - {0}) > 1):
            rows = _by_lines(text, separator, remarks)
    except csv.Error as problem:
        raise TroubleError("sheet.damaged", file=name) from problem
    if declared:
        rows[0] = []
    return rows, remarks


def _by_lines(text: str, separator: str, remarks: list[Remark]) -> list[list[str]]:
    """The records of a text in which some take several lines: one that would swallow rows ends with its line."""
    lines = _LINE_END.sub("\n", text).split("\n")
    if lines and not lines[-1]:
        lines.pop()
    width = _usual_width(lines, separator)
    rows: list[list[str]] = []
    place = 0
    while place < len(lines):
        if _is_open(lines[place]) and _is_row_before_row(lines, place, separator, width):
            # Nothing has to be read to its end: the next line is a row of its own.
            rows.append(_alone(lines[place], separator))
            remarks.append(Remark("record_quote", len(rows), values={"line": place + 1}))
            place += 1
            continue
        record, taken = _record(lines, place, separator)
        if taken > 1 and _swallows(record, lines[place : place + taken], separator, width):
            record, taken = _alone(lines[place], separator), 1
            remarks.append(Remark("record_quote", len(rows) + 1, values={"line": place + 1}))
        elif taken == 1 and len(record) != width and '"' in lines[place]:
            apart = _alone(lines[place], separator)
            if len(apart) == width:
                record = apart
                remarks.append(Remark("record_quote", len(rows) + 1, values={"line": place + 1}))
        elif taken > 1:
            lasts = {"first": place + 1, "last": place + taken}
            remarks.append(Remark("record_lines", len(rows) + 1, values=lasts))
        rows.append(record)
        place += taken
    return rows


def _is_open(line: str) -> bool:
    return line.count('"') % 2 == 1


def _is_row_before_row(lines: Sequence[str], place: int, separator: str, width: int) -> bool:
    """Whether a line and the one below it have as many cells each as a row."""
    if width < _FEWEST_COLUMNS or len(_alone(lines[place], separator)) != width:
        return False
    return place + 1 < len(lines) and len(_alone(lines[place + 1], separator)) == width


def _record(lines: Sequence[str], place: int, separator: str) -> tuple[list[str], int]:
    """The record that begins in a line, and how many lines it takes."""
    if '"' not in lines[place]:
        return (lines[place].split(separator) if lines[place] else []), 1
    reader = csv.reader((line + "\n" for line in islice(lines, place, place + _MOST_LINES)), delimiter=separator)
    record = next(reader)
    return record, reader.line_num


def _swallows(record: Sequence[str], lines: Sequence[str], separator: str, width: int) -> bool:
    """Whether lines that a record takes are rows themselves."""
    if len(lines) >= _MOST_LINES:
        return True
    counts = [len(_alone(line, separator)) for line in lines if line.strip()]
    if width < _FEWEST_COLUMNS:
        return width > 1 and counts == [width] * len(counts) and len(counts) > 1
    return width in counts[1:] or (len(record) != width and counts[:1] == [width])


def _alone(line: str, separator: str) -> list[str]:
    """The cells of one line, a quotation mark that nothing closes taken for what it is."""
    cells = []
    for found in _cell(separator).finditer(line):
        quoted, plain, end = found.groups()
        is_stray = quoted is None and plain.startswith('"') and plain.count('"') % 2 == 1
        cells.append(quoted.replace('""', '"') if quoted is not None else plain[is_stray:])
        if not end:
            break
    return cells


@cache
def _cell(separator: str) -> re.Pattern[str]:
    sign = re.escape(separator)
    return re.compile(f'(?:"((?:[^"]|"")*)"(?={sign}|$)|([^{sign}]*))({sign}|$)')


def _usual_width(lines: Sequence[str], separator: str) -> int:
    """How many cells most of the first lines have."""
    counted = Counter(len(_alone(line, separator)) for line in lines[:_SAMPLE_ROWS])
    return max(counted, key=lambda width: (counted[width] if width > 1 else 0, width), default=0)


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
