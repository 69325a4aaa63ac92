"""What the search index holds of a case: every character and every neighbouring pair of its searchable fields.

A word of one or two characters is then one entry of the index; a longer one is all its pairs, and the case's text is
looked at again, for the pairs may stand apart.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

#: The values an officer searches in, beside the intake number.
SEARCHED_FIELDS = ("project_name", "applicant", "credit_code", "filing_number")

#: The tokenizer splits at ASCII punctuation; moved to the private use area, those characters are found like others.
#: Control characters and lone surrogates are no text at all.
_MOVED = {code: 0xE000 + code for code in range(33, 127) if not chr(code).isalnum()}
_DROPPED = dict.fromkeys([*range(32), 127, *range(0xD800, 0xE000)])
_TABLE = {**_MOVED, **_DROPPED}


def folded(text: str) -> str:
    """A text as it is compared: full width is half width, capitals are small, blanks do not count."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return "".join(text.casefold().split()).translate(_TABLE)


def searchable(fields: Iterable[str]) -> str:
    """The folded fields of a case, one a line; no word reaches over a line's end."""
    return "\n".join(folded(field) for field in fields)


def grams_of(text: str) -> str:
    """The index entries of a searchable text, separated by blanks."""
    found: set[str] = set()
    for line in text.split("\n"):
        found.update(line)
        found.update(map(str.__add__, line, line[1:]))
    return " ".join(found)


def words_of(query: str) -> list[str]:
    """The words of a search box, folded; a case must contain each of them."""
    return [word for word in (folded(part) for part in query.split()) if word]


def match_of(words: Iterable[str]) -> str:
    """The index expression of some words: exact for words of one or two characters, a little too wide for longer."""
    grams: dict[str, None] = {}
    for word in words:
        pairs = [word] if len(word) <= 2 else list(map(str.__add__, word, word[1:]))
        grams.update(dict.fromkeys(pairs))
    return " ".join(f'"{gram}"' for gram in grams)


def longer(words: Iterable[str]) -> list[str]:
    """The words for which the text itself has to be looked at again."""
    return [word for word in words if len(word) > 2]
