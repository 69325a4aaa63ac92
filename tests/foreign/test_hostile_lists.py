"""Lists that are a trap or a slip of the hand: read as far as they make sense, or one sentence; in bounded time."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from reviewer_app.bench.hostile.children import MemoryWatch, spent_by_children
from reviewer_app.domain.errors import TroubleError
from reviewer_app.foreign_parts import ForeignReader
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.records import ImportedList
from reviewer_resources.phrases import sentence
from support.sample_lists import write_workbook

HERE = Path(__file__).parent / "samples"
MOST_SECONDS, MOST_MEGABYTES = 10.0, 1024
SHEET = "xl/worksheets/sheet1.xml"


def read(path: Path) -> ImportedList | str:
    """What a list gives, or the code of its sentence; within the processor's time that anybody would wait for it."""
    began = spent_by_children()
    with MemoryWatch() as memory:
        found = _outcome(path)
    assert spent_by_children() - began < MOST_SECONDS
    assert memory.most < MOST_MEGABYTES
    if isinstance(found, ImportedList):
        return found
    assert path.name in sentence(found.code, found.values)
    return found.code


def _outcome(path: Path) -> ImportedList | TroubleError:
    try:
        return ForeignReader().read(path, shipped_pack())
    except TroubleError as trouble:
        return trouble


def names(sheet: ImportedList | str) -> list[str | None]:
    assert isinstance(sheet, ImportedList), sheet
    return [row.values.get("project_name") for row in sheet.rows]


@pytest.mark.parametrize(
    ("name", "rows"),
    [
        ("stray-cell.xlsx", ["社区助餐服务标准化试点"]),
        ("merge-many.xlsx", ["社区助餐服务标准化试点"]),
        ("manifest-lower.xlsx", ["社区助餐服务标准化试点"]),
        ("nested-table.xls", ["社区助餐服务标准化试点"]),
        ("a01-dimension-whole-sheet.xlsx", ["示例甲街区养老服务标准化试点", "示例乙街区养老服务标准化试点"]),
        ("a02-stray-cell-no-dimension.xlsx", ["示例甲街区养老服务标准化试点", "示例乙街区养老服务标准化试点"]),
    ],
)
def test_a_list_with_a_slip_of_the_hand_is_read(name: str, rows: list[str]) -> None:
    assert names(read(HERE / name)) == rows


def test_an_area_merged_a_thousand_times_over_is_read_once() -> None:
    assert names(read(HERE / "merge-rows.xlsx"))[0] == "社区助餐服务标准化试点"


def test_repeated_cells_are_unfolded_no_further_than_a_list_can_reach() -> None:
    assert len(names(read(HERE / "rep-cells-5000.ods"))) == 5000


@pytest.mark.parametrize(("name", "code"), [("aborts.xls", "foreign.died"), ("ss-index.xls", "sheet.too_many_rows")])
def test_a_file_that_would_be_the_end_of_a_program_is_a_sentence(name: str, code: str) -> None:
    assert read(HERE / name) == code


def changed(path: Path, change: Callable[[str], str], part: str = SHEET) -> Path:
    """A workbook with one part changed as text."""
    with zipfile.ZipFile(path) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    parts[part] = change(parts[part].decode()).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as package:
        for name, content in parts.items():
            package.writestr(name, content)
    return path


def listed(folder: Path, **extra: Any) -> Path:
    """An ordinary list of two applications."""
    rows = [["项目名称", "申报单位"], ["甲试点", "上海甲公司"], ["乙试点", "上海乙公司"]]
    return write_workbook(folder / "清单.xlsx", 清单=(1, 1, rows), **extra)


def far(row: int, cell: str, text: str) -> Callable[[str], str]:
    """Puts a word into a far cell."""
    inside = f'<row r="{row}"><c r="{cell}{row}" t="inlineStr"><is><t>{text}</t></is></c></row></sheetData>'
    return lambda xml: xml.replace("</sheetData>", inside)


@pytest.mark.parametrize(
    ("row", "cell", "text", "said"),
    [
        (1_048_576, "XFD", "另有三家", (1_048_576,)),
        (1_048_576, "A", "另有三家", (1_048_576,)),
        (1_048_576, "A", "0", ()),
        (1_048_576, "B", " ", ()),
        (2_000, "XFD", "备注", (2_000,)),
    ],
)
def test_words_in_a_far_cell_are_named_by_their_row(
    tmp_path: Path, row: int, cell: str, text: str, said: tuple[int, ...]
) -> None:
    """Nothing that says something is passed over in silence."""
    sheet = read(changed(listed(tmp_path), far(row, cell, text)))
    assert names(sheet) == ["甲试点", "乙试点"]
    assert isinstance(sheet, ImportedList)
    assert sheet.left_out == said


def test_a_list_that_goes_on_all_the_way_down_is_refused(tmp_path: Path) -> None:
    """Not one far cell but many: then the officer is asked to look, and nothing is cut off."""
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(10, 1_048_000, 4_000))
    path = changed(listed(tmp_path), lambda xml: xml.replace("</sheetData>", rows + "</sheetData>"))
    assert read(path) == "sheet.too_many_rows"


def test_a_package_that_swells_is_a_sentence(tmp_path: Path) -> None:
    """Half a gigabyte of blanks in half a megabyte."""
    path = tmp_path / "清单.xlsx"
    with (
        zipfile.ZipFile(listed(tmp_path).rename(tmp_path / "原件.xlsx")) as package,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as swollen,
    ):
        for name in package.namelist():
            with swollen.open(name, "w") as part:
                before, mark, behind = package.read(name).partition(b"<sheetData>")
                part.write(before + mark)
                for _ in range(500 if mark else 0):
                    part.write(b" " * (1 << 20))
                part.write(behind)
    assert isinstance(read(path), str | ImportedList)


def test_entities_within_entities_are_a_sentence(tmp_path: Path) -> None:
    """The old bomb in XML."""
    levels = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 20}">' for n in range(1, 12))
    bomb = f'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY e0 "x">{levels}]>'
    path = changed(listed(tmp_path), lambda xml: bomb + xml.split("?>", 1)[-1].replace("甲试点", "&e11;"))
    assert isinstance(read(path), str | ImportedList)


def test_a_list_that_vanishes_is_said(tmp_path: Path) -> None:
    path = listed(tmp_path)
    path.unlink()
    assert read(path) == "sheet.missing"


def test_tables_within_tables_are_each_read(tmp_path: Path) -> None:
    """The list may stand deep within the page's layout, and beside other tables."""
    rows = "<tr><th>项目名称</th><th>申报单位</th></tr><tr><td>甲试点</td><td>上海甲公司</td></tr>"
    inner = f"<table>{rows}</table>"
    for depth in range(40):
        inner = f"<table><tr><td>第{depth}层</td><td>{inner}</td></tr></table>"
    path = tmp_path / "导出.xls"
    path.write_text(f"<html><body>{inner}<table><tr><td>页脚</td></tr></table></body></html>", encoding="utf-8")
    assert names(read(path)) == ["甲试点"]


@pytest.mark.parametrize("index", ["200001", "99999999999", "9" * 5000])
def test_a_row_said_to_stand_beyond_all_rows_is_a_sentence(tmp_path: Path, index: str) -> None:
    path = tmp_path / "导出.xls"
    path.write_text(f"<table><tr ss:index='{index}'><td>项目名称</td></tr></table>", encoding="utf-8")
    assert read(path) == "sheet.too_many_rows"


def test_long_lists_come_back_whole(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    rows = "\n".join(f"第{number}项标准化试点,上海示例{number}号公司" for number in range(50_000))
    path.write_text(f"项目名称,申报单位\n{rows}\n", encoding="utf-8")
    assert names(read(path))[-1] == "第49999项标准化试点"
