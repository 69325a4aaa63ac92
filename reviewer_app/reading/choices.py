"""Which of a form's boxes is ticked, from the signs in front of (or in brackets behind) the words."""

from __future__ import annotations

import re
from collections.abc import Sequence

#: As they are printed, and as they come back from a reader of letters.
_EMPTY = frozenset("□☐○◯〇▢❑❏口〼")
_TICKED = frozenset("☑☒✓✔√■▣●◉⊠⊙×✗✘Ⅴ回区図凶囚図囗")
_BEHIND = re.compile(r"^\s*[（(]\s*([^（）()]?)\s*[）)]")


def ticked_choice(text: str, words: Sequence[str]) -> tuple[str, bool] | None:
    """The ticked word and whether it is beyond doubt; an empty word where it cannot be told.

    None where the text is no row of boxes: fewer than two of the words, or no box at all.
    """
    marks = _marks(text, words)
    kinds = set(marks.values())
    if len(marks) < 2 or not kinds & {"empty", "ticked"}:
        return None
    ticked = [word for word, kind in marks.items() if kind == "ticked"]
    bare = [word for word, kind in marks.items() if kind == ""]
    if len(ticked) == 1:
        return ticked[0], not bare
    if not ticked and len(bare) == 1:
        # The reader passed over the ticked box alone.
        return bare[0], len(marks) == len(words)
    return "", False


def _marks(text: str, words: Sequence[str]) -> dict[str, str]:
    """Word → `ticked`, `empty` or nothing; a word inside a longer one does not count."""
    free = list(text)
    marks: dict[str, str] = {}
    for word in sorted(words, key=len, reverse=True):
        place = "".join(free).find(word)
        if place < 0:
            continue
        behind = _BEHIND.match(text[place + len(word) :])
        sign = text[:place].rstrip()[-1:]
        if behind:
            marks[word] = "ticked" if behind[1] else "empty"
        else:
            marks[word] = "ticked" if sign in _TICKED and sign else "empty" if sign in _EMPTY and sign else ""
        free[place : place + len(word)] = "\0" * len(word)
    return {word: marks[word] for word in words if word in marks}
