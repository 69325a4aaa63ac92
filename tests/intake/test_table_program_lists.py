"""One list as LibreOffice saves it in every kind: the same values and the same remarks."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from support.sample_lists import check_list, column, said
from support.table_program import saved_as

ROWS: list[list[object]] = [
    ["项目名称", "申报单位", "网上申报编号", "联系人", "重点方向", "网上提交日期", "联系电话"],
    ["甲试点", "上海示例甲有限公司", 202405083101150000, "=B2", '=IF(1=1,"",1)', date(2024, 5, 2), 64220001],
    ["乙试点", None, 42, "=NA()", "=1/0", date(2024, 5, 3), "64220002"],
    ["丙试点", "上海示例丙有限公司", "SH3", "样本丙", None, date(2024, 5, 4), None],
    ["丁试点", "上海示例丁有限公司", "SH4", "样本丁", None, date(2024, 5, 5), None],
]


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "清单"
    for row in ROWS:
        sheet.append(row)
    for number in range(2, 6):
        sheet.cell(number, 6).number_format = 'yyyy"年"m"月"d"日"'
    sheet["C3"].number_format = '"SH"0000'
    sheet.merge_cells("B2:B3")
    sheet.row_dimensions[4].hidden = True
    sheet.column_dimensions["G"].hidden = True
    path = tmp_path_factory.mktemp("program") / "清单.xlsx"
    workbook.save(path)
    return path


@pytest.mark.parametrize("kind", ["xls", "ods", "fods", "xlsx"])
def test_a_workbook_says_the_same_in_every_kind(source: Path, kind: str) -> None:
    check = check_list(saved_as(source, kind))
    assert column(check, "project_name") == ["甲试点", "乙试点", "丙试点", "丁试点"]
    assert column(check, "applicant")[:2] == ["上海示例甲有限公司"] * 2
    assert column(check, "filing_number") == ["2.02405E+17", "SH0042", "SH3", "SH4"]
    assert column(check, "contact_person") == ["上海示例甲有限公司", "", "样本丙", "样本丁"]
    assert column(check, "filed_on") == [f"2024-05-0{day}" for day in (2, 3, 4, 5)]
    assert said(check, "digits_lost") == [(2, "网上申报编号")]
    assert said(check, "cell_error") == [(3, "联系人"), (3, "重点方向")]
    assert said(check, "row_hidden") == [(4, "")]
    assert said(check, "column_hidden") == [(0, "联系电话")]
    assert said(check, "formula_unworked") == []


@pytest.mark.parametrize("kind", ["html", "csv"])
def test_what_is_saved_without_its_formulas_says_as_much_as_it_can(source: Path, kind: str) -> None:
    check = check_list(saved_as(source, kind))
    assert column(check, "filing_number")[1] == "SH0042"
    assert said(check, "digits_lost") == [(2, "网上申报编号")]
    assert (3, "重点方向") in said(check, "cell_error")
