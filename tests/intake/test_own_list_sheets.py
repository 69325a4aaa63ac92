"""The bureau's own lists as they come: other headers, titles above, codes kept as numbers, files of another kind."""

from __future__ import annotations

import time
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from reviewer_app.domain.errors import TroubleError
from reviewer_app.intake.own_list_sheets import read_own_list
from reviewer_app.wiring import Parts
from reviewer_resources.phrases import sentence

CODE = "91310104MAXX00015W"
HEAD = ("序号", "行政相对人名称", "行政相对人代码", "处罚决定日期", "违法行为类型", "行政处罚决定书文号")


def workbook(path: Path, *rows: tuple[object, ...], name: str = "处罚") -> Path:
    """A workbook with these rows."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = name
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def said(error: TroubleError) -> str:
    return sentence(error.code, error.values)


def test_columns_are_known_by_the_headers_of_real_lists(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "处罚台账.xlsx",
        ("2024年行政处罚台账",),
        HEAD,
        (1, "上海示例甲东服务有限公司", CODE, datetime(2023, 3, 2), "计量违法", "沪示市监处〔2023〕12号"),
        (2, "上海示例乙西有限公司（盖章）", "91310115MAXX00015T", "2022年5月6日", "广告违法", "沪示市监处〔2022〕3号"),
        ("合计", "2件"),
    )
    sheet = read_own_list(file)
    first, second = sheet.rows
    assert (first.number, first.unit_name, first.credit_code, first.on) == (
        3,
        "上海示例甲东服务有限公司",
        CODE,
        date(2023, 3, 2),
    )
    assert (first.matter, first.document_number) == ("计量违法", "沪示市监处〔2023〕12号")
    assert (second.name_key, second.on) == ("上海示例乙西有限公司", date(2022, 5, 6))
    assert sheet.mapping["行政相对人代码"] == "统一社会信用代码"
    assert [note for note in sheet.notes if "第 5 行" in note]


def test_a_code_kept_as_a_number_is_never_compared_and_never_lost(tmp_path: Path) -> None:
    """Eighteen digits in a number cell: the last ones are gone, whatever stands there now."""
    file = workbook(
        tmp_path / "数字.xlsx", HEAD, (1, "上海示例丙有限公司", 913101041234567890, datetime(2023, 3, 2), "甲", "乙")
    )
    (row,) = read_own_list(file).rows
    assert row.credit_code == ""
    assert row.written_code.startswith("9131010412345")
    assert row.unit_name == "上海示例丙有限公司"
    assert "1 行的代码在表格里存成了数字，末几位已丢失（第 2 行）" in "".join(read_own_list(file).notes)


def test_a_text_list_that_went_through_a_spreadsheet_is_noticed_too(tmp_path: Path) -> None:
    file = tmp_path / "处罚.csv"
    file.write_bytes("单位名称,统一社会信用代码,日期\n上海示例丙有限公司,9.13101E+17,2023/3/2\n".encode("gb18030"))
    (row,) = read_own_list(file).rows
    assert (row.credit_code, row.written_code, row.on) == ("", "9.13101E+17", date(2023, 3, 2))


def test_a_list_of_other_columns_says_which_it_found(tmp_path: Path) -> None:
    file = workbook(tmp_path / "考勤.xlsx", ("姓氏", "部门科室", "出勤"), ("甲", "一科", "22"))
    with pytest.raises(TroubleError) as trouble:
        read_own_list(file)
    assert trouble.value.code == "own_list.no_unit_column"
    assert "找到的列：姓氏、部门科室、出勤。" in said(trouble.value)


def test_lines_without_unit_or_day_are_told_by_number(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "处罚.xlsx",
        HEAD,
        (1, "上海示例丙有限公司", "9131", "不详", "甲", "乙"),
        (2, "", "", datetime(2023, 3, 2), "无名一案", "乙2"),
    )
    sheet = read_own_list(file)
    (row,) = sheet.rows
    assert (row.on, row.written_on, row.credit_code) == (None, "不详", "9131")
    notes = "".join(sheet.notes)
    assert "1 行没有能识别的日期（第 2 行）" in notes
    assert "1 行的代码不是完整的统一社会信用代码（第 2 行）" in notes
    assert "第 3 行" in notes


def test_no_code_column_is_said(tmp_path: Path) -> None:
    file = workbook(
        tmp_path / "往年试点.xlsx",
        ("试点承担单位", "试点项目名称", "备考"),
        ("上海示例丙有限公司", "甲标准化试点", "x"),
    )
    sheet = read_own_list(file)
    assert sheet.rows[0].matter == "甲标准化试点"
    assert "没有找到代码列，只按单位名称比对。" in sheet.notes
    assert "没有用到的列：备考。" in sheet.notes


@pytest.mark.parametrize("content", [b"%PDF-1.7", b"PK\x03\x04broken", b""])
def test_what_is_no_list_is_one_clear_sentence(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "坏.xlsx"
    file.write_bytes(content)
    with pytest.raises(TroubleError, match=r"sheet\."):
        Parts().reader.read_own_list(file)


def test_the_child_gives_what_is_read_here(tmp_path: Path) -> None:
    """Files of others are read in a process of their own."""
    file = workbook(tmp_path / "处罚.xlsx", HEAD, (1, "上海示例丙有限公司", CODE, datetime(2023, 3, 2), "甲", "乙"))
    assert Parts().reader.read_own_list(file) == read_own_list(file)


@pytest.mark.bench
def test_a_hundred_thousand_lines_are_read_in_the_child(tmp_path: Path) -> None:
    """Measured in earnest; the time is printed."""
    file = tmp_path / "大.csv"
    lines = [f"上海示例{number}号有限公司,{CODE},2023-03-02,事由{number},文{number}" for number in range(100_000)]
    file.write_text("\n".join(["单位名称,统一社会信用代码,日期,事由,文号", *lines]), encoding="utf-8")
    begun = time.monotonic()
    sheet = Parts().reader.read_own_list(file)
    print(f"read {len(sheet.rows)} lines in {time.monotonic() - begun:.1f} s")
    assert len(sheet.rows) == 100_000
