"""The words of the recovery sheet: 256 plain words of two characters; their order is never changed."""

from __future__ import annotations

from functools import cache
from importlib.resources import files


@cache
def recovery_words() -> tuple[str, ...]:
    """The words, each standing for one byte by its place."""
    return tuple(files("reviewer_resources").joinpath("words", "recovery.txt").read_text(encoding="utf-8").split())
