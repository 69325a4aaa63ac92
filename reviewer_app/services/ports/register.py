"""Where the register of papers that left the office and came in is kept, and the batches that left."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from reviewer_app.domain.batch import Batch, BatchLine, Placement
from reviewer_app.domain.dispatch.changes import BatchChange
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.domain.ranking.lots import SecondLook
from reviewer_app.domain.ranking.scores import Arrangement, Score


class RegisterStore(Protocol):
    """The register; its lines are added and completed, never taken away."""

    def add(self, entry: RegisterEntry) -> int:
        """Stores a line; the new id."""

    def complete(self, entry: RegisterEntry) -> None:
        """Writes how a line was sealed, delivered, receipted or given up, and its file; nothing else of it changes."""

    def get(self, entry_id: int) -> RegisterEntry:
        """One line; RefusalError `outgoing.unknown`."""

    def all(self) -> tuple[RegisterEntry, ...]:
        """Every line in the order it was entered."""

    def of_case(self, application_id: int) -> tuple[RegisterEntry, ...]:
        """The lines of one case in the order they were entered."""

    def of_batch(self, batch_id: int) -> tuple[RegisterEntry, ...]:
        """The papers of a whole batch in the order they were entered."""

    def in_force(self, kind: str, application_id: int, batch_id: int, basis: str) -> RegisterEntry | None:
        """The paper issued for an act of a case or batch, unless its number was given up."""

    def in_force_for(self, kind: str, case_ids: Sequence[int]) -> dict[tuple[int, str], RegisterEntry]:
        """The papers of a kind in force for some cases, by case and basis."""

    def in_series(self, kind: str, year: int, serial: int) -> RegisterEntry | None:
        """The line that has this place in an outgoing series, given up or not."""

    def numbers(self, direction: Direction) -> frozenset[str]:
        """Every number that was ever given."""

    def last_serial(self, direction: Direction, kind: str, year: int) -> int:
        """The highest number of a series, given up or not; incoming papers of every kind are one series."""

    def with_number(self, direction: Direction, number: str) -> RegisterEntry | None:
        """The line that has this number, given up or not."""

    def last_day(self, direction: Direction) -> date | None:
        """The latest day on which a paper was entered."""


class BatchStore(Protocol):
    """Batches: what was exported together."""

    def add(self, batch: Batch) -> int:
        """Stores a batch with its lines; the new id."""

    def all(self, season: str) -> tuple[Batch, ...]:
        """The batches of the season, newest first."""

    def get(self, batch_id: int) -> Batch:
        """One batch; RefusalError `batch.unknown`."""

    def lines(self, batch_id: int) -> tuple[BatchLine, ...]:
        """Its lines in order."""

    def change(self, change: BatchChange) -> None:
        """Adds what was done to a batch; no such line is ever changed."""

    def changes(self, batch_id: int) -> tuple[BatchChange, ...]:
        """What was done to a batch, oldest first."""

    def mark_sent(self, batch_id: int, at: datetime, by: str) -> None:
        """Freezes the batch as sent."""

    def mark_unsent(self, batch_id: int) -> None:
        """Takes back that a batch was sent, once the posting of one of its parcels was undone."""

    def next_number(self, season: str) -> int:
        """The next running number of the season."""

    def placements(self, season: str) -> tuple[Placement, ...]:
        """The moves in the season's recommended order that count, oldest first."""

    def place(self, season: str, move: Placement) -> None:
        """Adds a move in the season's recommended order; none is ever changed."""


class RankingStore(Protocol):
    """What cases were given by the criteria of the season's pack, the order arranged by it, and the second looks."""

    def scores(self, season: str) -> tuple[Score, ...]:
        """The last score of each case and criterion of the season, those taken back left out."""

    def score(self, season: str, score: Score) -> None:
        """Adds a score; the earlier ones stay."""

    def arrange(self, season: str, moves: Sequence[Placement]) -> None:
        """Adds moves of the recommended order that can be taken back together."""

    def arrangement(self, season: str) -> Arrangement | None:
        """The last arrangement of the season that was not taken back."""

    def end_arrangement(self, arrangement_id: int, by: str, at: datetime) -> None:
        """Takes an arrangement back: its moves count no more."""

    def looks(self, season: str) -> tuple[SecondLook, ...]:
        """The second looks drawn in the season with what was said at each, oldest first."""

    def draw(self, season: str, look: SecondLook) -> None:
        """Adds a case that was drawn for a second look."""

    def say(self, look: SecondLook) -> None:
        """Adds what was said last at a look; the earlier words stay."""
