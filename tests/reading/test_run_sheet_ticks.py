"""A run sheet of ours, ticked by hand and scanned: every tick is read in its row, what is doubtful is said to be so."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image, ImageDraw

from reviewer_app.domain.dispatch.page_codes import PageCode, code_in
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.reading.forms import read_form
from reviewer_app.reading.own_papers import run_sheets
from reviewer_app.reading.ruling import ruling_of
from reviewer_app.reading.upright import codes_on
from reviewer_app.services.ports.reading import FormRead, SheetTable
from support.papers import paper
from support.stack_scans import DPI, scanned_stack, sheets_of

_MM = DPI / 25.4
#: Row → box, as they are ticked: met, not met, not applicable.
ITEMS = {1: 0, 2: 1, 3: 2, 5: 0, 18: 1, 19: 0}
COPIES = {(1, 0), (1, 1), (2, 0)}


@pytest.fixture(scope="module")
def sheets() -> list[Image.Image]:
    """A sheet of nineteen points on two pages, as it is printed."""
    values = paper(DocumentKind.RUN_SHEET)
    items = tuple(
        (f"二（{place}）", f"要点{place}", "看什么材料，看哪一页" * (1 + place % 2), "") for place in range(1, 20)
    )
    made = replace(values, tables={**values.tables, "items": items}, audit_head="9f86d081" * 8)
    return sheets_of(TemplateMaker().document(made, "circle"))


def _ticked(sheets: list[Image.Image]) -> list[Image.Image]:
    """The pages with a stroke of the pen in some boxes."""
    drawn = []
    for sheet in sheets:
        page, code = sheet.copy(), code_of(sheet)
        draw = ImageDraw.Draw(page)
        tables = run_sheets._tables(ruling_of(page, DPI), DPI)
        for place, row in enumerate(tables[0][1:]):
            if (box := ITEMS.get(code.first + place)) is not None:
                _stroke(draw, row.cell(3 + box).middle)
        for number, row in enumerate(tables[1][1:] if len(tables) > 1 else (), 1):
            for _, box in (one for one in COPIES if one[0] == number):
                _stroke(draw, row.cell(2 + box).middle)
        drawn.append(page)
    return drawn


def code_of(sheet: Image.Image) -> PageCode:
    """What a page says of itself."""
    code = code_in(codes_on(sheet)[0][0])
    assert code is not None
    return code


def _stroke(draw: ImageDraw.ImageDraw, middle: tuple[float, float]) -> None:
    x, y = middle
    points = [(x - 1.6 * _MM, y - 0.2 * _MM), (x - 0.3 * _MM, y + 1.5 * _MM), (x + 2.4 * _MM, y - 2.2 * _MM)]
    draw.line(points, fill=(40, 50, 120), width=2)


@pytest.fixture(scope="module")
def read(sheets: list[Image.Image], tmp_path_factory: pytest.TempPathFactory) -> FormRead:
    """The ticked sheet as it is read, its second page upside down."""
    first, second = _ticked(sheets)
    scan = scanned_stack(tmp_path_factory.mktemp("sheet") / "核对单.pdf", [first, second.rotate(180)])
    return read_form([scan], shipped_pack())


def test_each_page_says_which_points_stand_on_it(sheets: list[Image.Image]) -> None:
    first, second = map(code_of, sheets)
    assert (first.kind, first.first) == (DocumentKind.RUN_SHEET, 1)
    assert (second.first, first.rows + second.rows) == (first.rows + 1, 19)


def test_every_tick_is_read_in_its_row(read: FormRead) -> None:
    assert {one.row: one.box for one in read.ticks if one.table is SheetTable.ITEMS} == ITEMS
    assert {(one.row, one.box) for one in read.ticks if one.table is SheetTable.PAPERS} == COPIES
    assert {one.page for one in read.ticks} == {1, 2}
    assert read.pages[1].turn == 180


def test_a_place_is_told_on_the_upright_page(read: FormRead) -> None:
    first = next(one for one in read.ticks if one.row == 1 and one.table is SheetTable.ITEMS)
    left, top, right, bottom = first.box_mm
    assert 100 < left < right < 200
    assert 40 < top < bottom < 200


def test_two_answers_in_one_row_are_said_to_be_in_doubt(sheets: list[Image.Image]) -> None:
    page, code = sheets[0].copy(), code_of(sheets[0])
    row = run_sheets._tables(ruling_of(page, DPI), DPI)[0][1]
    for column in (3, 4):
        _stroke(ImageDraw.Draw(page), row.cell(column).middle)
    (found,) = run_sheets.ticks_on(page, DPI, code, 1)
    assert not found.is_sure


def test_an_empty_sheet_says_nothing(sheets: list[Image.Image]) -> None:
    for sheet in sheets:
        assert run_sheets.ticks_on(sheet, DPI, code_of(sheet), 1) == []


def test_a_page_whose_rows_are_not_those_its_code_names_says_nothing(sheets: list[Image.Image]) -> None:
    """Half of it was folded away under the lid, or the code is of another print."""
    page = _ticked(sheets)[0]
    code = code_of(sheets[0])
    assert run_sheets.ticks_on(page, DPI, replace(code, rows=code.rows - 1), 1) == []
    folded = page.copy()
    folded.paste((250, 250, 250), (0, 0, page.width, page.height // 2))
    assert run_sheets.ticks_on(folded, DPI, code, 1) == []
    assert not run_sheets.is_run_sheet(replace(code, mark="R9f86d081"))


def test_another_paper_of_the_case_is_no_run_sheet(tmp_path: Path) -> None:
    sheet = sheets_of(TemplateMaker().document(paper(DocumentKind.RECEIPT), "circle"))[:1]
    assert read_form([scanned_stack(tmp_path / "回执.pdf", sheet)], shipped_pack()).ticks == ()
