"""Rows of a workbook are high enough for every line of their fullest cell."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.outputs.workbook.cells import RowHeights
from reviewer_app.packs.loading import shipped_pack
from support.printed import summary_of

#: Points from line to line of Chinese type of ten points, as office programs set it.
LINE = 13.0


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("", 1),
        ("养老服务", 1),
        ("社区嵌入式养老服务标准化试点", 2),
        ("甲\n乙\n丙", 3),
        ("经初审，该单位具备申报条件和相应的标准化工作基础。" * 4, 10),
    ],
)
def test_a_row_has_room_for_the_lines_of_its_fullest_cell(text: str, lines: int) -> None:
    """A column of 21 units takes ten Chinese characters of ten points."""
    height = RowHeights((6.0, 21.0), 10, 18).of(("1", text))
    assert lines * LINE <= height
    assert height < (lines + 2.5) * LINE


def test_a_row_is_never_higher_than_excel_allows() -> None:
    """An opinion of the longest kind."""
    assert RowHeights((10.0,), 10, 18).of(("长" * 5000,)) == 409


def test_the_summary_says_the_height_of_each_row(tmp_path: Path, maker: TemplateMaker) -> None:
    """One line stays low, three lines are three lines high, heads and totals have theirs."""
    rows = [("1", "社区养老", "91310104MAXX00015W", "64220000"), ("2", "养老服务标准化试点" * 6, "", "")]
    maker.summary(summary_of(rows), tmp_path / "s.xlsx")
    sheet = openpyxl.load_workbook(tmp_path / "s.xlsx").active
    low, high, total = (sheet.row_dimensions[number].height for number in (4, 5, 6))
    assert low == 18
    assert high >= 3 * LINE
    assert total == 18
    assert sheet["A6"].value == "合计"
    assert sheet["C6"].value == 2


def test_the_numbers_of_the_shipped_summary_stay_on_one_line() -> None:
    """Filing numbers, credit codes and mobile numbers are not broken, and the whole is printed at 75 % or more."""
    columns = {column.value: column.width for column in shipped_pack().summary}
    for name, text in (
        ("filing_number", "SH20240617305005"),
        ("credit_code", "91310109MAXX010501"),
        ("contact_phone", "13826172835"),
        ("@intake_number", "2024-示-0006"),
        ("applicant_kind", "事业单位"),
        ("@proposed_class", "重点项目"),
    ):
        assert RowHeights((columns[name],), 10, 0).of((text,)) < 2 * LINE
    assert 277 / (sum(columns.values()) * 5.25 / 72 * 25.4) >= 0.75
