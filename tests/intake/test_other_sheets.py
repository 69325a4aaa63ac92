"""The sheets beside the one that is read: none is lost unseen, and each can be read by choosing it."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook

from reviewer_app.foreign.stopping import handing_over
from reviewer_app.foreign_parts import ForeignReader
from reviewer_app.intake.spreadsheet import SpreadsheetReader
from reviewer_app.outputs.summary.applicant_form import write_applicant_form
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.records import NO_HEAD, STATUS_FIELD, ImportedList, ReadChoice
from support.sample_lists import Table, check_list, said, write_workbook

HEAD = "<tr><th>项目名称<th>申报单位<th>联系人</tr>"
FIRST, SECOND = (
    "".join(f"<tr><td>第{n}项试点<td>上海示例{n}有限公司<td>样本{n}</tr>" for n in numbers)
    for numbers in ((1, 2), (3, 4))
)
PAGES = {
    "two tables": f"<html><body><table>{HEAD}{FIRST}</table><table>{SECOND}</table></body></html>",
    "two pages": f"<html><table>{HEAD}{FIRST}</table></html>\n<!DOCTYPE html><html><table>{SECOND}</table></html>",
    "hidden": f"<html><table>{HEAD}{FIRST}</table><table style='display:none'>{HEAD}{SECOND}</table></html>",
}


def read(path: Path, choice: ReadChoice | None = None) -> ImportedList:
    return SpreadsheetReader().read(path, shipped_pack(), choice)


def projects(sheet: ImportedList) -> list[str]:
    return [row.values.get("project_name", "") for row in sheet.rows]


@pytest.mark.parametrize("page", PAGES.values(), ids=PAGES)
def test_a_further_table_of_a_page_is_named_and_can_be_chosen(tmp_path: Path, page: str) -> None:
    path = tmp_path / "清单.xls"
    path.write_text(page, encoding="utf-8")
    sheet = read(path)
    assert projects(sheet) == ["第1项试点", "第2项试点"]
    assert sheet.sheets == ("清单（第 1 张表）", "清单（第 2 张表）")
    (note,) = [note for note in sheet.notes if note.code.startswith("sheet_unread")]
    assert "清单（第 2 张表）”有 2 行" in note.message
    assert projects(read(path, ReadChoice(sheet.sheets[1]))) == ["第3项试点", "第4项试点"]


def test_a_second_page_with_a_head_of_its_own_is_a_second_list(tmp_path: Path) -> None:
    path = tmp_path / "清单.xls"
    path.write_text(f"<html><table>{HEAD}{FIRST}</table></html><html><table>{HEAD}{SECOND}</table></html>", "utf-8")
    sheet = read(path)
    assert sheet.other_sheets == (("清单（第 2 张表）", 2),)
    assert projects(read(path, ReadChoice(sheet.sheets[1]))) == ["第3项试点", "第4项试点"]


@pytest.fixture
def book(tmp_path: Path) -> Path:
    """A list, a sheet that goes on without a head, a hidden list, and a hidden sheet of other things."""
    workbook = Workbook()
    sheets = {
        "一": [["项目名称", "申报单位", "情况"], ["甲试点", "上海示例甲有限公司", "已受理"]],
        "二": [["乙试点", "上海示例乙有限公司", "已退回"], ["丙试点", "上海示例丙有限公司", ""]],
        "三": [["项目名称", "申报单位"], ["丁试点", "上海示例丁有限公司"]],
        "四": [["戊", "1", "2", "3"]],
        "五": [["项目名称", "申报单位"]],
    }
    for name, rows in sheets.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
    del workbook["Sheet"]
    workbook["三"].sheet_state = "hidden"
    workbook["四"].sheet_state = "veryHidden"
    path = tmp_path / "清单.xlsx"
    workbook.save(path)
    return path


def test_sheets_without_a_head_and_hidden_ones_are_named_and_offered(book: Path) -> None:
    sheet = read(book)
    assert projects(sheet) == ["甲试点"]
    named = {note.message.partition("”")[0].partition("“")[2]: note.code for note in sheet.notes}
    assert named == {"二": "sheet_unread", "三": "sheet_unread_hidden", "四": "sheet_unread_hidden"}
    assert sheet.sheets == ("一", "二", "三", "四", "五")
    assert projects(read(book, ReadChoice("三"))) == ["丁试点"]
    assert [note.code for note in read(book, ReadChoice("三")).notes if note.code == "sheet_hidden"] == ["sheet_hidden"]


def test_a_sheet_that_goes_on_without_a_head_has_the_columns_of_the_first(book: Path) -> None:
    more = read(book, ReadChoice("二"))
    assert (more.header_row, projects(more)) == (0, ["乙试点", "丙试点"])
    assert [one.field for one in more.columns] == ["project_name", "applicant", ""]
    again = ReadChoice("二", NO_HEAD, {"0": "applicant", "1": "project_name", "2": STATUS_FIELD})
    turned = read(book, again)
    assert turned.rows[0].values == {"applicant": "乙试点", "project_name": "上海示例乙有限公司"}
    assert turned.statuses == {"1": "已退回"}


def test_notes_say_of_which_sheet_they_speak_where_there_are_several(book: Path, tmp_path: Path) -> None:
    rows: Table = [["项目名称", "申报单位", "联系电话"], ["甲试点", "上海示例甲有限公司", "6.422E+20"]]
    one = check_list(write_workbook(tmp_path / "a.xlsx", 清单=(1, 1, rows)))
    two = check_list(write_workbook(tmp_path / "b.xlsx", 清单=(1, 1, rows), 别的=(1, 1, [["a", "b"]])))
    assert said(one, "digits_lost") == said(two, "digits_lost") == [(2, "联系电话")]
    messages = [next(n.message for n in check.sheet.notes if n.code == "digits_lost") for check in (one, two)]
    assert messages[1] == f"工作表“清单”：{messages[0]}"


def test_the_desks_own_form_leads_to_one_sheet_and_nothing_is_said_of_the_others(tmp_path: Path) -> None:
    path = tmp_path / "申报信息表.xlsx"
    write_applicant_form(shipped_pack(), path)
    sheet = read(path, ReadChoice(is_open=True))
    assert sheet.sheet_name == "申报信息"
    assert [note for note in sheet.notes if note.code.startswith("sheet_")] == []


def double_head(path: Path, upper: list[object], lower: list[object], *merged: str) -> Path:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (upper, lower, ["甲试点", "上海示例甲有限公司", "样本甲", "64220001"]):
        sheet.append(row)
    for area in merged:
        sheet.merge_cells(area)
    workbook.save(path)
    return path


@pytest.mark.parametrize("row", [1, 2])
def test_a_head_merged_over_two_rows_is_chosen_by_either(tmp_path: Path, row: int) -> None:
    upper: list[object] = ["某项", "某家", "对接", None]
    path = double_head(tmp_path / "a.xlsx", upper, [None, None, "谁", "号"], "A1:A2", "B1:B2", "C1:D1")
    first = read(path, ReadChoice(is_open=True))
    assert [one.head for one in first.columns] == ["某项", "某家", "对接谁", "对接号"]
    chosen = read(path, ReadChoice(first.sheet_name, row, is_open=True))
    assert (chosen.header_row, chosen.columns) == (2, first.columns)
    fields = {"0": "project_name", "1": "applicant", "2": "contact_person", "3": "contact_phone"}
    given = read(path, ReadChoice(first.sheet_name, chosen.header_row, fields))
    assert [dict(one.values) for one in given.rows] == [
        {
            "project_name": "甲试点",
            "applicant": "上海示例甲有限公司",
            "contact_person": "样本甲",
            "contact_phone": "64220001",
        }
    ]


def test_a_title_merged_over_the_whole_width_is_no_part_of_the_head(tmp_path: Path) -> None:
    upper: list[object] = ["2024年度清单", None, None, None]
    path = double_head(tmp_path / "a.xlsx", upper, ["某项", "某家", "谁", "号"], "A1:D1")
    chosen = read(path, ReadChoice("Sheet", 2, is_open=True))
    assert [one.head for one in chosen.columns] == ["某项", "某家", "谁", "号"]


def test_only_the_sheet_that_is_read_hands_its_rows_over(book: Path) -> None:
    taken: list[object] = []
    with handing_over(taken.extend):
        first, last = read(book), len(taken)
        read(book, ReadChoice("三"))
    assert first.rows == ()
    assert taken[:last] == list(read(book).rows)
    assert taken[last:] == list(read(book, ReadChoice("三")).rows)


def test_the_rows_of_a_second_list_are_counted_and_not_imported(tmp_path: Path) -> None:
    rows: Table = [["项目名称", "申报单位"], ["甲试点", "上海示例甲有限公司"], ["乙试点", "上海示例乙有限公司"]]
    former: Table = [rows[0], ["甲试点", "去年单位"], ["丙试点", "去年单位"]]
    path = write_workbook(tmp_path / "a.xlsx", 今年=(1, 1, rows), 去年=(1, 1, former))
    sheet = ForeignReader().read(path, shipped_pack())
    assert [row.values["applicant"] for row in sheet.rows] == ["上海示例甲有限公司", "上海示例乙有限公司"]
    assert sheet.other_sheets == (("去年", 2),)
