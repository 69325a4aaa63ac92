"""The paper copies of the cases, what was found when they were compared with the online record, and the pairs."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from reviewer_app.domain.application import Keeping, PaperCopy
from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_app.domain.record import EventAct
from reviewer_app.services.ports.findings import Pairing, PairVerdict
from reviewer_db.stores.session import IN_LIST, Session, as_list

_COMPARED = "SELECT application_id, field_id, is_same, paper_value, compared_by, compared_at FROM comparisons"
#: A comparison that was taken back is a row without a person: the row itself is never erased.
_STANDS = "AND compared_by <> ''"


class Comparisons:
    """Implements ports.ComparisonStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def of(self, application_id: int) -> dict[str, Comparison]:
        """The comparisons of a case by field id."""
        rows = self._main.execute(f"{_COMPARED} WHERE application_id = ? {_STANDS}", (application_id,))
        return {found.field_id: found for _, *columns in rows for found in [_comparison(*columns)]}

    def of_some(self, ids: Sequence[int]) -> dict[int, dict[str, Comparison]]:
        """The same of several cases, read at once."""
        found: dict[int, dict[str, Comparison]] = {one: {} for one in ids}
        asked = f"{_COMPARED} WHERE application_id {IN_LIST} {_STANDS}"
        for case_id, *columns in self._main.execute(asked, (as_list(ids),)):
            one = _comparison(*columns)
            found[case_id][one.field_id] = one
        return found

    def put(self, application_id: int, comparison: Comparison) -> None:
        """Writes what was found in a field over what was found before."""
        self._main.execute(
            "INSERT INTO comparisons VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "is_same = excluded.is_same, paper_value = excluded.paper_value, "
            "compared_by = excluded.compared_by, compared_at = excluded.compared_at",
            (
                application_id,
                comparison.field_id,
                int(comparison.is_same),
                comparison.paper,
                comparison.by,
                comparison.at.isoformat() if comparison.at else None,
            ),
        )

    def take_back(self, application_id: int, field_id: str) -> None:
        """Says that nobody has compared a field."""
        self.put(application_id, Comparison(field_id, False))


def _comparison(field_id: str, is_same: int, paper: str, by: str, at: str | None) -> Comparison:
    return Comparison(field_id, bool(is_same), paper, by, datetime.fromisoformat(at) if at else None)


_COLUMNS = (
    "number, is_received, is_sealed, seal_name, pages, place, received_on, received_from, received_by, is_like_first, "
    "keeping, keeper"
)
_READ = f"SELECT application_id, {_COLUMNS} FROM papers"


class Papers:
    """Implements ports.PaperStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def of(self, application_id: int) -> tuple[PaperCopy, ...]:
        """The recorded copies by number."""
        rows = self._main.execute(f"{_READ} WHERE application_id = ? ORDER BY number", (application_id,))
        return tuple(_copy(columns) for _, *columns in rows)

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[PaperCopy, ...]]:
        """The same of several cases, read at once."""
        found: dict[int, list[PaperCopy]] = {one: [] for one in ids}
        rows = self._main.execute(f"{_READ} WHERE application_id {IN_LIST} ORDER BY number", (as_list(ids),))
        for case_id, *columns in rows:
            found[case_id].append(_copy(columns))
        return {one: tuple(copies) for one, copies in found.items()}

    def put(self, application_id: int, copy: PaperCopy) -> None:
        """Writes one copy over the former record of it."""
        values = (application_id, *_values(copy))
        self._main.execute(f"INSERT OR REPLACE INTO papers (application_id, {_COLUMNS}) VALUES ({_PLACES})", values)

    def received_on(self, day: date) -> dict[int, datetime]:
        """The cases with a copy received on a day, the last recorded first, each with when that was."""
        rows = self._main.execute(
            "SELECT p.application_id, e.at, max(e.id) "
            "FROM (SELECT DISTINCT application_id FROM papers WHERE received_on = ?) p "
            "JOIN events e ON e.application_id = p.application_id AND e.act IN (?, ?, ?) "
            "GROUP BY p.application_id ORDER BY max(e.id) DESC",
            (day.isoformat(), EventAct.PAPER_RECORDED, EventAct.SET_RECEIVED, EventAct.PAIRED),
        )
        return {int(case_id): datetime.fromisoformat(at) for case_id, at, _ in rows}


_PLACES = ", ".join("?" * 13)


def _values(copy: PaperCopy) -> tuple[object, ...]:
    return (
        copy.number,
        int(copy.is_received),
        int(copy.is_sealed),
        copy.seal_name,
        copy.pages,
        copy.place,
        copy.received_on.isoformat() if copy.received_on else "",
        copy.received_from,
        copy.received_by,
        int(copy.is_like_first),
        copy.keeping.value,
        copy.keeper,
    )


def _copy(row: Sequence[Any]) -> PaperCopy:
    number, is_received, is_sealed, seal_name, pages, place, day, giver, taker, is_like_first, keeping, keeper = row
    return PaperCopy(
        number,
        bool(is_received),
        bool(is_sealed),
        seal_name,
        pages,
        place,
        date.fromisoformat(day) if day else None,
        giver,
        taker,
        bool(is_like_first),
        Keeping(keeping),
        keeper,
    )


class Pairings:
    """Implements ports.PairingStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def all(self) -> tuple[Pairing, ...]:
        """Every pair, the last said of first."""
        rows = self._main.execute(
            "SELECT paper_id, online_id, verdict, said_by, said_at FROM pairings "
            "ORDER BY said_at DESC, paper_id DESC, online_id DESC"
        )
        return tuple(
            Pairing(int(paper), int(online), PairVerdict(verdict), by, datetime.fromisoformat(at))
            for paper, online, verdict, by, at in rows
        )

    def put(self, pairing: Pairing) -> None:
        """Writes what is said of a pair over what was said before."""
        self._main.execute(
            "INSERT INTO pairings VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "verdict = excluded.verdict, said_by = excluded.said_by, said_at = excluded.said_at",
            (pairing.paper_id, pairing.online_id, pairing.verdict.value, pairing.by, pairing.at.isoformat()),
        )
