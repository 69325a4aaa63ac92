"""The first letters of the sounds of a name: 社区助餐 is also found as sqzc.

`words/initials.txt` holds one letter for each unified ideograph from U+4E00 to U+9FA5, in their order, a point where
there is none. The letters were taken from the readings of pypinyin 0.55 (MIT licence), which stand on Unihan. What
sounds otherwise in some words is told here, because one character has one letter.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files

#: The first and the last character that has a letter.
FIRST, LAST = 0x4E00, 0x9FA5
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


def initials(name: str) -> str:
    """The letters of a name, with its latin letters and digits; what has no letter is left out."""
    for word, letters in _IN_WORDS.items():
        if word in name:
            name = name.replace(word, letters)
    return "".join(map(_letter_of, name)).lower()


def _letter_of(character: str) -> str:
    code = ord(character)
    if FIRST <= code <= LAST:
        return _letters()[code - FIRST].replace(_NO_LETTER, "")
    return character if character.isascii() and character.isalnum() else ""


@cache
def _letters() -> str:
    text = files("reviewer_resources").joinpath("words", "initials.txt").read_text(encoding="ascii")
    return text.replace("\n", "")
