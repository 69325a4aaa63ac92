"""The unified social credit code: its characters, its two check digits, and where it was issued (GB 32100-2015)."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from operator import mul

LENGTH = 18
CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"

_VALUES = {character: value for value, character in enumerate(CHARACTERS)}
#: 3 to the power of the place, modulo 31 (GB 32100-2015, 5).
_WEIGHTS = tuple(pow(3, place, 31) for place in range(LENGTH - 1))
#: GB 11714: weights of the organisation part, and A = 10 … Z = 35.
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_INNER_VALUES = {character: value for value, character in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")}
_INNER_DIGITS = "0123456789X"

_LOOK_ALIKES = str.maketrans("OISZV", "0152U")
_BLANKS = re.compile(r"[\s\u200b-\u200f\u2060\ufeff]+")
_DASHES = str.maketrans("", "", "-‐‑‒–—―−")

_DISTRICTS = {
    "310000": "上海市",
    "310101": "黄浦区",
    "310104": "徐汇区",
    "310105": "长宁区",
    "310106": "静安区",
    "310107": "普陀区",
    "310109": "虹口区",
    "310110": "杨浦区",
    "310112": "闵行区",
    "310113": "宝山区",
    "310114": "嘉定区",
    "310115": "浦东新区",
    "310116": "金山区",
    "310117": "松江区",
    "310118": "青浦区",
    "310120": "奉贤区",
    "310151": "崇明区",
}


def normalise(text: str) -> str:
    """The code as it is compared: half width, upper case, without white space, without dashes that only group it."""
    if text.isascii() and text.isalnum():
        return text.upper()
    plain = _BLANKS.sub("", unicodedata.normalize("NFKC", text)).upper()
    undashed = plain.translate(_DASHES)
    return undashed if len(undashed) == LENGTH else plain


@lru_cache(maxsize=1024)
def problems(code: str) -> tuple[str, ...]:
    """What is wrong with a normalised code: `length`, else `charset`, else `check_digit`, else `inner_check`."""
    if len(code) != LENGTH:
        return ("length",)
    if not _VALUES.keys() >= set(code):
        return ("charset",)
    if code[-1] != check_character(code[:-1]):
        return ("check_digit",)
    return () if code[16] == inner_check_character(code[8:16]) else ("inner_check",)


def check_character(body: str) -> str:
    """The 18th character for the first seventeen; a remainder of 0 gives 0."""
    total = sum(map(mul, map(_VALUES.__getitem__, body), _WEIGHTS))
    return CHARACTERS[(31 - total % 31) % 31]


def inner_check_character(body: str) -> str:
    """The check character of the eight characters of the organisation part (GB 11714)."""
    total = sum(map(mul, map(_INNER_VALUES.__getitem__, body), _INNER_WEIGHTS))
    return _INNER_DIGITS[(11 - total % 11) % 11]


def foreign_characters(code: str) -> str:
    """The characters of a code that the standard does not use, each once."""
    return "".join(dict.fromkeys(character for character in code if character not in _VALUES))


def suggest(text: str) -> str | None:
    """The code with look-alike letters exchanged (O for 0, I for 1 …) if that passes; never applied by itself."""
    code = normalise(text)
    if problems(code) != ("charset",):
        return None
    exchanged = code.translate(_LOOK_ALIKES)
    return exchanged if problems(exchanged) in ((), ("inner_check",)) else None


def division_of(code: str) -> str:
    """The six digits of the division that issued the code."""
    return code[2:8]


def district_of(code: str) -> str:
    """The district of Shanghai that issued the code; empty for any other division, or one no longer in use."""
    return _DISTRICTS.get(division_of(code), "")
