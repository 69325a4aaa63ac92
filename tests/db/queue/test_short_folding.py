"""A text of plain letters is folded the short way, and comes out as the long way would have it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from reviewer_app.domain.values import folding
from reviewer_db.stores import search_index

_LETTERS = st.sampled_from("上海示例ABZaz019-—_～~（(）)【】·\"' \t\u3000\u200b⺁⽂ＡｌﬁßİΣ\x00\x7f\u2028\ud800#.@")


def the_long_way(text: str) -> str:
    """What `searched` makes of a text letter by letter."""
    plain = unicodedata.normalize("NFKC", folding.visible(text)).casefold().translate(folding._BRACKETS)
    return folding._IGNORED.sub("", folding._DASHES.sub("-", plain))


@given(st.text(_LETTERS, max_size=12) | st.text(max_size=12))
@example("2024-示-0001")
@example("a--b")
def test_the_short_way_of_folding_is_the_long_one(text: str) -> None:
    assert folding.searched(text) == the_long_way(text)


@given(st.lists(st.text(_LETTERS, max_size=8) | st.text(max_size=8), max_size=4))
@example(["2024-示-0001", "社区助餐试点", "上海示例公司", "91310104MAXX00015W", "SH1"])
def test_the_short_way_of_searching_is_the_long_one(fields: list[str]) -> None:
    joined = "\0".join(field.replace("\0", "") for field in fields)
    assert search_index.searchable(fields) == the_long_way(joined).translate(search_index._TEXT_TABLE)


@pytest.mark.parametrize("text", ["", "a", "示例", "甲\n乙乙"])
def test_the_index_holds_every_letter_and_every_pair(text: str) -> None:
    entries = search_index.index_entries(text).split(" ")
    assert set(text) | {text[at : at + 2] for at in range(len(text) - 1)} == set(entries) - {""}
