"""The form an applicant fills in at a table program: entry sheet, self-check, and the row that imports by itself.

The entry sheet has one line a field; the row of the third sheet follows from it by formulas under the pack's own heads,
so that the office's import knows every column. The self-check is the applicant's own and says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from reviewer_app.domain.notice import FieldKind, FieldRule, NoticePack
from reviewer_app.durable import replacing
from reviewer_app.outputs.workbook.cells import plain

ENTRY, SELF_CHECK, ROW, CHOICES = "填表", "自查", "申报信息", "选项"
_TITLE, _HEAD, _BODY = (
    Font(name="宋体", size=14, bold=True),
    Font(name="宋体", size=11, bold=True),
    Font(name="宋体", size=11),
)
_NOTE = Font(name="宋体", size=9, color="FF566273")
_SECTION = PatternFill("solid", fgColor="FFEDF0F4")
_FIELD = PatternFill("solid", fgColor="FFFFFDF3")
_THIN = Side(style="thin", color="FF9AA0A6")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_WRAPPED = Alignment(wrap_text=True, vertical="center")
_CREDIT_CODE = "credit_code"
_DAY_FORMAT = "yyyy-mm-dd"
_DISCLAIMER = "自查结果由表格自动得出，仅供申报单位填表参考，不代表受理，也不代表符合申报条件。"
_GUIDE = "在本页浅黄色格子里填写，“自查”页随之更新；填好后把本文件连同盖章的纸质申请表一并交来。"


def write_applicant_form(pack: NoticePack, path: Path) -> None:
    """Writes the blank form of a pack; an older file of the name is replaced only when the new one is complete."""
    book = Workbook()
    entry = book.active
    if not isinstance(entry, Worksheet):
        raise TypeError("a new workbook begins with a worksheet")
    entry.title = ENTRY
    places = _lay_out_entry(entry, pack)
    _offer_choices(entry, book.create_sheet(CHOICES), pack, places)
    _lay_out_check(book.create_sheet(SELF_CHECK, 1), pack, places)
    # The import takes the first sheet with the heads of the form; the applicant is shown the one to fill in.
    _lay_out_row(book.create_sheet(ROW, 0), pack, places)
    book.active = 1
    book[CHOICES].sheet_state = "hidden"
    _keep_words(book)
    book.properties.title = plain(f"{pack.title}申报信息表")
    with replacing(path) as part:
        book.save(part)


def _keep_words(book: Workbook) -> None:
    """Keeps the pack's words from being worked out, should one begin as a formula does."""
    words = [*book[ENTRY].iter_rows(), *book[CHOICES].iter_rows(), book[ROW][1], book[SELF_CHECK]["A"]]
    for cell in (cell for row in words for cell in row if cell.data_type == "f"):
        cell.data_type, cell.quotePrefix = "s", True


def _lay_out_entry(sheet: Worksheet, pack: NoticePack) -> dict[str, str]:
    """The entry sheet; where each field's cell stands."""
    sheet.append([plain(f"{pack.title}申报信息表（{pack.season}年度）")])
    sheet.append([_GUIDE])
    sheet["A1"].font, sheet["A2"].font = _TITLE, _NOTE
    for column, width in zip("ABC", (26, 52, 46), strict=True):
        sheet.column_dimensions[column].width = width
    places: dict[str, str] = {}
    section, count = "", 0
    for field in pack.fields:
        if field.section != section:
            section, count = field.section, count + 1
            sheet.append([plain(f"{count}. {section}")])
            for cell in sheet[sheet.max_row]:
                cell.font, cell.fill = _HEAD, _SECTION
        sheet.append([plain(field.label) + ("（必填）" if field.required else ""), None, plain(_asked(field))])
        places[field.id] = f"B{sheet.max_row}"
        _dress_line(sheet, sheet.max_row, field)
    sheet.freeze_panes = "A3"
    _fit_to_page(sheet)
    sheet.protection.formatColumns = sheet.protection.formatRows = False
    return places


def _fit_to_page(sheet: Worksheet) -> None:
    """Locks what is not to be filled in, and prints the whole width on A4."""
    sheet.protection.sheet = True
    sheet.page_setup.fitToHeight, sheet.page_setup.paperSize = 0, 9
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _dress_line(sheet: Worksheet, row: int, field: FieldRule) -> None:
    label, value, note = (sheet.cell(row, column) for column in (1, 2, 3))
    label.font = value.font = _BODY
    note.font = _NOTE
    for cell in (label, value, note):
        cell.border, cell.alignment = _GRID, _WRAPPED
    value.fill, value.protection = _FIELD, Protection(locked=False)
    value.number_format = _DAY_FORMAT if field.kind is FieldKind.DATE else "@"
    sheet.row_dimensions[row].height = 60 if field.kind is FieldKind.LONG else 20


def _asked(field: FieldRule) -> str:
    """What is asked of a field in a few words."""
    said = {
        FieldKind.CHOICE: "请从下拉列表中选择",
        FieldKind.PHONE: "11 位号码，或区号加号码",
        FieldKind.DATE: "年-月-日，如 2025-06-30",
        FieldKind.NUMBER: "填数字",
    }
    told = "18 位，登记证照上的代码" if field.id == _CREDIT_CODE else said.get(field.kind, "")
    return "；".join(filter(None, (told, field.help)))


def _offer_choices(entry: Worksheet, sheet: Worksheet, pack: NoticePack, places: dict[str, str]) -> None:
    """Drop-downs for fields with choices; the directions are those of the sector chosen."""
    column = 0
    for field in pack.fields:
        if field.kind is FieldKind.CHOICE and field.choices and field.id != "direction":
            column += 1
            for row, choice in enumerate(field.choices, start=1):
                sheet.cell(row, column, plain(choice))
            letter = get_column_letter(column)
            _offer(entry, places[field.id], f"{CHOICES}!${letter}$1:${letter}${len(field.choices)}", "请从列表中选择。")
    if "direction" not in places or "sector" not in places:
        return
    first = column + 1
    by_sector = {
        name: [one for group in pack.directions if name in group.sectors for one in group.entries]
        for name in pack.sectors
    }
    for name, directions in by_sector.items():
        column += 1
        for row, text in enumerate((name, *directions), start=1):
            sheet.cell(row, column, plain(text))
    left, right = get_column_letter(first), get_column_letter(column)
    sector = f"{ENTRY}!${places['sector'][0]}${places['sector'][1:]}"
    match = f"MATCH({sector},{CHOICES}!${left}$1:${right}$1,0)-1"
    rows = max(map(len, by_sector.values()))
    count = f"MAX(1,COUNTA(OFFSET({CHOICES}!${left}$2,0,{match},{rows},1)))"
    # The notice's lists of directions are open (…等): another one is warned of, not refused.
    told = "所选领域的方向不在列表中，请核对；领域还没有选的，请先选领域。"
    _offer(entry, places["direction"], f"OFFSET({CHOICES}!${left}$2,0,{match},{count},1)", told)


def _offer(entry: Worksheet, place: str, formula: str, told: str) -> None:
    rule = DataValidation(type="list", formula1=formula, allow_blank=True, showErrorMessage=True)
    rule.error, rule.errorTitle, rule.errorStyle = told, "请核对", "warning"
    rule.add(place)
    entry.add_data_validation(rule)


def _lay_out_check(sheet: Worksheet, pack: NoticePack, places: dict[str, str]) -> None:
    sheet.append(["自查"])
    sheet.append([_DISCLAIMER])
    sheet["A1"].font, sheet["A2"].font = _TITLE, _HEAD
    sheet.append(["项目", "自查结果"])
    for cell in sheet[3]:
        cell.font, cell.fill, cell.border = _HEAD, _SECTION, _GRID
    for label, formula in _self_checks(pack, places):
        sheet.append([plain(label), formula])
        for cell in sheet[sheet.max_row]:
            cell.font, cell.border, cell.alignment = _BODY, _GRID, _WRAPPED
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 46, 46
    _fit_to_page(sheet)


def _self_checks(pack: NoticePack, places: dict[str, str]) -> Iterator[tuple[str, str]]:
    """What the table program itself can see: empty required fields, lengths of codes and telephones, the term."""
    for field in pack.fields:
        place = f"{ENTRY}!{places[field.id]}"
        if field.id == _CREDIT_CODE:
            wrong = f'IF(LEN(SUBSTITUTE({place}," ",""))=18,"已填 18 位","应为 18 位，请核对")'
        elif field.kind is FieldKind.PHONE:
            wrong = f'IF(LEN({place})>=7,"已填","位数不足，请核对")'
        else:
            wrong = '"已填"'
        if field.required:
            yield field.label, f'=IF({place}="","未填",{wrong})'
        elif field.id == _CREDIT_CODE or field.kind is FieldKind.PHONE:
            yield field.label, f'=IF({place}="","没有填（可不填）",{wrong})'
    if {"plan_start", "plan_end"} <= places.keys():
        start, end = f"{ENTRY}!{places['plan_start']}", f"{ENTRY}!{places['plan_end']}"
        fine = f'IF({end}>{start},"截止在开始之后","截止应在开始之后，请核对")'
        yield "计划起止", f'=IF(OR({start}="",{end}=""),"未填",{fine})'


def _lay_out_row(sheet: Worksheet, pack: NoticePack, places: dict[str, str]) -> None:
    """The row the office imports: the pack's heads, and under each what was filled in."""
    for column, field in enumerate(pack.fields, start=1):
        place = f"{ENTRY}!{places[field.id]}"
        # A number in a cell of texts is kept as a text only where the formula makes it one.
        said = f'{place}&""'
        shown = f'IF(ISNUMBER({place}),TEXT({place},"{_DAY_FORMAT}"),{said})' if field.kind is FieldKind.DATE else said
        sheet.cell(1, column, plain(field.label)).font = _HEAD
        sheet.cell(2, column, f'=IF({place}="","",{shown})').font = _BODY
        sheet.column_dimensions[get_column_letter(column)].width = 16
    _fit_to_page(sheet)
