"""The excuses of the check before mailing and the city's answers in memory, without SQLite."""

from __future__ import annotations

from dataclasses import replace

from reviewer_app.domain.dispatch.mail_check import Excuse


class FakeExcuses:
    """Excuses in a list."""

    def __init__(self) -> None:
        self.kept: list[Excuse] = []

    def of(self, batch_id: int) -> tuple[Excuse, ...]:
        return tuple(one for one in self.kept if one.batch_id == batch_id)

    def add(self, excuse: Excuse) -> None:
        self.kept.append(replace(excuse, id=len(self.kept) + 1))
