"""How text is broken into lines and how wide it is on the grid."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer_app.outputs.fonts.book import FontBook, Typeface
from reviewer_app.outputs.page.items import GRID, MM, OFFICIAL
from reviewer_app.outputs.page.typeset import NO_END, NO_START, TextStyle, Typesetter

BODY = OFFICIAL.body
WIDTH = GRID.width * MM
TEXTS = st.text(alphabet="上海市标准化，。、（）《》“”…—；：？！％ab12. -ISO\u3000", max_size=150)
FLOOR = Typesetter(FontBook(folders=()))


def test_a_full_line_holds_twenty_eight_characters(setter: Typesetter) -> None:
    """The grid of the standard: 28 characters fit the type area, 29 do not."""
    assert len(setter.lines("标" * 28, BODY, WIDTH)) == 1
    assert [len(line.text) for line in setter.lines("标" * 29, BODY, WIDTH)] == [28, 1]


def test_the_first_line_begins_two_characters_in(setter: Typesetter) -> None:
    """An indented paragraph has 26 characters in its first line."""
    lines = setter.lines("标" * 54, BODY, WIDTH, indent=2 * BODY.pitch)
    assert [len(line.text) for line in lines] == [26, 28]


@given(TEXTS)
def test_no_line_is_too_wide_and_nothing_is_lost(text: str) -> None:
    """Whatever the text, its lines fit and together say the same."""
    width = 10 * BODY.pitch
    lines = FLOOR.lines(text, BODY, width)
    assert all(line.width <= width + 0.02 for line in lines)
    assert "".join("".join(line.text for line in lines).split()) == "".join(text.split())


@given(TEXTS)
def test_punctuation_stays_with_its_word(text: str) -> None:
    """No line begins with a closing mark or ends with an opening one, unless the marks alone fill a line."""
    lines = FLOOR.lines(text, BODY, 12 * BODY.pitch)
    for before, after in pairwise(lines):
        parted = after.text[:1] in NO_START or before.text[-1:] in NO_END
        assert not parted or before.width > 9 * BODY.pitch


def test_words_and_numbers_are_not_torn(setter: Typesetter) -> None:
    """ISO 9001 moves to the next line as a whole."""
    lines = setter.lines("标" * 26 + "GB/T19001标准", BODY, WIDTH)
    assert [line.text for line in lines] == ["标" * 26, "GB/T19001标准"]


def test_a_word_wider_than_the_line_is_cut_and_kept(setter: Typesetter) -> None:
    """A long address of a website is continued on the next line, whole."""
    word = "https://" + "a" * 200
    lines = setter.lines(word, BODY, WIDTH)
    assert len(lines) > 1
    assert "".join(line.text for line in lines) == word


def test_even_lines_reach_the_right_edge(setter: Typesetter) -> None:
    """Where punctuation shortens a line, its free space is spread over its characters."""
    lines = setter.lines("标" * 27 + "（化）" + "准" * 20, BODY, WIDTH, is_even=True)
    first = lines[0]
    assert first.text == "标" * 27
    assert first.width + first.stretch * 26 == pytest.approx(WIDTH, abs=0.01)
    assert lines[-1].stretch == 0


def test_a_date_takes_the_same_width_on_every_machine(setter: Typesetter) -> None:
    """In a signature each digit takes half a cell, with any font."""
    for one in (setter, FLOOR):
        assert one.width("2026年1月1日", OFFICIAL.signature) == pytest.approx(6 * 15.79, abs=0.01)


def test_a_long_title_is_broken_into_equal_lines_between_its_parts(setter: Typesetter) -> None:
    """A title parts where it may, into the fewest lines of nearly the same length (7.3.1)."""
    parts = ("上海市示例区市场监督管理局", "关于社区", "嵌入式养老服务标准化", "试点项目的推荐意见")
    lines = setter.title(parts, OFFICIAL.title, WIDTH)
    assert [line.text for line in lines] == ["".join(parts[:2]), "".join(parts[2:])]


def test_a_title_without_a_place_to_part_is_balanced(setter: Typesetter) -> None:
    """Thirty characters become twice fifteen, not twenty and ten."""
    lines = setter.title(("题" * 30,), OFFICIAL.title, WIDTH)
    assert [len(line.text) for line in lines] == [15, 15]


def test_a_long_name_is_set_smaller_but_never_below_the_limit(setter: Typesetter) -> None:
    """Shrinking stops at the smallest size that can be read."""
    style = TextStyle(Typeface.BODY, 16)
    fitted = setter.shrunk("名" * 40, style, WIDTH, 8)
    assert setter.width("名" * 40, fitted) == pytest.approx(WIDTH, abs=0.01)
    assert setter.shrunk("名" * 400, style, WIDTH, 8).size == 8
