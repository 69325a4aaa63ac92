"""Words out of other people's files, put so that they stay what they are: words in one line of ours."""

from __future__ import annotations

from unicodedata import category

#: Control characters and breaks end a line or steer a terminal; those of no width turn the order of letters around.
_AS_SPACE, _LEFT_OUT = frozenset({"Cc", "Zl", "Zp"}), frozenset({"Cf", "Cs"})


def one_line(text: str) -> str:
    """The text without what could make it look like other lines, or another text."""
    if text.isprintable():
        return text
    kinds = ((letter, category(letter)) for letter in text)
    return "".join(" " if kind in _AS_SPACE else letter for letter, kind in kinds if kind not in _LEFT_OUT)
