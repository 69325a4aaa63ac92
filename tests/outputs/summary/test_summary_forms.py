"""The summary by contact, for the public, and as CSV, as other programs read them."""

from __future__ import annotations

import csv
import html
import re
import zipfile
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from reviewer_app.outputs.summary.hiding import without_numbers
from reviewer_app.outputs.summary.parts import sheet_names
from reviewer_app.outputs.summary.writer import SummaryForms
from reviewer_app.services.ports.records import ReservedPart
from support.summaries import HEADERS, OPINION, summary_row, summary_table

Sheets = dict[str, list[list[object]]]

#: What a public summary does not hold unless it is chosen.
_LEFT_OUT = {"项目负责人", "联系人", "联系电话", "推荐意见", "联系人（市局）"}


@pytest.fixture(scope="module")
def forms() -> SummaryForms:
    """The writer of all forms."""
    return SummaryForms()


def read(path: Path) -> Sheets:
    """All sheets as calamine reads them."""
    book = CalamineWorkbook.from_path(str(path))
    return {name: [list(row) for row in book.get_sheet_by_name(name).to_python()] for name in book.sheet_names}


def everything_in(path: Path) -> str:
    """All text of all parts of a workbook, shown or hidden; Chinese may stand there as numbers of characters."""
    with zipfile.ZipFile(path) as book:
        return html.unescape("\n".join(book.read(name).decode("utf-8", "replace") for name in book.namelist()))


def test_each_contact_gets_a_sheet_with_its_own_numbers_and_totals(tmp_path: Path, forms: SummaryForms) -> None:
    """What is handed to one contact counts only the contact's cases."""
    table = summary_table(7)
    forms.by_contact(table, tuple(row[16] for row in table.rows), tmp_path / "s.xlsx")
    sheets = read(tmp_path / "s.xlsx")
    assert list(sheets) == ["胡伟", "倪敏"]
    first, second = sheets["胡伟"], sheets["倪敏"]
    assert first[0][0] == "2024年度上海市标准化试点项目推荐汇总表（联系人 胡伟）"
    assert [row[1] for row in first[3:7]] == ["2024-示-0001", "2024-示-0003", "2024-示-0005", "2024-示-0007"]
    assert [row[0] for row in first[3:7]] == [1, 2, 3, 4]
    assert [row[:3:2] for row in first[7:]] == [["合计", 4], ["重点项目", 1], ["一般项目", 3]]
    assert [row[:3:2] for row in second[6:]] == [["合计", 3], ["重点项目", 1], ["一般项目", 2]]


def test_every_contacts_sheet_is_set_up_for_printing(tmp_path: Path, forms: SummaryForms) -> None:
    """Each sheet can be printed by itself: across, head repeated, frozen and filtered."""
    table = summary_table(4)
    forms.by_contact(table, ("胡伟", "倪敏", "胡伟", ""), tmp_path / "s.xlsx")
    book = openpyxl.load_workbook(tmp_path / "s.xlsx")
    assert book.sheetnames == ["胡伟", "倪敏", "未定联系人"]
    for sheet in book:
        assert (sheet.page_setup.orientation, sheet.print_title_rows, sheet.freeze_panes) == (
            "landscape",
            "$3:$3",
            "A4",
        )
    assert book["胡伟"].auto_filter.ref == "A3:Q5"


def test_an_empty_summary_by_contact_can_be_opened(tmp_path: Path, forms: SummaryForms) -> None:
    """A workbook must have a sheet."""
    forms.by_contact(summary_table(0), (), tmp_path / "s.xlsx")
    assert len(read(tmp_path / "s.xlsx")) == 1


def test_names_of_sheets_are_legal_and_unlike_each_other() -> None:
    """Excel refuses files with a forbidden, too long, doubled or reserved name of a sheet."""
    wanted = ["王/李", "王*李", "a" * 40, "A" * 40, "'引'", "History", "", "𠮷" * 20, "王 李"]
    names = sheet_names(wanted)
    assert len({name.casefold() for name in names}) == len(wanted)
    assert all(1 <= len(name.encode("utf-16-le")) // 2 <= 31 for name in names)
    assert not any(re.search(r"[\[\]:*?/\\]|^'|'$", name) for name in names)
    assert names[0] == "王 李"
    assert "history" not in {name.casefold() for name in names}


def test_the_public_version_holds_no_number_anywhere(tmp_path: Path, forms: SummaryForms) -> None:
    """Neither the column nor the line above it, nor any other cell or part of the file, says a telephone or address."""
    said = f"{OPINION}联系电话：64339988，手机 139-0000-1234，邮箱 li.si@example.com。"
    table = summary_table(3, summary_row(1, 推荐意见=said), telephone="64221234 转 808")
    forms.public(table, tmp_path / "s.xlsx")
    inside = everything_in(tmp_path / "s.xlsx")
    assert not any(
        number in inside for number in ("64339988", "139-0000", "example.com", "64221234", "13800000000", "021-6422")
    )
    (rows,) = read(tmp_path / "s.xlsx").values()
    assert rows[2] == [header for header in HEADERS if header not in _LEFT_OUT]
    assert rows[1][0] == "填报单位：上海市示例区市场监督管理局　　填报人：示例甲　　填报日期：2024年5月9日"
    assert [row[5] for row in rows[3:7]] == ["91310104MAXX00015W"] * 4
    assert [row[2] for row in rows[3:5]] == ["SH2024617000001", "SH2024617000002"]


@pytest.mark.parametrize("marked", [True, False])
@pytest.mark.parametrize(
    ("shown", "there", "gone"),
    [
        ((), (), ("样本甲", "样本乙", "胡伟", "倪敏", OPINION)),
        ((ReservedPart.LEADERS,), ("样本甲",), ("样本乙", "胡伟", OPINION)),
        ((ReservedPart.CONTACTS,), ("样本乙", "胡伟"), ("样本甲", OPINION)),
        ((ReservedPart.OPINION,), (OPINION,), ("样本甲", "样本乙", "胡伟")),
        (tuple(ReservedPart), ("样本甲", "样本乙", "胡伟", OPINION), ()),
    ],
)
def test_people_and_opinions_are_public_only_where_they_were_chosen(
    tmp_path: Path,
    forms: SummaryForms,
    shown: tuple[ReservedPart, ...],
    there: tuple[str, ...],
    gone: tuple[str, ...],
    marked: bool,
) -> None:
    """By the pack's marks, and by the heads alone where an office has edited its pack; telephones never come back."""
    table = summary_table(3) if marked else summary_table(3, reserved=(), personal=())
    forms.public(table, tmp_path / "s.xlsx", shown)
    inside = everything_in(tmp_path / "s.xlsx")
    assert [word for word in there if word not in inside] == []
    assert [word for word in (*gone, "13800000000", "64220000") if word in inside] == []


def test_a_column_is_personal_by_its_head_even_if_nothing_marks_it(tmp_path: Path, forms: SummaryForms) -> None:
    """A pack edited by the office cannot let telephones out by mistake."""
    forms.public(summary_table(2, personal=()), tmp_path / "s.xlsx")
    assert "联系电话" not in everything_in(tmp_path / "s.xlsx")


@pytest.mark.parametrize(
    "text",
    [
        *("91310104MAXX00015W", "913101040000000151", "SH2024617000001", "2024617000001", "202406170001"),
        *("2024-示-0001", "2024-05-08", "20240508", "联系人于20240508到访", "标准3项", "2024-2026", "2024 - 2026"),
        *("2024-06-01 至 2026-05-31", "2024.06-2026.05", "20240601-20260531", "联系2024-2026年度计划"),
        *("GB/T 9704-2012", "GB/T9704-2012", "DB31/T 1234-2024", "沪示例标荐〔2024〕1号", "共计12345678元"),
        *("经费2000-3000万元", "共计22345678元", "310104199001011234"),
    ],
)
def test_codes_and_days_are_not_taken_for_telephones(text: str) -> None:
    """Only what is a telephone by its form or by the word before it goes."""
    assert without_numbers(text) == text


@pytest.mark.parametrize(
    "text",
    [
        *("13800000000", "+86 138-0000-0000", "138.1234.5678", "１３８１２３４５６７８", "手机(138)12345678"),
        *("TEL13812345678", "tel:021.64220000", "021-64220000", "（021）64220000转12", "0086-21-64220000"),
        *("64220000", "64220000 转 2525", "电话64220000", "联系64220000", "联系方式：64220000", "电话 6422 0000"),
        *("6422-0000", "64220000/64220001", "电话：64220000、64220001", "电话：6422000", "６４２２－００００"),
        *("400-820-1234", "4008-201-234", "8008201234"),
    ],
)
def test_telephones_are_taken_out_however_they_are_written(text: str) -> None:
    """No digits of a number stay."""
    assert not re.search(r"\d", without_numbers(f"请联系{text}。"))


def test_eight_digits_stay_only_in_a_column_of_codes(tmp_path: Path, forms: SummaryForms) -> None:
    """An application number of eight digits is needed; the same digits in an opinion may ring at somebody's desk."""
    row = summary_row(
        1, 网上申报编号="64220001", 推荐意见="请找样本甲64220002", 项目负责人="样本甲 １３８１２３４５６７８"
    )
    forms.public(summary_table(0, row), tmp_path / "s.xlsx")
    inside = everything_in(tmp_path / "s.xlsx")
    assert "64220001" in inside
    assert "64220002" not in inside
    assert "１３８" not in inside


def test_what_is_not_hidden_keeps_its_own_signs() -> None:
    """Full-width signs around a number are not changed along with it."""
    assert without_numbers("（ＡＢ）①　手机：１３８１２３４５６７８；谢") == "（ＡＢ）①　手机：（已隐去）；谢"


def test_the_csv_has_a_mark_for_utf8_and_windows_line_ends(tmp_path: Path, forms: SummaryForms) -> None:
    """Excel opens it with the right characters; other programs read the rows back."""
    table = summary_table(2, summary_row(1, 项目名称='含,逗号"引号"\n和换行𠮷'))
    forms.csv(table, tmp_path / "s.csv")
    content = (tmp_path / "s.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    assert content.count(b"\r\n") == 4
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as file:
        assert [tuple(row) for row in csv.reader(file)] == [HEADERS, *table.rows]


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", "\t=1", "＝1+1", " =cmd|' /C calc'!A0"])
def test_nothing_in_the_csv_is_calculated(tmp_path: Path, forms: SummaryForms, text: str) -> None:
    """A cell that would begin a formula begins with an apostrophe, in any column."""
    forms.csv(summary_table(0, summary_row(1, 序号=text, 项目名称=text)), tmp_path / "s.csv")
    with (tmp_path / "s.csv").open(encoding="utf-8-sig", newline="") as file:
        row = list(csv.reader(file))[1]
    assert row[0].startswith("'")
    assert row[3].startswith("'")


def test_ten_thousand_cases_are_parted_among_their_contacts(tmp_path: Path, forms: SummaryForms) -> None:
    """No case is lost or doubled, and the totals of the sheets add up to the whole."""
    table = summary_table(10_000)
    forms.by_contact(table, tuple(f"联系人{number % 6}" for number in range(10_000)), tmp_path / "s.xlsx")
    sheets = read(tmp_path / "s.xlsx")
    assert len(sheets) == 6
    listed = [row[1] for rows in sheets.values() for row in rows[3:] if str(row[1]).startswith("2024-示-")]
    assert sorted(map(str, listed)) == sorted(row[1] for row in table.rows)
    totals = [float(str(row[2])) for rows in sheets.values() for row in rows if row[0] == "重点项目"]
    assert sum(totals) == dict(table.totals)["重点项目"]
