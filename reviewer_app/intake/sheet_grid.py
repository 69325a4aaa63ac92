"""One sheet of a file as a table of cells, whatever kind of file it comes from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from reviewer_app.intake.remarks import Remark

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class Grid:
    """One sheet as a table of cells from its first row on; `is_hidden` sheets are read only when nothing else is.

    `merged` are merged cells: first row, last row, first column, last column. `left_out` are the numbers of rows with
    words in cells so far away that they were not read. `hidden_rows` and `hidden_columns` are places that the table
    program does not show; `remarks` is what the reading of the file itself met; a text's rows are as long as written.
    """

    name: str
    rows: Sequence[Row]
    is_hidden: bool = False
    merged: Sequence[tuple[int, int, int, int]] = ()
    left_out: Sequence[int] = ()
    hidden_rows: Collection[int] = ()
    hidden_columns: Collection[int] = ()
    remarks: Sequence[Remark] = ()
    is_text: bool = False
