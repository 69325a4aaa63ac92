"""The first letters of the sounds of a name: 社区助餐 is also found as sqzc.

`words/initials.txt` holds one letter for each unified ideograph from U+4E00 to U+9FA5, in their order, a point where
there is none. The letters were taken from the readings of pypinyin 0.55 (MIT licence), which stand on Unihan. What
sounds otherwise in some words is told here, because one character has one letter.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

#: The first character that has a letter.
FIRST = 0x4E00
_NO_LETTER = "."

#: Words whose characters sound otherwise than alone, as they stand in names of applicants and projects.
_IN_WORDS = {
    "银行": "yh",
    "行业": "hy",
    "同行": "th",
    "商行": "sh",
    "重庆": "cq",
    "重构": "cg",
    "重建": "cj",
    "长宁": "cn",
    "长三角": "csj",
    "长江": "cj",
    "长期": "cq",
    "长效": "cx",
    "长兴": "cx",
    "长风": "cf",
    "音乐": "yy",
    "大厦": "ds",
    "调度": "dd",
    "朝阳": "cy",
}


_ODD_WORD = re.compile("|".join(_IN_WORDS))


def initials(name: str) -> str:
    """The letters of a name, with its latin letters in small; what has no letter is left out."""
    if not name:
        return ""
    return _ODD_WORD.sub(lambda found: _IN_WORDS[found[0]], name).translate(_letters())


class _Letters(dict[int, str]):
    """The letter of each character; nothing of one that has none."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        self[code] = character.lower() if character.isascii() and character.isalpha() else ""
        return self[code]


@cache
def _letters() -> _Letters:
    text = files("reviewer_resources").joinpath("words", "initials.txt").read_text(encoding="ascii").replace("\n", "")
    return _Letters({FIRST + place: letter.replace(_NO_LETTER, "") for place, letter in enumerate(text)})
