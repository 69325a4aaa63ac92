"""Which text on a page belongs to which label: by a table's cells, by a colon, by the row, by what stands below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from reviewer_app.reading.combs import ReadBoxes, comb_beside
from reviewer_app.reading.labels import FIGURED, Label, LabelBook
from reviewer_app.reading.lines import Box, Line, box_of, in_reading_order, joined
from reviewer_app.reading.ruling import Ruling

#: How far beyond a cell's edge its neighbour is looked for, in dots.
_BEYOND = 6.0


@dataclass(frozen=True, slots=True)
class Entry:
    """A label and the lines that stand as its value."""

    label: Label
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """The value as it was read."""
        return joined(self.lines)


@dataclass(slots=True)
class _Cell:
    box: Box
    lines: list[Line]
    label: Label | None = None


def entries_on(
    lines: Sequence[Line], ruling: Ruling, book: LabelBook, read_boxes: ReadBoxes | None = None
) -> list[Entry]:
    """Every label of a page that has a value, from the top; with `read_boxes` also of one letter a box."""
    cells, free = _cells([part for line in lines for part in _cut_at_rules(line, ruling)], ruling)
    for cell in cells:
        cell.label = book.label(joined(cell.lines))
    found: list[Entry] = []
    for cell in cells:
        if cell.label:
            in_boxes = _in_boxes(cell.label, cell.box, ruling, read_boxes, True)
            found.extend([in_boxes] if in_boxes else _beside(cell, cell.label, cells, ruling))
    loose = [cell.lines for cell in cells if cell.label is None]
    for group in (*loose, free):
        for entry, named in _without_cells(group, book):
            found.append(_in_boxes(entry.label, named, ruling, read_boxes, False) or entry)
    return [entry for entry in found if entry.text]


def _in_boxes(label: Label, box: Box, ruling: Ruling, read: ReadBoxes | None, has_cell: bool) -> Entry | None:
    """The value of a code, number or date that stands one letter a box."""
    if read is None or label.field.kind not in FIGURED:
        return None
    boxes = comb_beside(box, ruling, has_cell)
    line = read(boxes) if boxes else None
    return Entry(label, (line,)) if line else None


def _cut_at_rules(line: Line, ruling: Ruling) -> Iterator[Line]:
    """A line that was read across a ruled line, cut there."""
    margin = 0.6 * line.box.height
    y = line.box.middle[1]
    places = [line.letter_at(x) for x in sorted(ruling.between(line.box.left + margin, line.box.right - margin, y))]
    marks = [0, *dict.fromkeys(place for place in places if 0 < place < len(line.text)), len(line.text)]
    for start, end in pairwise(marks):
        if line.text[start:end].strip():
            yield line.cut(start, end) if len(marks) > 2 else line


def _cells(lines: Sequence[Line], ruling: Ruling) -> tuple[list[_Cell], list[Line]]:
    """The cells that hold text, and the lines that lie in none."""
    cells: dict[tuple[int, ...], _Cell] = {}
    free = []
    for line in lines:
        box = ruling.cell_at(*line.box.middle)
        if box is None:
            free.append(line)
        else:
            cells.setdefault(tuple(round(side / 4) for side in box), _Cell(box, [])).lines.append(line)
    return list(cells.values()), free


def _beside(cell: _Cell, label: Label, cells: Sequence[_Cell], ruling: Ruling) -> Iterator[Entry]:
    """The value of a label that has a cell to itself: right of it, else below it."""
    y = cell.box.middle[1]
    right = ruling.cell_at(cell.box.right + _BEYOND, y)
    held = _held_by(right, cells, cell.box) if right else []
    if held and all(one.label is None for one in held):
        yield Entry(label, tuple(line for one in held for line in one.lines))
        return
    below = ruling.cell_at(cell.box.middle[0], cell.box.bottom + _BEYOND)
    if below is None or (right is not None and not held):
        return
    under = [one for one in cells if one.label is None and _is_same(one.box, below)]
    is_column = abs(below.left - cell.box.left) < _BEYOND and abs(below.right - cell.box.right) < _BEYOND
    if under and is_column:
        yield Entry(label, tuple(line for one in under for line in one.lines))


def _held_by(right: Box, cells: Sequence[_Cell], label: Box) -> list[_Cell]:
    """The cells that begin where a label's cell ends, within its height; one label may have several rows beside it."""
    return [
        one
        for one in cells
        if _is_same(one.box, right)
        or (abs(one.box.left - right.left) < _BEYOND and label.top - _BEYOND < one.box.middle[1] < label.bottom)
    ]


def _is_same(one: Box, other: Box) -> bool:
    return all(abs(first - second) < _BEYOND for first, second in zip(one, other, strict=True))


@dataclass(frozen=True, slots=True)
class _Named:
    """A label among lines: where it stands, and what follows it in the same line."""

    label: Label
    box: Box
    rest: Line | None


def _without_cells(lines: Sequence[Line], book: LabelBook) -> Iterator[tuple[Entry, Box]]:
    """The entries among lines that no cells part, each with the place of its label."""
    named: list[_Named] = []
    others: list[Line] = []
    for line in in_reading_order(lines):
        found = list(_named_in(line, book))
        named.extend(found)
        if not found:
            others.append(line)
    full = max((line.box.right for line in lines), default=0.0)
    for one in named:
        value = [one.rest] if one.rest else _right_of(one, others, named) or _under(one, others, named)
        if value:
            yield Entry(one.label, tuple([*value, *_going_on(value[-1], others, named, full)])), one.box


def _named_in(line: Line, book: LabelBook) -> Iterator[_Named]:
    whole = book.label(line.text)
    if whole:
        yield _Named(whole, line.box, None)
        return
    places = book.inside(line.text)
    together = book.before_figures(line.text) if not places else None
    if together:
        yield _Named(together[1], line.cut(0, together[0]).box, line.cut(together[0]))
        return
    for place, (start, behind, label) in enumerate(places):
        end = places[place + 1][0] if place + 1 < len(places) else len(line.text)
        rest = line.cut(behind, end)
        yield _Named(label, line.cut(start, behind).box, rest if rest.text.strip() else None)


def _is_in_row(one: Box, other: Box) -> bool:
    return min(one.bottom, other.bottom) - max(one.top, other.top) > 0.5 * min(one.height, other.height)


def _right_of(one: _Named, lines: Sequence[Line], named: Sequence[_Named]) -> list[Line]:
    """What stands right of a label in its row, up to the next label."""
    slack = 0.4 * one.box.height
    ends = [other.box.left for other in named if _is_in_row(one.box, other.box) and other.box.left > one.box.right]
    end = min(ends, default=float("inf"))
    return [
        line for line in lines if _is_in_row(one.box, line.box) and one.box.right - slack <= line.box.left < end - slack
    ]


def _under(one: _Named, lines: Sequence[Line], named: Sequence[_Named]) -> list[Line]:
    """The line just below a label that has nothing beside it."""
    near = [
        line
        for line in lines
        if 0 <= line.box.top - one.box.bottom + 0.3 * one.box.height < 2 * one.box.height
        and line.box.left < one.box.right
        and line.box.right > one.box.left
        and not any(_is_in_row(line.box, other.box) and other.box.right <= line.box.left for other in named)
    ]
    return near[:1]


def _going_on(last: Line, lines: Sequence[Line], named: Sequence[_Named], full: float) -> list[Line]:
    """Further lines of a value: just below, beginning at the same place, with no label in their row.

    Below a line that reaches as far right as any they may stand further apart, as on ruled paper.
    """
    going: list[Line] = []
    for line in lines:
        height = last.box.height
        most = 1.6 if last.box.right > full - 3 * height else 0.9
        is_next = -0.3 * height < line.box.top - last.box.bottom < most * height
        is_aligned = abs(line.box.left - last.box.left) < 1.2 * height
        if is_next and is_aligned and not any(_is_in_row(line.box, other.box) for other in named):
            going.append(line)
            last = line
    return going


def place_of(entry: Entry) -> Box:
    """Where a value stands."""
    return box_of(entry.lines)
