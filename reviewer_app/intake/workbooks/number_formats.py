"""Formats that put zeros or letters to a number: 00042, SH-0042, 021-64220000. Others leave its digits as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

#: Letters in quotes or behind a backslash, blanks as wide as a sign, colours and languages in brackets.
_WORDS = r'(?:"[^"]*"|\\.|_.|\[(?:\$[^\]]*|[A-Za-z]+\d*)\]|[-/() ])*'
_SHAPE = re.compile(rf"({_WORDS})(0[0-9\-]*?0|0)({_WORDS})")
_PIECES = re.compile(r'"([^"]*)"|\\(.)|_.|\[\$([^\]-]*)[^\]]*\]|\[[^\]]*\]|([-/() ])')
_MOST_DIGITS = 15


@dataclass(frozen=True, slots=True)
class Shape:
    """What stands before and behind a number, and its digits' places (0) with the signs between them."""

    before: str
    digits: str
    behind: str

    def shown(self, value: object) -> object:
        """A whole number as the table program shows it; anything else as it is."""
        if isinstance(value, bool) or not isinstance(value, int | float):
            return value
        if value < 0 or value != int(value) or value >= 10**_MOST_DIGITS:
            return value
        places = self.digits.count("0")
        left = iter(reversed(str(int(value)).zfill(places)))
        shown = [next(left) if sign == "0" else sign for sign in reversed(self.digits)]
        return self.before + "".join([*list(left)[::-1], *reversed(shown)]) + self.behind


@lru_cache(maxsize=512)
def shape_of(code: str) -> Shape | None:
    """The shape a format gives to a number; None where it changes nothing of it."""
    found = _SHAPE.fullmatch(code.split(";")[0].strip())
    if found is None or re.search(r"[1-9]", found[2]):
        return None
    before, behind = _plain(found[1]), _plain(found[3])
    if found[2] == "0" and not before.strip() and not behind.strip():
        return None
    return Shape(before, found[2], behind)


def _plain(words: str) -> str:
    return "".join(quoted or escaped or sign or bare for quoted, escaped, sign, bare in _PIECES.findall(words)).strip()
