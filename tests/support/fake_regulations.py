"""The library of rules in memory; what the guards of the tables refuse, this refuses too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.regulations.regulation import Regulation, RulePin, SaidOfRegulation


class FakeRegulations:
    """Regulations and pins in lists."""

    def __init__(self) -> None:
        self.kept: list[Regulation] = []
        self.pinned: list[RulePin] = []

    def add(self, regulation: Regulation, said: SaidOfRegulation) -> int:
        self.kept.append(replace(regulation, id=len(self.kept) + 1, words=(said,)))
        return len(self.kept)

    def say(self, regulation: Regulation, said: SaidOfRegulation) -> None:
        assert regulation.words == (*self.get(regulation.id).words, said), "a regulation changes by a line"
        self.kept[regulation.id - 1] = regulation

    def get(self, regulation_id: int) -> Regulation:
        if not 0 < regulation_id <= len(self.kept):
            raise RefusalError("regulation.unknown")
        return self.kept[regulation_id - 1]

    def all(self) -> tuple[Regulation, ...]:
        return tuple(sorted(self.kept, key=lambda one: (one.named.title, one.named.begins, one.id)))

    def pin(self, pin: RulePin) -> int:
        self.pinned.append(replace(pin, id=len(self.pinned) + 1))
        return len(self.pinned)

    def pins(self) -> tuple[RulePin, ...]:
        return tuple(self.pinned)

    def take_off(self, pin_id: int, by: str, at: datetime, reason: str) -> None:
        pin = self.pinned[pin_id - 1]
        assert pin.stands, "the ground of a point is only taken off, once"
        self.pinned[pin_id - 1] = replace(pin, ended_by=by, ended_at=at, end_reason=reason)
