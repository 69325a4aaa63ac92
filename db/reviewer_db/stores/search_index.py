"""What the search index holds of a case: every character and every neighbouring pair of its searchable fields.

A word of one or two characters is then one entry of the index; a longer one is all its pairs, and the case's text is
looked at again, for the pairs may stand apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from enum import IntEnum
from operator import add

from reviewer_app.domain.values.folding import folded_letters, searched
from reviewer_resources.initials import initials


class TextLine(IntEnum):
    """The lines of a case's searchable text; each place stays what it is."""

    NUMBER = 0
    PROJECT = 1
    APPLICANT = 2
    CODE = 3
    FILING = 4
    PERSON = 5
    PHONE = 6
    PROJECT_INITIALS = 7
    APPLICANT_INITIALS = 8
    PERSON_INITIALS = 9


#: The lines whose names are also found by the first letters of their sounds, each with the line of its letters.
INITIALS = {
    TextLine.PROJECT: TextLine.PROJECT_INITIALS,
    TextLine.APPLICANT: TextLine.APPLICANT_INITIALS,
    TextLine.PERSON: TextLine.PERSON_INITIALS,
}
#: The values an officer searches in, in the order of their lines, after the intake number.
_SEARCHED_FIELDS = ("project_name", "applicant", "credit_code", "filing_number", "contact_person", "contact_phone")

#: The tokenizer splits at ASCII punctuation; moved to the private use area, those characters are found like others.
_MOVED = {code: 0xE000 + code for code in range(33, 127) if not chr(code).isalnum()}
#: Blanks, control characters, marks without width and lone surrogates are no text to look for.
_UNSEEN = (*range(33), *range(127, 161), 0x1680, *range(0x2000, 0x2010), 0x2028, 0x2029, 0x2060, 0x3000, 0xFEFF)
_WORD_TABLE: dict[int, int | None] = {**_MOVED, **dict.fromkeys((*_UNSEEN, *range(0xD800, 0xE000)))}
#: Fields are joined by a character that no field keeps, and that stands as a line's end in the folded text.
_BETWEEN = "\0"
_TEXT_TABLE = {**_WORD_TABLE, 0: ord("\n")}

#: A text without these, as most are, is folded by its letters alone; a hyphen by itself stays one.
_NEEDS_LOOK = re.compile(f"[{re.escape(''.join(map(chr, (_WORD_TABLE.keys() - {0, ord('-')}))))}]")
_HYPHEN = chr(_MOVED[ord("-")])

#: A page pasted into the search box is cut to what an index expression may hold; the text decides about the rest.
_ASKED_WORDS, _ASKED_PAIRS = 8, 16
#: A pair that stands at most so many times as often as its word tells enough.
_SELDOM = 4
#: Pairs that stand at most so often in the sample are asked for together: each is quickly read, and where several stand
#: the word nearly always does. More of them tell nothing more.
_CHEAP, _CHEAP_PAIRS = 20, 6


def folded(text: str) -> str:
    """A text as it is compared: see `searched`."""
    return _folded(text, _WORD_TABLE)


def text_of_form(intake_number: str, values: Mapping[str, str]) -> str:
    """What is looked through of a case: its number, the searched values, and the letters of its names."""
    lines = [intake_number, *(values.get(name, "") for name in _SEARCHED_FIELDS)]
    return searchable((*lines, *(initials(lines[line]) for line in INITIALS)))


def searchable(fields: Iterable[str]) -> str:
    """The folded fields of a case, one a line; no word reaches over a line's end."""
    text = _BETWEEN.join([field.replace(_BETWEEN, "") for field in fields])
    plain = folded_letters(text)
    if plain is not None and _NEEDS_LOOK.search(plain) is None:
        return plain.replace("-", _HYPHEN).replace(_BETWEEN, "\n")
    return _folded(text, _TEXT_TABLE)


def _folded(text: str, table: Mapping[int, int | None]) -> str:
    return searched(text).translate(table)


def index_entries(text: str) -> str:
    """The index entries of a searchable text, separated by blanks.

    The tokenizer takes a line's end for a blank, so a pair across two fields falls apart into single characters. The
    letters of names are left out: nearly every case has each of them, so that an entry tells little and costs much.
    """
    text = "\n".join(text.split("\n", TextLine.PROJECT_INITIALS)[: TextLine.PROJECT_INITIALS])
    return f"{' '.join(text)} {' '.join(map(add, text, text[1:]))}"


def words_of(words: Iterable[str]) -> list[str]:
    """The words of a search box, folded; a case must contain each of them."""
    return [word for word in map(folded, words) if word]


def is_lettered(word: str) -> bool:
    """Whether a word may be the first letters of a name, which are in the texts alone and not in the index."""
    return word.isascii() and word.isalpha()


def match_of(words: Sequence[str], sample: str) -> str:
    """The index expression of some words: exact for words of one or two characters, a little too wide for longer.

    Empty when the index knows nothing of them, and every text has to be looked at.

    Of a longer word only its rare pairs are asked for, as a sample of texts shows them, or the rarest alone when it
    seldom stands without the word: each common pair more costs as much as the whole search.
    """
    grams: dict[str, None] = {}
    for word in words[:_ASKED_WORDS]:
        if is_lettered(word):
            continue
        grams.update(dict.fromkeys([word] if len(word) <= 2 else _telling_pairs(word, sample)))
    return " ".join(f'"{gram}"' for gram in grams)


def _telling_pairs(word: str, sample: str) -> list[str]:
    pairs = list(dict.fromkeys(map(add, word, word[1:])))[:_ASKED_PAIRS]
    if not sample:
        return pairs
    counts = {pair: sample.count(pair) for pair in pairs}
    pairs.sort(key=counts.__getitem__)
    cheap = [pair for pair in pairs if counts[pair] <= _CHEAP]
    if cheap:
        return cheap[:_CHEAP_PAIRS]
    return pairs[:1] if counts[pairs[0]] <= _SELDOM * (sample.count(word) + 1) else pairs


def doubtful(words: Sequence[str]) -> list[str]:
    """The words that the index answers too widely, or is not asked for: the text itself has to be looked at again."""
    return [word for place, word in enumerate(words) if len(word) > 2 or place >= _ASKED_WORDS or is_lettered(word)]
