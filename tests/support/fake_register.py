"""The register and the batches in memory, without SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from reviewer_app.domain.batch import Batch, BatchLine, Placement
from reviewer_app.domain.dispatch.changes import BatchChange, with_changes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.domain.ranking.lots import SecondLook
from reviewer_app.domain.ranking.scores import Arrangement, Score


class FakeRegister:
    """Lines in a list."""

    def __init__(self) -> None:
        self.kept: list[RegisterEntry] = []

    def add(self, entry: RegisterEntry) -> int:
        self.kept.append(replace(entry, id=len(self.kept) + 1))
        return len(self.kept)

    def complete(self, entry: RegisterEntry) -> None:
        self.kept[entry.id - 1] = entry

    def get(self, entry_id: int) -> RegisterEntry:
        if not 0 < entry_id <= len(self.kept):
            raise RefusalError("outgoing.unknown")
        return self.kept[entry_id - 1]

    def all(self) -> tuple[RegisterEntry, ...]:
        return tuple(self.kept)

    def of_case(self, application_id: int) -> tuple[RegisterEntry, ...]:
        return tuple(entry for entry in self.kept if entry.case_id == application_id)

    def of_batch(self, batch_id: int) -> tuple[RegisterEntry, ...]:
        return tuple(entry for entry in self.kept if entry.batch_id == batch_id)

    def in_force(self, kind: str, application_id: int, batch_id: int, basis: str) -> RegisterEntry | None:
        wanted = (kind, application_id, batch_id, basis)
        for entry in self.kept:
            is_out = entry.direction is Direction.OUTGOING and not entry.is_void
            if is_out and (entry.kind, entry.case_id, entry.batch_id, entry.basis) == wanted:
                return entry
        return None

    def in_force_for(self, kind: str, case_ids: Sequence[int]) -> dict[tuple[int, str], RegisterEntry]:
        return {
            (entry.case_id, entry.basis): entry
            for entry in self.kept
            if entry.kind == kind and entry.case_id in case_ids and not entry.is_void
        }

    def in_series(self, kind: str, year: int, serial: int) -> RegisterEntry | None:
        wanted = (Direction.OUTGOING, kind, year, serial)
        return next((one for one in self.kept if (one.direction, one.kind, one.year, one.serial) == wanted), None)

    def numbers(self, direction: Direction) -> frozenset[str]:
        return frozenset(entry.number for entry in self.kept if entry.direction is direction and entry.number)

    def last_serial(self, direction: Direction, kind: str, year: int) -> int:
        return max(
            (
                entry.serial
                for entry in self.kept
                if entry.direction is direction
                and entry.year == year
                and (direction is Direction.INCOMING or entry.kind == kind)
            ),
            default=0,
        )

    def with_number(self, direction: Direction, number: str) -> RegisterEntry | None:
        found = (one for one in self.kept if one.direction is direction and number and one.number == number)
        return next(found, None)

    def last_day(self, direction: Direction) -> date | None:
        return max((entry.day for entry in self.kept if entry.direction is direction), default=None)


class FakeBatches:
    """Batches in a list."""

    def __init__(self) -> None:
        self.kept: list[Batch] = []
        self.changed: list[BatchChange] = []
        self.moves: list[tuple[str, Placement]] = []

    def placements(self, season: str) -> tuple[Placement, ...]:
        return tuple(move for of, move in self.moves if of == season)

    def place(self, season: str, move: Placement) -> None:
        self.moves.append((season, move))

    def add(self, batch: Batch) -> int:
        self.kept.append(replace(batch, id=len(self.kept) + 1))
        return len(self.kept)

    def all(self, season: str) -> tuple[Batch, ...]:
        return tuple(self.get(batch.id) for batch in reversed(self.kept))

    def change(self, change: BatchChange) -> None:
        self.changed.append(change)

    def changes(self, batch_id: int) -> tuple[BatchChange, ...]:
        return tuple(one for one in self.changed if one.batch_id == batch_id)

    def get(self, batch_id: int) -> Batch:
        if not 0 < batch_id <= len(self.kept):
            raise RefusalError("batch.unknown")
        return with_changes(self.kept[batch_id - 1], self.changes(batch_id))

    def lines(self, batch_id: int) -> tuple[BatchLine, ...]:
        return self.get(batch_id).lines

    def mark_sent(self, batch_id: int, at: datetime, by: str) -> None:
        self.kept[batch_id - 1] = replace(self.kept[batch_id - 1], sent_at=at, sent_by=by)

    def mark_unsent(self, batch_id: int) -> None:
        self.kept[batch_id - 1] = replace(self.get(batch_id), sent_at=None, sent_by="")

    def next_number(self, season: str) -> int:
        return len(self.kept) + 1


class FakeRanking:
    """Scores and second looks in lists, and arrangements as the moves they added to the batches' own."""

    def __init__(self, batches: FakeBatches) -> None:
        self._batches = batches
        self.given: list[tuple[str, Score]] = []
        self.arranged: list[tuple[str, list[Placement]]] = []
        self.drawn: list[tuple[str, SecondLook]] = []

    def scores(self, season: str) -> tuple[Score, ...]:
        last = {(one.application_id, one.criterion): one for of, one in self.given if of == season}
        return tuple(one for one in last.values() if one.points is not None)

    def score(self, season: str, score: Score) -> None:
        self.given.append((season, score))

    def arrange(self, season: str, moves: Sequence[Placement]) -> None:
        self._batches.moves += [(season, move) for move in moves]
        self.arranged.append((season, list(moves)))

    def arrangement(self, season: str) -> Arrangement | None:
        moves = [move for of, move in self._batches.moves if of == season]
        for number, (of, arranged) in reversed(list(enumerate(self.arranged, start=1))):
            if of == season and arranged:
                return Arrangement(number, arranged[0].by, arranged[0].at, moves[-1] is arranged[-1])
        return None

    def end_arrangement(self, arrangement_id: int, by: str, at: datetime) -> None:
        ended = {id(move) for move in self.arranged[arrangement_id - 1][1]}
        self.arranged[arrangement_id - 1][1].clear()
        self._batches.moves = [one for one in self._batches.moves if id(one[1]) not in ended]

    def looks(self, season: str) -> tuple[SecondLook, ...]:
        return tuple(look for of, look in self.drawn if of == season)

    def draw(self, season: str, look: SecondLook) -> None:
        self.drawn.append((season, replace(look, id=len(self.drawn) + 1)))

    def say(self, look: SecondLook) -> None:
        self.drawn[look.id - 1] = (self.drawn[look.id - 1][0], look)
