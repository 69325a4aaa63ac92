"""Ruled tables of a document: facts, rows under repeated heads, boxes to tick; and the places to sign by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer_app.outputs.page.flow import PlacedLine
from reviewer_app.outputs.page.items import MM, Page, QrMark, Rule, Text, baseline
from reviewer_app.outputs.page.table import Cell, Row, TableStyle, opening_height, put_table, set_table
from reviewer_app.outputs.page.typeset import TextStyle
from reviewer_app.outputs.papers import blocks
from reviewer_app.outputs.papers.composition import Composition

#: Shares of the type area for name, value, name, value.
_FACT_SHARES = (0.15, 0.35, 0.15, 0.35)
#: Between a caption and its table (mm).
_CAPTION_AIR = 1.4
#: What stands for a fact that nothing is known of.
_UNKNOWN = "—"
_EMPTY_BOX, _TICKED_BOX = "□", "☑"
#: So many boxes stand in the row of a point.
_ANSWERS = 3
#: For a machine without any font that has the ticked box; every Chinese font has this one.
_TICK = "√"
#: Height of a line to sign on (mm), and the least that is left to write on.
_SIGN_PITCH = 9.0
_GRID_COLUMNS = 4
#: Millimetres: a field of a grid of words, the room of its number, the side of the code.
_GRID_WIDE, _GRID_HIGH, _GRID_NUMBER, _GRID_CODE = 29.0, 14.0, 8.0, 46.0
_WORD_SIZE, _NUMBER_SIZE = 16.0, 9.0


def facts(work: Composition, block: blocks.Facts) -> None:
    """Pairs side by side where both are short enough, the wide ones on a row of their own; empty ones are left out."""
    widths = [share * work.page.grid.width for share in _FACT_SHARES]
    rows: list[Row] = []
    waiting: tuple[Cell, ...] = ()
    for name, text in block.pairs:
        value = work.fill(text).strip()
        if not value:
            continue
        pair = (Cell(name, is_centred=True, is_label=True), Cell(value))
        if name in block.wide:
            rows += [_alone(waiting)] if waiting else []
            rows.append(_alone(pair))
            waiting = ()
        elif waiting:
            rows.append((*waiting, *pair))
            waiting = ()
        else:
            waiting = pair
    _put(work, widths, [*rows, _alone(waiting)] if waiting else rows)


def _alone(pair: tuple[Cell, ...]) -> Row:
    return pair[0], Cell(pair[1].text, span=3)


def paired_facts(work: Composition, block: blocks.PairedFacts) -> None:
    """Facts as rows of name and value; two short ones that follow each other share a row."""
    style, widths = work.facts_table, _scaled(block.widths, work.page.grid.width)
    room = (widths[1] - 2 * style.pad_x) * MM
    told = [(name, work.fill(text)) for name, text in block.pairs]
    rows: list[Row] = []
    waiting: tuple[Cell, ...] = ()
    for name, said in [*told, *((row[0], row[1]) for row in work.values.tables[block.table])]:
        pair = (Cell(name, is_centred=True, is_label=True), Cell(said or _UNKNOWN))
        is_short = "\n" not in said and work.setter.width(said, style.cell) <= room
        if waiting and is_short:
            rows.append((*waiting, *pair))
            waiting = ()
            continue
        rows += [_alone(waiting)] if waiting else []
        rows += [] if is_short else [_alone(pair)]
        waiting = pair if is_short else ()
    _put(work, widths, [*rows, _alone(waiting)] if waiting else rows, style=style)


def caption(work: Composition, block: blocks.Caption) -> None:
    """A small paragraph that waits for the table below it."""
    work.caption = work.fill(block.text)


def rows_table(work: Composition, block: blocks.RowsTable) -> None:
    """The rows of a table, numbered if the template says so; the whole takes the type area's width."""
    columns = work.template.tables[block.table]
    widths, heads = _scaled(block.widths, work.page.grid.width - block.numbered), block.heads
    shown = _shown(columns, heads)
    rows: list[Row] = []
    for number, row in enumerate(work.values.tables[block.table], 1):
        cells = [Cell(row[place], is_centred=head in block.centred) for head, place in zip(heads, shown, strict=True)]
        rows.append((Cell(str(number), is_centred=True), *cells) if block.numbered else tuple(cells))
    if block.numbered:
        widths, heads = [block.numbered, *widths], ("序号", *heads)
    _put(work, widths, rows, _head(heads))


def check_boxes(work: Composition, block: blocks.CheckBoxes) -> None:
    """Rows with a box for each answer and room to write."""
    free = work.page.grid.width - sum(block.widths) - block.tick_width * len(block.ticks)
    widths = [*block.widths, *[block.tick_width] * len(block.ticks), free]
    ticked = _TICK if work.setter.book.missing(_TICKED_BOX) else _TICKED_BOX
    rows = [_tick_row(row, block, ticked) for row in work.rows(block.table)]
    _put(work, widths, rows, _head((*block.heads, *block.ticks, block.blank)))


def _tick_row(row: Mapping[str, str], block: blocks.CheckBoxes, ticked: str) -> Row:
    answer = row.get(block.ticked, "") if block.ticked else ""
    cells = [Cell(row[head], is_centred=head in block.centred) for head in block.heads]
    ticks = [Cell(ticked if tick == answer else _EMPTY_BOX, is_centred=True) for tick in block.ticks]
    rest = answer if answer and answer not in block.ticks else ""
    return (*cells, *ticks, Cell(rest))


def ticked_rows(sheet: Page) -> int:
    """How many rows of points stand on a page, each with its three boxes; those of copies have four."""
    boxes = [item.y for item in sheet.items if isinstance(item, Text) and item.text in (_EMPTY_BOX, _TICKED_BOX, _TICK)]
    return sum(boxes.count(y) == _ANSWERS for y in set(boxes))


def fill_in(work: Composition, block: blocks.FillIn) -> None:
    """Places to sign, three or two side by side; what ends with a colon gets a line to write on."""
    work.settle()
    flow, style = work.flow, work.look.note
    grid = work.page.grid
    texts = [work.fill(entry) for entry in block.entries]
    widest = max(work.setter.width(text, style) for text in texts) / MM
    across = 3 if len(texts) % 3 == 0 and widest < grid.width / 3 - 3 else 2
    share = grid.width / across
    flow.skip(2.0)
    flow.need(-(-len(block.entries) // across) * _SIGN_PITCH)
    for place, text in enumerate(texts):
        if place and place % across == 0:
            flow.y += _SIGN_PITCH
        x = grid.left + place % across * share
        fitted = work.setter.shrunk(text, style, (share - 3) * MM, 6.5)
        y = baseline(flow.y, _SIGN_PITCH, fitted.size)
        flow.sheet.add(Text(x, y, text, fitted))
        if text.endswith("："):
            start = x + work.setter.width(text, fitted) / MM
            flow.sheet.add(Rule(start, y + 1.2, x + share - 5, y + 1.2, 0.4))
    flow.y += _SIGN_PITCH


def word_grid(work: Composition, block: blocks.WordGrid) -> None:
    """Sixteen fields at the left, read along the rows, and the code at the right."""
    work.settle()
    flow, grid = work.flow, work.page.grid
    role = work.page.body.role
    word_style, number_style = TextStyle(role, _WORD_SIZE), TextStyle(role, _NUMBER_SIZE)
    text = work.fill(block.text)
    words = text.split()
    rows = -(-len(words) // _GRID_COLUMNS)
    flow.need(rows * _GRID_HIGH + 2)
    left, top = grid.left, flow.y
    for place, word in enumerate(words):
        x, y = left + place % _GRID_COLUMNS * _GRID_WIDE, top + place // _GRID_COLUMNS * _GRID_HIGH
        number = str(place + 1)
        across = _GRID_NUMBER - 1.6 - work.setter.width(number, number_style) / MM
        flow.sheet.add(Text(x + across, baseline(y, _GRID_HIGH, _NUMBER_SIZE), number, number_style))
        flow.sheet.add(Text(x + _GRID_NUMBER, baseline(y, _GRID_HIGH, _WORD_SIZE), word, word_style))
    right, bottom = left + _GRID_COLUMNS * _GRID_WIDE, top + rows * _GRID_HIGH
    for row in range(rows + 1):
        flow.sheet.add(Rule(left, top + row * _GRID_HIGH, right, top + row * _GRID_HIGH, 0.5))
    for column in range(_GRID_COLUMNS + 1):
        flow.sheet.add(Rule(left + column * _GRID_WIDE, top, left + column * _GRID_WIDE, bottom, 0.5))
    flow.sheet.add(QrMark(grid.right - _GRID_CODE, top + (rows * _GRID_HIGH - _GRID_CODE) / 2, _GRID_CODE, text))
    flow.y = bottom + 5.0


def _scaled(widths: Sequence[float], room: float) -> list[float]:
    factor = room / sum(widths)
    return [width * factor for width in widths]


def _shown(columns: Sequence[str], heads: Sequence[str]) -> list[int]:
    """Which column stands under each head: by name, else by order."""
    return [columns.index(head) if head in columns else place for place, head in enumerate(heads)]


def _head(words: Sequence[str]) -> Row:
    return tuple(Cell(word, is_centred=True, is_label=True) for word in words)


def _put(
    work: Composition, widths: Sequence[float], rows: Sequence[Row], head: Row = (), style: TableStyle | None = None
) -> None:
    """Heading, caption and the beginning of the table on one page, then the rest of it; nothing without rows."""
    above, work.caption = _caption_lines(work) if work.caption and rows else [], ""
    if not rows:
        return
    flow, look = work.flow, work.look
    table = set_table(flow, widths, rows, style or work.table, head)
    high = len(above) * look.note_pitch + _CAPTION_AIR if above else 0.0
    following = high + opening_height(flow, table)
    work.settle(following=following)
    if above:
        flow.need(following)
        for line in above:
            y = baseline(flow.y, look.note_pitch, look.note.size)
            flow.sheet.add(Text(flow.style.grid.left + line.indent, y, line.line.text, line.style, line.line.stretch))
            flow.y += look.note_pitch
        flow.y += _CAPTION_AIR
    put_table(flow, table)
    flow.skip(look.table_gap)


def _caption_lines(work: Composition) -> list[PlacedLine]:
    """The waiting caption, its first line two characters in."""
    style, step = work.look.note, 2 * work.look.note.size
    lines = work.setter.lines(work.caption, style, work.page.grid.width * MM, step)
    return [PlacedLine(line, 0.0 if number else step / MM, style) for number, line in enumerate(lines)]
