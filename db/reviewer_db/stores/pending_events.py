"""The entries of an act until it is over: only then is it known what each has to carry."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reviewer_db.stores.touched_rows import TouchedRow, TouchedRows
from reviewer_db.tables.chain import NOTHING, Chained, digests_as_stored, link

if TYPE_CHECKING:
    from sqlite3 import Connection

_WRITE = (
    "INSERT INTO events (at, actor, act, application_id, from_state, to_state, reason, detail, digests, previous, hash)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
#: Where the case's id stands among an entry's columns.
_CASE = 3


@dataclass(slots=True)
class PendingEvents:
    """What was put on record and not yet written, in order."""

    main: Connection
    touched: TouchedRows
    _waiting: list[Chained] = field(default_factory=list)

    def add(self, entries: Sequence[Chained]) -> None:
        """Puts entries at the end."""
        self._waiting.extend(entries)

    def end_act(self, unnamed: Callable[[], Chained]) -> None:
        """Writes what waits at the end of an act.

        Rows that were touched and no entry carries get one of their own, `unnamed`: whatever changes is on record, also
        when an act of the program forgot to say so.
        """
        self.write()
        rows = {row.name: row.said for row in self.touched.take()}
        if rows:
            self.write_carrying(unnamed(), rows)

    def write(self) -> None:
        """Writes what waits, each entry with the rows its case had touched; the last one carries all others."""
        if not self._waiting:
            return
        carried = self._shared_out(list(self.touched.take()))
        previous, written = last_hash(self.main), []
        for place, columns in enumerate(self._waiting):
            digests = digests_as_stored(carried.get(place, {}))
            own = link(previous, columns, digests)
            written.append((*columns, digests, previous, own))
            previous = own
        self._waiting.clear()
        self.main.executemany(_WRITE, written)

    def write_carrying(self, columns: Chained, digests: Mapping[str, str]) -> None:
        """Writes one entry that carries rows it did not touch, as the first one does of all that stood before it."""
        write_entry(self.main, columns, digests)

    def drop(self) -> None:
        """Forgets what waits, because its act failed."""
        self._waiting.clear()

    def _shared_out(self, rows: Sequence[TouchedRow]) -> dict[int, dict[str, str]]:
        last_of_case = {columns[_CASE]: place for place, columns in enumerate(self._waiting)}
        last = len(self._waiting) - 1
        carried: dict[int, dict[str, str]] = {}
        for row in rows:
            place = last if row.case is None else last_of_case.get(row.case, last)
            carried.setdefault(place, {})[row.name] = row.said
        return carried


def write_entry(connection: Connection, columns: Chained, digests: Mapping[str, str]) -> None:
    """Writes one entry at the end of the record."""
    previous, stored = last_hash(connection), digests_as_stored(digests)
    connection.execute(_WRITE, (*columns, stored, previous, link(previous, columns, stored)))


def last_hash(connection: Connection) -> bytes:
    """The hash of the last entry that is written."""
    row = connection.execute("SELECT hash FROM events ORDER BY id DESC LIMIT 1").fetchone()
    return bytes(row[0]) if row else NOTHING
