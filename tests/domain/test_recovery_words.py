"""The words of the recovery sheet: one reading each, and slips that are found."""

from __future__ import annotations

import pytest

from reviewer_app.domain.access.recovery_words import SECRET_BYTES, normalized, words_of
from reviewer_app.domain.errors import RefusalError
from reviewer_resources.recovery_words import recovery_words

#: Beginnings of longer words, which somebody would complete or take for a slip of the printer.
HALF_WORDS = {"自行", "博物", "图书", "公共", "电冰"}


def test_the_list_has_a_word_for_each_byte_and_none_is_read_for_another() -> None:
    words = recovery_words()
    assert len(words) == len(set(words)) == 256
    assert all(len(word) == 2 and all("\u4e00" <= letter <= "\u9fff" for letter in word) for word in words)
    assert not HALF_WORDS & set(words)
    assert [word for word in words if word[::-1] in words and word != word[::-1]] == []


@pytest.mark.parametrize("secret", [bytes(SECRET_BYTES), bytes([255] * SECRET_BYTES), bytes(range(SECRET_BYTES))])
def test_what_is_typed_in_any_layout_is_what_stands_on_the_sheet(secret: bytes) -> None:
    words = words_of(secret, recovery_words())
    numbered = "\n".join(f"{place}. {word}，" for place, word in enumerate(words.split(), 1))
    assert normalized(numbered, recovery_words()) == normalized(words.replace(" ", ""), recovery_words()) == words


def test_two_words_in_the_wrong_order_are_found() -> None:
    first, second, *rest = words_of(bytes(range(7, 7 + SECRET_BYTES)), recovery_words()).split()
    with pytest.raises(RefusalError) as caught:
        normalized(" ".join((second, first, *rest)), recovery_words())
    assert caught.value.code == "sheet_words.slip"
