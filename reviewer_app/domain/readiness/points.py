"""One point of readiness: how much it weighs, what it says, and where in the case it is settled."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import category

#: What the frame of a reason leaves for the person to write.
OPEN_PLACE = "〔写明依据〕"


class PointForce(StrEnum):
    """A stop lets nothing pass; a reason must be written by a person; a note is only told."""

    STOP = "stop"
    REASON = "reason"
    NOTE = "note"

    @property
    def rank(self) -> int:
        """The place among points told together: what weighs most comes first."""
        return {"stop": 0, "reason": 1, "note": 2}[self.value]


class PlaceKind(StrEnum):
    """Where a point is settled."""

    ITEM = "item"
    LOOK_UP = "look_up"
    COPY = "copy"
    COMPARISON = "comparison"
    FIELD = "field"
    OPINION = "opinion"
    SEASON = "season"


@dataclass(frozen=True, slots=True)
class Place:
    """One place of a case: `name` is the rule's id, the copy's number or the field's id."""

    kind: PlaceKind
    name: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that stands against an act; `code` and `values` are its sentence in the phrases.

    The id says which point it is whenever it is asked, so that a reason given for it is found again.
    """

    id: str
    force: PointForce
    code: str
    values: Mapping[str, str]
    place: Place


def is_reason(text: str) -> bool:
    """Whether a text gives a reason: one that is empty, or still has the open place of its frame, gives none."""
    return bool(plain(text)) and OPEN_PLACE not in text


def plain(text: str) -> str:
    """A text without blanks, breaks and what nobody sees: what it says, however it was typed."""
    return "".join(letter for letter in text if not letter.isspace() and category(letter)[0] not in "CZ")
