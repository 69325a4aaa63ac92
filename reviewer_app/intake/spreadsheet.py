"""Reading a list of online applications: the sheet, its head, its rows, in the words of the season's pack."""

from __future__ import annotations

from pathlib import Path

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.intake.columns import ColumnBook, Head
from reviewer_app.intake.data_rows import data_rows
from reviewer_app.intake.own_list_sheets import read_own_list
from reviewer_app.intake.sheet_files import Grid, read_grids
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_app.services.ports.records import ImportedList

#: A sheet that names less than one field for so many of another sheet is no list beside it.
_OF_THE_MOST = 8


class SpreadsheetReader:
    """Reads .xlsx .xls .et .ods and text lists; implements `ports.SheetReader`."""

    def read(self, path: Path, pack: NoticePack) -> ImportedList:
        """The applications of a file, from the sheet that knows most of the form; other sheets with some are named.

        Raises TroubleError `sheet.no_known_column`, `sheet.no_rows` and those of `read_grids`.
        """
        grids = [grid for grid in read_grids(path) if any(str(cell).strip() for row in grid.rows for cell in row)]
        if not grids:
            raise TroubleError("sheet.empty", file=path.name)
        listed = _with_heads(path, grids, ColumnBook(pack.fields))
        grid, head = max(listed, key=lambda one: (not one[0].is_hidden, len(one[1].fields), len(one[0].rows)))
        found = data_rows(grid.rows, head, grid.merged)
        if not found.rows:
            raise TroubleError("sheet.no_rows", file=path.name, sheet=grid.name)
        return ImportedList(
            path=path,
            sheet_name=grid.name,
            header_row=head.below,
            mapping={head.texts[column]: field.id for column, field in head.fields.items()},
            unmapped=head.unmapped,
            rows=found.rows,
            left_out=(*found.left_out, *grid.left_out),
            other_sheets=_others(listed, grid),
        )

    def read_own_list(self, path: Path) -> OwnListSheet:
        """One of the bureau's own lists; TroubleError `own_list.…` and those of `read_grids`."""
        return read_own_list(path)


def _with_heads(path: Path, grids: list[Grid], book: ColumnBook) -> list[tuple[Grid, Head]]:
    """The sheets with a known head, those with lines below it if there are any.

    The one to be read is shown before hidden, names most fields, and is the longest. Beside an empty list of the whole
    form a sheet that names one field or two is no list of applications.
    """
    heads = [(grid, head) for grid in grids if (head := book.find_head(grid.rows)) is not None]
    if not heads:
        raise TroubleError("sheet.no_known_column", file=path.name)
    most = max(len(head.fields) for _, head in heads)
    likely = [(grid, head) for grid, head in heads if len(head.fields) * _OF_THE_MOST >= most]
    return [(grid, head) for grid, head in likely if len(grid.rows) > head.below] or likely


def _others(listed: list[tuple[Grid, Head]], read: Grid) -> tuple[tuple[str, int], ...]:
    """The shown sheets beside the one that was read that hold applications: name and number of their rows."""
    shown = [(grid, head) for grid, head in listed if grid is not read and not grid.is_hidden]
    counted = ((grid.name, len(data_rows(grid.rows, head, grid.merged).rows)) for grid, head in shown)
    return tuple((name, count) for name, count in counted if count)
