"""The record of all acts: written at the end, chained by hash, never changed."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.application import Event
from reviewer_app.domain.record import TRACE, EventAct, detail_as_stored
from reviewer_db.stores.pending_events import last_hash
from reviewer_db.stores.session import IN_LIST, Session, as_list
from reviewer_db.tables.chain import chained_columns

if TYPE_CHECKING:
    from sqlite3 import Connection

_HASH = re.compile("[0-9a-f]{64}")
#: Among so many entries after the one before it an act on many cases has written all of its own.
_AFTER = 1_000
_READ = "SELECT id, at, actor, act, application_id, from_state, to_state, reason, detail, hash FROM events"


class Events:
    """Implements ports.EventStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main
        self._pending = session.pending

    def append(self, event: Event) -> None:
        """Adds an event; it is written when its act is over, with what the act changed."""
        self.append_many([event])

    def append_many(self, events: Sequence[Event]) -> None:
        """Adds events in order."""
        self._pending.add([chained_columns(event) for event in events])

    def write_waiting(self) -> None:
        """Writes the entries that wait, each with the rows its case had touched."""
        self._pending.write()

    def of(self, application_id: int) -> tuple[Event, ...]:
        """The events of a case, oldest first."""
        self._pending.write()
        rows = self._main.execute(f"{_READ} WHERE application_id = ? ORDER BY id", (application_id,))
        return tuple(_event(row) for row in rows)

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[Event, ...]]:
        """The events of several cases, read at once."""
        self._pending.write()
        found: dict[int, list[Event]] = {one: [] for one in ids}
        rows = self._main.execute(f"{_READ} WHERE application_id {IN_LIST} ORDER BY id", (as_list(ids),))
        for event in map(_event, rows):
            found[event.application_id or 0].append(event)
        return {one: tuple(events) for one, events in found.items()}

    def written_with(self, together: str) -> tuple[Event, ...]:
        """The entries of one act on many cases, by the words their traces share: the hash of the entry before them."""
        # What another program wrote there may be no hash at all.
        before = self.with_head(together) if _HASH.fullmatch(together) else None
        if before is None:
            return ()
        rows = self._main.execute(f"{_READ} WHERE id > ? AND id <= ? ORDER BY id", (before.id, before.id + _AFTER))
        shared = f'"together":"{together}"'
        return tuple(event for event in map(_event, rows) if shared in event.trace)

    def head(self) -> str:
        """The hash of the last event, hex; 64 zeros when there is none."""
        self._pending.write()
        return last_hash(self._main).hex()

    def latest(self, limit: int) -> tuple[Event, ...]:
        """The newest events of the whole library, newest first."""
        self._pending.write()
        rows = self._main.execute(f"{_READ} ORDER BY id DESC LIMIT ?", (limit,))
        return tuple(_event(row) for row in rows)

    def of_act(self, act: str) -> tuple[Event, ...]:
        """Every entry of one act, oldest first."""
        self._pending.write()
        return tuple(map(_event, self._main.execute(f"{_READ} WHERE act = ? ORDER BY id", (act,))))

    def since(self, head: str) -> tuple[Event, ...] | None:
        """The events that came after the record had this head, oldest first; None when it never had."""
        # From the end backwards, for what is asked about is young; no index on the hash is needed.
        found = self._main.execute(
            "SELECT id FROM events WHERE hash = ? ORDER BY id DESC LIMIT 1", (bytes.fromhex(head),)
        )
        entry = found.fetchone()
        if entry is None:
            return None
        rows = self._main.execute(f"{_READ} WHERE id > ? ORDER BY id", (entry[0],))
        return tuple(_event(row) for row in rows)

    def with_head(self, head: str) -> Event | None:
        """The event whose hash this is, or begins so; None when the record never had it."""
        wanted = bytes.fromhex(head)
        rows = self._main.execute(
            f"{_READ} WHERE substr(hash, 1, ?) = ? ORDER BY id DESC LIMIT 1", (len(wanted), wanted)
        )
        return next(map(_event, rows), None)

    def counted_on(self, day: date, by_person: bool = False) -> dict[str, tuple[int, int]]:
        """How many entries of each act, or person, a day has, and of how many cases, in the order they first came."""
        self._pending.write()
        by = "actor" if by_person else "act"
        rows = self._main.execute(
            f"SELECT {by}, count(*), count(DISTINCT application_id) FROM events WHERE substr(at, 1, 10) = ? "
            f"GROUP BY {by} ORDER BY min(id)",
            (day.isoformat(),),
        )
        return {name: (int(entries), int(cases)) for name, entries, cases in rows}

    def acts_on(self, day: date, acts: Collection[str], most: int) -> tuple[Event, ...]:
        """The first entries of some acts on a day, in order."""
        self._pending.write()
        places = ", ".join("?" * len(acts))
        rows = self._main.execute(
            f"{_READ} WHERE substr(at, 1, 10) = ? AND act IN ({places}) ORDER BY id LIMIT ?",
            (day.isoformat(), *acts, most),
        )
        return tuple(map(_event, rows))

    def span_on(self, day: date) -> tuple[int, int, int]:
        """The numbers of a day's first and last entry, and of how many cases it speaks; zeros when it has none."""
        self._pending.write()
        rows = self._main.execute(
            "SELECT min(id), max(id), count(DISTINCT application_id) FROM events WHERE substr(at, 1, 10) = ?",
            (day.isoformat(),),
        )
        first, last, cases = rows.fetchone()
        return int(first or 0), int(last or 0), int(cases)


def archived_in(main: Connection) -> tuple[Event, ...]:
    """The entries of the archives that were made of a library, the newest first."""
    rows = main.execute(f"{_READ} WHERE act = ? ORDER BY id DESC", (EventAct.SEASON_ARCHIVED.value,))
    return tuple(map(_event, rows))


def _event(row: tuple[Any, ...]) -> Event:
    event_id, at, actor, act, application_id, from_state, to_state, reason, detail, own = row
    stored = json.loads(detail)
    return Event(
        at=datetime.fromisoformat(at),
        actor=actor,
        act=act,
        application_id=application_id,
        from_state=from_state,
        to_state=to_state,
        reason=reason,
        detail=detail_as_stored(act, stored),
        id=event_id,
        hash=own.hex(),
        trace=stored.get(TRACE, ""),
    )
