"""The parcels of the batches, what was done with each, and every move of every copy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.dispatch.parcels import CopyMove, CopyPlace, Parcel, ParcelAct, ParcelWord, Piece, PieceKind
from reviewer_app.domain.errors import RefusalError

if TYPE_CHECKING:
    from sqlite3 import Connection

#: So many ids go into one statement.
_AT_ONCE = 500


class Parcels:
    """Implements ports.ParcelStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main

    def add(self, parcel: Parcel) -> int:
        """Stores a parcel that was planned; the new id."""
        cursor = self._main.execute(
            "INSERT INTO parcels VALUES (NULL, ?, ?, ?, ?, ?)",
            (parcel.batch_id, parcel.number, parcel.contact, parcel.planned_by, parcel.planned_at.isoformat()),
        )
        return int(cursor.lastrowid or 0)

    def get(self, parcel_id: int) -> Parcel:
        """One parcel; RefusalError `parcel.unknown`."""
        found = self.some([parcel_id])
        if parcel_id not in found:
            raise RefusalError("parcel.unknown")
        return found[parcel_id]

    def of_batch(self, batch_id: int) -> tuple[Parcel, ...]:
        """The parcels of a batch by number, those taken away too."""
        return self._read("batch_id = ?", (batch_id,))

    def some(self, ids: Sequence[int]) -> dict[int, Parcel]:
        """Some parcels by id, read at once."""
        found: dict[int, Parcel] = {}
        for part in _parts(ids):
            found |= {one.id: one for one in self._read(f"id IN ({_marks(part)})", part)}
        return found

    def say(self, parcel_id: int, word: ParcelWord) -> None:
        """Adds what was done with a parcel."""
        day = word.day.isoformat() if word.day else ""
        self._main.execute(
            "INSERT INTO parcel_acts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                parcel_id,
                word.act.value,
                day,
                word.courier,
                word.waybill,
                word.person,
                word.reason,
                word.by,
                word.at.isoformat(),
            ),
        )

    def with_waybill(self, waybill: str) -> tuple[Parcel, ...]:
        """The parcels that were ever posted under this waybill."""
        return self._read("id IN (SELECT parcel_id FROM parcel_acts WHERE waybill = ?)", (waybill,))

    def move(self, moves: Sequence[CopyMove]) -> None:
        """Adds moves of copies."""
        self._main.executemany(
            "INSERT INTO copy_moves VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                (
                    one.piece.application_id or None,
                    one.piece.of_parcel or None,
                    one.piece.kind.value,
                    one.piece.paper,
                    one.piece.number,
                    one.place.value,
                    one.parcel_id or None,
                    one.reason,
                    one.by,
                    one.at.isoformat(),
                )
                for one in moves
            ],
        )

    def moves_of_cases(self, ids: Sequence[int]) -> tuple[CopyMove, ...]:
        """The moves of the copies of some cases, oldest first."""
        return self._moves("application_id", ids)

    def moves_of_parcels(self, ids: Sequence[int]) -> tuple[CopyMove, ...]:
        """The moves of what lies once in each of some parcels, oldest first."""
        return self._moves("of_parcel", ids)

    def _moves(self, column: str, ids: Sequence[int]) -> tuple[CopyMove, ...]:
        rows: list[tuple[Any, ...]] = []
        for part in _parts(ids):
            rows += self._main.execute(
                "SELECT id, coalesce(application_id, 0), coalesce(of_parcel, 0), kind, paper, number, place, "
                "coalesce(parcel_id, 0), reason, moved_by, moved_at FROM copy_moves "
                f"WHERE {column} IN ({_marks(part)})",
                part,
            )
        return tuple(
            CopyMove(
                Piece(PieceKind(kind), case, paper, number, own),
                CopyPlace(place),
                parcel,
                why,
                by,
                datetime.fromisoformat(at),
            )
            for _, case, own, kind, paper, number, place, parcel, why, by, at in sorted(rows)
        )

    def _read(self, wanted: str, values: Sequence[Any]) -> tuple[Parcel, ...]:
        rows = self._main.execute(
            f"SELECT id, batch_id, number, contact, planned_by, planned_at FROM parcels WHERE {wanted} "
            "ORDER BY number, id",
            tuple(values),
        ).fetchall()
        words = self._words([row[0] for row in rows])
        return tuple(
            Parcel(batch, number, contact, by, datetime.fromisoformat(at), tuple(words.get(parcel, ())), parcel)
            for parcel, batch, number, contact, by, at in rows
        )

    def _words(self, ids: Sequence[int]) -> dict[int, list[ParcelWord]]:
        found: dict[int, list[ParcelWord]] = {}
        for part in _parts(ids):
            rows = self._main.execute(
                "SELECT parcel_id, act, day, courier, waybill, person, reason, done_by, done_at FROM parcel_acts "
                f"WHERE parcel_id IN ({_marks(part)}) ORDER BY id",
                part,
            )
            for parcel, act, day, courier, waybill, person, reason, by, at in rows:
                outside = date.fromisoformat(day) if day else None
                word = ParcelWord(
                    ParcelAct(act), by, datetime.fromisoformat(at), outside, courier, waybill, person, reason
                )
                found.setdefault(parcel, []).append(word)
        return found


def _parts(ids: Sequence[int]) -> Iterable[tuple[int, ...]]:
    wanted = tuple(dict.fromkeys(ids))
    return (wanted[start : start + _AT_ONCE] for start in range(0, len(wanted), _AT_ONCE))


def _marks(part: Sequence[int]) -> str:
    return ", ".join("?" * len(part))
