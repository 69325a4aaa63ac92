"""The register and the batches in memory, without SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from reviewer_app.domain.batch import Batch, BatchLine, Placement
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction, RegisterEntry


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
        self.moves: list[tuple[str, Placement]] = []

    def placements(self, season: str) -> tuple[Placement, ...]:
        return tuple(move for of, move in self.moves if of == season)

    def place(self, season: str, move: Placement) -> None:
        self.moves.append((season, move))

    def add(self, batch: Batch) -> int:
        self.kept.append(replace(batch, id=len(self.kept) + 1))
        return len(self.kept)

    def all(self, season: str) -> tuple[Batch, ...]:
        return tuple(reversed(self.kept))

    def get(self, batch_id: int) -> Batch:
        if not 0 < batch_id <= len(self.kept):
            raise RefusalError("batch.unknown")
        return self.kept[batch_id - 1]

    def lines(self, batch_id: int) -> tuple[BatchLine, ...]:
        return self.get(batch_id).lines

    def mark_sent(self, batch_id: int, at: datetime, by: str) -> None:
        self.kept[batch_id - 1] = replace(self.get(batch_id), sent_at=at, sent_by=by)

    def next_number(self, season: str) -> int:
        return len(self.kept) + 1
