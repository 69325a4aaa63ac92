"""A delivery of many new cases: their rows made once, with what is put on record of them, their orders laid at its end.

An ordinary act is noted by the file itself, row by row, and its rows are read again to be put on record. Here whoever
writes the rows says at once what they are: the same digests of the same values, made of what is handed to the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.application import NewApplication
from reviewer_app.domain.states import State
from reviewer_db.stores.case_rows import QUEUE_COLUMNS, mark_columns, queue_columns, text_of, value_columns
from reviewer_db.stores.search_index import index_entries
from reviewer_db.stores.session import Session
from reviewer_db.tables import schema
from reviewer_db.tables.chain import digests_as_stored
from reviewer_db.tables.row_digests import quoted, said_of, said_of_form

if TYPE_CHECKING:
    from sqlite3 import Connection

#: Fewer are written like any other act.
MANY = 200
#: The tables whose rows say themselves what they are.
TOLD = ("applications", "case_marks", "case_values")
#: The columns of a case's row as it is written.
ADDED_COLUMNS = f"id, registered_at, revision, {QUEUE_COLUMNS}"
_CASE_COLUMNS = ADDED_COLUMNS.split(", ")
_ORDERS = (*schema.QUEUE_INDEXES, *schema.MARK_INDEXES)
Row = tuple[Any, ...]
Contacts = Mapping[str, Mapping[str, str]]


@contextmanager
def delivery(session: Session, count: int, pause: Callable[[], None]) -> Iterator[None]:
    """Within it so many new cases are stored, and nothing is read of the queue; `pause` is called between the orders.

    The orders are laid once at the end where that takes less than finding each case its place in all of them.
    """
    if count < MANY:
        yield
        return
    orders = _put_aside(session.main, count)
    with session.pending.touched.told(TOLD):
        yield
    for statement in orders:
        pause()
        session.main.execute(statement)


def _put_aside(main: Connection, count: int) -> list[str]:
    """Takes the orders away; the statements that lay them as they were."""
    stored = int(main.execute("SELECT count(*) FROM (SELECT 1 FROM applications LIMIT ?)", (count + 1,)).fetchone()[0])
    if stored > count:
        return []
    found = main.execute(
        f"SELECT name, sql FROM sqlite_master WHERE type = 'index' AND name IN ({', '.join('?' * len(_ORDERS))})",
        _ORDERS,
    ).fetchall()
    for name, _ in found:
        main.execute(f"DROP INDEX {quoted(name)}")
    return [statement for _, statement in found]


@dataclass(frozen=True, slots=True)
class NewRows:
    """The rows of new cases, by table."""

    cases: Sequence[Row]
    values: Sequence[Row]
    marks: Sequence[Row]
    texts: Sequence[tuple[int, str]]

    def entries(self) -> Iterator[tuple[int, str]]:
        """What the search index holds of each."""
        return ((case_id, index_entries(text)) for case_id, text in self.texts)


def new_rows(numbered: Sequence[tuple[int, NewApplication]], at: str, contacts: Contacts) -> NewRows:
    """The rows of new cases, each with its id; `contacts` are those of their packs by hash."""
    first = State.REGISTERED
    return NewRows(
        [(case_id, at, 1, *queue_columns(case, first, contacts[case.pack.sha256])) for case_id, case in numbered],
        [(case_id, *value_columns(case)) for case_id, case in numbered],
        [(case_id, *mark_columns(case)) for case_id, case in numbered],
        [(case_id, text_of(case)) for case_id, case in numbered],
    )


def tell(session: Session, rows: NewRows, new: Sequence[NewApplication]) -> None:
    """Says of rows just written what the record is to carry of them; outside a delivery the file has noted them."""
    touched, pending = session.pending.touched, session.pending
    if not touched.is_told:
        return
    cases, marks, values = (touched.table(name) for name in TOLD)
    places = [_CASE_COLUMNS.index(column) for column in cases.columns]
    for case, mark, value, said in zip(rows.cases, rows.marks, rows.values, new, strict=True):
        case_id = mark[0]
        digests = {
            cases.row_name([case_id]): said_of(cases, [case[place] for place in places]),
            marks.row_name([case_id]): said_of(marks, mark),
            values.row_name([case_id]): said_of_form(values, value, said.values),
        }
        pending.tell(case_id, digests_as_stored(digests))
