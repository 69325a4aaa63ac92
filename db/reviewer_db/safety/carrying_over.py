"""What a step of the tables changes is carried by the record, and what disagreed before it still disagrees afterwards.

A step adds columns, fills them and moves rows, and no act of a person does it. Without an entry of its own every such
row would look changed behind the program's back; with one entry for all rows, what somebody had changed there before
would pass as right.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING

from reviewer_app.domain.application import PROGRAM, Event
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_db.safety.rows_check import ROWS_IN_AN_ENTRY, broken_names, said_in_record
from reviewer_db.stores.pending_events import write_entry
from reviewer_db.tables.chain import chained_columns
from reviewer_db.tables.row_digests import carried_tables, is_as_said, said_of, said_of_missing

if TYPE_CHECKING:
    from sqlite3 import Connection


@contextmanager
def carried_over(connection: Connection, clock: Callable[[], datetime]) -> Iterator[None]:
    """Around one step, inside its transaction: what it changes is put on record at its end."""
    before = said_in_record(connection)
    if not before:
        yield
        return
    doubted = set(broken_names(connection, dict(before)))
    yield
    changes = ((name, said) for name, said in _changes(connection, before) if name not in doubted)
    while some := dict(islice(changes, ROWS_IN_AN_ENTRY)):
        event = Event(clock(), PROGRAM, EventAct.TABLES_CHANGED, detail={RecordKey.ROWS: str(len(some))})
        write_entry(connection, chained_columns(event), some)


def _changes(connection: Connection, before: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Every row that is no longer as the record says, with what is to be said of it from now on."""
    left = dict(before)
    for table in carried_tables(connection):
        for row in connection.execute(table.read).fetchall():
            name = table.row_name([row[place] for place in table.key_places])
            if not is_as_said(left.pop(name, ""), row):
                yield name, said_of(table, row)
    for name, said in left.items():
        if said:
            yield name, said_of_missing()
