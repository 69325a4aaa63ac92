"""Words that may stand in a file's name on every system, Windows too."""

from __future__ import annotations

_FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)}


def file_word(text: str) -> str:
    """The text with a low line in place of each forbidden character, without blanks and full stops at its ends."""
    return "".join("_" if character in _FORBIDDEN else character for character in text).strip(" ._")
