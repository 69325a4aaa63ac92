"""The form for applicants: filled in and saved by a table program, it imports without any mapping."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from reviewer_app.domain.notice import FieldKind
from reviewer_app.outputs.summary.applicant_form import CHOICES, ENTRY, ROW, SELF_CHECK, write_applicant_form
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.cases.registering import normalised
from reviewer_app.wiring import Parts
from support.builders import CLEAN
from support.table_program import saved_as

PACK = shipped_pack()
FILLED = {**CLEAN, "mobile": "13812345678", "full_time_staff": "3"}
_LABELS = {field.label: field for field in PACK.fields}


def _filled(blank: Path, values: dict[str, str]) -> Path:
    """The form with values in its cells, as an applicant leaves it."""
    book = load_workbook(blank)
    for label, cell, *_ in book[ENTRY].iter_rows(min_row=3):
        field = _LABELS.get(str(label.value or "").removesuffix("（必填）"))
        if field is not None and field.id in values:
            text = values[field.id]
            # What is pasted as a number stays one, in a cell of texts too.
            number = int(text) if text.isdecimal() and len(text) < 15 else text
            cell.value = date.fromisoformat(text) if field.kind is FieldKind.DATE else number
    path = blank.with_name("filled.xlsx")
    book.save(path)
    return path


@pytest.fixture
def blank(tmp_path: Path) -> Path:
    write_applicant_form(PACK, tmp_path / "blank.xlsx")
    return tmp_path / "blank.xlsx"


def test_every_field_has_its_line_its_head_and_only_its_cell_can_be_filled(blank: Path) -> None:
    book = load_workbook(blank)
    assert book.sheetnames == [ROW, ENTRY, SELF_CHECK, CHOICES]
    assert book.active.title == ENTRY
    assert book[CHOICES].sheet_state == "hidden"
    assert [cell.value for cell in book[ROW][1]] == [field.label for field in PACK.fields]
    open_cells = [cell for row in book[ENTRY] for cell in row if not cell.protection.locked]
    assert len(open_cells) == len(PACK.fields)
    assert all(sheet.protection.sheet for sheet in (book[ROW], book[ENTRY], book[SELF_CHECK]))


def test_the_self_check_says_what_it_is_and_judges_no_filing_number_by_the_length_of_a_code(blank: Path) -> None:
    sheet = load_workbook(blank)[SELF_CHECK]
    assert "不代表受理" in sheet["A2"].value
    lengths = [label.value for label, formula in sheet.iter_rows(min_row=4) if "=18" in formula.value]
    assert lengths == ["统一社会信用代码"]


def test_a_form_nobody_filled_in_is_no_list_of_applications(blank: Path) -> None:
    """Not one value: the heads are there, and under them formulas that nothing has worked out yet."""
    read = Parts().reader.read(blank, PACK)
    assert read.sheet_name == ROW
    assert [row.values for row in read.rows if row.values] == []


def test_directions_follow_the_sector(blank: Path) -> None:
    book = load_workbook(blank)
    rules = [str(rule.formula1) for rule in book[ENTRY].data_validations.dataValidation]
    (follows,) = [rule for rule in rules if rule.startswith("OFFSET")]
    heads = [cell.value for cell in book[CHOICES][1]][-len(PACK.sectors) :]
    assert heads == list(PACK.sectors)
    assert "MATCH" in follows


@pytest.mark.parametrize("kind", ["xlsx", "xls", "ods"])
def test_filled_in_and_saved_it_imports_without_any_mapping(blank: Path, kind: str) -> None:
    filled = saved_as(_filled(blank, FILLED), kind)
    read = Parts().reader.read(filled, PACK)
    assert (read.sheet_name, read.unmapped, read.notes) == (ROW, (), ())
    (row,) = read.rows
    assert normalised(PACK, row.values) == FILLED


def test_a_packs_words_are_never_worked_out(tmp_path: Path) -> None:
    first, *rest = PACK.fields
    odd = replace(PACK, title="=1+1", fields=(replace(first, label="=1+1", help="=1+1"), *rest))
    write_applicant_form(odd, tmp_path / "odd.xlsx")
    book = load_workbook(tmp_path / "odd.xlsx")
    words = [*book[ENTRY].iter_rows(), *book[CHOICES].iter_rows(), book[ROW][1], book[SELF_CHECK]["A"]]
    assert [cell.coordinate for row in words for cell in row if cell.data_type == "f"] == []
