"""The figures on paper and in a workbook, read back by other readers."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pdfplumber
import pikepdf
import pytest
from pikepdf import pdfa

from reviewer_app.domain.figures.counts import Figure, Part
from reviewer_app.domain.figures.days import Leg
from reviewer_app.domain.figures.spread import Spread
from reviewer_app.domain.listing.figures import FiguresView, SeasonFigures
from reviewer_app.outputs.figures.writer import FigureSheets
from reviewer_app.outputs.fonts.book import FontBook
from reviewer_app.services.ports.after.figures import FigurePaper

SECTORS = ("公共服务", "制造业", "现代服务业", "社会管理", "科技创新", "生态绿色", "农业农村", "国际标准化")


def _season(name: str, received: int) -> SeasonFigures:
    share = {word: received // len(SECTORS) for word in SECTORS}
    days = Spread({0: 3, 2: 9, 5: 4, 13: 1})
    parts = {part: share for part in Part} | {Part.LAYER: {"future": 5, "emerging": 9, "": received - 14}}
    counts = {figure: received // (2 + place) for place, figure in enumerate(Figure)} | {Figure.RECEIVED: received}
    return SeasonFigures(name, counts, parts, dict.fromkeys(Leg, days), days, days, Spread(), Spread())


def _paper(seasons: Sequence[SeasonFigures]) -> FigurePaper:
    before = seasons[-2] if len(seasons) > 1 else None
    names = tuple(one.season for one in seasons)
    unit = "上海市示例区市场监督管理局"
    view = FiguresView(date(2025, 12, 8), unit, names, seasons[-1], before, tuple(seasons))
    return FigurePaper(view, False, "示例甲", datetime(2025, 12, 8, 10, 0), "ab" * 32)


FIVE = _paper([_season(str(2021 + at), 40 + 6 * at) for at in range(5)])
EMPTY = _paper([SeasonFigures("2025", {}, {part: {} for part in Part}, dict.fromkeys(Leg, Spread()), Spread(), Spread(),
                              Spread(), Spread())])  # fmt: skip


@pytest.fixture(scope="module")
def sheets() -> FigureSheets:
    return FigureSheets(FontBook(folders=()))


@pytest.mark.parametrize("paper", [FIVE, EMPTY], ids=["five seasons", "an empty season"])
def test_the_page_is_one_page_fit_for_keeping(sheets: FigureSheets, paper: FigurePaper) -> None:
    content = sheets.digest(paper)
    assert pdfa.validate_written(io.BytesIO(content), "2b").verdict == "pass"
    with pikepdf.open(io.BytesIO(content)) as pdf:
        assert len(pdf.pages) == 1
    assert sheets.digest(paper) == content


def test_the_page_says_the_numbers_and_what_they_count(sheets: FigureSheets) -> None:
    with pdfplumber.open(io.BytesIO(sheets.digest(FIVE))) as pdf:
        page = pdf.pages[0]
        words = page.extract_text().replace(" ", "")
        outside = [one for one in page.chars if one["x0"] < 0 or one["x1"] > page.width or one["bottom"] > page.height]
    assert outside == []
    for said in (
        "2025年度市级标准化试点初审数读",
        "收件",
        "64",
        "国际标准化",
        "中位2",
        "九成",
        "登记收件的申报",
        "ab" * 32,
    ):
        assert said in words, said


def test_an_empty_season_is_said_to_be_empty(sheets: FigureSheets) -> None:
    with pdfplumber.open(io.BytesIO(sheets.digest(EMPTY))) as pdf:
        words = pdf.pages[0].extract_text()
    assert "2025年度还没有收件" in words
    assert "%" not in words


def test_the_workbooks_charts_are_drawn_from_its_cells(sheets: FigureSheets, tmp_path: Path) -> None:
    path = tmp_path / "数读.xlsx"
    sheets.workbook(FIVE, path)
    book = openpyxl.load_workbook(path)
    assert book.sheetnames == ["概况", "分布", "用时", "产业层次", "标准", "说明"]
    charts = {sheet.title: sheet._charts for sheet in book}
    assert [len(charts[name]) for name in book.sheetnames] == [1, 5, 1, 1, 0, 0]
    first = charts["概况"][0]
    assert [series.val.numRef.f for series in first.series] == [
        "'概况'!$B$4:$B$8",
        "'概况'!$C$4:$C$8",
        "'概况'!$D$4:$D$8",
    ]
    assert [row[1].value for row in book["概况"]["A4:B8"]] == [40, 46, 52, 58, 64]


def test_an_empty_season_has_a_workbook_too(sheets: FigureSheets, tmp_path: Path) -> None:
    path = tmp_path / "数读.xlsx"
    sheets.workbook(EMPTY, path)
    assert openpyxl.load_workbook(path)["概况"]["B4"].value == 0
