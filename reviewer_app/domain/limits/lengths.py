"""How long the texts may be that officers write: each goes onto a paper or into a list where only so much fits.

Characters are counted as the opinion's are: what stands between the first and the last visible one, a sign of any
script as one. What an earlier version took stays as it is; only what is written from now on is held to this.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from reviewer_app.domain.errors import RefusalError


class TextKind(StrEnum):
    """What is written, by the place it goes to."""

    NOTE = "note"
    REASON = "reason"
    VIEW = "view"
    FOUND = "found"
    ON_PAPER = "on_paper"
    CORRECTION = "correction"
    QUESTION = "question"
    NAME = "name"
    SUBJECT = "subject"
    RECEIPT = "receipt"


#: A note and a view stand in a cell of the sheet, a reason in a line of the record and of the checking sheet, a
#: correction's text and a question in a letter, names, subjects and receipts in the columns of the register.
LONGEST: Mapping[TextKind, int] = {
    TextKind.NOTE: 500,
    TextKind.REASON: 500,
    TextKind.VIEW: 300,
    TextKind.FOUND: 300,
    TextKind.ON_PAPER: 2000,
    TextKind.CORRECTION: 200,
    TextKind.QUESTION: 400,
    TextKind.NAME: 60,
    TextKind.SUBJECT: 200,
    TextKind.RECEIPT: 100,
}
#: From this share of the limit on the count is shown.
_NEAR = 0.8


def length_of(text: str) -> int:
    """How many characters of a text count."""
    return len(text.strip())


def is_near(text: str, most: int) -> bool:
    """Whether a text has come close to its limit, or gone beyond it."""
    return length_of(text) >= most * _NEAR


def cut(text: str, kind: TextKind) -> str:
    """A text put together by the desk itself, cut where its place ends; the whole of it stands on record."""
    most = LONGEST[kind]
    return text if length_of(text) <= most else f"{text.strip()[: most - 1]}…"


def check_length(text: str, kind: TextKind, field: str = "") -> None:
    """Refuses a text that is longer than its place takes (RefusalError `text.too_long`)."""
    over = length_of(text) - LONGEST[kind]
    if over > 0:
        raise RefusalError("text.too_long", field=field, limit=LONGEST[kind], over=over)
