"""The record of a library as a list, for services without a database."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date

from reviewer_app.domain.application import Event


class FakeEvents:
    """The record as a list with a simple chain."""

    def __init__(self) -> None:
        self.kept: list[Event] = []

    def append(self, event: Event) -> None:
        chained = hashlib.sha256(f"{self.head()}{event}".encode()).hexdigest()
        stored = replace(event, id=len(self.kept) + 1, hash=chained)
        self.kept.append(stored)

    def append_many(self, events: Sequence[Event]) -> None:
        for event in events:
            self.append(event)

    def write_waiting(self) -> None:
        """Nothing waits here."""

    def of(self, application_id: int) -> tuple[Event, ...]:
        return tuple(event for event in self.kept if event.application_id == application_id)

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[Event, ...]]:
        return {one: self.of(one) for one in ids}

    def of_act(self, act: str) -> tuple[Event, ...]:
        return tuple(event for event in self.kept if event.act == act)

    def written_with(self, together: str) -> tuple[Event, ...]:
        return tuple(one for one in self.kept if f'"together":"{together}"' in one.trace)

    def head(self) -> str:
        return self.kept[-1].hash if self.kept else "0" * 64

    def latest(self, limit: int) -> tuple[Event, ...]:
        return tuple(reversed(self.kept[-limit:]))

    def with_head(self, head: str) -> Event | None:
        return next((event for event in self.kept if event.hash.startswith(head)), None)

    def counted_on(self, day: date, by_person: bool = False) -> dict[str, tuple[int, int]]:
        named = [(one.actor if by_person else one.act, one) for one in self.kept if one.at.date() == day]
        return {
            name: (
                sum(name == other for other, _ in named),
                len({one.application_id for other, one in named if name == other and one.application_id}),
            )
            for name in dict.fromkeys(name for name, _ in named)
        }

    def acts_on(self, day: date, acts: Collection[str], most: int) -> tuple[Event, ...]:
        return tuple(event for event in self.kept if event.at.date() == day and event.act in acts)[:most]

    def span_on(self, day: date) -> tuple[int, int, int]:
        own = [event for event in self.kept if event.at.date() == day]
        cases = {event.application_id for event in own if event.application_id}
        return (own[0].id, own[-1].id, len(cases)) if own else (0, 0, 0)

    def since(self, head: str) -> tuple[Event, ...] | None:
        places = [place for place, event in enumerate(self.kept) if event.hash == head]
        return tuple(self.kept[places[-1] + 1 :]) if places else None
