"""Reading a list of online applications: the sheet, its head, its rows, in the words of the season's pack."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.values.normalised import plain_text
from reviewer_app.foreign.stopping import taker_of_rows
from reviewer_app.intake.chosen_columns import (
    chosen_sheet,
    columns_of,
    fingerprint,
    fullest_row,
    head_by_hand,
)
from reviewer_app.intake.city_list_sheets import read_city_list
from reviewer_app.intake.columns import ColumnBook, Head, column_name
from reviewer_app.intake.data_rows import DataRows, data_rows
from reviewer_app.intake.other_sheets import filled_rows, is_own_form, named_apart, others_listed, unread_sheets
from reviewer_app.intake.own_list_sheets import read_own_list
from reviewer_app.intake.remarks import Remark, code_remarks, notes_of, rows_said
from reviewer_app.intake.row_kinds import cell_text
from reviewer_app.intake.sheet_files import read_beginning, read_grids, read_pasted
from reviewer_app.intake.sheet_grid import Grid
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_app.services.ports.reading import CityListSheet
from reviewer_app.services.ports.records import NO_HEAD, ImportedList, ListSource, PastedList, ReadChoice, ReadNote

#: Columns without a head that may be given a field by hand.
_SPARE = 500

#: A sheet that names less than one field for so many of another sheet is no list beside it.
_OF_THE_MOST = 8


class SpreadsheetReader:
    """Reads .xlsx .xls .et .ods and text lists; implements `ports.SheetReader`."""

    def read(self, path: ListSource, pack: NoticePack, choice: ReadChoice | None = None) -> ImportedList:
        """The applications of a file, from the sheet that knows most of the form; other sheets with some are named.

        `choice` is what was chosen by hand: sheet, row of the head, fields of columns.

        Raises TroubleError `sheet.no_known_column`, `sheet.no_rows` and those of `read_grids`.
        """
        pasted = path if isinstance(path, PastedList) else None
        path = path if isinstance(path, Path) else Path(path.name)
        found_grids = read_pasted(pasted) if pasted is not None else read_grids(path)
        return self._list_of(path, found_grids, pack, choice)

    def beginning(self, path: Path, pack: NoticePack, choice: ReadChoice | None = None) -> tuple[ImportedList, ...]:
        """The first rows of a long list, quickly; none where the file gives none before it is read whole.

        What is wrong with the file is said by whoever reads it.
        """
        try:
            grids = read_beginning(path)
            return (self._list_of(path, grids, pack, choice),) if grids else ()
        except TroubleError:
            return ()

    def _list_of(
        self, path: Path, found_grids: list[Grid], pack: NoticePack, choice: ReadChoice | None
    ) -> ImportedList:
        grids = named_apart([grid for grid in found_grids if _says_something(grid)])
        if not grids:
            raise TroubleError("sheet.empty", file=path.name)
        book, choice = ColumnBook(pack.fields), choice or ReadChoice()
        listed = _with_heads(path, grids, book, is_needed=not (choice.is_open or choice.sheet))
        if not listed:
            # Nobody knows a word of it: the longest sheet is shown as it is, for the officer to say what it holds.
            longest = max(grids, key=filled_rows)
            listed = [(longest, fullest_row(longest, book))]
        best = max(listed, key=lambda one: (not one[0].is_hidden, len(one[1].fields), filled_rows(one[0])))
        grid, head = chosen_sheet([best, *listed], grids, choice, book) or best
        head = head_by_hand(head, choice, {field.id: field for field in pack.fields}, len(head.texts) + _SPARE)
        found = data_rows(grid.rows, head, grid.merged, grid.hidden_rows, taker_of_rows())
        is_bare = choice.header_row == NO_HEAD and not choice.fields
        if not found.rows and not (choice.is_open or is_bare):
            raise TroubleError("sheet.no_rows", file=path.name, sheet=grid.name)
        left_out = (*found.left_out, *grid.left_out) if head.fields else ()
        several = len(grids) > 1 and not is_own_form(grids, grid)
        return ImportedList(
            path=path,
            sheet_name=grid.name,
            header_row=head.below,
            mapping=_mapping(head),
            unmapped=head.unmapped,
            rows=found.rows if taker_of_rows() is None else (),
            left_out=left_out,
            other_sheets=others_listed(listed, grid),
            notes=_notes(grid, head, found, [*_left_out(left_out), *unread_sheets(grids, listed, grid, book)], several),
            columns=(columns := columns_of(grid, head)),
            sheets=tuple(grid.name for grid in grids),
            fingerprint=fingerprint(columns),
            statuses=_statuses(grid, head, found),
        )

    def read_city_list(self, path: ListSource, choice: ReadChoice | None = None) -> CityListSheet:
        """The municipal bureau's list of results; TroubleError `city_list.…` and those of `read_grids`."""
        return read_city_list(path, choice)

    def read_own_list(self, path: Path) -> OwnListSheet:
        """One of the bureau's own lists; TroubleError `own_list.…` and those of `read_grids`."""
        return read_own_list(path)


def _says_something(grid: Grid) -> bool:
    return any(str(cell).strip() for row in grid.rows for cell in row)


def _left_out(rows: tuple[int, ...]) -> list[Remark]:
    return [Remark("rows_left_out", values={"rows": rows_said(rows)})] if rows else []


def _statuses(grid: Grid, head: Head, found: DataRows) -> dict[str, str]:
    """Row number → what the portal has done with it, where the list says so."""
    column = head.status
    rows = ((row.number, grid.rows[row.number - 1]) for row in found.rows if column >= 0)
    said = ((number, plain_text(cell_text(row[column]))) for number, row in rows if column < len(row))
    return {str(number): status for number, status in said if status}


def _mapping(head: Head) -> dict[str, str]:
    """Header → field; of two columns with the same words the second has its letters."""
    found: dict[str, str] = {}
    for column, field in head.fields.items():
        text = head.texts[column]
        found[f"{text}（{column_name(column)} 列）" if text in found else text] = field.id
    return found


def _notes(grid: Grid, head: Head, found: DataRows, further: list[Remark], has_several: bool) -> tuple[ReadNote, ...]:
    """What is to be said of the file, its columns, its rows and its cells; of which sheet, where there are several."""
    words = {**head.texts, **{column: field.label for column, field in head.fields.items()}}
    codes = next((column for column, field in head.fields.items() if field.id == "credit_code"), -1)
    remarks = [*grid.remarks, *found.remarks, *further]
    remarks += [Remark("column_hidden", 0, column) for column in grid.hidden_columns if column in head.fields]
    remarks += [
        Remark("column_twice", 0, column, _two_columns(head, first, column)) for column, first in head.twice.items()
    ]
    if grid.is_text:
        remarks += _of_other_lengths(grid, head, found)
    remarks += code_remarks(found.rows, codes)
    return notes_of(remarks, words, grid.name if has_several else "")


def _two_columns(head: Head, read: int, left: int) -> dict[str, object]:
    places = {"other": head.texts[read], "field": head.texts[left]}
    return {**places, "read": column_name(read), "left": column_name(left)}


def _of_other_lengths(grid: Grid, head: Head, found: DataRows) -> list[Remark]:
    """The records of a text that have other cells than the head; what is empty behind its last column counts not."""
    width = len(grid.rows[head.below - 1]) if head.below else max(map(len, grid.rows))
    needed = max(head.texts, default=0) + 1
    lengths = ((row.number, _filled(grid.rows[row.number - 1], width)) for row in found.rows)
    return [
        Remark("record_cells", number, values={"cells": length, "head": width})
        for number, length in lengths
        if not needed <= length <= width
    ]


def _filled(cells: Sequence[object], width: int) -> int:
    """How many cells a record has, without empty ones behind the head's last."""
    length = len(cells)
    while length > width and cells[length - 1] == "":
        length -= 1
    return length


def _with_heads(path: Path, grids: list[Grid], book: ColumnBook, is_needed: bool) -> list[tuple[Grid, Head]]:
    """The sheets with a known head, those with lines below it if there are any.

    The one to be read is shown before hidden, names most fields, and is the longest. Beside an empty list of the whole
    form a sheet that names one field or two is no list of applications.
    """
    heads = [(grid, head) for grid in grids if (head := book.find_head(grid.rows)) is not None]
    if not heads and is_needed:
        raise TroubleError("sheet.no_known_column", file=path.name)
    most = max((len(head.fields) for _, head in heads), default=0)
    likely = [(grid, head) for grid, head in heads if len(head.fields) * _OF_THE_MOST >= most]
    return [(grid, head) for grid, head in likely if len(grid.rows) > head.below] or likely
