"""The sample list of invented applications, its answer key, and ways to write it in other shapes."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from reviewer_app.intake.spreadsheet import SpreadsheetReader
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.intake.prechecking import SheetCheck, precheck_sheet

SAMPLES = Path(__file__).parents[1] / "intake" / "samples"
#: Small files of kinds that were misread elsewhere.
CASES = SAMPLES.parent / "cases"
#: The ids whose findings are told apart by their field.
NAMES_ITS_FIELD = frozenset({"required.missing", "key.incomplete"})

Table = list[list[object]]


def sample_table() -> Table:
    """Head and forty rows of the sample, as cells."""
    with CalamineWorkbook.from_path(SAMPLES / "online-2024.xlsx") as workbook:
        return [list(row) for row in workbook.get_sheet_by_index(0).to_python()]


def key_of(stem: str) -> dict[str, list[list[str]]]:
    """The findings an answer key expects, by row of the sample's own sheet."""
    key = json.loads((SAMPLES / f"{stem}.expected.json").read_text(encoding="utf-8"))
    return {row: sorted(listed) for row, listed in key["findings"].items()}


def check_list(path: Path) -> SheetCheck:
    """A list read and checked by the shipped pack."""
    return precheck_sheet(SpreadsheetReader().read(path, shipped_pack()), shipped_pack())


def checked(name: str) -> SheetCheck:
    """One of the files, read and checked."""
    return check_list(CASES / name)


def said(check: SheetCheck, code: str) -> list[tuple[int, str]]:
    """Where a remark of a kind was made: row and field."""
    return [(note.row, note.field) for note in check.sheet.notes if note.code == code]


def column(check: SheetCheck, field: str) -> list[str]:
    """What was read of one field, row by row."""
    return [row.values.get(field, "") for row in check.sheet.rows]


def found(check: SheetCheck, code: str) -> list[int]:
    """The rows that have a finding."""
    return [one.row for one in check.findings if one.finding.id == code]


def found_in(check: SheetCheck) -> dict[str, list[list[str]]]:
    """The findings in the answer key's shape, rows counted as if the head stood in row 1."""
    offset = check.sheet.rows[0].number - 2
    found: dict[str, list[list[str]]] = {}
    for one in check.findings:
        named = one.finding.field if one.finding.id in NAMES_ITS_FIELD else ""
        found.setdefault(str(one.row - offset), []).append([one.finding.id, named])
    return {row: sorted(listed) for row, listed in found.items()}


def write_workbook(path: Path, **sheets: tuple[int, int, Sequence[Sequence[object]]]) -> Path:
    """A workbook of some sheets: name → first row, first column, table; texts that look like formulas stay texts."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for name, (first_row, first_column, table) in sheets.items():
        sheet = workbook.create_sheet(name)
        for row, cells in enumerate(table, first_row):
            for column, value in enumerate(cells, first_column):
                if value is not None and value != "":
                    cell = sheet.cell(row, column, value)
                    cell.data_type = "s" if isinstance(value, str) else cell.data_type
    workbook.save(path)
    return path
