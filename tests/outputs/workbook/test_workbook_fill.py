"""A bureau's own form filled: the list is in it, and all that was the bureau's is as it was."""

from __future__ import annotations

import io
import re
import zipfile
from copy import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment
from openpyxl.drawing.image import Image as SheetImage
from openpyxl.worksheet.table import Table
from PIL import Image
from python_calamine import CalamineWorkbook

from reviewer_app.outputs.summary.writer import SummaryForms
from reviewer_app.practice.bureau_form import FIRST_ROW, LAST_ROW, NOTE_ROW, SHEET, SIGN_ROW, TOTAL_ROW
from reviewer_app.practice.bureau_form import make_sample_template as make
from reviewer_app.services.ports.papers import TemplateMapping
from reviewer_app.services.ports.records import SummaryTable
from support.summaries import COLUMNS, MAPPING, OPINION, summary_row, summary_table

COUNT = 12
EXTRA = COUNT - (LAST_ROW - FIRST_ROW + 1)


@pytest.fixture(scope="module")
def forms() -> SummaryForms:
    """The writer of all forms."""
    return SummaryForms()


@pytest.fixture
def template(tmp_path: Path) -> Path:
    """The invented form, with a logo at its foot, a remark and a text that two runs make up."""
    path = tmp_path / "模板.xlsx"
    make(path)
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    logo = io.BytesIO()
    Image.new("RGB", (60, 40), "red").save(logo, "PNG")
    sheet.add_image(SheetImage(logo), f"J{SIGN_ROW}")
    sheet[f"A{NOTE_ROW}"].comment = Comment("由市局填写", "示例")
    book.save(path)
    return path


def filled(forms: SummaryForms, template: Path, table: SummaryTable, mapping: TemplateMapping = MAPPING) -> Any:
    """The filled form as openpyxl reads it."""
    path = template.with_name("填好.xlsx")
    forms.fill(table, template, mapping, path)
    return openpyxl.load_workbook(path)


def moved(row: int) -> int:
    """Where a row of the template stands afterwards."""
    return row + EXTRA if row > LAST_ROW else row


def looks(cell: Any) -> tuple[Any, ...]:
    """All that makes up the look of a cell."""
    return tuple(
        copy(part) for part in (cell.font, cell.border, cell.fill, cell.alignment, cell.protection, cell.number_format)
    )


def test_the_list_is_read_back_by_another_program(forms: SummaryForms, template: Path) -> None:
    """Every mapped column of every case, running numbers as numbers; unit, date and telephone in their places."""
    table = summary_table(COUNT)
    filled(forms, template, table)
    book = CalamineWorkbook.from_path(str(template.with_name("填好.xlsx")))
    rows = book.get_sheet_by_name(SHEET).to_python()
    places = [table.headers.index(header) for header in COLUMNS.values()]
    listed = [row[:9] for row in rows[FIRST_ROW - 1 : FIRST_ROW - 1 + COUNT]]
    assert listed == [[float(row[0]), *(row[place] for place in places[1:])] for row in table.rows]
    assert rows[1][0] == "2024年度市级标准化试点项目推荐汇总表（示例）"
    assert rows[2][0] == "推荐单位（盖章）：上海市示例区市场监督管理局"
    assert (rows[2][6], rows[2][8]) == ("填报日期：2024年5月9日", "联系电话：64220000")
    assert rows[moved(SIGN_ROW) - 1][0] == "填报人：示例甲　　负责人（签字）："
    assert str(rows[moved(NOTE_ROW) - 1][0]).startswith("注：")


def test_every_cell_looks_as_in_the_template(forms: SummaryForms, template: Path) -> None:
    """Cell by cell: the old ones as they were, the new rows like the first one; heights and widths too."""
    before = openpyxl.load_workbook(template)[SHEET]
    after = filled(forms, template, summary_table(COUNT))[SHEET]
    for row in range(1, NOTE_ROW + 1):
        assert after.row_dimensions[moved(row)].height == before.row_dimensions[row].height
        for column in range(1, 11):
            old, new = before.cell(row, column), after.cell(moved(row), column)
            assert looks(new) == looks(old), old.coordinate
    for row in range(LAST_ROW + 1, LAST_ROW + EXTRA + 1):
        assert after.row_dimensions[row].height == before.row_dimensions[FIRST_ROW].height
        for column in range(1, 11):
            assert looks(after.cell(row, column)) == looks(before.cell(FIRST_ROW, column))
    assert {key: dim.width for key, dim in after.column_dimensions.items()} == {
        key: dim.width for key, dim in before.column_dimensions.items()
    }


def test_merges_move_and_stay_what_they_were(forms: SummaryForms, template: Path) -> None:
    """Title, heads and the foot's lines are still merged, at their new places."""
    before = openpyxl.load_workbook(template)[SHEET]
    after = filled(forms, template, summary_table(COUNT))[SHEET]
    expected = {
        (area.min_col, moved(area.min_row), area.max_col, moved(area.max_row)) for area in before.merged_cells.ranges
    }
    found = {(area.min_col, area.min_row, area.max_col, area.max_row) for area in after.merged_cells.ranges}
    assert found == expected


def test_what_is_set_for_printing_is_kept(forms: SummaryForms, template: Path) -> None:
    """Paper, direction, scale, margins, repeated heads, header and footer; the print area grows with the list."""
    before = openpyxl.load_workbook(template)[SHEET]
    after = filled(forms, template, summary_table(COUNT))[SHEET]
    for part in ("page_setup", "page_margins", "print_options", "sheet_properties"):
        assert repr(getattr(after, part)) == repr(getattr(before, part)), part
    assert (after.oddHeader.left.text, after.oddFooter.center.text) == ("附件2", "第 &P 页，共 &N 页")
    assert after.print_title_rows == before.print_title_rows
    assert after.freeze_panes == before.freeze_panes
    assert after.print_area == f"'{SHEET}'!$A$1:$J${NOTE_ROW + EXTRA}"


def test_totals_names_rules_and_lists_cover_the_longer_table(forms: SummaryForms, template: Path) -> None:
    """Formulas, a named area, the coloured rule and the drop-down list reach to the last case."""
    book = filled(forms, template, summary_table(COUNT))
    sheet, last = book[SHEET], LAST_ROW + EXTRA
    assert sheet[f"C{TOTAL_ROW + EXTRA}"].value == f"=COUNTA(B{FIRST_ROW}:B{last})"
    assert sheet[f"F{TOTAL_ROW + EXTRA}"].value == f'=COUNTIF(F{FIRST_ROW}:F{last},"重点项目")'
    assert book["填表说明"]["B3"].value == f"={SHEET}!C{TOTAL_ROW + EXTRA}"
    assert book.defined_names["申报明细"].attr_text == f"'{SHEET}'!$A${FIRST_ROW}:$J${last}"
    assert [str(rule.sqref) for rule in sheet.conditional_formatting] == [f"A{FIRST_ROW}:J{last}"]
    assert [str(rule.sqref) for rule in sheet.data_validations.dataValidation] == [f"F{FIRST_ROW}:F{last}"]


def test_logo_and_remark_go_down_with_their_rows(forms: SummaryForms, template: Path) -> None:
    """The picture is the same picture, beside the signature as before."""
    book = filled(forms, template, summary_table(COUNT))
    sheet = book[SHEET]
    (logo,) = sheet._images
    assert logo.anchor._from.row + 1 == SIGN_ROW + EXTRA
    assert sheet[f"A{NOTE_ROW + EXTRA}"].comment.text == "由市局填写"


def test_all_other_parts_are_the_bureaus_own_bytes(forms: SummaryForms, template: Path) -> None:
    """Styles, theme, texts and pictures are not written anew, so nothing of them can be lost."""
    filled(forms, template, summary_table(COUNT))
    with zipfile.ZipFile(template) as before, zipfile.ZipFile(template.with_name("填好.xlsx")) as after:
        assert before.namelist() == after.namelist()
        same = {name for name in before.namelist() if before.read(name) == after.read(name)}
    assert {"xl/styles.xml", "xl/theme/theme1.xml", "docProps/app.xml"} <= same
    assert any(name.startswith("xl/media/") for name in same)


def test_the_template_itself_is_not_touched(forms: SummaryForms, template: Path) -> None:
    """It can be used again next year."""
    before = template.read_bytes()
    filled(forms, template, summary_table(COUNT))
    assert template.read_bytes() == before


def test_a_shorter_list_leaves_the_other_lines_empty(forms: SummaryForms, template: Path) -> None:
    """Nothing moves; the form's own empty lines stay."""
    book = filled(forms, template, summary_table(2))
    sheet = book[SHEET]
    assert [sheet[f"B{row}"].value for row in range(FIRST_ROW, LAST_ROW + 1)] == [
        "第1街区养老服务标准化试点",
        "第2街区养老服务标准化试点",
        None,
        None,
        None,
    ]
    assert sheet[f"C{TOTAL_ROW}"].value == f"=COUNTA(B{FIRST_ROW}:B{LAST_ROW})"
    assert sheet.print_area == f"'{SHEET}'!$A$1:$J${NOTE_ROW}"


def test_an_empty_list_fills_the_head_alone(forms: SummaryForms, template: Path) -> None:
    """The form with unit and date, ready for writing by hand."""
    sheet = filled(forms, template, summary_table(0))[SHEET]
    assert sheet["A3"].value == "推荐单位（盖章）：上海市示例区市场监督管理局"
    assert sheet[f"B{FIRST_ROW}"].value is None


@pytest.mark.parametrize("text", ["=1+1", "+86", "-5", "@SUM(A1)", '=HYPERLINK("http://x","y")', "'=1"])
def test_nothing_is_calculated_in_the_bureaus_form(forms: SummaryForms, template: Path, text: str) -> None:
    """A name that begins like a formula is a text, also after the cell was edited; its look stays."""
    table = summary_table(0, summary_row(1, 项目名称=text))
    book = filled(forms, template, replace(table, bureau=text), replace(MAPPING, cells={"A3": "{填报单位}"}))
    before = openpyxl.load_workbook(template)[SHEET]
    for name in (f"B{FIRST_ROW}", "A3"):
        cell = book[SHEET][name]
        assert (cell.value, cell.data_type, cell.quotePrefix) == (text, "s", True)
        assert looks(cell) == looks(before[name])


def test_marks_xml_cannot_hold_are_left_out(forms: SummaryForms, template: Path) -> None:
    """Control characters, angle brackets and line ends do not break the file."""
    table = summary_table(0, summary_row(1, 项目名称="上\x00\x07海<&>\"'\n𠮷 "))
    assert filled(forms, template, table)[SHEET][f"B{FIRST_ROW}"].value == "上海<&>\"'\n𠮷 "


def test_a_row_grows_when_its_text_would_be_cut(forms: SummaryForms, template: Path) -> None:
    """A long opinion is readable on paper; other rows keep the template's height."""
    sheet = filled(forms, template, summary_table(2, summary_row(1, 推荐意见=OPINION * 8)))[SHEET]
    assert sheet.row_dimensions[FIRST_ROW].height > 120
    assert sheet.row_dimensions[FIRST_ROW + 1].height == 36


def one_line_form(path: Path) -> None:
    """A form with just one line for the list, a formula in it, columns merged two by two, and a table's foot."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "表 1"
    sheet.append(["项目名称", None, "申报单位", "数", "比例"])
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("A2:B2")
    for letter in "ABCDE":
        sheet[f"{letter}2"].font = copy(sheet["A1"].font)
        sheet[f"{letter}2"].number_format = "@" if letter == "A" else "0.00"
    sheet["D2"] = "=LEN(A2)"
    sheet["E2"] = "=D2/SUM($D$2:$D$2)"
    sheet["D3"], sheet["E3"] = "=SUM(D2:D2)", "=D2"
    sheet["A4"] = "日期"
    sheet["B4"].number_format = "yyyy-mm-dd"
    sheet["B4"] = 1
    sheet["A8"] = "此处下一页"
    book.create_sheet("表2")["A1"] = "='表 1'!D3+SUM('表 1'!D2:D2)+表2!D3"
    sheet.row_breaks.append(openpyxl.worksheet.pagebreak.Break(id=4))
    book.save(path)


def test_a_form_with_one_line_gets_as_many_as_are_needed(forms: SummaryForms, tmp_path: Path) -> None:
    """Merged columns are merged in each new row, each row has its own formula, and the sum covers them all."""
    template = tmp_path / "一行.xlsx"
    one_line_form(template)
    mapping = TemplateMapping("表 1", {"B4": "{填报日期}"}, 2, {"A": "项目名称", "C": "申报单位"})
    book = filled(forms, template, summary_table(4), mapping)
    sheet = book["表 1"]
    assert {str(area) for area in sheet.merged_cells.ranges} == {"A1:B1", "A2:B2", "A3:B3", "A4:B4", "A5:B5"}
    assert [sheet[f"D{row}"].value for row in range(2, 7)] == [
        "=LEN(A2)",
        "=LEN(A3)",
        "=LEN(A4)",
        "=LEN(A5)",
        "=SUM(D2:D5)",
    ]
    assert [sheet[f"E{row}"].value for row in (2, 5, 6)] == ["=D2/SUM($D$2:$D$5)", "=D5/SUM($D$2:$D$5)", "=D2"]
    assert sheet["A7"].value == "日期"
    assert str(sheet["B7"].value)[:10] == "2024-05-09"
    assert book["表2"]["A1"].value == "='表 1'!D6+SUM('表 1'!D2:D5)+表2!D3"
    assert [entry.id for entry in sheet.row_breaks.brk] == [7]


def test_bare_rows_with_a_formula_are_filled_before_any_is_put_in(forms: SummaryForms, tmp_path: Path) -> None:
    """A form without any style has its lines too; the sum below them is none of them."""
    template = tmp_path / "无格式.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["项目名称", "申报单位", "字数"])
    for row in (2, 3, 4):
        book.active[f"C{row}"] = f"=LEN(A{row})"
    book.active["C5"] = "=SUM(C2:C4)"
    book.save(template)
    mapping = TemplateMapping("Sheet", {}, 2, {"A": "项目名称", "B": "申报单位"})
    few = filled(forms, template, summary_table(2), mapping).active
    assert [few[f"C{row}"].value for row in range(2, 7)] == ["=LEN(A2)", "=LEN(A3)", "=LEN(A4)", "=SUM(C2:C4)", None]
    many = filled(forms, template, summary_table(4), mapping).active
    assert [many[f"C{row}"].value for row in (4, 5, 6)] == ["=LEN(A4)", "=LEN(A5)", "=SUM(C2:C5)"]


def test_a_list_object_of_excel_grows_with_the_list(forms: SummaryForms, tmp_path: Path) -> None:
    """A form made as an Excel table stays one over all rows."""
    template = tmp_path / "表格.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["项目名称", "申报单位", "领域"])
    sheet.append(["", "", ""])
    sheet.add_table(Table(displayName="申报", ref="A1:C2"))
    book.save(template)
    mapping = TemplateMapping("Sheet", {}, 2, {"A": "项目名称", "B": "申报单位", "C": "领域"})
    after = filled(forms, template, summary_table(6), mapping).active
    assert after.tables["申报"].ref == "A1:C7"
    assert after.tables["申报"].autoFilter.ref == "A1:C7"


def rewritten(path: Path, name: str, *changes: tuple[str, str]) -> None:
    """Changes texts in one part of a workbook."""
    with zipfile.ZipFile(path) as book:
        parts = {entry: book.read(entry) for entry in book.namelist()}
    text = parts[name].decode()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new)
    parts[name] = text.encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
        for entry, content in parts.items():
            book.writestr(entry, content)


def test_a_formula_shared_by_several_cells_is_written_out(forms: SummaryForms, tmp_path: Path) -> None:
    """Excel says a formula once for a whole column; after the list grew each row has its own."""
    template = tmp_path / "共用.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["项目名称", "申报单位", "领域", "长"])
    for row in (2, 3):
        for letter in "ABCD":
            sheet[f"{letter}{row}"].number_format = "0.0"
    sheet["D2"], sheet["D3"], sheet["D4"] = "=LEN(A2)", "=LEN(A3)", "=LEN(A4)"
    book.save(template)
    rewritten(
        template,
        "xl/worksheets/sheet1.xml",
        ("<f>LEN(A2)</f>", '<f t="shared" ref="D2:D4" si="0">LEN(A2)</f>'),
        ("<f>LEN(A3)</f>", '<f t="shared" si="0"/>'),
        ("<f>LEN(A4)</f>", '<f t="shared" si="0"/>'),
    )
    mapping = TemplateMapping("Sheet", {}, 2, {"A": "项目名称", "B": "申报单位", "C": "领域"})
    after = filled(forms, template, summary_table(4), mapping).active
    assert [after[f"D{row}"].value for row in range(2, 7)] == [
        "=LEN(A2)",
        "=LEN(A3)",
        "=LEN(A4)",
        "=LEN(A5)",
        "=LEN(A6)",
    ]


def test_a_sheet_whose_elements_carry_a_prefix_is_filled(forms: SummaryForms, template: Path) -> None:
    """Some programs write x:row for row; the new rows must mean the same."""
    with zipfile.ZipFile(template) as book:
        text = book.read("xl/worksheets/sheet1.xml").decode()
    tags = sorted(set(re.findall(r"</?([A-Za-z][A-Za-z0-9]*)[ />]", text)))
    changes = [(mark, mark.replace("<", "<x:").replace("<x:/", "</x:")) for tag in tags for mark in _marks(tag, text)]
    rewritten(template, "xl/worksheets/sheet1.xml", *changes, ('xmlns="http', 'xmlns:x="http'))
    sheet = filled(forms, template, summary_table(COUNT))[SHEET]
    assert sheet["B17"].value == "第12街区养老服务标准化试点"
    assert sheet[f"C{TOTAL_ROW + EXTRA}"].value == "=COUNTA(B6:B17)"


def _marks(tag: str, text: str) -> list[str]:
    """The ways a tag is opened and closed in a text."""
    return [mark for end in (">", " ", "/") for mark in (f"<{tag}{end}", f"</{tag}{end}") if mark in text]


def test_newer_rules_and_the_boxes_of_remarks_follow_too(forms: SummaryForms, template: Path) -> None:
    """Rules of Excel 2010 lie in an extension that other programs drop."""
    space = "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"
    old = "http://schemas.microsoft.com/office/excel/2006/main"
    extension = (
        f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}" xmlns:x14="{space}"><x14:conditionalFormattings>'
        f'<x14:conditionalFormatting xmlns:xm="{old}"><x14:cfRule type="expression" id="{{1}}">'
        "<xm:f>$F$11&gt;COUNTA($B$6:$B$10)</xm:f></x14:cfRule><xm:sqref>A6:J10 A13</xm:sqref>"
        "</x14:conditionalFormatting></x14:conditionalFormattings></ext></extLst></worksheet>"
    )
    rewritten(template, "xl/worksheets/sheet1.xml", ("</worksheet>", extension))
    forms.fill(summary_table(COUNT), template, MAPPING, template.with_name("填好.xlsx"))
    with zipfile.ZipFile(template.with_name("填好.xlsx")) as book:
        text = book.read("xl/worksheets/sheet1.xml").decode()
        notes = b"".join(book.read(name) for name in book.namelist() if name.endswith(".vml"))
    assert "<xm:sqref>A6:J17 A20</xm:sqref>" in text
    assert "<xm:f>$F$18&gt;COUNTA($B$6:$B$17)</xm:f>" in text
    assert re.findall(rb"Row>(\d+)<", notes) == [str(NOTE_ROW - 1 + EXTRA).encode()]


def test_ten_thousand_cases_go_into_the_form(forms: SummaryForms, template: Path) -> None:
    """The largest list there could be: every row is there, the foot stands below it and counts it."""
    table = summary_table(10_000)
    target = template.with_name("填好.xlsx")
    forms.fill(table, template, MAPPING, target)
    rows = CalamineWorkbook.from_path(str(target)).get_sheet_by_name(SHEET).to_python()
    assert [row[1] for row in rows[FIRST_ROW - 1 : FIRST_ROW - 1 + 10_000]] == [row[3] for row in table.rows]
    assert rows[TOTAL_ROW - 1 + 9_995][0] == "合计（项）"
    with zipfile.ZipFile(target) as book:
        assert f"COUNTA(B6:B{FIRST_ROW + 9_999})".encode() in book.read("xl/worksheets/sheet1.xml")
