"""One list in the shapes that offices send: the same forty applications and the same findings each time."""

from __future__ import annotations

import csv
import html
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from openpyxl import Workbook

from reviewer_app.domain.notice import FieldRule
from reviewer_app.domain.values.normalised import header_key
from reviewer_app.intake.columns import ColumnBook
from reviewer_app.intake.spreadsheet import SpreadsheetReader
from reviewer_app.packs.loading import shipped_pack
from support.sample_lists import Table, check_list, found_in, key_of, sample_table, write_workbook

OTHER_HEADERS = {
    "网上申报编号": "办件编号",
    "网上提交日期": "提交时间",
    "项目名称": "*试点项目名称",
    "项目类别": "申报类别（一般/重点）",
    "领域": "所属领域",
    "重点方向": "所属重点方向",
    "社会管理和公共服务综合标准化试点": "是否为社会管理和公共服务综合标准化试点",
    "申报单位": "单位名称（盖章）",
    "统一社会信用代码": "社会信用代码\n(18位)",
    "单位性质": "单位类型",
    "注册地址": "注册地",
    "法定代表人": "法人代表",
    "行业主管部门": "主管部门",
    "标准化管理机构": "标准化机构",
    "专职标准化人员数": "专职人员数（人）",
    "兼职标准化人员数": "兼职人员数（人）",
    "项目负责人": "负责人",
    "联系人": "联系人姓名",
    "联系电话": "手机号码",
    "电子邮箱": "E-mail",
    "计划开始日期": "开始时间",
    "计划结束日期": "结束时间",
    "试点目标": "目标",
    "预期成果": "预期成果形式",
    "重大标准化成果": "预期重大标准化成果",
    "促进作用": "对行业的促进作用",
    "推动的主管部门": "推动部门",
    "主管部门意见": "行业主管部门意见",
}


@pytest.fixture
def table() -> Table:
    return sample_table()


def numbered(table: Table) -> Table:
    """The table with a serial number in front and a remark behind."""
    return [["序号", *table[0], "备注"], *([place, *row, ""] for place, row in enumerate(table[1:], 1))]


def test_titles_above_other_words_in_the_head_totals_and_remarks_below(tmp_path: Path, table: Table) -> None:
    renamed = numbered([[OTHER_HEADERS[str(header)] for header in table[0]], *table[1:]])
    above: Table = [
        ["2024年度市级标准化试点申报情况"],
        ["填报单位：上海市示例区市场监督管理局", "", "填报日期：2024年5月20日"],
        [],
    ]
    below: Table = [
        ["合计", "", "", "40件", *[""] * 12, 99],
        [],
        ["填表人：示例甲", "", "联系电话：64220000"],
        ["注：本表由推荐部门留存。"],
    ]
    check = check_list(write_workbook(tmp_path / "a.xlsx", 清单=(1, 1, [*above, *renamed, *below])))
    assert found_in(check) == key_of("online-2024")
    assert check.sheet.rows[0].number == 5
    assert check.sheet.left_out == (45, 47, 48)
    assert check.sheet.unmapped == ("备注",)


def test_a_head_of_two_rows(tmp_path: Path, table: Table) -> None:
    groups = {
        "专职标准化人员数": ("标准化人员", "专职"),
        "兼职标准化人员数": ("", "兼职"),
        "联系人": ("联系方式", "联系人"),
        "联系电话": ("", "电话"),
        "电子邮箱": ("", "邮箱"),
        "计划开始日期": ("计划起止时间", "开始"),
        "计划结束日期": ("", "结束"),
        "申报单位": ("申报单位信息", "单位名称"),
        "统一社会信用代码": ("", "统一社会信用代码"),
        "单位性质": ("", "单位性质"),
    }
    heads = [groups.get(str(header), (header, "")) for header in table[0]]
    shaped: Table = [[upper for upper, _ in heads], [lower for _, lower in heads], *table[1:]]
    check = check_list(write_workbook(tmp_path / "b.xlsx", 清单=(2, 1, shaped)))
    assert found_in(check) == key_of("online-2024")
    assert check.sheet.unmapped == ()


def test_another_person_s_telephone_is_not_the_contact_s(tmp_path: Path) -> None:
    shaped: Table = [
        ["项目名称", "申报单位", "法定代表人", "", "联系人", ""],
        ["", "", "姓名", "电话", "姓名", "电话"],
        ["示例试点", "上海示例甲有限公司", "示例甲", "64220001", "样本乙", "64220002"],
    ]
    sheet = check_list(write_workbook(tmp_path / "c.xlsx", 清单=(1, 1, shaped))).sheet
    values = sheet.rows[0].values
    assert (values["legal_representative"], values["contact_person"]) == ("示例甲", "样本乙")
    assert values["contact_phone"] == "64220002"
    assert sheet.unmapped == ("法定代表人电话",)


def test_applications_on_other_sheets_are_named(tmp_path: Path, table: Table) -> None:
    """The longest sheet is read; what else holds applications is named with its rows, empty forms are not."""
    path = write_workbook(
        tmp_path / "a.xlsx",
        第一批=(1, 1, table),
        第二批=(3, 1, table[:4]),
        空表=(1, 1, table[:1]),
        说明=(1, 1, [["x"]]),
    )
    sheet = check_list(path).sheet
    assert (sheet.sheet_name, len(sheet.rows)) == ("第一批", 40)
    assert sheet.other_sheets == (("第二批", 3),)


def test_the_right_one_of_several_sheets(tmp_path: Path, table: Table) -> None:
    path = write_workbook(
        tmp_path / "d.xlsx",
        填报说明=(1, 1, [["填报说明"], ["项目名称：写全称"], ["申报单位：与公章一致"]]),
        清单=(5, 3, table),
        代码表=(1, 1, [["领域", "单位性质", "项目类别"], ["社会管理", "企业", "一般"]]),
    )
    check = check_list(path)
    assert (check.sheet.sheet_name, check.sheet.rows[0].number) == ("清单", 6)
    assert check.sheet.other_sheets == ()
    assert found_in(check) == key_of("online-2024")


def test_a_head_repeated_on_every_page_and_blank_rows_between(tmp_path: Path, table: Table) -> None:
    pages: Table = [table[0]]
    for place, row in enumerate(table[1:]):
        if place and place % 10 == 0:
            pages += [["本页小计", "", "10件"], [], table[0]]
        pages.append(row)
    sheet = check_list(write_workbook(tmp_path / "e.xlsx", 清单=(1, 1, pages))).sheet
    assert len(sheet.rows) == 40
    assert sheet.left_out == (12, 14, 25, 27, 38, 40)


def test_rows_that_carry_only_a_serial_number_are_blank(tmp_path: Path, table: Table) -> None:
    shaped = numbered(table)
    for place in range(41, 60):
        shaped.append([place])
    sheet = check_list(write_workbook(tmp_path / "f.xlsx", 清单=(1, 1, shaped))).sheet
    assert (len(sheet.rows), sheet.left_out) == (40, ())


def test_a_row_that_numbers_the_columns_is_left_out(tmp_path: Path, table: Table) -> None:
    shaped: Table = [table[0], [str(number) for number in range(1, 29)], *table[1:]]
    assert len(check_list(write_workbook(tmp_path / "g.xlsx", 清单=(1, 1, shaped))).sheet.rows) == 40


def test_an_application_is_not_taken_for_a_total(tmp_path: Path) -> None:
    shaped: Table = [
        ["项目名称", "申报单位", "统一社会信用代码"],
        ["合计能耗管理标准化试点", "上海示例甲有限公司", "91310104MAXX00015W"],
        ["共10件", "", ""],
    ]
    sheet = check_list(write_workbook(tmp_path / "h.xlsx", 清单=(1, 1, shaped))).sheet
    assert ([row.number for row in sheet.rows], sheet.left_out) == ([2], (3,))


def spelled_otherwise(header: str, value: object, place: int) -> object:
    """A cell in another spelling of the same value."""
    if isinstance(value, date):
        spellings: list[Callable[[date], object]] = [
            lambda day: datetime(day.year, day.month, day.day, 14, 30),
            lambda day: int(day.strftime("%Y%m%d")),
            lambda day: f"{day.year}年{day.month}月{day.day}日",
            lambda day: f"{day.year}.{day.month}.{day.day}",
            lambda day: day.strftime("%Y/%m/%d 23:59"),
            lambda day: (day - date(1899, 12, 30)) / timedelta(days=1) + 0.6,
        ]
        return spellings[place % len(spellings)](value)
    text = str(int(value)) if isinstance(value, float) else str(value)
    others = {
        "联系电话": int(text) if text.isdecimal() and place % 2 else text.replace("转", "-").replace("021-", "（021）"),
        "统一社会信用代码": f" {text.lower()}\u3000",
        "项目类别": f"{text}项目" if text in ("一般", "重点") else text,
        "领域": f"{text}领域" if text != "信息化" else text,
        "社会管理和公共服务综合标准化试点": {"是": "√", "否": "×"}.get(text, text),
        "专职标准化人员数": f"{text}人" if text else "\u3000",
    }
    return others.get(header, value)


def test_other_spellings_of_the_same_values(tmp_path: Path, table: Table) -> None:
    spelled: Table = [
        [spelled_otherwise(str(header), cell, place) for header, cell in zip(table[0], row, strict=True)]
        for place, row in enumerate(table[1:])
    ]
    check = check_list(write_workbook(tmp_path / "i.xlsx", 清单=(1, 1, [table[0], *spelled])))
    assert found_in(check) == key_of("online-2024")


@pytest.mark.parametrize(
    ("encoding", "separator", "name"),
    [
        ("utf-8", ",", "a.csv"),
        ("utf-8-sig", ",", "a.csv"),
        ("gb18030", ",", "a.csv"),
        ("gb18030", ";", "a.csv"),
        ("utf-16", "\t", "a.txt"),
        ("utf-8", "\t", "a.xls"),
    ],
)
def test_text_lists(tmp_path: Path, table: Table, encoding: str, separator: str, name: str) -> None:
    text = StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(table)
    (tmp_path / name).write_bytes(text.getvalue().encode(encoding))
    check = check_list(tmp_path / name)
    assert found_in(check) == key_of("online-2024")
    assert check.sheet.rows[0].number == 2


def test_a_web_page_that_calls_itself_a_workbook(tmp_path: Path, table: Table) -> None:
    rows = "".join("<tr>" + "".join(f"<td>{html.escape(str(cell))}</td>" for cell in row) + "</tr>" for row in table)
    table_text = f"<table><tr><td colspan=28>清单</td></tr>{rows}</table>"
    page = f'<html><head><meta charset="gb2312"></head><body>{table_text}</body></html>'
    (tmp_path / "a.xls").write_bytes(page.encode("gb18030"))
    check = check_list(tmp_path / "a.xls")
    assert found_in(check) == key_of("online-2024")
    assert check.sheet.rows[0].number == 3


def test_missing_columns_are_missing_on_every_row(tmp_path: Path) -> None:
    shaped: Table = [["项目名称", "申报单位"], ["甲试点", "上海示例甲有限公司"], ["乙试点", "上海示例乙有限公司"]]
    found = found_in(check_list(write_workbook(tmp_path / "j.xlsx", 清单=(1, 1, shaped))))
    assert [field for _, field in found["3"] if field] == sorted(
        field.label
        for field in shipped_pack().fields
        if field.required and field.id not in ("project_name", "applicant")
    )


def test_a_term_and_a_contact_kept_in_one_column_come_apart(tmp_path: Path) -> None:
    shaped: Table = [
        ["项目名称", "申报单位", "计划起止时间", "联系人及联系方式"],
        ["甲试点", "上海示例甲有限公司", "2024-07-01 至 2026-06-30", "样本甲 64220000转2527"],
    ]
    values = check_list(write_workbook(tmp_path / "k.xlsx", 清单=(1, 1, shaped))).sheet.rows[0].values
    assert (values["plan_start"], values["plan_end"]) == ("2024-07-01", "2026-06-30")
    assert (values["contact_person"], values["contact_phone"]) == ("样本甲", "64220000转2527")


def test_a_formula_nobody_worked_out_is_shown_and_never_evaluated(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.append(["项目名称", "申报单位"])
    sheet.append(["=1+1", "上海示例甲有限公司"])
    sheet.append(["x_x0007_\x0a试点", "上海示例乙有限公司"])
    workbook.save(tmp_path / "l.xlsx")
    sheet = check_list(tmp_path / "l.xlsx").sheet
    first, second = sheet.rows
    assert first.values == {"applicant": "上海示例甲有限公司"}
    (note,) = sheet.notes
    assert (note.code, note.row, note.field) == ("formula_unworked", 2, "项目名称")
    assert "=1+1" in note.message
    assert "\x07" not in second.values["project_name"]


@pytest.mark.parametrize("field", shipped_pack().fields, ids=lambda field: str(field.id))
def test_every_synonym_finds_its_field(field: FieldRule) -> None:
    book = ColumnBook(shipped_pack().fields)
    shared = {header_key(one) for other in shipped_pack().fields if other is not field for one in other.synonyms}
    for header in (field.label, *field.synonyms):
        for written in (header, f"*{header}", f"{header}（必填）", f"2.{header}："):
            if header_key(header) not in shared:
                assert [found.id for found in book.columns({0: "样本编号", 1: written}).values()] == [field.id]


@pytest.mark.parametrize(
    ("headers", "ids"),
    [
        (["手机号码"], ["contact_phone"]),
        (["联系电话", "手机号码"], ["contact_phone", "mobile"]),
        (["手机", "联系方式"], ["mobile", "contact_phone"]),
        (["企业名称", "申报单位（盖章）"], ["", "applicant"]),
        (
            ["项目联系电话", "申报单位注册地址", "统一社会信用代码18位"],
            ["contact_phone", "registered_address", "credit_code"],
        ),
        (["联系人", "联系人（市局）"], ["contact_person", ""]),
        (["项目名称/试点名称"], ["project_name"]),
        (["主管部门联系电话", "推荐意见", "审核状态"], ["", "", ""]),
    ],
)
def test_columns_that_compete_or_are_not_the_form_s(headers: list[str], ids: list[str]) -> None:
    found = ColumnBook(shipped_pack().fields).columns(dict(enumerate(headers)))
    assert [found[place].id if place in found else "" for place in range(len(headers))] == ids


def test_what_a_merged_cell_says_holds_for_all_its_rows(tmp_path: Path) -> None:
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    for row in (
        ["申报单位", "项目名称", "联系人", "参加单位"],
        ["上海示例甲有限公司", "甲试点", "样本甲", "上海示例丙有限公司"],
        ["", "", "", "上海示例丁有限公司"],
        ["", "乙试点", "样本乙", ""],
        ["上海示例乙有限公司", "丙试点", "样本丙", ""],
    ):
        sheet.append([cell or None for cell in row])
    for cells in ("A2:A4", "B2:B3", "C2:C3"):
        sheet.merge_cells(cells)
    workbook.save(tmp_path / "m.xlsx")
    read = check_list(tmp_path / "m.xlsx").sheet
    said = [(row.number, row.values["applicant"], row.values["project_name"]) for row in read.rows]
    assert said == [
        (2, "上海示例甲有限公司", "甲试点"),
        (4, "上海示例甲有限公司", "乙试点"),
        (5, "上海示例乙有限公司", "丙试点"),
    ]
    assert read.left_out == (3,)


def test_a_title_is_no_group_over_the_columns_below_it(tmp_path: Path) -> None:
    file = tmp_path / "清单.csv"
    lines = ("2024年度申报清单（第二批）,,", "办件编号,试点项目名称,备注", "SH1,社区助餐服务标准化试点,无")
    file.write_text("\n".join(lines), encoding="utf-8")
    sheet = SpreadsheetReader().read(file, shipped_pack())
    assert sheet.unmapped == ("备注",)
    assert dict(sheet.mapping) == {"办件编号": "filing_number", "试点项目名称": "project_name"}
