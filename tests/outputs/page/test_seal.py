"""What stands in the seal's place, and that nobody can take the sample for a seal."""

from __future__ import annotations

from reviewer_app.domain.batch import SealStyle
from reviewer_app.outputs.fonts.book import FontBook
from reviewer_app.outputs.page.reserved_seal import LOOK, seal_code
from reviewer_app.outputs.papers.template_maker import TemplateMaker
from support import printed
from support.printed import case_values


def test_the_sample_says_what_it_is() -> None:
    """样章 SAMPLE stands across it and 仅供演练 below; both are part of the look, not of the caller's wish."""
    assert LOOK.words == "样章 SAMPLE"
    assert LOOK.foot == "仅供演练"


def test_the_words_are_outlines_across_the_sample(book: FontBook) -> None:
    """Without its words the drawing is shorter: they are really drawn, whatever the unit's name."""
    from dataclasses import replace

    whole = seal_code(book, SealStyle.SAMPLE, "上海市示例区市场监督管理局", 45)
    bare = seal_code(book, SealStyle.SAMPLE, "上海市示例区市场监督管理局", 45, replace(LOOK, words=""))
    assert len(whole) > len(bare) + 500


def test_the_reserved_circle_has_no_red_and_45_mm(maker: TemplateMaker) -> None:
    """For the real stamp only a thin grey circle is printed."""
    content = maker.document(case_values(), SealStyle.CIRCLE)
    picture = printed.page_image(content, printed.page_count(content), 200)
    assert picture.convert("HSV").split()[1].getextrema()[1] < 60
    unit = printed.line_with(content, "上海市示例区市场监督管理局")
    centre = (unit.top + unit.bottom) / 2 - 1.5
    grey = picture.convert("L").point(lambda value: 255 if value < 215 else 0)
    box = [value / 25.4 * 200 for value in (unit.middle - 30, centre - 25, unit.middle + 30, centre - 14)]
    top = grey.crop(tuple(round(value) for value in box)).getbbox()[1]
    assert (top + box[1]) / 200 * 25.4 < centre - 21.8


def test_seal_and_marks_are_no_text(maker: TemplateMaker) -> None:
    """Copying the page gives the unit's name once as signature, not letters from the ring."""
    text = printed.poppler_text(maker.document(case_values(), SealStyle.SAMPLE))
    assert "SAMPLE" not in text
    assert text.count("上海市示例区市场监督管理局") == 1


def test_a_long_name_still_fits_the_ring(book: FontBook) -> None:
    """Sixty characters on the arc are set smaller instead of overlapping their beginning."""
    assert seal_code(book, SealStyle.SAMPLE, "局" * 60, 45).count(" cm ") == 60
