"""The outlines taken from a font are the font's own."""

from __future__ import annotations

import io
import random
from types import SimpleNamespace
from typing import Any

import pytest
from fontTools.pens.filterPen import DecomposingFilterPen
from fontTools.pens.recordingPen import RecordingPen
from fontTools.pens.statisticsPen import StatisticsPen
from fontTools.ttLib import TTFont

from reviewer_app.outputs.fonts.book import FontBook, Typeface
from reviewer_app.outputs.fonts.embed import font_program
from reviewer_app.outputs.fonts.faces import Face, open_mapped
from reviewer_app.outputs.fonts.files import installed_files
from reviewer_app.outputs.fonts.outlines import outlines_of
from reviewer_app.outputs.fonts.variation import REGULAR

FILES = {path.name: path for path in installed_files().values()}


def opened(name: str) -> Any:
    """A font of this machine, the first face of a collection."""
    return open_mapped(FILES[name], 0 if name.lower().endswith("ttc") else -1)


@pytest.mark.parametrize("name", sorted(FILES))
def test_glyphs_are_read_as_fonttools_reads_them(name: str) -> None:
    """A hundred glyphs of each font here, composites among them, line by line."""
    font = opened(name)
    ours, theirs = outlines_of(font), font.getGlyphSet(location={"wght": REGULAR} if "fvar" in font else None)
    order = font.getGlyphOrder()
    for glyph in random.Random(7).sample(range(len(order)), min(100, len(order))):
        mine, other = RecordingPen(), RecordingPen()
        ours.draw(glyph, mine)
        theirs[order[glyph]].draw(DecomposingFilterPen(other, theirs))
        assert mine.value == other.value, order[glyph]


@pytest.mark.parametrize("weight", [100, 250, REGULAR, 900])
def test_a_variable_font_is_read_at_the_weight_that_is_asked_for(weight: int) -> None:
    """Outlines and widths of Chinese and Western characters are those of fontTools' own instance."""
    face = Face(FILES["NotoSansCJK-VF.otf.ttc"], "Noto Sans CJK SC", weight)
    font = open_mapped(face.path, 2)
    theirs = font.getGlyphSet(location={"wght": weight})
    for letter in "𠮷㛃Ai①—":
        mine, other = RecordingPen(), RecordingPen()
        face.draw(letter, mine)
        glyph = theirs[font.getBestCmap()[ord(letter)]]
        glyph.draw(other)
        assert mine.value == other.value
        assert face.outline(letter).advance == pytest.approx(glyph.width, abs=0.5)


def test_a_variable_font_is_named_by_its_weight() -> None:
    """Readers of the PDF see which weight was embedded, not the file's first one."""
    path = FILES["NotoSansCJK-VF.otf.ttc"]
    assert Face(path, "Noto Sans CJK SC").name == "NotoSansCJKsc-Regular"
    assert Face(path, "Noto Sans CJK SC", 900).name == "NotoSansCJKsc-Black"


def area(draw: Any) -> float:
    """The signed ink of a glyph, in square ems of a thousand."""
    pen = StatisticsPen(None)
    draw(pen)
    return float(pen.area)


@pytest.mark.parametrize("role", list(Typeface))
def test_the_embedded_font_has_the_same_ink(book: FontBook, role: Typeface) -> None:
    """After conversion each character covers the same area to a thousandth, and black stays black."""
    letters = "上海市标准化0"
    face = book.face(role)
    program = font_program([face.outline(letter) for letter in letters], face.metrics)
    with TTFont(io.BytesIO(program)) as font:
        glyphs = font.getGlyphSet()
        for number, letter in enumerate(letters, 1):
            if not face.has(letter):
                continue
            before = area(lambda pen, letter=letter: face.draw(letter, pen))
            after = area(glyphs[font.getGlyphName(number)].draw)
            assert abs(after) == pytest.approx(abs(before), rel=0.003)
            assert after < 0  # TrueType fills clockwise outlines


def test_a_font_of_another_kind_is_refused() -> None:
    """A file without outlines we read is passed over, not printed wrongly."""
    bitmap = SimpleNamespace(reader={"CBDT": b""})
    with pytest.raises(ValueError, match="no outlines"):
        outlines_of(bitmap)
