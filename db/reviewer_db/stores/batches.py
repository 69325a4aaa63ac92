"""The batches: what was exported together, frozen once it was sent."""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.batch import Batch, BatchLine, Placement, SealStyle
from reviewer_app.domain.dispatch.changes import BatchChange, BatchChangeKind, with_changes
from reviewer_app.domain.dispatch.folder import with_others
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.ports.backups import Series
from reviewer_db.stores.office.held_numbers import held_last

if TYPE_CHECKING:
    from sqlite3 import Connection

_COLUMNS = "id, season, number, folder, seal, made_by, made_at, audit_head, sent_at, sent_by"
_CHANGE = (
    "batch_id, kind, application_id, reason, file, sha256, former_file, former_sha256, of_batch, beside, changed_by, "
    "changed_at"
)


class Batches:
    """Implements ports.BatchStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main
        self._has_changes: bool | None = None

    def add(self, batch: Batch) -> int:
        """Stores a batch with its lines; the new id."""
        cursor = self._main.execute(
            f"INSERT INTO batches ({_COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                batch.season,
                batch.number,
                batch.folder,
                batch.seal.value,
                batch.made_by,
                batch.made_at.isoformat(),
                batch.audit_head,
                batch.sent_at.isoformat() if batch.sent_at else None,
                batch.sent_by,
            ),
        )
        batch_id = int(cursor.lastrowid or 0)
        self._main.executemany(
            "INSERT INTO batch_lines VALUES (?, ?, ?, ?, ?, ?, ?)",
            [
                (batch_id, place, line.application_id, line.intake_number, line.project_name, line.file, line.sha256)
                for place, line in enumerate(batch.lines)
            ],
        )
        return batch_id

    def all(self, season: str) -> tuple[Batch, ...]:
        """The batches of the season, newest first."""
        rows = self._main.execute(
            f"SELECT {_COLUMNS} FROM batches WHERE season = ? ORDER BY number DESC", (season,)
        ).fetchall()
        return tuple(self._batch(row) for row in rows)

    def every(self) -> tuple[Batch, ...]:
        """The batches of all seasons, newest first."""
        rows = self._main.execute(f"SELECT {_COLUMNS} FROM batches ORDER BY id DESC").fetchall()
        return tuple(self._with_others(self._batch(row)) for row in rows)

    def get(self, batch_id: int) -> Batch:
        """One batch; RefusalError `batch.unknown`."""
        row = self._main.execute(f"SELECT {_COLUMNS} FROM batches WHERE id = ?", (batch_id,)).fetchone()
        if row is None:
            raise RefusalError("batch.unknown")
        return self._batch(row)

    def lines(self, batch_id: int) -> tuple[BatchLine, ...]:
        """Its lines in order."""
        rows = self._main.execute(
            "SELECT application_id, intake_number, project_name, file, sha256 FROM batch_lines "
            "WHERE batch_id = ? ORDER BY place",
            (batch_id,),
        )
        return tuple(BatchLine(*row) for row in rows)

    def change(self, change: BatchChange) -> None:
        """Adds what was done to a batch."""
        self._main.execute(
            f"INSERT INTO batch_changes ({_CHANGE}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                change.batch_id,
                change.kind.value,
                change.application_id or None,
                change.reason,
                change.file,
                change.sha256,
                change.former_file,
                change.former_sha256,
                change.of_batch or None,
                json.dumps(dict(change.beside), ensure_ascii=False),
                change.by,
                change.at.isoformat(),
            ),
        )

    def changes(self, batch_id: int) -> tuple[BatchChange, ...]:
        """What was done to a batch, oldest first; nothing in a library of before such lines were kept."""
        if not self._keeps_changes():
            return ()
        rows = self._main.execute(f"SELECT {_CHANGE} FROM batch_changes WHERE batch_id = ? ORDER BY id", (batch_id,))
        return tuple(map(_change, rows))

    def mark_sent(self, batch_id: int, at: datetime, by: str) -> None:
        """Freezes the batch as sent; RefusalError `batch.unknown`, `batch.already_sent` when frozen before."""
        batch = self.get(batch_id)
        if batch.sent_at is not None:
            raise RefusalError("batch.already_sent", number=batch.number)
        self._main.execute("UPDATE batches SET sent_at = ?, sent_by = ? WHERE id = ?", (at.isoformat(), by, batch_id))

    def mark_unsent(self, batch_id: int) -> None:
        """Takes back that a batch was sent, once the posting of one of its parcels was undone."""
        self._main.execute("UPDATE batches SET sent_at = NULL, sent_by = '' WHERE id = ?", (batch_id,))

    def next_number(self, season: str) -> int:
        """The next running number of the season."""
        row = self._main.execute("SELECT max(number) FROM batches WHERE season = ?", (season,)).fetchone()
        return max(int(row[0] or 0), held_last(self._main, Series.BATCH, season)) + 1

    def placements(self, season: str) -> tuple[Placement, ...]:
        """The moves in the season's recommended order that count, oldest first."""
        rows = self._main.execute(
            "SELECT application_id, coalesce(behind, 0), reason, placed_by, placed_at FROM recommended_order "
            "WHERE season = ? AND NOT EXISTS (SELECT 1 FROM order_arrangements WHERE ended_at <> '' "
            "AND recommended_order.id BETWEEN first_move AND last_move) ORDER BY id",
            (season,),
        )
        return tuple(Placement(case, behind, why, by, datetime.fromisoformat(at)) for case, behind, why, by, at in rows)

    def place(self, season: str, move: Placement) -> None:
        """Adds a move in the season's recommended order."""
        said = (season, move.application_id, move.behind or None, move.reason, move.by, move.at.isoformat())
        self._main.execute("INSERT INTO recommended_order VALUES (NULL, ?, ?, ?, ?, ?, ?)", said)

    def _keeps_changes(self) -> bool:
        """A library that is only looked at may be one of an earlier time."""
        if self._has_changes is None:
            found = self._main.execute("SELECT 1 FROM sqlite_master WHERE name = 'batch_changes'").fetchone()
            self._has_changes = found is not None
        return self._has_changes

    def _with_others(self, batch: Batch) -> Batch:
        """The batch with the files beside its sheets, as the entry of its export has them."""
        rows = self._main.execute(
            "SELECT at, detail FROM events WHERE application_id = ? AND act = ?",
            (batch.lines[0].application_id if batch.lines else 0, EventAct.EXPORTED.value),
        )
        return with_others(batch, [(datetime.fromisoformat(at), json.loads(detail)) for at, detail in rows])

    def _batch(self, row: tuple[Any, ...]) -> Batch:
        batch_id, season, number, folder, seal, made_by, made_at, audit_head, sent_at, sent_by = row
        made = Batch(
            number=number,
            season=season,
            folder=folder,
            seal=SealStyle(seal),
            made_by=made_by,
            made_at=datetime.fromisoformat(made_at),
            audit_head=audit_head,
            lines=self.lines(batch_id),
            sent_at=datetime.fromisoformat(sent_at) if sent_at else None,
            sent_by=sent_by,
            id=batch_id,
        )
        return with_changes(made, self.changes(batch_id))


def _change(row: tuple[Any, ...]) -> BatchChange:
    batch_id, kind, case, reason, file, sha256, former_file, former_sha256, of_batch, beside, by, at = row
    return BatchChange(
        batch_id,
        BatchChangeKind(kind),
        reason,
        by,
        datetime.fromisoformat(at),
        case or 0,
        file,
        sha256,
        former_file,
        former_sha256,
        of_batch or 0,
        json.loads(beside),
    )
