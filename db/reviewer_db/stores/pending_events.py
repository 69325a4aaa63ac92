"""The entries of an act until it is over: only then is it known what each has to carry."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from reviewer_db.sqlite.transactions import write_many
from reviewer_db.stores.touched_rows import TouchedRow, TouchedRows
from reviewer_db.tables.after.case_days import is_of_days, reckon
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
    #: By case what is said of its new rows, as an entry stores it.
    _told: dict[int, str] = field(default_factory=dict)

    def add(self, entries: Sequence[Chained]) -> None:
        """Puts entries at the end."""
        self._waiting.extend(entries)

    def tell(self, case: int, digests: str) -> None:
        """Says of a case's rows that no note was made of what its entry is to carry."""
        self._told[case] = digests

    def held(self) -> Mapping[int, str]:
        """What is told and in no entry yet, for `drop`."""
        return dict(self._told)

    def end_act(self, unnamed: Callable[[], Chained]) -> None:
        """Writes what waits at the end of an act.

        Rows that were touched and no entry carries get one of their own, `unnamed`: whatever changes is on record, also
        when an act of the program forgot to say so.
        """
        self.write()
        rows = {row.name: row.said for row in self.touched.take()}
        for told in self._told.values():
            rows = {**json.loads(told), **rows}
        self._told.clear()
        if rows:
            self.write_carrying(unnamed(), rows)

    def write(self) -> None:
        """Writes what waits, each entry with the rows its case had touched; the last one carries all others."""
        if not self._waiting:
            return
        carried = self._shared_out(list(self.touched.take()))
        previous, written = last_hash(self.main), []
        for place, columns in enumerate(self._waiting):
            digests = carried.get(place, "")
            own = link(previous, columns, digests)
            written.append((*columns, digests, previous, own))
            previous = own
        moved = {case for _, _, act, case, came_from, *_ in self._waiting if case and is_of_days(act, came_from)}
        self._waiting.clear()
        write_many(self.main, _WRITE, written)
        if moved:
            reckon(self.main, sorted(moved))

    def write_carrying(self, columns: Chained, digests: Mapping[str, str]) -> None:
        """Writes one entry that carries rows it did not touch, as the first one does of all that stood before it."""
        write_entry(self.main, columns, digests)

    def drop(self, held: Mapping[int, str] = MappingProxyType({})) -> None:
        """Forgets what waits, because its act failed; `held` was told before the act began."""
        self._waiting.clear()
        self._told = dict(held)

    def _shared_out(self, rows: Sequence[TouchedRow]) -> dict[int, str]:
        """What each entry carries, as it is stored, by its place among those that wait."""
        last_of_case = {columns[_CASE]: place for place, columns in enumerate(self._waiting)}
        last = len(self._waiting) - 1
        carried: dict[int, dict[str, str]] = {}
        for row in rows:
            place = last if row.case is None else last_of_case.get(row.case, last)
            carried.setdefault(place, {})[row.name] = row.said
        stored: dict[int, str] = {}
        for case, told in self._told.items():
            place = last_of_case.get(case, last)
            if place in carried or place in stored:
                # What was noted came after what was told.
                carried[place] = {**json.loads(stored.pop(place, "{}")), **json.loads(told), **carried.get(place, {})}
            else:
                stored[place] = told
        self._told.clear()
        return stored | {place: digests_as_stored(digests) for place, digests in carried.items()}


def write_entry(connection: Connection, columns: Chained, digests: Mapping[str, str]) -> None:
    """Writes one entry at the end of the record."""
    previous, stored = last_hash(connection), digests_as_stored(digests)
    connection.execute(_WRITE, (*columns, stored, previous, link(previous, columns, stored)))


def last_hash(connection: Connection) -> bytes:
    """The hash of the last entry that is written."""
    row = connection.execute("SELECT hash FROM events ORDER BY id DESC LIMIT 1").fetchone()
    return bytes(row[0]) if row else NOTHING
