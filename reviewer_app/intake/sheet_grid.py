"""One sheet of a file as a table of cells, whatever kind of file it comes from."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field

from reviewer_app.intake.remarks import Remark

Row = Sequence[object]
#: No cell of a table on a page is laid further right.
WIDEST_TABLE = 1000


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


class TooLongError(ValueError):
    """A table that says of itself that it is longer than anything to be read."""

    def __init__(self, rows: int) -> None:
        super().__init__(rows)
        self.rows = rows


@dataclass(slots=True)
class TableRows:
    """A table while its cells are laid down one after another; a spanning cell fills its first place alone."""

    most_rows: int
    rows: list[list[object]] = field(default_factory=list)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)
    _taken: dict[int, int] = field(default_factory=dict)

    def begin_row(self, place: int = -1, is_hidden: bool = False) -> None:
        """Begins the next row, or the one with a place further down; TooLongError beyond all measure."""
        place = max(place, len(self.rows))
        if place >= self.most_rows:
            raise TooLongError(place + 1)
        self.rows.extend([] for _ in range(place + 1 - len(self.rows)))
        if is_hidden:
            self.hidden_rows.add(place)

    def add(self, value: object, down: int = 1, across: int = 1, place: int = -1) -> None:
        """Lays the next cell of the row down, spanning so many rows and columns; `place` is a column further right."""
        row, cells = len(self.rows) - 1, self.rows[-1]
        column = max(place, len(cells))
        while place < 0 and self._taken.get(column, 0) > row:
            column += 1
        across, down = max(1, min(across, WIDEST_TABLE)), max(1, min(down, self.most_rows))
        if column >= WIDEST_TABLE:
            return
        cells.extend([""] * (column - len(cells)))
        cells.append(value)
        cells.extend([""] * (across - 1))
        if down > 1:
            self._taken.update(dict.fromkeys(range(column, column + across), row + down))
        if down > 1 or across > 1:
            self.merged.append((row, row + down - 1, column, column + across - 1))

    def grid(self, name: str, is_hidden: bool = False) -> Grid | None:
        """The table as a sheet; None where nothing stands in it."""
        if not any(cell != "" for row in self.rows for cell in row):
            return None
        return Grid(name, self.rows, is_hidden, self.merged, (), self.hidden_rows, self.hidden_columns)
