"""The second look by lot: who is drawn by a seed, what the second person said, and whether the case is held back."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class LookVerdict(StrEnum):
    """What is said of a case that was drawn; stored."""

    SOUND = "sound"
    OBJECTED = "objected"
    ANSWERED = "answered"

    @property
    def label(self) -> str:
        """The word the officer reads."""
        return {"sound": "无异议", "objected": "有异议", "answered": "已答复"}[self.value]


@dataclass(frozen=True, slots=True)
class LookWord:
    """One thing said of a drawn case, with its reason, by whom and when; never changed."""

    look: int
    verdict: LookVerdict
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SecondLook:
    """A case drawn for a second look at the opinion of this number: in which draw, by which seed, by whom and why."""

    draw: int
    application_id: int
    opinion: int
    is_self_approved: bool
    seed: str
    reason: str
    drawn_by: str
    drawn_at: datetime
    words: tuple[LookWord, ...] = ()
    id: int = 0

    @property
    def last(self) -> LookWord | None:
        """What was said last; None while nobody looked."""
        return self.words[-1] if self.words else None

    @property
    def is_open(self) -> bool:
        """Whether nobody has looked yet."""
        return not self.words

    @property
    def objections(self) -> tuple[LookWord, ...]:
        """The objections that stand: nobody answered, and who raised one did not find the case sound since."""
        standing: dict[str, LookWord] = {}
        for word in self.words:
            if word.verdict is LookVerdict.ANSWERED:
                standing.clear()
                continue
            standing.pop(word.by, None)
            if word.verdict is LookVerdict.OBJECTED:
                standing[word.by] = word
        return tuple(standing.values())

    @property
    def is_objected(self) -> bool:
        """Whether an objection stands."""
        return bool(self.objections)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A case that can be drawn: whoever proposed it signed it off himself, or not."""

    application_id: int
    number: str
    opinion: int
    is_self_approved: bool


def drawn(candidates: Sequence[Candidate], count: int, seed: str) -> tuple[Candidate, ...]:
    """The cases drawn: those signed off by who proposed them first, each group in the order of the lot.

    The lot of a case is the SHA-256 of `seed:number`, the smallest is drawn: anybody can work it out again.
    """
    return tuple(sorted(candidates, key=lambda one: (not one.is_self_approved, lot_of(one.number, seed)))[:count])


def lot_of(number: str, seed: str) -> str:
    """The lot of a case."""
    return hashlib.sha256(f"{seed}:{number}".encode()).hexdigest()
