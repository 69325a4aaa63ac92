"""The excuses of the check before mailing and the city's answers in memory, without SQLite."""

from __future__ import annotations

from dataclasses import replace

from reviewer_app.domain.dispatch.city import CityAnswer
from reviewer_app.domain.dispatch.points import Excuse


class FakeExcuses:
    """Excuses in a list."""

    def __init__(self) -> None:
        self.kept: list[Excuse] = []

    def of(self, batch_id: int) -> tuple[Excuse, ...]:
        return tuple(one for one in self.kept if one.batch_id == batch_id)

    def add(self, excuse: Excuse) -> None:
        self.kept.append(replace(excuse, id=len(self.kept) + 1))


class FakeCityAnswers:
    """Answers in a list."""

    def __init__(self) -> None:
        self.kept: list[CityAnswer] = []

    def of_batch(self, batch_id: int) -> tuple[CityAnswer, ...]:
        return tuple(one for one in self.kept if one.batch_id == batch_id)

    def of_case(self, application_id: int) -> tuple[CityAnswer, ...]:
        return tuple(one for one in self.kept if one.application_id == application_id)

    def add(self, answer: CityAnswer) -> int:
        self.kept.append(replace(answer, id=len(self.kept) + 1))
        return len(self.kept)
