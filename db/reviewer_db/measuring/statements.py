"""Which statements an open library runs: written down as SQLite carries them out, and sorted by piece of work."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_db.unit import Unit

_READ_BEGINS, _READ_ENDS = "PRAGMA query_only = ON", "PRAGMA query_only = OFF"


@dataclass
class StatementLog:
    """The statements in the order they were run, with their values; what a trigger does is not among them."""

    statements: list[str] = field(default_factory=list)

    def note(self, statement: str) -> None:
        """Writes one down; SQLite tells of a trigger's work as a remark."""
        if not statement.startswith("--"):
            self.statements.append(statement)

    def clear(self) -> None:
        """Forgets what was run so far."""
        self.statements.clear()

    def reads(self) -> list[list[str]]:
        """The statements of each read that has ended, what opens and closes it included."""
        found: list[list[str]] = []
        current: list[str] | None = None
        for statement in self.statements:
            if statement == _READ_BEGINS:
                current = []
            if current is not None:
                current.append(statement)
                if statement == _READ_ENDS:
                    found.append(current)
                    current = None
        return found

    def reads_of_case(self, case_id: int) -> list[list[str]]:
        """The reads that open a case: those that ask for its checklist answers."""
        asks = re.compile(rf"\bFROM answers\b.*\bapplication_id = {case_id}\b", re.DOTALL)
        return [read for read in self.reads() if any(asks.search(statement) for statement in read)]


@contextmanager
def noted_statements(
    library: Library, log: StatementLog | None = None, *, ends_with_desk: bool = False
) -> Iterator[StatementLog]:
    """Notes every statement that an encrypted library runs, on both its files, until the block ends.

    `ends_with_desk` when the block closes the library.
    """
    kept = log if log is not None else StatementLog()
    library.read(_tell, kept.note)
    # An empty read: with it the end of the one that began the notes has been noted.
    library.read(_nothing)
    kept.clear()
    yield kept
    if not ends_with_desk:
        library.read(_tell, None)


def forget_what_was_read(unit: UnitOfWork) -> None:
    """Makes the library forget the orders and settings it remembers, so that the next read is a first one."""
    _unit(unit).session.forget()


def count_one_by_one(unit: UnitOfWork) -> int:
    """Counts every case by one word, as there is no other way without sums; how many words there are."""
    rows = _unit(unit).session.main.execute("SELECT kind, count(*) FROM case_figures NOT INDEXED GROUP BY kind")
    return len(rows.fetchall())


def read_rows(unit: UnitOfWork, ids: Sequence[int]) -> int:
    """Reads some cases by their number and nothing besides; how many there are."""
    asked = f"SELECT * FROM applications WHERE id IN ({', '.join('?' * len(ids))})"
    return len(_unit(unit).session.main.execute(asked, tuple(ids)).fetchall())


def highest_number(unit: UnitOfWork) -> int:
    """The number of the case that came last."""
    return int(_unit(unit).session.main.execute("SELECT max(id) FROM applications").fetchone()[0])


def _tell(unit: UnitOfWork, note: Callable[[str], None] | None) -> None:
    session = _unit(unit).session
    session.main.set_trace_callback(note)
    session.vault.set_trace_callback(note)


def _nothing(unit: UnitOfWork) -> None:
    """Reads nothing."""


def _unit(unit: UnitOfWork) -> Unit:
    if not isinstance(unit, Unit):
        raise TypeError("only an encrypted library runs statements")
    return unit
