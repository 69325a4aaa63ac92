"""Ruled tables of a document: facts, rows under repeated heads, boxes to tick; and the places to sign by hand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer_app.outputs.page.items import MM, Rule, Text, baseline
from reviewer_app.outputs.page.table import Cell, Row, opening_height, put_table
from reviewer_app.outputs.papers import blocks
from reviewer_app.outputs.papers.composition import Composition

#: Shares of the type area for name, value, name, value.
_FACT_SHARES = (0.15, 0.35, 0.15, 0.35)
_AIR = 3.2
_EMPTY_BOX, _TICKED_BOX = "□", "☑"
#: For a machine without any font that has the ticked box; every Chinese font has this one.
_TICK = "√"
#: Height of a line to sign on (mm), and the least that is left to write on.
_SIGN_PITCH = 9.0


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


def _scaled(widths: Sequence[float], room: float) -> list[float]:
    factor = room / sum(widths)
    return [width * factor for width in widths]


def _shown(columns: Sequence[str], heads: Sequence[str]) -> list[int]:
    """Which column stands under each head: by name, else by order."""
    return [columns.index(head) if head in columns else place for place, head in enumerate(heads)]


def _head(words: Sequence[str]) -> Row:
    return tuple(Cell(word, is_centred=True, is_label=True) for word in words)


def _put(work: Composition, widths: Sequence[float], rows: Sequence[Row], head: Row = ()) -> None:
    if not rows:
        return
    work.settle(following=opening_height(work.flow, widths, rows, work.table, head))
    put_table(work.flow, widths, rows, work.table, head)
    work.flow.skip(_AIR)
