"""How a document is put together: levels with their typefaces, conditions, tables over pages, numbers of lists."""

from __future__ import annotations

import io
from datetime import date

import pdfplumber
import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.outputs.fonts.book import FontBook, Typeface
from reviewer_app.outputs.page.items import GRID
from reviewer_app.outputs.page.typeset import Typesetter
from reviewer_app.outputs.papers.composing import document_pdf
from reviewer_app.outputs.papers.templates import load_template
from reviewer_app.services.ports.papers import DocumentValues, Rows
from support import printed
from support.papers import UNIT
from support.printed import line_with, seen_lines

CELL = 15.79 / printed.MM
LEVELS = """
kind = "correction-notice"
version = 1
style = "official"
title = "层次"
[fields]
name = "名称"
[optional]
extra = "附加"
[tables]
points = ["要点", "说明"]
[[blocks]]
block = "title"
segments = ["关于{name}的", "说明"]
[[blocks]]
block = "heading"
level = 1
text = "一、第一层"
[[blocks]]
block = "heading"
level = 2
text = "（一）第二层"
[[blocks]]
block = "heading"
level = 3
text = "1. 第三层"
[[blocks]]
block = "heading"
level = 4
text = "（1）第四层"
[[blocks]]
block = "paragraph"
text = "正文一段。"
[[blocks]]
block = "paragraph"
text = "只在有附加时：{extra}"
when = "extra"
[[blocks]]
block = "paragraph"
text = "没有要点。"
unless = "points"
[[blocks]]
block = "rows"
table = "points"
heads = ["要点", "说明"]
widths = [40, 60]
numbered = 12
[[blocks]]
block = "list"
table = "points"
item = "{要点}"
"""


def composed(setter: Typesetter, rows: Rows = (), **fields: str) -> bytes:
    """The made-up document with these values."""
    values = DocumentValues(
        kind=DocumentKind.CORRECTION_NOTICE,
        unit=UNIT,
        day=date(2024, 5, 19),
        fields={"name": "示例", **fields},
        tables={"points": rows},
    )
    return document_pdf(setter, load_template(LEVELS, "层次.toml"), values, "circle")


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("一、第一层", Typeface.HEITI),
        ("（一）第二层", Typeface.KAITI),
        ("（1）第四层", Typeface.BODY),
        ("正文一段", Typeface.BODY),
    ],
)
def test_levels_have_their_typefaces(setter: Typesetter, book: FontBook, text: str, role: Typeface) -> None:
    """一、黑体 （一）楷体, the others as the body; 16 pt, two characters in."""
    content = composed(setter)
    with pdfplumber.open(io.BytesIO(content)) as pdf:
        letters = pdf.pages[0].chars
    line = line_with(content, text)
    letter = next(one for one in letters if abs(297 - one["matrix"][5] / printed.MM - line.base) < 0.1)
    face = book.face_for(role, text[0])
    assert face is not None
    assert letter["fontname"].split("+")[1] == face.name
    assert line.size == pytest.approx(16, abs=0.01)
    assert line.x0 == pytest.approx(GRID.left + 2 * CELL, abs=0.6)


def test_text_keeps_to_the_line_grid(setter: Typesetter) -> None:
    """Every line stands on one of the 22."""
    lines = [line for line in seen_lines(composed(setter)) if line.size == pytest.approx(16, abs=0.01)]
    for line in lines:
        assert (line.base - GRID.top) / GRID.line_pitch % 1 == pytest.approx(0.71, abs=0.02)


def test_blocks_stand_only_when_they_have_something_to_say(setter: Typesetter) -> None:
    """A field that is empty takes its sentence with it."""
    bare = printed.poppler_text(composed(setter))
    assert "只在有附加时" not in bare
    assert "没有要点。" in bare
    full = printed.poppler_text(composed(setter, (("甲", "乙"),), extra="此处。"))
    assert "只在有附加时：此处。" in full
    assert "没有要点" not in full


def test_a_table_goes_on_under_its_head(setter: Typesetter) -> None:
    """Sixty rows over pages: heads on each, numbers in order, nothing below the type area."""
    rows = tuple((f"第{number}点", "说明" * 9) for number in range(1, 61))
    content = composed(setter, rows)
    heads = [line for line in seen_lines(content) if line.text.split() == ["序号", "要点", "说明"]]
    assert len(heads) >= 2
    assert [head.page for head in heads] == sorted({head.page for head in heads})
    text = printed.poppler_text(content)
    assert all(f"{number}第{number}点" in text for number in range(1, 61))
    assert all(f"{number}.第{number}点" in text for number in range(1, 61))
    inside = [line for line in seen_lines(content) if "第" in line.text and "页" not in line.text]
    assert max(line.bottom for line in inside) <= GRID.bottom + 0.1


def test_braces_in_a_value_are_only_text(setter: Typesetter) -> None:
    """What an applicant writes is printed, never taken for a place."""
    text = printed.poppler_text(composed(setter, (("{unit}{oops}", "{"),), extra="{0}"))
    assert "{unit}{oops}" in text
    assert UNIT not in text
