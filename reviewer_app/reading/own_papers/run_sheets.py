"""A run sheet that comes back from paper: which boxes were ticked by hand, row by row, as candidates and no more."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from PIL import Image

from reviewer_app.domain.dispatch.page_codes import PageCode
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.reading.lines import Box
from reviewer_app.reading.ruling import Ruling, ruling_of
from reviewer_app.services.ports.reading import SheetTable, TickRead

_MM = 25.4
#: Both tables of the sheet have seven columns; a row is at least so high (mm).
_CUTS, _LEAST_ROW = 6, 4.0
#: In which columns (from 0) the boxes of a table stand.
_BOXES = {SheetTable.ITEMS: (3, 4, 5), SheetTable.PAPERS: (2, 3, 4, 5)}
#: From the rules of a cell inwards (mm), where nothing but box and hand has left ink.
_INSET = 0.9
#: A box bears a tick with so much ink (mm²) more than the empty ones of the page; less than the other is noise.
_TICKED, _NOISE = 0.9, 0.45
_DARKER = 60


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of a table with boxes: its upper and lower rule, and where its columns are cut."""

    top: float
    bottom: float
    cuts: tuple[float, ...]

    def cell(self, column: int) -> Box:
        """The cell between two cuts."""
        return Box(self.cuts[column], self.top, self.cuts[column + 1], self.bottom)


def is_run_sheet(code: PageCode | None) -> bool:
    """Whether a page is one of a run sheet that says which points stand on it."""
    return code is not None and code.kind is DocumentKind.RUN_SHEET and code.first > 0


def ticks_on(level: Image.Image, dpi: float, code: PageCode, page: int) -> list[TickRead]:
    """What was ticked on an upright, level page; nothing where its rows are not those that its code names."""
    tables = _tables(ruling_of(level, dpi), dpi)
    grey = level.convert("L")
    found: list[TickRead] = []
    if code.rows:
        if not tables or len(tables[0]) != code.rows + 1:
            return []
        found.extend(_ticked(grey, dpi, tables.pop(0)[1:], SheetTable.ITEMS, code.first, page))
    if tables:
        found.extend(_ticked(grey, dpi, tables[0][1:], SheetTable.PAPERS, 1, page))
    return found


def _tables(ruling: Ruling, dpi: float) -> list[list[_Row]]:
    """The tables of seven columns on a page, each with its head, row by row."""
    least = _LEAST_ROW * dpi / _MM
    lines = sorted({round(one.at, 1) for one in ruling.across if one.end - one.start > 80 * dpi / _MM})
    left = min((one.start for one in ruling.across), default=0.0)
    right = max((one.end for one in ruling.across), default=0.0)
    tables: list[list[_Row]] = []
    is_open = False
    for top, bottom in pairwise(lines):
        if bottom - top < least:
            continue
        middle = (top + bottom) / 2
        edge = 3 * dpi / _MM
        cuts = sorted(ruling.between(left - edge, right + edge, middle))
        inner = _apart(cuts, edge)
        if len(inner) != _CUTS + 2:
            is_open = False
            continue
        if not is_open:
            tables.append([])
        tables[-1].append(_Row(top, bottom, tuple(inner)))
        is_open = True
    return tables


def _apart(cuts: Sequence[float], least: float) -> list[float]:
    """The cuts, two strokes of one line taken as one."""
    found: list[float] = []
    for cut in cuts:
        if not found or cut - found[-1] > least:
            found.append(cut)
    return found


def _ticked(
    grey: Image.Image, dpi: float, rows: Sequence[_Row], table: SheetTable, first: int, page: int
) -> Iterator[TickRead]:
    inks = [[_ink(grey, dpi, row.cell(column)) for column in _BOXES[table]] for row in rows]
    empty = median([ink for row in inks for ink in row]) if inks else 0.0
    for place, (row, found) in enumerate(zip(rows, inks, strict=True)):
        ticked = [column for column, ink in enumerate(found) if ink - empty > _TICKED]
        doubtful = [column for column, ink in enumerate(found) if _NOISE < ink - empty <= _TICKED]
        # Of several answers the one with most ink is told, and that it is in doubt.
        most = max(ticked, key=lambda column: found[column], default=None)
        wanted = ticked if table is SheetTable.PAPERS or most is None else [most]
        for column in wanted:
            is_sure = not doubtful and (table is SheetTable.PAPERS or len(ticked) == 1)
            left, top, right, bottom = (round(side / dpi * _MM, 1) for side in row.cell(_BOXES[table][column]))
            yield TickRead(table, first + place, column, page, (left, top, right, bottom), is_sure)


def _ink(grey: Image.Image, dpi: float, cell: Box) -> float:
    """How much ink (mm²) lies inside a cell."""
    inset = _INSET * dpi / _MM
    area = (round(cell.left + inset), round(cell.top + inset), round(cell.right - inset), round(cell.bottom - inset))
    if area[0] >= area[2] or area[1] >= area[3]:
        return 0.0
    counts = grey.crop(area).histogram()
    whole, paper, seen = sum(counts), 255, 0
    while paper > 0 and seen + counts[paper] < whole / 3:
        seen += counts[paper]
        paper -= 1
    return sum(counts[: max(0, paper - _DARKER)]) * (_MM / dpi) ** 2
