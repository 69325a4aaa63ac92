"""Searched texts of earlier versions, folded anew: the same as those that are written now."""

from __future__ import annotations

import unicodedata

import pytest

from reviewer_db.stores.search_index import searchable
from reviewer_db.tables.folded_texts import refolded


def of_an_earlier_version(fields: tuple[str, ...]) -> str:
    moved = {code: 0xE000 + code for code in range(33, 127) if not chr(code).isalnum()}
    plain = (unicodedata.normalize("NFKC", one).casefold() for one in fields)
    return "\n".join("".join(one.split()).translate(moved) for one in plain)


@pytest.mark.parametrize(
    "fields",
    [
        ("2024-示-0001", "标准化试点", "上海示例甲有限公司"),
        ("2024-示-0002", "“一网通办”帮办—代办【集团】", "⻓三⻆示例（甲）公司", "SH-2024"),
        ("", "A_b*c", "《示例》"),
    ],
)
def test_an_earlier_text_becomes_what_is_written_now(fields: tuple[str, ...]) -> None:
    assert refolded(of_an_earlier_version(fields)) == searchable(fields)
    assert refolded(searchable(fields)) == searchable(fields)
