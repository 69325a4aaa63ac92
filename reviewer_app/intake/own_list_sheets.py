"""Reading one of the bureau's own lists: columns by their usual headers, lines, and what was lost in the file."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.evidence.own_lists import ListRow
from reviewer_app.domain.notice import FieldRule
from reviewer_app.domain.values.normalised import code_text, parse_date, plain_text
from reviewer_app.intake.columns import ColumnBook, Head
from reviewer_app.intake.data_rows import data_rows
from reviewer_app.intake.row_kinds import cell_text
from reviewer_app.intake.sheet_files import read_grids
from reviewer_app.intake.sheet_grid import Grid
from reviewer_app.packs.node import Node
from reviewer_app.packs.parts import read_field
from reviewer_app.services.ports.look_ups import OwnListSheet
from reviewer_app.services.ports.records import SheetRow
from reviewer_resources import text
from reviewer_resources.phrases import sentence

_UNIT = ("applicant", "credit_code")
_CODE_LENGTH = 18
#: Digits beyond the fifteenth are gone where a spreadsheet holds a number.
_EXACT = 15
_SCIENTIFIC = re.compile(r"^\d(?:\.\d+)?[eE]\+?\d+$")
#: So many row numbers are named in a note.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class _Read:
    grid: Grid
    head: Head
    rows: tuple[SheetRow, ...]
    left_out: tuple[int, ...]


def read_own_list(path: Path) -> OwnListSheet:
    """The list of a file, from the sheet with most of its lines.

    Raises TroubleError `own_list.no_unit_column`, `own_list.no_rows`, and those of `read_grids`.
    """
    fields = _fields()
    grids = [grid for grid in read_grids(path) if any(str(cell).strip() for row in grid.rows for cell in row)]
    if not grids:
        raise TroubleError("sheet.empty", file=path.name)
    book = ColumnBook(fields)
    heads = [(grid, head) for grid in grids if (head := book.find_head(grid.rows)) is not None]
    listed = [(grid, head) for grid, head in heads if _ids(head) & set(_UNIT)]
    if not listed:
        raise TroubleError("own_list.no_unit_column", file=path.name, columns=_columns_seen(grids, heads))
    reads = [_read(grid, head) for grid, head in listed]
    read = max(reads, key=lambda one: (not one.grid.is_hidden, len(one.rows), len(one.head.fields)))
    if not read.rows:
        raise TroubleError("own_list.no_rows", file=path.name, sheet=read.grid.name)
    others = [one for one in reads if one is not read and one.rows and not one.grid.is_hidden]
    return _sheet(path, read, others)


def _fields() -> tuple[FieldRule, ...]:
    name = "columns.toml"
    root = Node(tomllib.loads(text("own_lists", name)), "", name)
    return tuple(read_field(node, ()) for node in root.nodes("fields"))


def _read(grid: Grid, head: Head) -> _Read:
    found = data_rows(grid.rows, head, grid.merged)
    return _Read(grid, head, found.rows, (*found.left_out, *grid.left_out))


def _sheet(path: Path, read: _Read, others: Sequence[_Read]) -> OwnListSheet:
    code_column = next((column for column, field in read.head.fields.items() if field.id == "credit_code"), None)
    day_column = next((column for column, field in read.head.fields.items() if field.id == "listed_on"), None)
    rows: list[ListRow] = []
    marks: dict[str, list[int]] = {"lost_codes": [], "bad_codes": [], "no_day": [], "no_unit": []}
    for line in read.rows:
        if not any(line.values.get(name) for name in _UNIT):
            marks["no_unit"].append(line.number)
            continue
        cells = read.grid.rows[line.number - 1]
        row = _row(line, _raw(cells, code_column), _raw(cells, day_column))
        rows.append(row)
        if row.written_code and not row.credit_code:
            marks["lost_codes"].append(row.number)
        elif row.credit_code and len(row.credit_code) != _CODE_LENGTH:
            marks["bad_codes"].append(row.number)
        if day_column is not None and row.on is None:
            marks["no_day"].append(row.number)
    if not rows:
        raise TroubleError("own_list.no_rows", file=path.name, sheet=read.grid.name)
    return OwnListSheet(
        file_name=path.name,
        sheet_name=read.grid.name,
        mapping={read.head.texts[column]: field.label for column, field in read.head.fields.items()},
        rows=tuple(rows),
        notes=_notes(read, marks, others),
    )


def _row(line: SheetRow, raw_code: object, raw_day: object) -> ListRow:
    values: Mapping[str, str] = line.values
    code = values.get("credit_code", "")
    is_lost = _has_lost_digits(raw_code, code)
    written_day = values.get("listed_on", "") or plain_text(cell_text(raw_day))
    return ListRow(
        number=line.number,
        unit_name=values.get("applicant", ""),
        credit_code="" if is_lost else code,
        written_code=plain_text(_digits(raw_code)) or code,
        on=parse_date(written_day) if written_day else None,
        written_on=written_day,
        matter=values.get("matter", ""),
        document_number=values.get("document_number", ""),
    )


def _has_lost_digits(raw: object, code: str) -> bool:
    """Whether a code was kept as a number: whatever its last digits are now, nobody knows what they were."""
    if isinstance(raw, int | float) and not isinstance(raw, bool):
        return len(code_text(cell_text(raw))) > _EXACT or "E" in code
    return isinstance(raw, str) and _SCIENTIFIC.match(raw.strip()) is not None


def _digits(raw: object) -> str:
    """A cell as it was written; of a number kept with too many digits those that are left."""
    return str(int(raw)) if isinstance(raw, float) and raw.is_integer() else cell_text(raw)


def _notes(read: _Read, marks: Mapping[str, Sequence[int]], others: Sequence[_Read]) -> tuple[str, ...]:
    """What a person should know before the list is kept, one sentence each."""
    ids = _ids(read.head)
    missing = [
        sentence(f"own_list_note.{code}")
        for name, code in (
            ("credit_code", "no_code_column"),
            ("applicant", "no_name_column"),
            ("listed_on", "no_day_column"),
        )
        if name not in ids
    ]
    counted = [_counted(f"own_list_note.{code}", numbers) for code, numbers in marks.items() if numbers]
    if read.left_out:
        counted.append(_counted("own_list_note.left_out", read.left_out))
    rest = []
    if read.head.unmapped:
        rest.append(sentence("own_list_note.unread_columns", {"columns": "、".join(read.head.unmapped)}))
    if others:
        sheets = "、".join(f"{one.grid.name}（{len(one.rows)} 行）" for one in others)
        rest.append(sentence("own_list_note.other_sheets", {"sheets": sheets}))
    return (*missing, *counted, *rest)


def _counted(code: str, numbers: Sequence[int]) -> str:
    named = "、".join(str(number) for number in numbers[:_NAMED])
    return sentence(code, {"count": len(numbers), "rows": named + ("…" if len(numbers) > _NAMED else "")})


def _columns_seen(grids: Sequence[Grid], heads: Sequence[tuple[Grid, Head]]) -> str:
    """The words of the first row that looks like a head, so that the officer sees what was found instead."""
    if heads:
        return "、".join(heads[0][1].texts.values())
    rows = ([cell_text(cell).strip() for cell in row] for grid in grids for row in grid.rows[:60])
    widest = max(rows, key=lambda row: sum(bool(cell) for cell in row), default=[])
    return "、".join(cell[:20] for cell in widest[:20] if cell) or "（无）"


def _ids(head: Head) -> set[str]:
    return {field.id for field in head.fields.values()}


def _raw(cells: Sequence[object], column: int | None) -> object:
    return cells[column] if column is not None and column < len(cells) else ""
