"""A library of an earlier version: from its first opening on, the record carries all that stands in it."""

from __future__ import annotations

from itertools import chain, islice

from reviewer_app.domain.application import Event
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_db.stores.session import Session
from reviewer_db.tables.chain import chained_columns

#: So many rows stand in one entry at most.
_ROWS_IN_AN_ENTRY = 5_000


def digests_are_due(session: Session) -> bool:
    """Whether no entry carries digests yet."""
    return session.main.execute("SELECT 1 FROM events WHERE digests <> '' LIMIT 1").fetchone() is None


def begin_digests(session: Session) -> None:
    """Puts on record what stands in every table now; one transaction around it, for half of it proves nothing."""
    touched = session.pending.touched
    rows = chain.from_iterable(touched.all_of(table) for table in touched.tables)
    while some := list(islice(rows, _ROWS_IN_AN_ENTRY)):
        at, person = session.clock(), session.user().name
        event = Event(at, person, EventAct.DIGESTS_BEGUN, detail={RecordKey.ROWS: str(len(some))})
        session.pending.write_carrying(chained_columns(event), {row.name: row.said for row in some})
