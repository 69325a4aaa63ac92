"""How a document fills its pages."""

from __future__ import annotations

import pytest

from reviewer_app.outputs.page.flow import Flow
from reviewer_app.outputs.page.items import GRID, OFFICIAL, Page, Text
from reviewer_app.outputs.page.table import Cell, put_table, set_table
from reviewer_app.outputs.page.typeset import Typesetter
from reviewer_app.outputs.papers.styles import LOOKS

TAIL = 75.0
POINTS = LOOKS["opinion"].settings[0].table


def texts(sheet: Page) -> list[Text]:
    """The lines of text on a page."""
    return [item for item in sheet.items if isinstance(item, Text)]


def test_a_page_of_text_has_twenty_two_lines(setter: Typesetter) -> None:
    """The grid of the standard: 22 lines, 28.99 pt apart, inside the type area."""
    flow = Flow(setter, OFFICIAL)
    flow.put_all(flow.set_paragraph("标准" * 28 * 30, OFFICIAL.body))
    first, second = flow.sheets[:2]
    assert len(texts(first)) == 22
    steps = [low.y - high.y for high, low in zip(texts(first), texts(first)[1:], strict=False)]
    assert steps == pytest.approx([GRID.line_pitch] * 21)
    assert texts(first)[-1].y < GRID.bottom
    assert texts(second)[0].y == pytest.approx(texts(first)[0].y)


@pytest.mark.parametrize("count", range(2, 50))
def test_no_page_has_a_signature_without_text(setter: Typesetter, count: int) -> None:
    """However long the text, at least two of its lines stand on the page of the signature, which has its room."""
    flow = Flow(setter, OFFICIAL)
    flow.put_all(flow.set_paragraph("字" * (28 * count - 4), OFFICIAL.body), tail=TAIL)
    assert len(texts(flow.sheet)) >= 2
    assert flow.room >= TAIL
    assert sum(len(texts(sheet)) for sheet in flow.sheets) == count


@pytest.mark.parametrize("used", range(0, 225, 7))
def test_a_heading_is_not_parted_from_its_text(setter: Typesetter, used: int) -> None:
    """Wherever on the page it falls, a heading has text after it on its page."""
    flow = Flow(setter, OFFICIAL)
    flow.y += used
    lines = flow.set_paragraph("三、推荐意见", OFFICIAL.level_one) + flow.set_paragraph("字" * 300, OFFICIAL.body)
    flow.put_all(lines, tail=TAIL, together=3)
    page = next(sheet for sheet in flow.sheets if any(text.text == "三、推荐意见" for text in texts(sheet)))
    assert len(texts(page)) >= 3


@pytest.mark.parametrize("tail", [0.0, TAIL])
@pytest.mark.parametrize("length", range(26 + 28 * 21 - 1, 26 + 28 * 21 + 4))
def test_no_page_begins_with_a_single_character(setter: Typesetter, length: int, tail: float) -> None:
    """A paragraph's last character takes the line before it along; no line is lost and no page is overfull."""
    flow = Flow(setter, OFFICIAL)
    lines = flow.set_paragraph("字" * (length - 1) + "。\n请于五日内补齐。", OFFICIAL.body)
    flow.put_all(lines, tail)
    assert [text.text for sheet in flow.sheets for text in texts(sheet)] == [placed.line.text for placed in lines]
    assert all(len(texts(sheet)) <= 22 for sheet in flow.sheets)
    assert all(len(texts(sheet)[0].text) > 2 for sheet in flow.sheets if texts(sheet))


def rows(count: int, words: str = "已核对") -> list[tuple[Cell, ...]]:
    """So many rows of three columns."""
    return [(Cell(str(number)), Cell(f"第{number}项"), Cell(words)) for number in range(count)]


HEAD = (Cell("序号", is_label=True), Cell("要点", is_label=True), Cell("说明", is_label=True))
WIDTHS = (20.0, 60.0, 76.0)


def test_a_long_table_repeats_its_head_on_every_page(setter: Typesetter) -> None:
    """Ninety rows over several pages: each page begins with the head, and no row is lost."""
    flow = Flow(setter, OFFICIAL)
    put_table(flow, set_table(flow, WIDTHS, rows(90), POINTS, HEAD))
    assert len(flow.sheets) >= 3
    assert all([text.text for text in texts(sheet)][:3] == ["序号", "要点", "说明"] for sheet in flow.sheets)
    said = [text.text for sheet in flow.sheets for text in texts(sheet)]
    assert [text for text in said if text.startswith("第")] == [f"第{number}项" for number in range(90)]
    assert all(text.y < GRID.bottom for sheet in flow.sheets for text in texts(sheet))


@pytest.mark.parametrize("count", range(2, 70))
def test_no_row_stands_alone_on_a_last_page(setter: Typesetter, count: int) -> None:
    """However many rows, the last page of a table has at least two."""
    flow = Flow(setter, OFFICIAL)
    put_table(flow, set_table(flow, WIDTHS, rows(count), POINTS, HEAD))
    said = [text.text for text in texts(flow.sheet)]
    assert len([text for text in said if text.startswith("第")]) >= 2


@pytest.mark.parametrize("used", range(0, 225, 11))
@pytest.mark.parametrize("length", [1, 700, 1500, 3000])
def test_no_head_stands_without_a_row(setter: Typesetter, used: int, length: int) -> None:
    """Wherever a table begins and however tall its rows are, a head is followed by a row on its page."""
    flow = Flow(setter, OFFICIAL)
    flow.y += used
    put_table(flow, set_table(flow, WIDTHS, rows(2, "字" * length), POINTS, HEAD))
    for sheet in flow.sheets:
        said = [text.text for text in texts(sheet)]
        assert not said or len(said) > 3


def test_a_row_taller_than_a_page_is_continued(setter: Typesetter) -> None:
    """A note of three thousand characters is printed whole, over two pages."""
    flow = Flow(setter, OFFICIAL)
    note = "".join(chr(0x4E00 + number) for number in range(3000))
    put_table(flow, set_table(flow, WIDTHS, rows(1, note), POINTS, HEAD))
    said = "".join(text.text for sheet in flow.sheets for text in texts(sheet) if text.x > 100)
    assert len(flow.sheets) >= 2
    assert said.replace("说明", "") == note
    assert all(text.y < GRID.bottom for sheet in flow.sheets for text in texts(sheet))


def test_a_table_without_rows_is_not_drawn(setter: Typesetter) -> None:
    """No empty head stands on the page."""
    flow = Flow(setter, OFFICIAL)
    put_table(flow, set_table(flow, WIDTHS, [], POINTS, HEAD))
    assert flow.sheet.items == []
