"""Reading a list of online applications: the sheet, its head, its rows, in the words of the season's pack."""

from __future__ import annotations

from pathlib import Path

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.intake.columns import ColumnBook, Head
from reviewer_app.intake.data_rows import data_rows
from reviewer_app.intake.sheet_files import Grid, read_grids
from reviewer_app.services.records import Sheet


class SpreadsheetReader:
    """Reads .xlsx .xls .et .ods and text lists; implements `ports.SheetReader`."""

    def read(self, path: Path, pack: NoticePack) -> Sheet:
        """The applications of a file, from the sheet that knows most of the form.

        Raises TroubleError `sheet.no_known_column`, `sheet.no_rows` and those of `read_grids`.
        """
        grids = [grid for grid in read_grids(path) if any(str(cell).strip() for row in grid.rows for cell in row)]
        if not grids:
            raise TroubleError("sheet.empty", file=path.name)
        grid, head = _best(path, grids, ColumnBook(pack))
        found = data_rows(grid.rows, head, grid.merged)
        if not found.rows:
            raise TroubleError("sheet.no_rows", file=path.name, sheet=grid.name)
        return Sheet(
            path=path,
            sheet_name=grid.name,
            header_row=head.below,
            mapping={head.texts[column]: field.id for column, field in head.fields.items()},
            unmapped=head.unmapped,
            rows=found.rows,
            left_out=found.left_out,
        )


def _best(path: Path, grids: list[Grid], book: ColumnBook) -> tuple[Grid, Head]:
    """The sheet whose head names most fields; shown before hidden, longer before shorter."""
    heads = [(grid, head) for grid in grids if (head := book.find_head(grid.rows)) is not None]
    if not heads:
        raise TroubleError("sheet.no_known_column", file=path.name)
    with_rows = [(grid, head) for grid, head in heads if len(grid.rows) > head.below] or heads
    return max(with_rows, key=lambda one: (not one[0].is_hidden, len(one[1].fields), len(one[0].rows)))
