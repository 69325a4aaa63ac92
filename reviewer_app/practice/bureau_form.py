"""An invented form as a municipal bureau sends one out: made by code for the demo, the tests and for trying it out."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.formatting.rule import FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation

from reviewer_app.durable import replacing

SHEET = "申报汇总表"
#: Rows of the sheet: title, unit line, two rows of heads, the prepared lines, the foot.
HEAD_ROW, FIRST_ROW, LAST_ROW, TOTAL_ROW, SIGN_ROW, NOTE_ROW = 4, 6, 10, 11, 13, 14
_LINE = Side(style="thin", color="FF000000")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_HEADS = (
    ("A", "序号", ""),
    ("B", "项目名称", ""),
    ("C", "申报单位", "单位名称"),
    ("D", "申报单位", "统一社会信用代码"),
    ("E", "所属领域", ""),
    ("F", "项目类别", ""),
    ("G", "单位联系人", "姓名"),
    ("H", "单位联系人", "电话"),
    ("I", "推荐单位意见", ""),
    ("J", "备注", ""),
)
_WIDTHS = (6, 30, 26, 22, 12, 11, 10, 16, 34, 10)


def make_sample_template(path: Path) -> None:
    """Writes the invented form: merged title, unit line, two-row head, five lines, total, signature line."""
    book = Workbook()
    sheet = book.active
    sheet.title = SHEET
    _set_up(sheet)
    _write_head(sheet)
    _write_lines(sheet)
    _write_foot(sheet)
    book.defined_names["申报明细"] = DefinedName("申报明细", attr_text=f"'{SHEET}'!$A${FIRST_ROW}:$J${LAST_ROW}")
    _write_notes(book)
    with replacing(path) as part:
        book.save(part)


def _set_up(sheet: Any) -> None:
    for letter, width in zip("ABCDEFGHIJ", _WIDTHS, strict=True):
        sheet.column_dimensions[letter].width = width
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_area = f"A1:J{NOTE_ROW}"
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW + 1}"
    sheet.freeze_panes = f"A{FIRST_ROW}"
    sheet.oddFooter.center.text = "第 &P 页，共 &N 页"
    sheet.oddHeader.left.text = "附件2"
    sheet.print_options.horizontalCentered = True


def _write_head(sheet: Any) -> None:
    sheet["A1"] = "附件2"
    sheet["A1"].font = Font(name="黑体", size=14)
    sheet.merge_cells("A2:J2")
    sheet["A2"] = "____年度市级标准化试点项目推荐汇总表（示例）"
    sheet["A2"].font, sheet["A2"].alignment = Font(name="宋体", size=20, bold=True), _CENTRE
    sheet.row_dimensions[2].height = 36
    sheet.merge_cells("A3:F3")
    sheet["A3"] = "推荐单位（盖章）："
    sheet["G3"], sheet["I3"] = "填报日期：", "联系电话："
    sheet.merge_cells("G3:H3")
    sheet.merge_cells("I3:J3")
    for cell in ("A3", "G3", "I3"):
        sheet[cell].font = Font(name="仿宋", size=12)
    fill = PatternFill("solid", fgColor="FFE7F0FA")
    for letter, above, below in _HEADS:
        for row, text in ((HEAD_ROW, above), (HEAD_ROW + 1, below)):
            cell = sheet[f"{letter}{row}"]
            cell.value = text or None
            cell.font, cell.alignment, cell.border, cell.fill = Font(name="黑体", size=11), _CENTRE, _GRID, fill
        if not below:
            sheet.merge_cells(f"{letter}{HEAD_ROW}:{letter}{HEAD_ROW + 1}")
    sheet.merge_cells(f"C{HEAD_ROW}:D{HEAD_ROW}")
    sheet.merge_cells(f"G{HEAD_ROW}:H{HEAD_ROW}")


def _write_lines(sheet: Any) -> None:
    for row in range(FIRST_ROW, LAST_ROW + 1):
        sheet.row_dimensions[row].height = 36
        for letter, _, _ in _HEADS:
            cell = sheet[f"{letter}{row}"]
            cell.font, cell.border = Font(name="仿宋", size=11), _GRID
            cell.alignment = _CENTRE if letter in "AEFG" else _LEFT
            cell.number_format = "@" if letter in "DH" else "General"
    kinds = DataValidation(type="list", formula1='"重点项目,一般项目"', allow_blank=True)
    kinds.add(f"F{FIRST_ROW}:F{LAST_ROW}")
    sheet.add_data_validation(kinds)
    key = FormulaRule(formula=[f'$F{FIRST_ROW}="重点项目"'], fill=PatternFill(bgColor="FFFFF4DC"))
    sheet.conditional_formatting.add(f"A{FIRST_ROW}:J{LAST_ROW}", key)


def _write_foot(sheet: Any) -> None:
    sheet.merge_cells(f"A{TOTAL_ROW}:B{TOTAL_ROW}")
    sheet[f"A{TOTAL_ROW}"] = "合计（项）"
    sheet[f"C{TOTAL_ROW}"] = f"=COUNTA(B{FIRST_ROW}:B{LAST_ROW})"
    sheet[f"E{TOTAL_ROW}"] = "其中重点"
    sheet[f"F{TOTAL_ROW}"] = f'=COUNTIF(F{FIRST_ROW}:F{LAST_ROW},"重点项目")'
    sheet.row_dimensions[TOTAL_ROW].height = sheet.row_dimensions[SIGN_ROW].height = 26
    for letter, _, _ in _HEADS:
        cell = sheet[f"{letter}{TOTAL_ROW}"]
        cell.font, cell.border, cell.alignment = Font(name="黑体", size=11), _GRID, _CENTRE
    sheet.merge_cells(f"A{SIGN_ROW}:D{SIGN_ROW}")
    sheet[f"A{SIGN_ROW}"] = "填报人：　　　　　　　　负责人（签字）："
    sheet.merge_cells(f"A{NOTE_ROW}:J{NOTE_ROW}")
    sheet[f"A{NOTE_ROW}"] = "注：本表一式两份，由推荐单位盖章后随纸质材料报送。"
    sheet[f"A{NOTE_ROW}"].font = Font(name="楷体", size=10, italic=True)


def _write_notes(book: Any) -> None:
    """A second sheet that speaks of the first one."""
    notes = book.create_sheet("填表说明")
    notes["A1"] = "填表说明（示例）"
    notes["A2"] = "一、每个项目填一行；二、项目类别从下拉列表中选择。"
    notes["A3"] = "已填项目数"
    notes["B3"] = f"={SHEET}!C{TOTAL_ROW}"
