"""Reading the municipal bureau's list of results: its columns by their usual headers, and its rows."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence

from reviewer_app.domain.dispatch.city_list import NAMING_FIELDS, CityRow
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.notice import FieldRule
from reviewer_app.domain.values.normalised import parse_date, plain_text
from reviewer_app.intake.chosen_columns import chosen_sheet, columns_of, fingerprint, fullest_row, head_by_hand
from reviewer_app.intake.columns import ColumnBook, Head
from reviewer_app.intake.data_rows import data_rows
from reviewer_app.intake.other_sheets import filled_rows, named_apart
from reviewer_app.intake.row_kinds import cell_text
from reviewer_app.intake.sheet_files import read_grids, read_pasted
from reviewer_app.intake.sheet_grid import Grid
from reviewer_app.packs.node import Node
from reviewer_app.packs.parts import read_field
from reviewer_app.services.ports.reading import CityListSheet
from reviewer_app.services.ports.records import ListSource, PastedList, ReadChoice, SheetRow
from reviewer_resources import text

#: Columns without a head that may be given a field by hand.
_SPARE = 500


def read_city_list(path: ListSource, choice: ReadChoice | None = None) -> CityListSheet:
    """The list of a file, from the sheet with most of its rows, or as it was chosen by hand.

    Raises TroubleError `city_list.no_columns`, `city_list.no_rows`, and those of `read_grids`.
    """
    found = read_pasted(path) if isinstance(path, PastedList) else read_grids(path)
    grids = named_apart([grid for grid in found if any(str(cell).strip() for row in grid.rows for cell in row)])
    if not grids:
        raise TroubleError("sheet.empty", file=path.name)
    fields, choice = {field.id: field for field in _fields()}, choice or ReadChoice()
    grid, head = _chosen(path, grids, ColumnBook(fields.values()), choice)
    head = head_by_hand(head, choice, fields, len(head.texts) + _SPARE)
    lines = data_rows(grid.rows, head, grid.merged).rows
    if not lines and not choice.is_open:
        raise TroubleError("city_list.no_rows", file=path.name, sheet=grid.name)
    columns = columns_of(grid, head)
    return CityListSheet(
        file_name=path.name,
        sheet_name=grid.name,
        mapping={head.texts[column]: field.label for column, field in head.fields.items()},
        rows=tuple(_row(line, grid, head) for line in lines),
        unread=tuple(head.unmapped),
        header_row=head.below,
        columns=columns,
        sheets=tuple(one.name for one in grids),
        labels={name: field.label for name, field in fields.items()},
        fingerprint=fingerprint(columns),
    )


def _chosen(path: ListSource, grids: list[Grid], book: ColumnBook, choice: ReadChoice) -> tuple[Grid, Head]:
    """The sheet and head to read by: those chosen by hand, else of the sheets that name our cases the longest."""
    heads = [(grid, head) for grid in grids if (head := book.find_head(grid.rows)) is not None]
    named = [(grid, head) for grid, head in heads if {field.id for field in head.fields.values()} & NAMING_FIELDS]
    if not named:
        if not (choice.is_open or choice.sheet):
            raise TroubleError("city_list.no_columns", file=path.name)
        longest = max(grids, key=filled_rows)
        named = [(longest, fullest_row(longest, book))]
    counted = [(grid, head, len(data_rows(grid.rows, head, grid.merged).rows)) for grid, head in named]
    grid, head, _ = max(counted, key=lambda one: (not one[0].is_hidden, one[2], len(one[1].fields)))
    return chosen_sheet([(grid, head), *named], grids, choice, book) or (grid, head)


def _fields() -> tuple[FieldRule, ...]:
    name = "columns.toml"
    root = Node(tomllib.loads(text("city_lists", name)), "", name)
    return tuple(read_field(node, ()) for node in root.nodes("fields"))


def _row(line: SheetRow, grid: Grid, head: Head) -> CityRow:
    values = line.values
    column = next((place for place, field in head.fields.items() if field.id == "answered_on"), None)
    cells: Sequence[object] = grid.rows[line.number - 1]
    raw = cells[column] if column is not None and column < len(cells) else ""
    # A day that cannot be read is still written there: the officer has to see that it was.
    written = values.get("answered_on", "") or plain_text(cell_text(raw))
    return CityRow(
        number=line.number,
        filing_number=values.get("filing_number", ""),
        recommendation=values.get("recommendation", ""),
        applicant=values.get("applicant", ""),
        credit_code=values.get("credit_code", ""),
        project_name=values.get("project_name", ""),
        result=values.get("result", ""),
        city_number=values.get("city_number", ""),
        written_day=written,
        day=parse_date(written) if written else None,
        reason=values.get("reason", ""),
    )
