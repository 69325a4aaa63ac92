"""The bureau's list of results as it comes: other headers, days as cells and as text, a title above, no such list."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from reviewer_app.domain.errors import TroubleError
from reviewer_app.intake.city_list_sheets import read_city_list
from reviewer_app.services.ports.records import ReadChoice


def workbook(folder: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(folder / "结果.xlsx")
    return folder / "结果.xlsx"


def test_the_columns_are_known_by_other_headers_and_under_a_title(tmp_path: Path) -> None:
    read = read_city_list(
        workbook(
            tmp_path,
            ("2024年度市级标准化试点立项名单",),
            ("序号", "申报编号", "试点承担单位", "试点项目名称", "评审结果", "立项编号", "公布日期", "备注", "处室"),
            (
                1,
                "SH2024001",
                "上海示例有限公司",
                "示例项目",
                "同意立项",
                "沪试〔2024〕1号",
                datetime(2024, 6, 3),
                "",
                "甲",
            ),
            (2, "SH2024002", "上海示例二有限公司", "示例二", "不予立项", "", "2024年6月4日", "重复", "乙"),
            (3, "SH2024003", "上海示例三有限公司", "示例三", "退回", "", "六月初", "材料不全", "丙"),
        )
    )
    first, second, third = read.rows
    assert (first.filing_number, first.applicant, first.result) == ("SH2024001", "上海示例有限公司", "同意立项")
    assert (first.city_number, first.day, first.number) == ("沪试〔2024〕1号", date(2024, 6, 3), 3)
    assert (second.day, second.reason) == (date(2024, 6, 4), "重复")
    assert third.day is None
    assert third.written_day
    assert read.mapping["评审结果"] == "结果"


def test_a_text_file_is_read_too_and_what_is_no_list_says_so(tmp_path: Path) -> None:
    lines = "申报单位,信用代码,项目名称,结论\n上海示例有限公司,91310104MAXX00015W,示例项目,立项\n"
    plain = tmp_path / "结果.csv"
    plain.write_text(lines, encoding="gb18030")
    (row,) = read_city_list(plain).rows
    assert (row.credit_code, row.result) == ("91310104MAXX00015W", "立项")
    with pytest.raises(TroubleError, match=r"city_list\.no_columns"):
        read_city_list(workbook(tmp_path, ("品名", "数量"), ("纸", 3)))
    with pytest.raises(TroubleError, match=r"city_list\.no_|sheet\."):
        read_city_list(workbook(tmp_path, ("申报编号", "申报单位", "评审结果")))


def test_columns_nobody_knows_are_shown_and_read_as_they_are_given_by_hand(tmp_path: Path) -> None:
    file = workbook(tmp_path, ("甲", "乙", "丙"), ("上海示例有限公司", "示例项目", "立项"))
    with pytest.raises(TroubleError, match=r"city_list\.no_columns"):
        read_city_list(file)
    shown = read_city_list(file, ReadChoice(is_open=True))
    assert [(one.letters, one.head, one.samples, one.field) for one in shown.columns] == [
        ("A", "甲", ("上海示例有限公司",), ""),
        ("B", "乙", ("示例项目",), ""),
        ("C", "丙", ("立项",), ""),
    ]
    assert shown.labels["city_number"] == "立项文号"
    given = {"0": "applicant", "1": "project_name", "2": "result"}
    (row,) = read_city_list(file, ReadChoice(shown.sheet_name, shown.header_row, given)).rows
    assert (row.applicant, row.project_name, row.result, row.number) == ("上海示例有限公司", "示例项目", "立项", 2)


def test_a_column_taken_for_another_is_given_its_true_field(tmp_path: Path) -> None:
    file = workbook(tmp_path, ("申报单位", "状态", "初评", "文号"), ("上海示例有限公司", "已办结", "立项", "沪试1号"))
    read = read_city_list(file)
    assert read.rows[0].result == "已办结"
    (row,) = read_city_list(file, ReadChoice(read.sheet_name, read.header_row, {"1": "", "2": "result"})).rows
    assert (row.result, row.city_number) == ("立项", "沪试1号")
