"""What becomes of places and formulas when rows are put into a table that stands in rows 5 to 9."""

from __future__ import annotations

import pytest

from reviewer_app.outputs.workbook.shift import RowShift
from reviewer_app.services.summary.cell_places import area_places, cell_place, column_letters, column_number

SHIFT = RowShift("汇 总", first=5, last=9, extra=10)
SINGLE = RowShift("汇总", first=5, last=5, extra=3)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A4", "A4"),
        ("$A$9", "$A$9"),
        ("A10", "A20"),
        ("B5:B9", "B5:B19"),
        ("$B$5:$B$9", "$B$5:$B$19"),
        ("B4:B9", "B4:B19"),
        ("B6:B8", "B6:B8"),
        ("B5:B12", "B5:B22"),
        ("9:9", "9:9"),
        ("$4:$5", "$4:$5"),
        ("10:12", "20:22"),
        ("A:C", "A:C"),
        ("A5:B", "A5:B"),
        ("#REF!", "#REF!"),
        ("申报明细", "申报明细"),
    ],
)
def test_an_area_moves_or_grows(before: str, after: str) -> None:
    """What ends with the table grows; what lies below goes down; what lies inside stays."""
    assert SHIFT.area(before) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("SUM(B5:B9)", "SUM(B5:B19)"),
        ("SUM($B$5:$B$9)/COUNTA(A10,A4)", "SUM($B$5:$B$19)/COUNTA(A20,A4)"),
        ("IF(A10=\"A10\",'汇 总'!B5:B9,别的!B5:B9)", "IF(A20=\"A10\",'汇 总'!B5:B19,别的!B5:B9)"),
        ("[1]汇总!B5:B9", "[1]汇总!B5:B9"),
        ('INDIRECT("B5:B9")', 'INDIRECT("B5:B9")'),
        ("SUM(申报[数])+LOG10(A10)", "SUM(申报[数])+LOG10(A20)"),
        ("SUM(", "SUM("),
    ],
)
def test_a_formula_follows(before: str, after: str) -> None:
    """Texts, other sheets and other workbooks are left alone."""
    assert SHIFT.formula(before, on_sheet=True) == after


def test_from_another_sheet_only_what_names_the_sheet_follows() -> None:
    """The same places of other sheets stay."""
    assert SHIFT.formula("B5:B9+'汇 总'!B10", on_sheet=False) == "B5:B9+'汇 总'!B20"


def test_in_a_line_of_the_list_only_fixed_areas_grow() -> None:
    """A sum across the line stays in the line; a share of the whole list covers the list."""
    assert SINGLE.formula("SUM(C5:F5)", on_sheet=True, in_table=True) == "SUM(C5:F5)"
    assert SINGLE.formula("C5/SUM(C$5:C$5)", on_sheet=True, in_table=True) == "C5/SUM(C$5:C$8)"
    assert SINGLE.formula("SUM(C5:C5)", on_sheet=True) == "SUM(C5:C8)"


def test_a_rule_on_one_cell_of_a_one_line_list_covers_the_list() -> None:
    """A drop-down list of the first line is there in every line."""
    assert SINGLE.areas("F5 A1 B5:C5") == "F5:F8 A1 B5:C8"


@pytest.mark.parametrize(("number", "letters"), [(1, "A"), (26, "Z"), (27, "AA"), (702, "ZZ"), (16384, "XFD")])
def test_columns_are_counted_as_people_write_them(number: int, letters: str) -> None:
    """A, Z, AA, and the last one there is."""
    assert (column_letters(number), column_number(letters)) == (letters, number)


@pytest.mark.parametrize("text", ["", "1", "A0", "a1", "XFE1", "A1048577", "AAAA1", "A1:B2", "三3"])
def test_what_is_no_cell_is_none(text: str) -> None:
    """A place typed wrong is noticed."""
    assert cell_place(text) is None


def test_an_area_has_four_ends() -> None:
    """Left, top, right, low; a single cell is an area too."""
    assert area_places("B3:D9") == (2, 3, 4, 9)
    assert area_places("C4") == (3, 4, 3, 4)
    assert area_places("A1:") == (1, 1, 1, 1)
