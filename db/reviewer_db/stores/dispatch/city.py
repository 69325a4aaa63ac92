"""The excuses of the check before mailing; added, never changed, never erased."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from reviewer_app.domain.dispatch.mail_check import Excuse

if TYPE_CHECKING:
    from sqlite3 import Connection

_EXCUSE = "batch_id, point, facts, said, reason, excused_by, excused_at"


class Excuses:
    """Implements ports.ExcuseStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main

    def of(self, batch_id: int) -> tuple[Excuse, ...]:
        """The excuses of a batch, oldest first."""
        rows = self._main.execute(
            f"SELECT id, {_EXCUSE} FROM batch_excuses WHERE batch_id = ? ORDER BY id", (batch_id,)
        ).fetchall()
        return tuple(
            Excuse(batch, point, facts, said, reason, by, datetime.fromisoformat(at), number)
            for number, batch, point, facts, said, reason, by, at in rows
        )

    def add(self, excuse: Excuse) -> None:
        """Adds one; none is ever changed or taken away."""
        self._main.execute(
            f"INSERT INTO batch_excuses ({_EXCUSE}) VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                excuse.batch_id,
                excuse.point,
                excuse.facts,
                excuse.said,
                excuse.reason,
                excuse.by,
                excuse.at.isoformat(),
            ),
        )
