"""Tables that break over pages with their head repeated; a row taller than a page is continued on the next."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer_app.outputs.page.flow import Flow
from reviewer_app.outputs.page.items import MM, Rule, Text, baseline
from reviewer_app.outputs.page.typeset import Line, TextStyle, Typesetter

#: A label is set smaller to stay on one line, down to this size (pt); then it wraps.
LEAST_LABEL = 8.5
#: Narrower cells (characters) are set ragged: a straight right edge would tear their few characters apart.
_LEAST_EVEN = 16


@dataclass(frozen=True, slots=True)
class TableStyle:
    """Typefaces, line height and paddings (mm), least row height (mm), rules (pt)."""

    cell: TextStyle
    head: TextStyle
    leading: float
    pad_x: float = 1.6
    pad_y: float = 1.3
    least_height: float = 8.0
    rule: float = 0.5
    frame: float = 0.9


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell: its text, how many columns it covers, whether it is centred, and whether it is set as a label."""

    text: str
    span: int = 1
    is_centred: bool = False
    is_label: bool = False


Row = tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class _SetCell:
    x: float
    width: float
    lines: tuple[Line, ...]
    style: TextStyle
    is_centred: bool


@dataclass(frozen=True, slots=True)
class _SetRow:
    cells: tuple[_SetCell, ...]
    height: float


@dataclass(frozen=True, slots=True)
class SetTable:
    """A table whose lines are set and which waits for its place; so many rows each time are kept on one page."""

    rows: tuple[_SetRow, ...]
    head: _SetRow | None
    left: float
    right: float
    style: TableStyle
    together: int = 1


def set_table(
    flow: Flow, widths: Sequence[float], rows: Sequence[Row], style: TableStyle, head: Row = (), together: int = 1
) -> SetTable:
    """Sets the lines of a table; `widths` in mm from the left edge of the type area."""
    left = flow.style.grid.left
    set_head = _set_row(flow.setter, left, widths, head, style) if head else None
    waiting = tuple(_set_row(flow.setter, left, widths, row, style) for row in rows)
    return SetTable(waiting, set_head, left, left + sum(widths), style, together)


def put_table(flow: Flow, table: SetTable) -> None:
    """Puts a table at the flow's place, and on as many pages as it needs."""
    set_head, left, right, style = table.head, table.left, table.right, table.style
    waiting = list(table.rows)
    if not waiting:
        return
    flow.need(opening_height(flow, table))
    _begin(flow, set_head, left, right, style)
    while waiting:
        row = waiting[0]
        if _has_room(flow, table, waiting) and not _leaves_one(flow, waiting):
            _draw(flow, waiting.pop(0), style, is_last=not waiting, left=left, right=right)
            continue
        part, rest = _parted(row, flow.room, style)
        if part and _may_be_parted(flow, row):
            waiting[0] = rest
            _draw(flow, part, style, is_last=True, left=left, right=right)
        else:
            _close(flow, left, right, style)
        flow.turn()
        _begin(flow, set_head, left, right, style)


def _has_room(flow: Flow, table: SetTable, waiting: Sequence[_SetRow]) -> bool:
    """Whether the next row fits here, and at the beginning of rows that belong together all of them."""
    is_first = (len(table.rows) - len(waiting)) % table.together == 0
    wanted = sum(row.height for row in waiting[: table.together]) if is_first else waiting[0].height
    return waiting[0].height <= flow.room and (wanted <= flow.room or wanted > flow.style.grid.height / 2)


def _leaves_one(flow: Flow, waiting: Sequence[_SetRow]) -> bool:
    """Whether the last row would stand alone on the next page, though it could have the one before with it."""
    if len(waiting) != 2 or flow.is_fresh:
        return False
    together = waiting[0].height + waiting[1].height
    return flow.room < together < flow.style.grid.height / 2


def opening_height(flow: Flow, table: SetTable) -> float:
    """What a table takes up at least where it begins: a heading above it must have room for that too."""
    top = table.head.height if table.head else 0.0
    return top + (_opening(flow, table.rows, table.style) if table.rows else 0.0)


def _opening(flow: Flow, waiting: Sequence[_SetRow], style: TableStyle) -> float:
    """The least that may stand under a head: the first row, both of two, three lines of one that is parted."""
    first = waiting[0]
    if _may_be_parted(flow, first):
        return 3 * style.leading + 2 * style.pad_y
    together = first.height + waiting[1].height if len(waiting) == 2 else first.height
    return together if together < flow.style.grid.height / 2 else first.height


def _may_be_parted(flow: Flow, row: _SetRow) -> bool:
    """Whether a row is so tall that keeping it whole would leave most of a page empty."""
    return row.height > flow.style.grid.height * 0.6


def _set_row(setter: Typesetter, left: float, widths: Sequence[float], row: Row, style: TableStyle) -> _SetRow:
    cells: list[_SetCell] = []
    column, x = 0, left
    for cell in row:
        width = sum(widths[column : column + cell.span])
        room = (width - 2 * style.pad_x) * MM
        text_style = setter.shrunk(cell.text, style.head, room, LEAST_LABEL) if cell.is_label else style.cell
        lines = _cell_lines(setter, cell, text_style, room)
        cells.append(_SetCell(x, width, tuple(lines), text_style, cell.is_centred))
        column, x = column + cell.span, x + width
    return _row_of(cells, style)


def _cell_lines(setter: Typesetter, cell: Cell, style: TextStyle, room: float) -> list[Line]:
    """The cell's lines: even ones in a wide cell; in a narrow one ragged, and no last line of a single character."""
    is_wide = room >= _LEAST_EVEN * style.size
    lines = setter.lines(cell.text, style, room, is_even=is_wide and not cell.is_centred)
    if is_wide or len(lines) < 2 or len(lines[-1].text) > 1 or "\n" in cell.text:
        return lines
    balanced = setter.title([cell.text], style, room)
    return balanced if len(balanced) == len(lines) else lines


def _row_of(cells: Sequence[_SetCell], style: TableStyle) -> _SetRow:
    most = max(len(cell.lines) for cell in cells)
    return _SetRow(tuple(cells), max(style.least_height, most * style.leading + 2 * style.pad_y))


def _parted(row: _SetRow, room: float, style: TableStyle) -> tuple[_SetRow | None, _SetRow]:
    """The part of a row that fits a height, and the rest; nothing fits if it would be less than two lines."""
    count = math.floor((room - 2 * style.pad_y) / style.leading)
    if count < 2:
        return None, row
    first = [replace(cell, lines=cell.lines[:count]) for cell in row.cells]
    rest = [replace(cell, lines=cell.lines[count:]) for cell in row.cells]
    return _row_of(first, style), _row_of(rest, style)


def _begin(flow: Flow, head: _SetRow | None, left: float, right: float, style: TableStyle) -> None:
    flow.sheet.add(Rule(left, flow.y, right, flow.y, style.frame))
    if head:
        _draw(flow, head, style, is_last=False, left=left, right=right)


def _close(flow: Flow, left: float, right: float, style: TableStyle) -> None:
    flow.sheet.add(Rule(left, flow.y, right, flow.y, style.frame))


def _draw(flow: Flow, row: _SetRow, style: TableStyle, *, is_last: bool, left: float, right: float) -> None:
    top, low = flow.y, flow.y + row.height
    for cell in row.cells:
        is_edge = math.isclose(cell.x, left)
        flow.sheet.add(Rule(cell.x, top, cell.x, low, style.frame if is_edge else style.rule))
    flow.sheet.add(Rule(right, top, right, low, style.frame))
    flow.sheet.add(Rule(left, low, right, low, style.frame if is_last else style.rule))
    for cell in row.cells:
        _draw_cell(flow, cell, top, row.height, style)
    flow.y = low


def _draw_cell(flow: Flow, cell: _SetCell, top: float, height: float, style: TableStyle) -> None:
    """The cell's lines, in the middle of its height."""
    y = top + (height - len(cell.lines) * style.leading) / 2
    for line in cell.lines:
        free = cell.width - line.width / MM
        x = cell.x + (free / 2 if cell.is_centred else style.pad_x)
        flow.sheet.add(Text(x, baseline(y, style.leading, cell.style.size), line.text, cell.style, line.stretch))
        y += style.leading
