"""The parcels in memory, without SQLite; what the guards of the tables refuse, this refuses too."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.domain.dispatch.parcels import CopyMove, CopyPlace, Parcel, ParcelAct, ParcelState, ParcelWord
from reviewer_app.domain.errors import RefusalError


class FakeParcels:
    """Parcels and moves in lists."""

    def __init__(self) -> None:
        self.kept: list[Parcel] = []
        self.moves: list[CopyMove] = []

    def add(self, parcel: Parcel) -> int:
        self.kept.append(replace(parcel, id=len(self.kept) + 1))
        return len(self.kept)

    def get(self, parcel_id: int) -> Parcel:
        if not 0 < parcel_id <= len(self.kept):
            raise RefusalError("parcel.unknown")
        return self.kept[parcel_id - 1]

    def of_batch(self, batch_id: int) -> tuple[Parcel, ...]:
        found = [one for one in self.kept if one.batch_id == batch_id]
        return tuple(sorted(found, key=lambda one: (one.number, one.id)))

    def some(self, ids: Sequence[int]) -> dict[int, Parcel]:
        return {one.id: one for one in self.kept if one.id in ids}

    def say(self, parcel_id: int, word: ParcelWord) -> None:
        parcel = self.get(parcel_id)
        assert word.act is not ParcelAct.POSTED or parcel.state is ParcelState.CLOSED, "only a closed parcel is posted"
        self.kept[parcel_id - 1] = replace(parcel, words=(*parcel.words, word))

    def with_waybill(self, waybill: str) -> tuple[Parcel, ...]:
        return tuple(one for one in self.kept if any(word.waybill == waybill for word in one.words))

    def move(self, moves: Sequence[CopyMove]) -> None:
        for one in moves:
            words = self.kept[one.parcel_id - 1].words if one.parcel_id else ()
            last = words[-1].act if words else ParcelAct.OPENED
            is_open = last in {ParcelAct.OPENED, ParcelAct.POSTING_UNDONE}
            assert one.place is not CopyPlace.PARCEL or is_open, "nothing is put into a parcel that is closed"
        self.moves += moves

    def moves_of_cases(self, ids: Sequence[int]) -> tuple[CopyMove, ...]:
        return tuple(one for one in self.moves if one.piece.application_id in ids)

    def moves_of_parcels(self, ids: Sequence[int]) -> tuple[CopyMove, ...]:
        return tuple(one for one in self.moves if one.piece.of_parcel in ids)
