"""The columns of a list as the officer sees them, and what he chose: sheet, row of the head, field of each column."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import replace

from reviewer_app.domain.notice import FieldRule
from reviewer_app.intake.columns import ColumnBook, Head, column_name
from reviewer_app.intake.row_kinds import cell_text
from reviewer_app.intake.sheet_grid import Grid
from reviewer_app.services.ports.records import NO_HEAD, STATUS_FIELD, ReadChoice, SheetColumn

_SAMPLES, _LOOKED_AT, _LONGEST = 3, 200, 24
_WIDEST, _HEADS_LOOKED_AT = 500, 20


def chosen_sheet(
    listed: Sequence[tuple[Grid, Head]], grids: Sequence[Grid], choice: ReadChoice, book: ColumnBook
) -> tuple[Grid, Head] | None:
    """The sheet and head that were chosen by hand; None where nothing was, or what was chosen is not there.

    A sheet without a head of its own is read by the columns of the sheet before it, if it has no more than those.
    """
    grid = next((grid for grid in grids if grid.name == choice.sheet), None) if choice.sheet else None
    chosen = grid or (listed[0][0] if listed else None)
    first = listed[0][1] if listed else None
    if choice.header_row and chosen is not None:
        if choice.header_row == NO_HEAD:
            return chosen, headless(chosen, first if listed[0][0] is not chosen else None)
        if choice.header_row <= len(chosen.rows):
            return chosen, book.head_at(chosen.rows, choice.header_row - 1, chosen.merged)
    found = next(((one, head) for one, head in listed if one is grid), None)
    if found is None and grid is not None:
        is_more = first is not None and _width(grid) <= max(first.texts, default=0) + 1
        return grid, headless(grid, first) if is_more else fullest_row(grid, book)
    return found


def headless(grid: Grid, other: Head | None = None) -> Head:
    """The head of a sheet that has none: the columns of another sheet, or none known yet."""
    if other is None:
        return Head(-1, 0, {}, {})
    width = _width(grid)
    fields = {column: rule for column, rule in other.fields.items() if column < width}
    texts = {column: text for column, text in other.texts.items() if column < width}
    return Head(-1, 0, fields, texts, by_hand=other.status if other.status < width else -1)


def _width(grid: Grid) -> int:
    return max((len(row) for row in grid.rows), default=0)


def fullest_row(grid: Grid, book: ColumnBook) -> Head:
    """What is shown as the head of a sheet nobody knows a word of: the fullest of its first rows, merged cells told."""
    rows = range(min(len(grid.rows), _HEADS_LOOKED_AT))
    filled = {place: sum(cell != "" for cell in grid.rows[place]) for place in rows}
    for top, _, left, right in grid.merged:
        if top in filled and left < len(grid.rows[top]) and grid.rows[top][left] != "":
            filled[top] += right - left
    return book.head_at(grid.rows, max(rows, key=lambda place: filled[place]), grid.merged)


def head_by_hand(head: Head, choice: ReadChoice, fields: Mapping[str, FieldRule], width: int) -> Head:
    """The head with the fields that were given to columns by hand; a field given by hand is taken from where it was."""
    if not choice.fields:
        return head
    by_hand = {int(place): name for place, name in choice.fields.items() if place.isdecimal() and int(place) < width}
    given = {name for name in by_hand.values() if name}
    kept = {column: rule for column, rule in head.fields.items() if column not in by_hand and rule.id not in given}
    kept |= {column: fields[name] for column, name in by_hand.items() if name in fields}
    named = next((column for column, name in by_hand.items() if name == STATUS_FIELD), None)
    status = named if named is not None else -1 if head.status in by_hand else head.status
    texts = {**{column: column_name(column) for column in kept}, **head.texts}
    return replace(head, fields=dict(sorted(kept.items())), texts=texts, twice={}, by_hand=status)


def columns_of(grid: Grid, head: Head) -> tuple[SheetColumn, ...]:
    """Every column with its head, its first values and the field it goes to."""
    below = grid.rows[head.below : head.below + _LOOKED_AT]
    width = min(_WIDEST, max((len(row) for row in (*below, ())), default=0))
    places = sorted({*head.texts, *(place for place in range(width) if place in head.fields or _samples(below, place))})
    return tuple(
        SheetColumn(
            place,
            column_name(place),
            head.texts.get(place, ""),
            _samples(below, place),
            head.fields[place].id if place in head.fields else STATUS_FIELD if place == head.status else "",
        )
        for place in places
    )


def fingerprint(columns: Sequence[SheetColumn]) -> str:
    """By what a head is known again next time and next year: its words in their order; empty where it has none."""
    if not any(column.head for column in columns):
        return ""
    words = "\n".join("".join(column.head.split()) for column in columns)
    return hashlib.sha256(words.encode("utf-8", "replace")).hexdigest()[:24]


def _samples(rows: Sequence[Sequence[object]], place: int) -> tuple[str, ...]:
    found: list[str] = []
    for row in rows:
        text = " ".join(cell_text(row[place]).split())[:_LONGEST] if place < len(row) else ""
        if text and text not in found:
            found.append(text)
            if len(found) == _SAMPLES:
                break
    return tuple(found)
