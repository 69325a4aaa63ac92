"""Who has a way in: the slot in force of each person and of the recovery sheet, and when the master key is due."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from reviewer_app.services.ports.access import Access
from reviewer_db.stores.session import Session


class AccessList:
    """Implements ports.AccessStore; the key file is brought to what stands here after each change."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session, self._main, self._now = session, session.main, now

    def all(self) -> tuple[Access, ...]:
        """Every slot in force, the recovery sheet's first."""
        rows = self._main.execute("SELECT holder, slot, must_change, since FROM access ORDER BY holder")
        return tuple(_access(*row) for row in rows)

    def get(self, holder: str) -> Access | None:
        """The slot in force of a person; None when he has none."""
        rows = self._main.execute("SELECT holder, slot, must_change, since FROM access WHERE holder = ?", (holder,))
        row = rows.fetchone()
        return None if row is None else _access(*row)

    def put(self, holder: str, slot: str, must_change: bool = False) -> None:
        """Puts a slot in force, in the place of the one before."""
        self._session.is_access_touched = True
        self._main.execute(
            "INSERT OR REPLACE INTO access VALUES (?, ?, ?, ?)",
            (holder, slot, int(must_change), self._now().isoformat()),
        )

    def remove(self, holder: str) -> None:
        """Takes a person's way in away."""
        self._session.is_access_touched = True
        self._main.execute("DELETE FROM access WHERE holder = ?", (holder,))

    def left_since(self) -> str:
        """Who left since the master key was made; it is due then. Nobody: an empty text."""
        row = self._main.execute("SELECT left_since FROM master_keys ORDER BY number DESC LIMIT 1").fetchone()
        return "" if row is None else str(row[0])

    def note_left(self, name: str) -> None:
        """Notes that somebody left who may have kept a copy of the key file."""
        if self._main.execute("SELECT 1 FROM master_keys").fetchone() is None:
            self.note_master_key()
        self._main.execute(
            "UPDATE master_keys SET left_since = CASE left_since WHEN '' THEN ? ELSE left_since || '、' || ? END "
            "WHERE number = (SELECT max(number) FROM master_keys)",
            (name, name),
        )

    def note_master_key(self) -> None:
        """Notes that the library has a new master key from now on."""
        self._main.execute(
            "INSERT INTO master_keys SELECT coalesce(max(number), 0) + 1, ?, '' FROM master_keys",
            (self._now().isoformat(),),
        )


def _access(holder: str, slot: str, must_change: int, since: str) -> Access:
    return Access(holder, slot, bool(must_change), datetime.fromisoformat(since))
