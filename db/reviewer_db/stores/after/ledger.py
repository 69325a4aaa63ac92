"""The guarantor's ledger: lines added and never changed, and the list of projects that follows from them."""

from __future__ import annotations

import json
from array import array
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.guarantee.dues import SOON_DAYS, Due, DueKind, Group
from reviewer_app.domain.guarantee.entries import EntryKind, LedgerEntry
from reviewer_app.domain.guarantee.listing import LedgerLine, LedgerTab, Mark, MarkKind
from reviewer_app.domain.states import State
from reviewer_app.services.ports.after.ledger import LedgerIndex, LedgerQuery, LedgerTold, UnitLine

if TYPE_CHECKING:
    from sqlite3 import Connection

_ENTRY = (
    "application_id, kind, day, number, months, people, subject, words, score, bonus, of_entry, entered_by, entered_at"
)
_LINE = (
    "application_id, season, unit_code, is_open, is_extended, next_due, due_kind, due_name, approved_on, "
    "original_end, ends_on, stand, score, marks"
)
#: So many values are asked for in one statement.
_AT_ONCE = 500
_CHIPS = {
    LedgerTab.OPEN: "is_open = 1",
    LedgerTab.OVERDUE: "is_open = 1 AND next_due < :today",
    LedgerTab.SOON: "is_open = 1 AND next_due BETWEEN :today AND :soon",
    LedgerTab.EXTENDED: "is_open = 1 AND is_extended = 1",
    LedgerTab.ENDED: "is_open = 0",
}


class Ledger:
    """Implements ports.LedgerStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main

    def of(self, application_id: int) -> tuple[LedgerEntry, ...]:
        """Every line of a project, oldest first, those taken back among them."""
        return self.of_some([application_id]).get(application_id, ())

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[LedgerEntry, ...]]:
        """The same of several projects, read at once."""
        found: dict[int, list[LedgerEntry]] = {}
        for part in _parts(ids):
            places = ", ".join("?" * len(part))
            rows = self._main.execute(
                f"SELECT id, {_ENTRY} FROM guarantee_entries WHERE application_id IN ({places}) ORDER BY id", part
            )
            for row in rows:
                entry = _entry(row)
                found.setdefault(entry.application_id, []).append(entry)
        return {case_id: tuple(entries) for case_id, entries in found.items()}

    def add(self, entry: LedgerEntry) -> int:
        """Adds a line; its id."""
        one = entry
        said = (
            *(one.application_id, one.kind.value, one.day.isoformat(), one.number, one.months, one.people),
            *(one.subject, one.words, one.score, one.bonus, one.of_entry or None, one.by, one.at.isoformat()),
        )
        places = ", ".join("?" * len(said))
        added = self._main.execute(f"INSERT INTO guarantee_entries ({_ENTRY}) VALUES ({places})", said)
        return int(added.lastrowid or 0)

    def put_line(self, line: LedgerLine) -> None:
        """Writes what the list shows of a project."""
        due, ended = line.due, line.ended_on
        sorted_by = due.day if due is not None else ended
        said = (
            *(line.application_id, line.season, line.unit_code, int(line.is_open), int(line.is_extended)),
            *(sorted_by.isoformat() if sorted_by else "", due.kind.value if due else "", due.name if due else ""),
            *(line.approved_on.isoformat(), line.original_end.isoformat(), line.ends_on.isoformat()),
            *(line.state.value, line.score, json.dumps([[one.kind.value, one.day.isoformat()] for one in line.marks])),
        )
        columns = _LINE.split(", ")
        changed = ", ".join(f"{name} = excluded.{name}" for name in columns[1:])
        self._main.execute(
            f"INSERT INTO guarantee_projects ({_LINE}) VALUES ({', '.join('?' * len(said))}) "
            f"ON CONFLICT (application_id) DO UPDATE SET {changed}",
            said,
        )

    def drop_line(self, application_id: int) -> None:
        """Takes a project off the list; its lines stay."""
        self._main.execute("DELETE FROM guarantee_projects WHERE application_id = ?", (application_id,))

    def index(self, query: LedgerQuery, today: date) -> LedgerIndex:
        """The projects of a view by their next due day, those that are over by their last day, the latest first."""
        values = {**_days(today), "season": query.season, "unit": query.unit_code}
        within = _within(query)
        awaiting = self.awaiting(query.season) if not query.unit_code else array("q")
        counts = {tab: self._count(f"{chip}{within}", values) for tab, chip in _CHIPS.items()}
        counts[LedgerTab.AWAITING] = len(awaiting)
        if query.tab is LedgerTab.AWAITING:
            return LedgerIndex(query, today, awaiting, {}, counts)
        where = f"{_CHIPS[query.tab]}{within}"
        order = "next_due DESC, application_id" if query.tab is LedgerTab.ENDED else "next_due, application_id"
        found = self._main.execute(
            f"SELECT application_id FROM guarantee_projects WHERE {where} ORDER BY {order}", values
        )
        ids = array("q", (row[0] for row in found))
        groups = {}
        if query.tab is not LedgerTab.ENDED:
            overdue = self._count(f"{where} AND next_due < :today", values)
            soon = self._count(f"{where} AND next_due BETWEEN :today AND :soon", values)
            groups = {Group.OVERDUE: overdue, Group.SOON: soon, Group.LATER: len(ids) - overdue - soon}
        return LedgerIndex(query, today, ids, groups, counts)

    def lines(self, ids: Sequence[int]) -> list[LedgerLine]:
        """What the list shows of these projects, in this order; those not in the ledger are left out."""
        found: dict[int, LedgerLine] = {}
        columns = ", ".join(f"g.{name}" for name in _LINE.split(", "))
        for part in _parts(ids):
            rows = self._main.execute(
                f"SELECT {columns}, a.project_name, a.applicant FROM guarantee_projects g "
                f"JOIN applications a ON a.id = g.application_id "
                f"WHERE g.application_id IN ({', '.join('?' * len(part))})",
                part,
            )
            for row in rows:
                found[row[0]] = _line(row)
        return [found[one] for one in ids if one in found]

    def awaiting(self, season: str = "") -> array[int]:
        """The cases approved and not taken on yet, in the order they came."""
        of_season = "= :season" if season else "IN (SELECT DISTINCT season FROM queue_counts)"
        rows = self._main.execute(
            f"SELECT id FROM applications WHERE season {of_season} AND stage = :stage ORDER BY season, id",
            {"season": season, "stage": State.APPROVED.rule.number},
        )
        return array("q", (row[0] for row in rows))

    def told(self, today: date) -> LedgerTold:
        """How the whole ledger stands."""
        values = _days(today)
        (nearest,) = self._main.execute(
            "SELECT min(next_due) FROM guarantee_projects WHERE is_open = 1 AND next_due >= :today", values
        ).fetchone()
        overdue = self._count(_CHIPS[LedgerTab.OVERDUE], values)
        return LedgerTold(overdue, date.fromisoformat(nearest) if nearest else None)

    def seasons(self) -> tuple[str, ...]:
        """The seasons that have projects in the ledger, the newest first."""
        rows = self._main.execute("SELECT DISTINCT season FROM guarantee_projects ORDER BY season DESC")
        return tuple(str(row[0]) for row in rows)

    def units(self, today: date) -> tuple[UnitLine, ...]:
        """The units that have projects in the ledger, those with the most overdue and open ones first."""
        rows = self._main.execute(
            # Of a row that max() chooses SQLite takes the other columns too: a unit bears its latest project's name.
            "SELECT g.unit_code, a.applicant, count(*), sum(g.is_open), "
            "sum(g.is_open = 1 AND g.next_due < :today) AS late, "
            "sum(EXISTS (SELECT 1 FROM json_each(g.marks) m WHERE json_extract(m.value, '$[0]') = 'accepted')), "
            "sum((SELECT count(*) FROM json_each(g.marks) m WHERE json_extract(m.value, '$[0]') = 'visited')), "
            "max(g.approved_on) "
            "FROM guarantee_projects g JOIN applications a ON a.id = g.application_id GROUP BY g.unit_code "
            "ORDER BY late DESC, sum(g.is_open) DESC, count(*) DESC, g.unit_code",
            _days(today),
        )
        return tuple(UnitLine(*row[:-1]) for row in rows)

    def open_ids(self) -> array[int]:
        """Every project with something to do, by its next due day."""
        rows = self._main.execute(
            "SELECT application_id FROM guarantee_projects WHERE is_open = 1 ORDER BY next_due, application_id"
        )
        return array("q", (row[0] for row in rows))

    def _count(self, where: str, values: dict[str, str]) -> int:
        return int(self._main.execute(f"SELECT count(*) FROM guarantee_projects WHERE {where}", values).fetchone()[0])


def _within(query: LedgerQuery) -> str:
    season = " AND season = :season" if query.season else ""
    return season + (" AND unit_code = :unit" if query.unit_code else "")


def _days(today: date) -> dict[str, str]:
    return {"today": today.isoformat(), "soon": (today + timedelta(days=SOON_DAYS)).isoformat()}


def _parts(ids: Sequence[int]) -> list[list[int]]:
    every = list(ids)
    return [every[at : at + _AT_ONCE] for at in range(0, len(every), _AT_ONCE)]


def _entry(row: tuple[Any, ...]) -> LedgerEntry:
    number, case, kind, day, paper, months, people, subject, words, score, bonus, of_entry, by, at = row
    return LedgerEntry(
        application_id=case,
        kind=EntryKind(kind),
        day=date.fromisoformat(day),
        by=by,
        at=datetime.fromisoformat(at),
        number=paper,
        months=months,
        people=people,
        subject=subject,
        words=words,
        score=score,
        bonus=bonus,
        of_entry=of_entry or 0,
        id=number,
    )


def _line(row: tuple[Any, ...]) -> LedgerLine:
    case, season, unit, is_open, _, next_due, due_kind, due_name, approved, original, ends, stand, score, marks = row[
        :14
    ]
    day = date.fromisoformat(next_due)
    return LedgerLine(
        application_id=case,
        season=season,
        unit_code=unit,
        project_name=row[14],
        applicant=row[15],
        approved_on=date.fromisoformat(approved),
        original_end=date.fromisoformat(original),
        ends_on=date.fromisoformat(ends),
        state=State(stand),
        due=Due(DueKind(due_kind), day, due_name) if is_open else None,
        ended_on=None if is_open else day,
        score=score,
        marks=tuple(Mark(MarkKind(kind), date.fromisoformat(on)) for kind, on in json.loads(marks)),
    )
