"""The summary workbook as another program reads it."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from python_calamine import CalamineWorkbook

from reviewer_app.outputs.papers.template_maker import TemplateMaker
from support.printed import HEAD, summary_of

ROWS = [
    (str(number), f"第{number}街区养老服务标准化试点", "91310104MAXX00015W", "02164220000") for number in range(1, 41)
]


@pytest.fixture
def file(tmp_path: Path, maker: TemplateMaker) -> Path:
    """A summary of forty cases."""
    maker.summary(summary_of(ROWS), tmp_path / "summary.xlsx")
    return tmp_path / "summary.xlsx"


def read(path: Path) -> list[list[object]]:
    """All rows as calamine reads them."""
    book = CalamineWorkbook.from_path(str(path))
    return [list(row) for row in book.get_sheet_by_name("推荐汇总表").to_python()]


def test_title_maker_and_heads_stand_above_the_list(file: Path) -> None:
    """Unit, filler, telephone and date are in the second line."""
    title, made, heads = read(file)[:3]
    assert title[0] == "2024年度上海市标准化试点项目推荐汇总表"
    assert made[0] == (
        "填报单位：上海市示例区市场监督管理局　　填报人：示例甲　　联系电话：64220000　　填报日期：2024年5月9日"
    )
    assert heads == ["序号", "项目名称", "统一社会信用代码", "联系电话"]


def test_the_list_comes_back_as_it_was(file: Path) -> None:
    """Codes and telephones are text with their zeros; the running number is a number."""
    listed = read(file)[3:43]
    assert [tuple(row[1:]) for row in listed] == [row[1:] for row in ROWS]
    assert [row[0] for row in listed] == list(range(1, 41))


def test_the_totals_equal_the_list(file: Path) -> None:
    """The foot counts what stands above it."""
    rows = read(file)
    assert rows[43][:3] == ["合计", "", 40]
    assert rows[44][:3] == ["重点项目", "", 0]
    assert rows[43][2] == len(rows[3:43])


@pytest.mark.parametrize(
    "text", ["=1+1", "+86", "-5", "@SUM(A1)", '=HYPERLINK("http://x","y")', "'=1", "=", "1e5", "00123"]
)
def test_nothing_becomes_a_formula(tmp_path: Path, maker: TemplateMaker, text: str) -> None:
    """A name that begins like a formula is shown, not calculated."""
    path = tmp_path / "s.xlsx"
    maker.summary(summary_of([("1", text, text, text)]), path)
    assert read(path)[3][1:] == [text, text, text]
    cell = openpyxl.load_workbook(path).active["B4"]
    assert (cell.data_type, cell.number_format, cell.quotePrefix) == ("s", "@", True)
    assert "<f>" not in zipfile.ZipFile(path).read("xl/worksheets/sheet1.xml").decode()


def test_marks_a_workbook_cannot_hold_are_left_out(tmp_path: Path, maker: TemplateMaker) -> None:
    """Control characters and halves of characters would make the file unreadable; line ends and 𠮷 stay."""
    path = tmp_path / "s.xlsx"
    maker.summary(summary_of([("1", "上\x00\x07海\x1b\ud800", "甲\n乙", "𠮷\ue000\u3000末")]), path)
    assert read(path)[3][1:] == ["上海", "甲\n乙", "𠮷\ue000\u3000末"]


def test_a_text_longer_than_a_cell_is_cut_at_the_limit(tmp_path: Path, maker: TemplateMaker) -> None:
    """Excel refuses files with more than 32,767 characters in a cell."""
    path = tmp_path / "s.xlsx"
    maker.summary(summary_of([("1", "长" * 40_000, "", "")]), path)
    assert read(path)[3][1] == "长" * 32_767


def test_the_sheet_is_set_up_for_printing(file: Path) -> None:
    """A4 across, one page wide, head repeated and frozen, filter over the list, record head in the footer."""
    sheet = openpyxl.load_workbook(file).active
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert sheet.print_title_rows == "$3:$3"
    assert sheet.freeze_panes == "A4"
    assert sheet.auto_filter.ref == "A3:D43"
    assert HEAD in sheet.oddFooter.left.text
    assert "&P" in sheet.oddFooter.right.text
    assert {"A1:D1", "A2:D2", "A44:B44", "A45:B45"} == {str(area) for area in sheet.merged_cells.ranges}
    assert [sheet.column_dimensions[letter].width for letter in "ABCD"] == [6, 40, 22, 16]


def test_an_empty_list_is_a_valid_workbook(tmp_path: Path, maker: TemplateMaker) -> None:
    """Heads and totals of nothing."""
    maker.summary(summary_of([]), tmp_path / "s.xlsx")
    assert read(tmp_path / "s.xlsx")[3][:3] == ["合计", "", 0]


def test_a_failed_write_leaves_the_former_file(tmp_path: Path, maker: TemplateMaker) -> None:
    """If something goes wrong while writing, the old summary is still there and nothing half-done beside it."""
    path = tmp_path / "s.xlsx"
    maker.summary(summary_of(ROWS), path)
    before = path.read_bytes()
    with pytest.raises(ValueError, match="zip"):
        maker.summary(summary_of([("1", "少了两列")]), path)
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["s.xlsx"]
