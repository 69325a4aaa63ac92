"""The yardstick of the library: one encrypted file of one bare table, asked by the shortest statements there are.

The file has the pages, the cipher and the cache of a library; it has no record, no counters, no search and no guards.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Sequence
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any

from reviewer_db.sqlite import engine

_TABLE = """
CREATE TABLE bare (
  id INTEGER PRIMARY KEY, project_name TEXT, applicant TEXT, handler TEXT, state TEXT, due_on TEXT, form TEXT
) STRICT
"""
_INDEXES = {"bare_due": "due_on", "bare_handler": "handler, due_on", "bare_state": "state, handler"}


@dataclass(frozen=True, slots=True)
class BareRow:
    """What stands of a case in the bare table; `form` is all its values as one text."""

    project_name: str
    applicant: str
    handler: str
    state: str
    due_on: str
    form: str


class BareFile:
    """A bare encrypted table, made anew at a path or opened with the key of the one that made it."""

    def __init__(self, path: Path, key: bytes | None = None) -> None:
        self.path = path
        self.key = key or os.urandom(32)
        self._connection = engine.connect(path, self.key, makes=key is None)
        if key is None:
            self._connection.execute(_TABLE)

    def close(self) -> None:
        """Closes the file."""
        self._connection.close()

    def add(self, rows: Iterable[BareRow]) -> None:
        """Adds rows in one transaction that is on the disk before this returns."""
        insert = "INSERT INTO bare (project_name, applicant, handler, state, due_on, form) VALUES (?, ?, ?, ?, ?, ?)"
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany(insert, (astuple(row) for row in rows))
        self._connection.execute("COMMIT")

    def lay_orders(self) -> None:
        """Lays the indexes that the orders and counts are read along."""
        for name, parts in _INDEXES.items():
            self._connection.execute(f"CREATE INDEX {name} ON bare ({parts})")

    def ids(self, first: int | None = None, handler: str = "") -> array[int]:
        """The numbers by due day, all or the first; of one handler when one is given."""
        asked = "SELECT id FROM bare"
        values: tuple[object, ...] = ()
        if handler:
            asked, values = f"{asked} WHERE handler = ?", (handler,)
        asked += " ORDER BY due_on"
        if first is not None:
            asked, values = f"{asked} LIMIT ?", (*values, first)
        return array("q", (one for (one,) in self._connection.execute(asked, values)))

    def counts(self) -> list[tuple[Any, ...]]:
        """How many cases there are by state and handler, counted along an index."""
        return self._connection.execute("SELECT state, handler, count(*) FROM bare GROUP BY state, handler").fetchall()

    def page(self, ids: Sequence[int]) -> list[tuple[Any, ...]]:
        """The lines of these numbers, in no order."""
        places = ", ".join("?" * len(ids))
        asked = f"SELECT id, project_name, applicant, handler, state, due_on FROM bare WHERE id IN ({places})"
        return self._connection.execute(asked, tuple(ids)).fetchall()
