"""The queue: ordered ids of a view with the true count of every chip, and the rows of some ids.

Over many cases three ways lead to the same list, and the cheapest is taken: few cases are gathered and sorted; many are
read along the index of the wanted order; a search goes through the index of characters and then along that order.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import chain, islice
from typing import TYPE_CHECKING

from reviewer_app.domain.application import Source, User
from reviewer_app.domain.states import BEFORE_SENT, State
from reviewer_app.services.rows import QueueIndex, QueueQuery, QueueRow, Tab
from reviewer_db.chips import Condition, condition_of
from reviewer_db.grams import words_of
from reviewer_db.orders import ORDERS
from reviewer_db.search import Search
from reviewer_db.session import Session

if TYPE_CHECKING:
    from sqlite3 import Connection

#: Fetching a case by itself costs about so many steps along an index.
_FETCH_COST = 15
_SOURCES = {source.value: source.label for source in Source}
_BEFORE_SENT = {state.value for state in BEFORE_SENT}
_STATES = {state.value: state for state in State}


class Worklist:
    """Implements ports.Worklist. Equal keys keep the order the cases came in; descending is the exact reverse."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._main: Connection = session.main

    def index(self, query: QueueQuery, user: User, first: int | None = None) -> QueueIndex:
        """Ordered ids and the chips' counts; under a search not yet complete, `counts` is empty."""
        words = words_of(query.text)
        if words:
            return Search(self._session, self, query, user, words).index(first)
        counts = self.counts(query.season, user)
        wanted = counts[query.tab]
        limit = wanted if first is None else min(first, wanted)
        ids = self._first(query, user, counts, limit) if limit < wanted else self.full(query, user, counts)
        return QueueIndex(query, ids, counts, is_complete=limit == wanted)

    def counts(self, season: str, user: User) -> dict[Tab, int]:
        """The count of every chip, from the counters the triggers keep."""
        conditions = [condition_of(tab, user) for tab in Tab]
        sums = ", ".join(f"coalesce(sum(cases) FILTER (WHERE {condition.sql}), 0)" for condition in conditions)
        values = chain.from_iterable(condition.values for condition in conditions)
        row = self._main.execute(f"SELECT {sums} FROM queue_counts WHERE season = ?", (*values, season)).fetchone()
        return dict(zip(Tab, row, strict=True))

    def full(self, query: QueueQuery, user: User, counts: Mapping[Tab, int] | None = None) -> array[int]:
        """All ids of a view without its search, in order; remembered until a case is added or changed."""
        condition = condition_of(query.tab, user)
        name = (query.season, condition.sql, condition.values, query.sort.value)
        ids = self._session.orders.get(name)
        if ids is None:
            counts = counts or self.counts(query.season, user)
            if counts[query.tab] * _FETCH_COST < counts[Tab.ALL]:
                ids = array("q", self._gathered(query, condition))
            else:
                ids = array("q", self.along(query, condition))
            self._session.orders.put(name, ids)
        return ids[::-1] if query.descending else ids

    def _first(self, query: QueueQuery, user: User, counts: Mapping[Tab, int], limit: int) -> array[int]:
        condition = condition_of(query.tab, user)
        total, wanted = counts[Tab.ALL], counts[query.tab]
        if wanted * _FETCH_COST < min(total, limit * total / max(wanted, 1)):
            ids = array("q", self._gathered(query, condition))
            return ids[: -limit - 1 : -1] if query.descending else ids[:limit]
        return array("q", islice(self.along(query, condition, query.descending), limit))

    def along(self, query: QueueQuery, condition: Condition, descending: bool = False) -> Iterator[int]:
        """The ids along the index of the order, as they are asked for."""
        index, column = ORDERS[query.sort]
        way = "DESC" if descending else "ASC"
        rows = self._main.execute(
            f"SELECT id FROM applications INDEXED BY {index} WHERE season = ? AND {condition.sql} "
            f"ORDER BY {column} {way}, id {way}",
            (query.season, *condition.values),
        )
        return chain.from_iterable(rows)

    def _gathered(self, query: QueueQuery, condition: Condition) -> Iterator[int]:
        """The ids of a chip with few cases: found by state and handler, then sorted."""
        rows = self._main.execute(
            "SELECT a.id FROM (SELECT season, stage, handler FROM queue_counts "
            f"WHERE season = ? AND cases > 0 AND {condition.sql}) c "
            "CROSS JOIN applications a INDEXED BY queue_by_handler "
            "ON a.season = c.season AND a.stage = c.stage AND a.handler = c.handler "
            f"ORDER BY a.{ORDERS[query.sort][1]}, a.id",
            (query.season, *condition.values),
        )
        return chain.from_iterable(rows)

    def rows(self, ids: Sequence[int], today: date) -> list[QueueRow]:
        """The rows of these ids, in this order; ids no longer there are left out."""
        found: dict[int, QueueRow] = {}
        places = ", ".join("?" * len(ids))
        for row in self._main.execute(f"{_READ_ROWS} WHERE id IN ({places})", tuple(ids)):
            found[row[0]] = _queue_row(row, today)
        return [found[one] for one in ids if one in found]


_READ_ROWS = (
    "SELECT id, intake_number, project_name, applicant, credit_code, sector, contact, source, state, handler, "
    "due_on, flags FROM applications"
)


def _queue_row(row: tuple[object, ...], today: date) -> QueueRow:
    case_id, number, project, applicant, code, sector, contact, source, state, handler, due_text, flags = row
    due = date.fromisoformat(str(due_text))
    days_left = (due - today).days if state in _BEFORE_SENT else None
    return QueueRow(
        id=int(str(case_id)),
        intake_number=str(number),
        project_name=str(project) or "（未填项目名称）",
        applicant=str(applicant) or "（未填申报单位）",
        credit_code=str(code),
        sector=str(sector),
        contact=str(contact),
        source=_SOURCES[str(source)],
        state=_STATES[str(state)],
        handler=str(handler),
        due_on=due,
        days_left=days_left,
        flags=int(str(flags)),
    )
