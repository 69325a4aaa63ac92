"""One piece of work, one transaction: kept whole when the act ends well, gone without a trace when it fails."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.errors import TroubleError
from reviewer_db.sqlite import engine

if TYPE_CHECKING:
    from sqlite3 import Connection

#: With less on such a disk no act is begun: what SQLite keeps of its log in memory must find its room there.
_LEAST_ROOM = 64 << 10
#: So many rows are written by one statement.
_AT_ONCE = 50


@contextmanager
def reading(connection: Connection, path: Path) -> Iterator[None]:
    """A view of one moment; writing in it is a mistake of ours and fails."""
    connection.execute("PRAGMA query_only = ON")
    try:
        with named_trouble(path, besides="library.read_only"):
            connection.execute("BEGIN")
            yield
    finally:
        _roll_back(connection)
        connection.execute("PRAGMA query_only = OFF")


@contextmanager
def changing(connection: Connection, path: Path) -> Iterator[None]:
    """A change; a change inside a change is part of it, undone alone when it fails and the outer one goes on."""
    is_inner = connection.in_transaction
    begin, end = ("SAVEPOINT inner_act", "RELEASE inner_act") if is_inner else ("BEGIN IMMEDIATE", "COMMIT")
    if not is_inner:
        engine.require_room(path, _LEAST_ROOM)
    with named_trouble(path):
        connection.execute(begin)
        try:
            yield
            connection.execute(end)
        except BaseException:
            if is_inner:
                # A full disk may have ended the whole transaction already.
                with suppress(engine.DatabaseError):
                    connection.execute("ROLLBACK TO inner_act")
                    connection.execute("RELEASE inner_act")
            else:
                _roll_back(connection)
            raise


@contextmanager
def named_trouble(path: Path, besides: str = "") -> Iterator[None]:
    """Turns a failing disk or file into its code; a mistake of ours, and the code `besides`, stay as they are."""
    try:
        yield
    except engine.DatabaseError as error:
        code = engine.code_of(error, path)
        if code and code != besides:
            raise TroubleError(code, path=str(path), detail=str(error)) from error
        raise


def write_many(main: Connection, statement: str, rows: Sequence[tuple[Any, ...]]) -> None:
    """Runs an `INSERT … VALUES (…)` for many rows, so many at once: a statement costs as much as the row it writes."""
    begin, _, one = statement.partition(" VALUES ")
    whole = len(rows) // _AT_ONCE * _AT_ONCE
    if whole:
        some = (list(chain.from_iterable(rows[at : at + _AT_ONCE])) for at in range(0, whole, _AT_ONCE))
        main.executemany(f"{begin} VALUES {', '.join([one] * _AT_ONCE)}", some)
    main.executemany(statement, rows[whole:])


def _roll_back(connection: Connection) -> None:
    if connection.in_transaction:
        with suppress(engine.DatabaseError):
            connection.execute("ROLLBACK")
