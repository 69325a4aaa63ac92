"""The cases: writing them into their tables and the search index, and reading them back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from datetime import datetime
from typing import TYPE_CHECKING

from reviewer_app.domain.acts import away_refusal
from reviewer_app.domain.application import Application, NewApplication, Recusal, Source
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import OPEN_FOR_WORK, State
from reviewer_app.services.ports.records import KnownCase
from reviewer_db.sqlite.transactions import write_many
from reviewer_db.stores.case_rows import (
    QUEUE_COLUMNS,
    READ_CASE,
    case_of,
    mark_columns,
    queue_columns,
    text_of,
    value_columns,
)
from reviewer_db.stores.custody.rows import VOID
from reviewer_db.stores.delivery import ADDED_COLUMNS, delivery, new_rows, tell
from reviewer_db.stores.office.packs import Packs
from reviewer_db.stores.search_index import index_entries
from reviewer_db.stores.session import IN_LIST, Session, as_list

if TYPE_CHECKING:
    from sqlite3 import Connection

#: A copy that was put aside is nobody's double and takes no newer line.
_IN_FORCE = f"m.id NOT IN ({VOID})"
_KNOWN = (
    "SELECT a.id, a.intake_number, m.filing_number, m.applicant_key, m.project_key, m.source_digest, a.state, "
    "EXISTS (SELECT 1 FROM custody u WHERE u.application_id = a.id AND u.stand = 'away'), a.source, "
    "EXISTS (SELECT 1 FROM events e WHERE e.application_id = a.id AND e.act = 'list_told'){} "
    "FROM case_marks m JOIN applications a ON a.id = m.id"
)
#: The class stands in the form alone: it is read where few are asked for, or a notice counts by it.
_CLASS = ", (SELECT coalesce(json_extract(v.form, '$.project_class'), '') FROM case_values v WHERE v.id = a.id)"
_MARKS = len(QUEUE_COLUMNS.split(","))
_ADD = f"INSERT INTO applications ({ADDED_COLUMNS}) VALUES (?, ?, ?{', ?' * _MARKS})"
_IF_UNCHANGED = (
    "revision = revision + 1 WHERE id = ? AND revision = ? "
    "AND NOT EXISTS (SELECT 1 FROM custody WHERE application_id = applications.id AND stand = 'away')"
)
_UPDATE = f"UPDATE applications SET ({QUEUE_COLUMNS}) = (?{', ?' * (_MARKS - 1)}), {_IF_UNCHANGED}"
_PASS_ON = f"UPDATE applications SET handler = ?, {_IF_UNCHANGED}"


class Applications:
    """Implements ports.ApplicationStore."""

    def __init__(self, session: Session, packs: Packs, now: Callable[[], datetime]) -> None:
        self._session = session
        self._main: Connection = session.main
        self._packs = packs
        self._now = now

    def get(self, application_id: int) -> Application:
        """The case; RefusalError `case.unknown` if there is none."""
        row = self._main.execute(f"{READ_CASE} WHERE a.id = ?", (application_id,)).fetchone()
        if row is None:
            raise RefusalError("case.unknown")
        return case_of(row)

    def some(self, ids: Sequence[int]) -> list[Application]:
        """The cases in this order, read at once; RefusalError `case.unknown` if one is not there."""
        rows = self._main.execute(f"{READ_CASE} WHERE a.id {IN_LIST}", (as_list(ids),))
        cases = {case.id: case for case in map(case_of, rows)}
        if not cases.keys() >= set(ids):
            raise RefusalError("case.unknown")
        return [cases[one] for one in ids]

    def taking_in(self, count: int, pause: Callable[[], None]) -> AbstractContextManager[None]:
        """Within it so many new cases are stored and put on record, and nothing else; their orders come last."""
        return delivery(self._session, count, pause)

    def add(self, new: NewApplication) -> int:
        """Stores one case and makes it searchable; the new id."""
        return self.add_many([new])[0]

    def add_many(self, new: Sequence[NewApplication]) -> list[int]:
        """Stores many cases at once, in order; ids follow one another."""
        self._session.orders.clear()
        at = self._now().isoformat()
        first = self._main.execute("SELECT coalesce(max(id), 0) + 1 FROM applications").fetchone()[0]
        ids = list(range(first, first + len(new)))
        contacts = {sha256: self._packs.contacts(sha256) for sha256 in {case.pack.sha256 for case in new}}
        rows = new_rows(list(zip(ids, new, strict=True)), at, contacts)
        write_many(self._main, _ADD, rows.cases)
        write_many(self._main, "INSERT INTO case_values VALUES (?, ?, ?, ?, ?, ?)", rows.values)
        write_many(self._main, "INSERT INTO case_marks VALUES (?, ?, ?, ?, ?, ?)", rows.marks)
        write_many(self._main, "INSERT INTO case_text VALUES (?, ?)", rows.texts)
        self._main.executemany("INSERT INTO case_search (rowid, grams) VALUES (?, ?)", rows.entries())
        tell(self._session, rows, new)
        return ids

    def update(self, application: Application) -> None:
        """Writes the case over its stored state; the revision must be the stored one and is counted up.

        Raises RefusalError `case.changed_elsewhere` when the stored revision is another, `case.unknown` when there is
        no such case.
        """
        self._session.orders.clear()
        columns = queue_columns(application, application.state, self._packs.contacts(application.pack.sha256))
        self._write(_UPDATE, application, columns)
        self._main.execute(
            "UPDATE case_values SET (pack_id, pack_version, pack_sha256, form, findings) = (?, ?, ?, ?, ?) "
            "WHERE id = ?",
            (*value_columns(application), application.id),
        )
        self._main.execute(
            "UPDATE case_marks SET (season, filing_number, applicant_key, project_key, source_digest) = "
            "(?, ?, ?, ?, ?) WHERE id = ?",
            (*mark_columns(application), application.id),
        )
        self._index_again(application.id, text_of(application))

    def pass_on(self, application: Application, handler: str) -> None:
        """Writes who handles a case and nothing else, for many cases are passed on at once; raises as `update`."""
        self._session.orders.clear()
        self._write(_PASS_ON, application, (handler,))

    def recuse(self, application_id: int, recusal: Recusal) -> None:
        """Stores a declared conflict of interest."""
        self._session.orders.clear()
        self._main.execute(
            "INSERT INTO recusals VALUES (?, ?, ?, ?)",
            (application_id, recusal.person, recusal.reason, recusal.at.isoformat()),
        )

    def next_numbers(self, season: str, count: int) -> int:
        """Takes `count` running numbers of the season; the first of them."""
        row = self._main.execute(
            "INSERT INTO numbers VALUES (?, ?) ON CONFLICT DO UPDATE SET last = last + excluded.last RETURNING last",
            (season, count),
        ).fetchone()
        return int(row[0]) - count + 1

    def known(self, season: str, with_class: bool = False) -> Iterator[KnownCase]:
        """Every case of the season, as an import needs it; its class only where that is asked for."""
        read = _KNOWN.format(_CLASS if with_class else "")
        rows = self._main.execute(f"{read} WHERE m.season = ? AND {_IN_FORCE}", (season,))
        return (KnownCase(*row) for row in rows)

    def of_filing_number(self, season: str, filing_number: str) -> list[Application]:
        """The season's cases of that online filing number, in the order they came; none for an empty one."""
        rows = self._main.execute(
            f"{READ_CASE} WHERE m.season = ? AND m.filing_number = ? AND m.filing_number <> '' AND {_IN_FORCE} "
            "ORDER BY a.id",
            (season, filing_number),
        )
        return [case_of(row) for row in rows]

    def same_applicant(self, season: str, applicant_key: str) -> list[KnownCase]:
        """The season's cases of one applicant (by its normalised key), in the order they came."""
        rows = self._main.execute(
            f"{_KNOWN.format(_CLASS)} WHERE m.season = ? AND m.applicant_key = ? AND {_IN_FORCE} ORDER BY m.id",
            (season, applicant_key),
        )
        return [KnownCase(*row) for row in rows]

    def of_source(self, season: str, source: Source) -> dict[int, datetime]:
        """The cases of a season that came in this way alone and are still worked on, each with since when."""
        stages = sorted(state.rule.number for state in OPEN_FOR_WORK)
        rows = self._main.execute(
            "SELECT id, registered_at FROM applications WHERE season = ? AND source = ? "
            f"AND stage IN ({', '.join('?' * len(stages))}) ORDER BY registered_at, id",
            (season, source.value, *stages),
        )
        return {int(case_id): datetime.fromisoformat(at) for case_id, at in rows}

    def in_states(self, season: str, states: Iterable[str]) -> list[Application]:
        """The cases of the season in some states, by intake number."""
        wanted = [State(state).rule.number for state in states]
        places = ", ".join("?" * len(wanted))
        rows = self._main.execute(
            f"{READ_CASE} WHERE a.season = ? AND a.stage IN ({places}) AND a.id NOT IN ({VOID}) "
            "ORDER BY a.number_order, a.id",
            (season, *wanted),
        )
        return [case_of(row) for row in rows]

    def _write(self, statement: str, application: Application, columns: Sequence[object]) -> None:
        if not self._main.execute(statement, (*columns, application.id, application.revision)).rowcount:
            stored = self.get(application.id)
            raise away_refusal(stored) if stored.is_away else RefusalError("case.changed_elsewhere")

    def _index_again(self, application_id: int, text: str) -> None:
        stored = self._main.execute("SELECT text FROM case_text WHERE id = ?", (application_id,)).fetchone()
        if stored[0] == text:
            return
        self._main.execute("UPDATE case_text SET text = ? WHERE id = ?", (text, application_id))
        self._main.execute("DELETE FROM case_search WHERE rowid = ?", (application_id,))
        self._main.execute(
            "INSERT INTO case_search (rowid, grams) VALUES (?, ?)", (application_id, index_entries(text))
        )
