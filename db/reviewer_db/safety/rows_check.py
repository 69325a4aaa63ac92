"""Whether every row is as the last entry about it says, and which case and value are not.

A library of an earlier version has its rows put on record at its first opening; only then is there something to check.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Collection, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import chain, islice
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.application import Event
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_db.stores.session import Session
from reviewer_db.tables.chain import carries_digests, chained_columns
from reviewer_db.tables.row_digests import CarriedTable, carried_tables, changed_values, digests_in, is_as_said
from reviewer_resources.phrases import codes, sentence

if TYPE_CHECKING:
    from sqlite3 import Connection

#: So many rows are named; more tell an officer nothing.
_NAMED = 8
#: The case of a row that has no case's id of its own.
_CASE_THROUGH = {
    "correction_items": "SELECT application_id FROM corrections WHERE id = ?",
    "lookup_items": "SELECT application_id FROM lookups WHERE id = ?",
    "batch_lines": "SELECT application_id FROM batch_lines WHERE batch_id = ? AND place = ?",
}
_ROWS_BETWEEN_PAUSES = 500
#: So many rows stand in one of the first entries at most.
ROWS_IN_AN_ENTRY = 5_000


class UnreadableEntryError(ValueError):
    """An entry carries what no program of ours wrote."""

    def __init__(self, entry: object) -> None:
        super().__init__(entry)
        self.entry = entry


@dataclass(frozen=True, slots=True)
class BrokenRow:
    """A row that is not as the record says: the phrase that tells how, and the values that differ."""

    table: str
    key: tuple[str, ...]
    case: int | None
    code: str
    fields: tuple[str, ...] = ()


def check_rows(
    connection: Connection, pause: Callable[[], None] = lambda: None, first: Collection[int] = ()
) -> CheckLine:
    """One line for all rows; `pause` is called now and then, so that other work has its turn.

    What is of the cases `first` is named before all else.
    """
    label = sentence("library_check.part_rows")
    try:
        carried, since = _carried(connection, pause)
    except UnreadableEntryError as error:
        return CheckLine(label, Grade.BROKEN, sentence("library_check.digests_unreadable", {"entry": error.entry}))
    if not carried:
        return CheckLine(label, Grade.NOTICE, sentence("library_check.rows_not_begun"))
    rows = sum(map(bool, carried.values()))
    broken = list(_broken(connection, carried, pause))
    if not broken:
        values = {"rows": rows, "since": since}
        return CheckLine(label, Grade.INTACT, sentence("library_check.rows_intact", values))
    broken.sort(key=lambda one: one.case not in first)
    named = "；".join(_named(connection, one) for one in broken[:_NAMED])
    if len(broken) > _NAMED:
        named += sentence("library_check.rows_more", {"count": len(broken) - _NAMED})
    return CheckLine(
        label, Grade.BROKEN, sentence("library_check.rows_broken", {"broken": len(broken), "first": named})
    )


def _carried(connection: Connection, pause: Callable[[], None]) -> tuple[dict[str, str], int]:
    """What the record last said of each row, and from which entry on it says so."""
    said: dict[str, str] = {}
    since = 0
    if not carries_digests(connection):
        return said, since
    entries = connection.execute("SELECT id, digests FROM events WHERE digests <> '' ORDER BY id")
    for count, (entry, digests) in enumerate(entries):
        try:
            said.update(digests_in(digests))
        except ValueError as error:
            raise UnreadableEntryError(entry) from error
        since = since or int(entry)
        if count % _ROWS_BETWEEN_PAUSES == 0:
            pause()
    return said, since


def said_in_record(connection: Connection) -> dict[str, str]:
    """What the record last said of each row; empty where it carries nothing yet."""
    return _carried(connection, lambda: None)[0]


def broken_names(connection: Connection, carried: dict[str, str]) -> Iterator[str]:
    """The names of the rows that are not as the record says, foreign and missing ones too."""
    for row in _broken(connection, carried, lambda: None):
        yield ":".join((row.table, *row.key))


def _broken(connection: Connection, carried: dict[str, str], pause: Callable[[], None]) -> Iterator[BrokenRow]:
    """Compares row by row; what the record says and no row answers to was taken away."""
    tables = carried_tables(connection)
    for table in tables:
        places = table.key_places
        for count, row in enumerate(connection.execute(table.read)):
            if count % _ROWS_BETWEEN_PAUSES == 0:
                pause()
            key = [row[place] for place in places]
            # What is called like a row of ours, though it is a table by itself, must not stand in its place.
            said = "" if ":" in table.name else carried.pop(table.row_name(key), "")
            if not said:
                yield BrokenRow(table.name, tuple(map(str, key)), _case(table, row), "row_foreign")
            elif not is_as_said(said, row):
                fields = changed_values(table, said, row)
                yield BrokenRow(table.name, tuple(map(str, key)), _case(table, row), "row_changed", fields)
    keys = {table.name: table for table in tables}
    for name, said in carried.items():
        if said:
            yield _gone(name, keys)


def _case(table: CarriedTable, row: Any) -> int | None:
    case = None if table.case is None else row[table.case]
    return case if isinstance(case, int) else None


def _gone(name: str, tables: dict[str, CarriedTable]) -> BrokenRow:
    title, _, rest = name.partition(":")
    table = tables.get(title)
    width = len(table.key) if table is not None else 1
    key = tuple(rest.split(":", width - 1))
    # A key of the case's own id, or one that begins with it.
    is_of_case = table is not None and table.case is not None and table.columns[table.case] in table.key[:1]
    return BrokenRow(title, key, int(key[0]) if is_of_case and key[0].isdecimal() else None, "row_gone")


def _named(connection: Connection, row: BrokenRow) -> str:
    code = f"library_check.{row.code}"
    if row.code == "row_changed" and not row.fields:
        code += "_somewhere"
    fields = "、".join(_field_words(connection, row.table, name) for name in row.fields)
    return sentence(code, {"row": _row_words(connection, row), "fields": fields})


def _field_words(connection: Connection, table: str, name: str) -> str:
    """What a value is called, and its name in the file; a field of the form by its label in the pack."""
    column, _, field = name.partition(".")
    known = (code for code in (f"library_field.{table}_{column}", f"library_field.{column}") if code in codes())
    word = next(map(sentence, known), column)
    if field:
        word = f"{word}·{_labels(connection).get(field, field)}"
    return f"{word}（{name}）"


def _labels(connection: Connection) -> dict[str, str]:
    """The labels of the forms' fields in all packs there are; a pack that was spoilt has none."""
    found: dict[str, str] = {}
    for (pack,) in connection.execute("SELECT text FROM packs"):
        with suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
            found.update((field["id"], field["label"]) for field in tomllib.loads(pack)["fields"])
    return found


def _row_words(connection: Connection, row: BrokenRow) -> str:
    # A table that is none of ours has no word.
    known_table = f"library_table.{row.table}"
    table = sentence(known_table) if known_table in codes() else row.table
    case = row.case
    if case is None and row.table in _CASE_THROUGH:
        through = _CASE_THROUGH[row.table]
        found = connection.execute(through, row.key[: through.count("?")]).fetchone()
        case = int(found[0]) if found else None
    if case is None:
        return sentence("library_check.row_of_office", {"table": table, "key": "，".join(row.key)})
    known = connection.execute("SELECT intake_number, project_name FROM applications WHERE id = ?", (case,)).fetchone()
    number, project = known or (f"（内部号 {case}）", "")
    return sentence("library_check.row_of_case", {"number": number, "project": project, "table": table})


def digests_are_due(session: Session) -> bool:
    """Whether the record does not carry yet what stood in the tables before it carried anything."""
    begun = session.main.execute(
        "SELECT 1 FROM events WHERE digests <> '' AND act IN (?, ?) LIMIT 1",
        (EventAct.LIBRARY_CREATED, EventAct.DIGESTS_BEGUN),
    )
    return begun.fetchone() is None


def begin_digests(session: Session) -> None:
    """Puts on record what stands in every table now; one transaction around it, for half of it proves nothing."""
    touched = session.pending.touched
    rows = chain.from_iterable(touched.all_of(table) for table in touched.tables)
    while some := list(islice(rows, ROWS_IN_AN_ENTRY)):
        at, person = session.clock(), session.user().name
        event = Event(at, person, EventAct.DIGESTS_BEGUN, detail={RecordKey.ROWS: str(len(some))})
        session.pending.write_carrying(chained_columns(event), {row.name: row.said for row in some})
