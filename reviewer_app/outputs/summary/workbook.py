"""The 推荐汇总表 as a workbook: what the officer sees is text, what is counted is counted from the list itself.

openpyxl's write-only mode takes cells one by one; one cell object per column is kept and given each value in turn,
which is quicker than letting openpyxl guess and never turns a name that begins with = into a formula.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, Side
from openpyxl.utils import get_column_letter

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.durable import write_file
from reviewer_app.outputs.workbook.cells import RowHeights, plain
from reviewer_app.services.ports.records import SummaryTable

SHEET_NAME = "推荐汇总表"
HEAD_ROW = 3
#: Points of the type in the column heads and in the list.
HEAD_SIZE, LIST_SIZE = 10, 10
_LEAST_HEIGHT = 18
#: The paper's number in the file format (ECMA-376, paperSize 9).
A4_PAPER = 9
#: The type of columns of numbers and codes, and the unit of widths: programs that lack it have one of the same widths,
#: while what stands in for a missing 宋体 may have much wider digits, which would be broken.
_DIGITS = "Times New Roman"
#: Points of a unit of width where it is a digit of that type itself, not one in whole pixels as in Excel.
_UNIT = LIST_SIZE / 2
#: From line to line, in sizes of the type: what stands in for a missing 宋体 takes more than 宋体.
_LEADING = 1.42
#: So many rows tell what a column holds, and this share of its characters are then no Chinese ones.
_LOOKED_AT, _MOSTLY = 50, 0.75
_THIN = Side(style="thin", color="FF9AA0A6")
_GRID = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
_MILLIMETRE = 1 / 25.4


def write_summary(table: SummaryTable, path: Path) -> None:
    """Writes the workbook; an older file of the name is replaced only when the new one is complete."""
    write_sheets([(table.called, table)], path)


def write_sheets(sheets: Sequence[tuple[str, SummaryTable]], path: Path) -> None:
    """Writes a workbook of several tables, each with its sheet's name (legal and unlike the others)."""
    book = Workbook(write_only=True)
    book.properties.creator = plain(sheets[0][1].bureau)
    book.properties.title = plain(sheets[0][1].title)
    # The unit of all column widths is a digit of this type, which is half a Chinese character wide.
    book._named_styles["Normal"].font = Font(name=_DIGITS, size=LIST_SIZE)
    for name, table in sheets:
        sheet = book.create_sheet(name)
        sheet._values_to_row = _numbered_cells
        _set_up_page(sheet, table)
        _write_head(sheet, table)
        _write_rows(sheet, table)
        _write_totals(sheet, table)
    # In memory first: a zip that a full disk interrupts complains once more when it is thrown away.
    content = io.BytesIO()
    book.save(content)
    write_file(path, content.getvalue())


def made_line(table: SummaryTable) -> str:
    """The line under the title: unit, filler, telephone (not in a public table) and date."""
    telephone = "" if table.is_public else f"　　联系电话：{table.telephone}"
    act = "填报" if table.called == SHEET_NAME else "制表"
    by = f"{act}单位：{table.bureau}　　{act}人：{table.filled_by}"
    return f"{by}{telephone}　　{act}日期：{chinese_date(table.made_on)}"


class _ColumnCell(Cell):  # type: ignore[misc]
    """A cell used again in every row, so its style is looked up once."""

    __slots__ = ("known_style",)
    has_style = True

    @property
    def style_id(self) -> int:
        return int(self.known_style)


def _cell(sheet: Any, *, is_text: bool, font: Font, alignment: Alignment, border: Border | None = None) -> Any:
    cell = _ColumnCell(sheet, row=1, column=1, value="")
    cell.font, cell.alignment = font, alignment
    if border:
        cell.border = border
    if is_text:
        cell.number_format = "@"
        cell.quotePrefix = True
    cell.known_style = sheet.parent._cell_styles.add(cell._style)
    return cell


def _set_up_page(sheet: Any, table: SummaryTable) -> None:
    """A4 across, all columns on one page's width, head repeated, frozen and filtered."""
    last = get_column_letter(len(table.headers))
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = A4_PAPER
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    sheet.print_options.horizontalCentered = True
    margins = sheet.page_margins
    margins.left = margins.right = 10 * _MILLIMETRE
    margins.top, margins.bottom = 15 * _MILLIMETRE, 18 * _MILLIMETRE
    # With less room for the foot LibreOffice reckons its pages wrongly and leaves the last one unprinted.
    margins.header = margins.footer = 8 * _MILLIMETRE
    sheet.print_title_rows = f"{HEAD_ROW}:{HEAD_ROW}"
    sheet.freeze_panes = f"A{HEAD_ROW + 1}"
    sheet.auto_filter.ref = f"A{HEAD_ROW}:{last}{HEAD_ROW + max(len(table.rows), 1)}"
    sheet.oddFooter.left.text = f"案卷记录链首 {table.audit_head}"
    sheet.oddFooter.left.size = 7
    sheet.oddFooter.right.text = "第 &P 页，共 &N 页"
    for number, width in enumerate(table.widths, 1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    sheet.row_dimensions[1].height = 34
    sheet.row_dimensions[2].height = 22
    sheet.row_dimensions[HEAD_ROW].height = RowHeights(table.widths, HEAD_SIZE, 30, _UNIT, _LEADING).of(table.headers)


def _write_head(sheet: Any, table: SummaryTable) -> None:
    """Title, the line of who made it, and the column heads."""
    count = len(table.headers)
    title = _cell(sheet, is_text=True, font=Font(name="宋体", size=18, bold=True), alignment=_aligned("center"))
    line = _cell(sheet, is_text=True, font=Font(name="宋体", size=11), alignment=_aligned("left"))
    head = _cell(
        sheet,
        is_text=True,
        font=Font(name="黑体", size=HEAD_SIZE),
        alignment=_aligned("center", wraps=True),
        border=_GRID,
    )
    for row, cell, text in ((1, title, table.title), (2, line, made_line(table))):
        sheet.merged_cells.add(f"A{row}:{get_column_letter(count)}{row}")
        sheet.append([_filled(cell, text)])
    sheet.append(_row([head] * count, table.headers, [_filled] * count))


def _aligned(across: str, *, wraps: bool = False) -> Alignment:
    return Alignment(horizontal=across, vertical="center", wrap_text=wraps)


def _write_rows(sheet: Any, table: SummaryTable) -> None:
    left, centre = _aligned("left", wraps=True), _aligned("center", wraps=True)
    cells = [
        _cell(sheet, is_text=is_text, font=font, alignment=left if is_text else centre, border=_GRID)
        for is_text, font in zip(table.is_text, _column_fonts(table), strict=False)
    ]
    fillers = [_filled if is_text else _numbered for is_text in table.is_text]
    heights, heads = RowHeights(table.widths, LIST_SIZE, _LEAST_HEIGHT, _UNIT, _LEADING), _Heights()
    for number, row in enumerate(table.rows, HEAD_ROW + 1):
        sheet.row_dimensions[number] = heads[heights.of(row)]
        sheet.append(_row(cells, row, fillers))
        # A row is written as soon as it is appended.
        del sheet.row_dimensions[number]


def _column_fonts(table: SummaryTable) -> list[Font]:
    """宋体 for words, the digits' type for numbers, codes, telephones and dates."""
    words, digits = Font(name="宋体", size=LIST_SIZE), Font(name=_DIGITS, size=LIST_SIZE)
    columns = zip_longest(*table.rows[:_LOOKED_AT], fillvalue="")
    said = ["".join(texts) for texts in columns] or [""] * len(table.headers)
    return [digits if text and sum(map(str.isascii, text)) >= _MOSTLY * len(text) else words for text in said]


def _write_totals(sheet: Any, table: SummaryTable) -> None:
    """The totals under the list: the label over the first two columns, the number in the third."""
    font = Font(name="黑体", size=LIST_SIZE)
    label = _cell(sheet, is_text=True, font=font, alignment=_aligned("center"), border=_GRID)
    number = _cell(sheet, is_text=False, font=font, alignment=_aligned("center"), border=_GRID)
    for place, (text, count) in enumerate(table.totals, HEAD_ROW + 1 + len(table.rows)):
        sheet.merged_cells.add(f"A{place}:B{place}")
        sheet.row_dimensions[place].height = _LEAST_HEIGHT
        sheet.append(_row([label, label, number], (text, "", str(count)), (_filled, _filled, _numbered)))


class _Heights(dict[float, dict[str, str]]):
    """Height → a row's attributes in the file format, made once for each height."""

    def __missing__(self, height: float) -> dict[str, str]:
        self[height] = {"ht": f"{height:g}", "customHeight": "1"}
        return self[height]


def _filled(cell: Any, text: str) -> Any:
    """The cell holding a text as text, whatever it begins with."""
    cell._value = plain(text)
    cell.data_type = "s"
    return cell


def _numbered(cell: Any, text: str) -> Any:
    """The cell holding a whole number as a number; anything else stays text."""
    if text.isdecimal() and text.isascii() and len(text) <= 15:
        cell._value = int(text)
        cell.data_type = "n"
        return cell
    return _filled(cell, text)


_Filler = Callable[[Any, str], Any]


def _row(cells: Sequence[Any], texts: Sequence[str], fillers: Sequence[_Filler]) -> Iterator[Any]:
    """A row for `append`: the columns' shared cells, each given its value just before it is written."""
    for cell, text, fill in zip(cells, texts, fillers, strict=True):
        yield fill(cell, text)


def _numbered_cells(cells: Iterable[Any], row: int) -> Iterator[Any]:
    """Takes the place of openpyxl's guessing at values: our rows hold finished cells that only need their place."""
    for column, cell in enumerate(cells, 1):
        cell.row, cell.column = row, column
        yield cell
