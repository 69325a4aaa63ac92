"""Opinions and the reasons given with them, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.domain.opinion import Departure, Opinion
from reviewer_app.services.ports.findings import Pairing


class FakeDepartures:
    """Reasons in a list."""

    def __init__(self) -> None:
        self.kept: list[Departure] = []

    def add(self, departure: Departure) -> None:
        self.kept.append(departure)


class FakePairings:
    """What was said of pairs, in a dictionary."""

    def __init__(self) -> None:
        self.kept: dict[tuple[int, int], Pairing] = {}

    def all(self) -> tuple[Pairing, ...]:
        return tuple(reversed(self.kept.values()))

    def put(self, pairing: Pairing) -> None:
        self.kept.pop((pairing.paper_id, pairing.online_id), None)
        self.kept[pairing.paper_id, pairing.online_id] = pairing


class FakeOpinions:
    """Opinions in a list, each read with its reasons."""

    def __init__(self, departures: FakeDepartures) -> None:
        self.kept: list[Opinion] = []
        self.departures = departures

    def of(self, application_id: int) -> tuple[Opinion, ...]:
        return tuple(self._whole(one) for one in self.kept if one.application_id == application_id)

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[Opinion, ...]]:
        return {one: self.of(one) for one in ids}

    def add(self, opinion: Opinion) -> int:
        self.kept.append(replace(opinion, id=len(self.kept) + 1))
        return len(self.kept)

    def update(self, opinion: Opinion) -> None:
        self.kept[opinion.id - 1] = opinion

    def _whole(self, opinion: Opinion) -> Opinion:
        own = (opinion.application_id, opinion.number)
        given = [one for one in self.departures.kept if (one.application_id, one.opinion_number) == own]
        return replace(opinion, departures=tuple(given))
