"""The first rows of a long list are those of the list; what cannot be cut, or is short, has no beginning."""

from __future__ import annotations

import zipfile
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from reviewer_app.intake.list_beginnings import ROWS, beginning_of
from reviewer_app.intake.spreadsheet import SpreadsheetReader
from reviewer_app.packs.loading import shipped_pack

HEAD = ("网上申报编号", "项目名称", "申报单位")
READER = SpreadsheetReader()


def rows(count: int) -> list[tuple[str, ...]]:
    return [HEAD, *((f"SH{number}", f"第{number}项试点", f"上海示例{number}公司") for number in range(count))]


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """A list longer than a beginning, its words kept apart from its cells as table programs do."""
    book = openpyxl.Workbook()
    for row in rows(3 * ROWS):
        book.active.append(row)
    book.save(tmp_path / "长.xlsx")
    return tmp_path / "长.xlsx"


def test_a_workbook_begins_with_its_first_rows(workbook: Path) -> None:
    whole = READER.read(workbook, shipped_pack())
    (first,) = READER.beginning(workbook, shipped_pack())
    assert first.rows == whole.rows[: ROWS - 1]
    assert (first.mapping, first.sheet_name) == (whole.mapping, whole.sheet_name)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_text_begins_with_its_first_lines(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "长.csv"
    path.write_text("\n".join(",".join(row) for row in rows(30_000)), encoding)
    (first,) = READER.beginning(path, shipped_pack())
    assert first.rows == READER.read(path, shipped_pack()).rows[: len(first.rows)]
    assert len(first.rows) == ROWS - 1


def test_a_short_list_has_no_beginning_and_a_faulty_one_says_nothing(tmp_path: Path, workbook: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(HEAD)
    book.save(tmp_path / "短.xlsx")
    (tmp_path / "坏.xlsx").write_bytes(workbook.read_bytes()[:2000])
    for name in ("短.xlsx", "坏.xlsx", "没有.xlsx"):
        assert READER.beginning(tmp_path / name, shipped_pack()) == ()


def packed(**parts: bytes) -> bytes:
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as package:
        for name, part in parts.items():
            package.writestr({"sheet": "xl/worksheets/a.xml", "strings": "xl/sharedStrings.xml"}[name], part)
    return made.getvalue()


ROW = b'<row><c t="s"><v>9999999</v></c></row>'


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<table>" * 100_000,
        b"a\0b\n" * 100_000,
        b"x" * 400_000,
        packed(sheet=b"<row>" + b"x" * (20 << 20)),
        packed(sheet=b"</row>" * 1000),
        packed(sheet=b"<sheetData>" + ROW * 1000, strings=b"<sst>" + b"<si></si>" * (2 << 20)),
    ],
    ids=["empty", "page", "noughts", "one line", "endless row", "no data", "words far away"],
)
def test_what_cannot_be_cut_has_no_beginning(content: bytes) -> None:
    assert beginning_of(content) is None
