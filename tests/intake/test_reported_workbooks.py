"""Workbooks of kinds that were misread elsewhere: each file with its right value, and others of its kind."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from pathlib import Path

import msoffcrypto
import pytest
from openpyxl import Workbook

from reviewer_app.domain.errors import TroubleError
from support.sample_lists import CASES, check_list, checked, column, found, said, sample_table, write_workbook


@pytest.mark.parametrize("name", ["a01-dimension-whole-sheet.xlsx", "a02-stray-cell-no-dimension.xlsx"])
def test_what_a_sheet_claims_of_its_extent_is_no_more_than_a_claim(name: str) -> None:
    assert [row.number for row in checked(name).sheet.rows] == [2, 3]


def test_long_running_numbers_as_numbers_are_named_as_cut() -> None:
    check = checked("a03b-running-numbers-as-numbers.xlsx")
    assert said(check, "digits_lost") == [(2, "网上申报编号"), (3, "网上申报编号")]
    assert len(check.sheet.rows) == 3
    assert column(check, "filing_number")[2] == "202405083101150"


def test_filtered_rows_are_read_and_named() -> None:
    check = checked("a12-filtered-rows.xlsx")
    assert len(check.sheet.rows) == 5
    assert said(check, "row_hidden") == [(3, ""), (5, "")]
    assert "2 行隐藏：第 3、5 行" in check.sheet.notes[0].message


def test_formulas_without_result_are_shown_and_named() -> None:
    check = checked("a15b-formulas-without-result.xlsx")
    assert said(check, "formula_unworked") == [(row, "申报单位") for row in (2, 3, 4)]
    assert [note.message.count("示例") for note in check.sheet.notes] == [1, 1, 1]
    assert column(check, "applicant") == ["", "", ""]


def test_a_workbook_of_the_nineties_in_a_chinese_code_page() -> None:
    check = checked("a19-biff5-gbk.xls")
    assert column(check, "applicant") == ["上海示例甲服务有限公司", "上海示例乙服务有限公司"]


def test_failed_formulas_are_named_and_no_value() -> None:
    check = checked("a21-errors.xlsx")
    assert said(check, "cell_error") == [
        (2, "申报单位"),
        (3, "统一社会信用代码"),
        (3, "专职标准化人员数"),
        (4, "网上申报编号"),
    ]
    texts = [text for row in check.sheet.rows for text in row.values.values()]
    assert not any(text.startswith(("=", "#")) for text in texts)


def test_an_empty_result_is_empty_and_prepared_rows_are_no_applications() -> None:
    check = checked("a22c-saved-by-libreoffice.xlsx")
    assert [row.number for row in check.sheet.rows] == [2, 3]
    assert said(check, "cell_error") == [(2, "联系人"), (3, "申报单位")]
    assert said(check, "formula_unworked") == []


def test_names_that_begin_like_a_foot_are_names() -> None:
    check = checked("a29-foot-words.xlsx")
    assert [row.number for row in check.sheet.rows] == [2, 3, 4, 5]
    assert check.sheet.left_out == (6,)


@pytest.mark.parametrize(
    "name",
    ["合计能耗管理标准化试点", "总计量值传递服务标准化试点", "推荐单位名录管理标准化试点", "说明书审核标准化试点"],
)
def test_other_names_that_begin_like_a_foot(tmp_path: Path, name: str) -> None:
    rows = [["项目名称", "申报单位"], [name, "上海示例甲有限公司"], ["小计", "1家"], [name, ""]]
    check = check_list(write_workbook(tmp_path / "a.xlsx", 清单=(1, 1, rows)))
    assert [row.number for row in check.sheet.rows] == [2, 4]
    assert check.sheet.left_out == (3,)


def parts_changed(path: Path, part: str, *changes: tuple[str, str]) -> Path:
    """The workbook with one part written otherwise."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    text = parts[part].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    parts[part] = text.encode()
    with zipfile.ZipFile(path, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


SHEET = "xl/worksheets/sheet1.xml"


def test_rows_of_formulas_alone_are_not_lost(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["项目名称", "申报单位", "重点方向"])
    sheet.append(["=B9", "=C9", "=D9"])
    sheet.append([None, None, '=IF(A3="","",A3)'])
    workbook.save(tmp_path / "a.xlsx")
    check = check_list(tmp_path / "a.xlsx")
    assert [(row.number, dict(row.values)) for row in check.sheet.rows] == [(2, {})]
    assert said(check, "formula_unworked") == [(2, "项目名称"), (2, "申报单位"), (2, "重点方向")]


def test_cells_that_do_not_name_their_place(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["项目名称", "申报单位"])
    sheet.append(["甲试点", "=A1&B1"])
    workbook.save(tmp_path / "a.xlsx")
    for place in ("A1", "B1", "A2", "B2"):
        parts_changed(tmp_path / "a.xlsx", SHEET, (f' r="{place}"', ""))
    assert said(check_list(tmp_path / "a.xlsx"), "formula_unworked") == [(2, "申报单位")]


def test_numbers_are_read_as_their_formats_show_them(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["项目名称", "申报单位", "网上申报编号", "联系电话"])
    sheet.append(["甲试点", "上海示例甲有限公司", 42, 2164220001])
    sheet.append(["乙试点", "上海示例乙有限公司", 43, 64220002])
    sheet["C2"].number_format, sheet["C3"].number_format = '"SH"000000', "00000000"
    sheet["D2"].number_format = "000-00000000"
    workbook.save(tmp_path / "a.xlsx")
    check = check_list(tmp_path / "a.xlsx")
    assert column(check, "filing_number") == ["SH000042", "00000043"]
    assert column(check, "contact_phone") == ["021-64220001", "64220002"]


def test_hidden_columns_and_two_columns_for_one_field_are_named(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["项目名称", "申报单位", "联系人", "联系人"])
    sheet.append(["甲试点", "上海示例甲有限公司", "样本甲", "样本乙"])
    sheet.column_dimensions["C"].hidden = True
    workbook.save(tmp_path / "a.xlsx")
    check = check_list(tmp_path / "a.xlsx")
    assert column(check, "contact_person") == ["样本甲"]
    assert said(check, "column_hidden") == [(0, "联系人")]
    assert said(check, "column_twice") == [(0, "联系人")]


def test_a_heading_over_the_width_is_no_application(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (
        ["项目名称", "申报单位", "联系人", "项目负责人"],
        ["一、公共服务领域"],
        ["甲试点", "上海示例甲有限公司", "样本甲"],
    ):
        sheet.append(row)
    sheet.merge_cells("A2:D2")
    sheet.merge_cells("C3:D3")
    workbook.save(tmp_path / "a.xlsx")
    check = check_list(tmp_path / "a.xlsx")
    assert [row.number for row in check.sheet.rows] == [3]
    assert check.sheet.left_out == (2,)
    assert (column(check, "contact_person"), column(check, "project_leader")) == (["样本甲"], ["样本甲"])


def encrypted(path: Path, password: str) -> Path:
    with zipfile.ZipFile(path, "a") as package:
        # The library that encrypts here takes whole blocks.
        package.comment = b"-" * (16 - path.stat().st_size % 16)
    content = BytesIO(path.read_bytes())
    opened = BytesIO()
    msoffcrypto.OfficeFile(content).encrypt(password, opened)
    path.write_bytes(opened.getvalue())
    return path


def test_a_workbook_that_opens_without_asking_opens_here(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", 清单=(1, 1, sample_table()))
    assert len(check_list(encrypted(path, "VelvetSweatshop")).sheet.rows) == 40


def test_a_workbook_with_a_password_of_its_own_is_refused(tmp_path: Path) -> None:
    path = write_workbook(tmp_path / "a.xlsx", 清单=(1, 1, sample_table()))
    with pytest.raises(TroubleError, match=r"sheet\.encrypted"):
        check_list(encrypted(path, "another"))


def test_macros_are_named_and_not_run(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsm"
    path.write_bytes((CASES / "a12-filtered-rows.xlsx").read_bytes())
    with zipfile.ZipFile(path, "a") as package:
        package.writestr("xl/vbaProject.bin", b"x")
    assert said(check_list(path), "macros") == [(0, "")]


def test_one_applicant_s_row_without_a_code_is_no_second_name(tmp_path: Path) -> None:
    rows = [["项目名称", "申报单位", "统一社会信用代码"], ["甲试点", "上海示例（甲）公司", "91310104MAXX00015W"]]
    rows.append(["乙试点", "上海示例(甲)公司（盖章）", "91310104MAXX00015W"])
    check = check_list(write_workbook(tmp_path / "a.xlsx", 清单=(1, 1, rows)))
    assert said(check, "code_two_names") == []
    assert found(check, "duplicate.same_applicant") == [2, 3]


def test_a_binary_workbook_with_a_hidden_row_and_a_failed_formula() -> None:
    check = check_list(CASES.parent / "samples" / "binary.xlsb")
    assert column(check, "applicant") == ["上海示例甲有限公司", "上海示例乙有限公司"]
    assert said(check, "row_hidden") == [(2, "")]
    assert said(check, "column_hidden") == [(0, "申报单位")]
    assert said(check, "digits_lost") == [(2, "网上申报编号")]
    assert said(check, "cell_error") == [(3, "网上申报编号")]


def test_a_cell_over_columns_and_rows_says_below_what_it_says_in_its_first_row(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (
        ["项目名称", "申报单位", "统一社会信用代码", "项目负责人", "联系人", "备注"],
        ["甲试点", "上海示例甲有限公司", None, "样本甲", None],
        ["乙试点", None, None, None, None],
        ["一、公共服务领域"],
        [None],
        ["丙试点", "上海示例丙有限公司", "91310104MAXX00015W", "样本丙", "样本丁"],
    ):
        sheet.append(row)
    for cells in ("B2:C3", "D2:E3", "A4:E5"):
        sheet.merge_cells(cells)
    workbook.save(tmp_path / "a.xlsx")
    check = check_list(tmp_path / "a.xlsx")
    assert column(check, "project_name") == ["甲试点", "乙试点", "丙试点"]
    assert column(check, "applicant") == ["上海示例甲有限公司", "上海示例甲有限公司", "上海示例丙有限公司"]
    assert column(check, "credit_code") == ["", "", "91310104MAXX00015W"]
    assert column(check, "contact_person") == ["样本甲", "样本甲", "样本丁"]
    assert said(check, "cell_across") == [(2, "统一社会信用代码"), (3, "统一社会信用代码")]


@pytest.mark.parametrize("error", ["#SPILL!", "#CALC!", "#FIELD!", "#GETTING_DATA", "#PYTHON!", "#TOMORROW"])
def test_an_error_of_a_newer_program_costs_one_cell_and_not_the_list(tmp_path: Path, error: str) -> None:
    rows: list[list[object]] = [
        ["项目名称", "申报单位", "联系电话"],
        ["甲试点", "上海示例甲有限公司", error],
        ["乙试点", "上海示例乙有限公司", "64220000"],
    ]
    path = write_workbook(tmp_path / "a.xlsx", 清单=(1, 1, rows))
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    name = "xl/worksheets/sheet1.xml"
    cell = re.compile(rb'<c r="C2"[^>]*>.*?</c>')
    assert cell.search(parts[name])
    parts[name] = cell.sub(f'<c r="C2" t="e"><f>A1</f><v>{error}</v></c>'.encode(), parts[name])
    with zipfile.ZipFile(path, "w") as package:
        for name, part in parts.items():
            package.writestr(name, part)
    check = check_list(path)
    assert column(check, "project_name") == ["甲试点", "乙试点"]
    assert column(check, "contact_phone") == ["", "64220000"]
    assert said(check, "cell_error") == [(2, "联系电话")]
