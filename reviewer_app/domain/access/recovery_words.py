"""The secret of a recovery sheet as words: 120 random bits in fifteen words, and one word that finds a slip."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence

from reviewer_app.domain.errors import RefusalError

SECRET_BYTES = 15
_LENGTH = 2


def words_of(secret: bytes, words: Sequence[str]) -> str:
    """The secret as its words, with spaces between; `words` are the 256 of the list."""
    return " ".join(words[byte] for byte in (*secret, _check(secret)))


def normalized(typed: str, words: Sequence[str]) -> str:
    """Typed or scanned words as they stand on the sheet; spaces, numbers and signs between them do not count.

    Raises RefusalError `sheet_words.unknown` (with `place` and `word`), `sheet_words.count`, `sheet_words.slip`.
    """
    letters = "".join(letter for letter in typed if "\u4e00" <= letter <= "\u9fff")
    found = [letters[at : at + _LENGTH] for at in range(0, len(letters), _LENGTH)]
    for place, word in enumerate(found, start=1):
        if word not in words:
            raise RefusalError("sheet_words.unknown", place=place, word=word, field="words")
    if len(found) != SECRET_BYTES + 1:
        raise RefusalError("sheet_words.count", count=len(found), due=SECRET_BYTES + 1, field="words")
    *secret, check = (words.index(word) for word in found)
    if check != _check(bytes(secret)):
        raise RefusalError("sheet_words.slip", field="words")
    return " ".join(found)


def _check(secret: bytes) -> int:
    return hashlib.sha256(b"recovery sheet" + secret).digest()[0]
