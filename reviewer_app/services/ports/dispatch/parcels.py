"""Where the parcels of the batches are kept, and every move of every copy."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reviewer_app.domain.dispatch.parcels import CopyMove, Parcel, ParcelWord


class ParcelStore(Protocol):
    """Parcels with what was done with them, and the moves of copies; lines are added, never changed."""

    def add(self, parcel: Parcel) -> int:
        """Stores a parcel that was planned; the new id."""

    def get(self, parcel_id: int) -> Parcel:
        """One parcel; RefusalError `parcel.unknown`."""

    def of_batch(self, batch_id: int) -> tuple[Parcel, ...]:
        """The parcels of a batch by number, those taken away too."""

    def some(self, ids: Sequence[int]) -> dict[int, Parcel]:
        """Some parcels by id, read at once."""

    def say(self, parcel_id: int, word: ParcelWord) -> None:
        """Adds what was done with a parcel."""

    def with_waybill(self, waybill: str) -> tuple[Parcel, ...]:
        """The parcels that were ever posted under this waybill."""

    def move(self, moves: Sequence[CopyMove]) -> None:
        """Adds moves of copies."""

    def moves_of_cases(self, ids: Sequence[int]) -> tuple[CopyMove, ...]:
        """The moves of the copies of some cases, oldest first."""

    def moves_of_parcels(self, ids: Sequence[int]) -> tuple[CopyMove, ...]:
        """The moves of what lies once in each of some parcels, oldest first."""
