"""The queue: ordered ids of a view with the true count of every chip, and the rows of some ids.

Over many cases several ways lead to the same list, and the cheapest is taken: few cases are gathered and sorted; many
are read along the index of the wanted order; a search has ways of its own (search.py).
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import Any

from reviewer_app.domain.application import Source, User
from reviewer_app.domain.deadlines import days_shown
from reviewer_app.domain.listing.asking import asked_in
from reviewer_app.domain.states import BEFORE_SENT, State
from reviewer_app.services.ports.rows import ALL_SEASONS, QueueIndex, QueueQuery, QueueRow, SortKey, Tab
from reviewer_db.queue.all_seasons import SearchOfAll, cut, joined, seasons_newest_first
from reviewer_db.queue.derived_orders import in_order, is_derived
from reviewer_db.queue.marks import Own, days_waiting, own_of
from reviewer_db.queue.ordered_ids import chosen_of, gathered, head_of, not_waiting, walk
from reviewer_db.queue.search import Search
from reviewer_db.queue.tabs import APART, condition_of
from reviewer_db.queue.terms import Reader, count_meant, line_words
from reviewer_db.stores.custody.rows import AWAY_TO, IS_VOID
from reviewer_db.stores.outside.consultations import COUNTED
from reviewer_db.stores.search_index import words_of
from reviewer_db.stores.session import Session

#: Fetching a case by itself costs about so many steps along an index; by due day the index itself has all.
_FETCH_COST = 60
_FETCH_COST_BY_DUE = 3
_SOURCES = {source.value: source.label for source in Source}
_BEFORE_SENT = {state.value for state in BEFORE_SENT}
_STATES = {state.value: state for state in State}
_READ_ROWS = (
    "SELECT id, intake_number, project_name, applicant, credit_code, sector, contact, source, state, handler, "
    f"due_on, flags, season, {COUNTED}, {AWAY_TO}, {IS_VOID}"
)


class Worklist:
    """Implements ports.Worklist. Equal keys keep the order the cases came in; descending is the exact reverse."""

    def __init__(self, session: Session, today: Callable[[], date]) -> None:
        self._session = session
        self._today = today
        self._main = session.main

    def index(self, query: QueueQuery, user: User, first: int | None = None) -> QueueIndex:
        """Ordered ids and the chips' counts; under a search not yet complete, `counts` may be empty."""
        if query.season == ALL_SEASONS:
            return self._of_all(query, user, first)
        if is_derived(query):
            found = self.index(replace(query, sort=SortKey.DUE, descending=False, then=None), user)
            return QueueIndex(query, in_order(self._session, query, found.ids), found.counts)
        asked = asked_in(query.text)
        if asked.doubts:
            return QueueIndex(query, array("q"), dict.fromkeys(Tab, 0))
        words = words_of(asked.words)
        if words or asked.terms:
            reader = Reader(self._session, query.season, user, self._today())
            terms, lines = line_words(asked.terms)
            return Search(reader, self.full, query, words, terms, lines).index(first)
        counts = self.counts(query.season, user)
        wanted = counts[query.tab]
        if first is None or first >= wanted:
            return QueueIndex(query, self.full(query, user, counts), counts)
        return QueueIndex(query, self._first(query, user, counts, first), counts, is_complete=False)

    def _of_all(self, query: QueueQuery, user: User, first: int | None) -> QueueIndex:
        """Every season's list, the newest season's first."""
        seasons, asked = seasons_newest_first(self._session), asked_in(query.text)
        if asked.doubts or not seasons:
            return QueueIndex(query, array("q"), dict.fromkeys(Tab, 0))
        words = words_of(asked.words)
        if (words or asked.terms) and not is_derived(query):
            reader = Reader(self._session, seasons[0], user, self._today())
            terms, lines = line_words(asked.terms)
            return SearchOfAll(reader, seasons, self.full, query, words, terms, lines).index(first)
        parts, wanted = list[QueueIndex](), first
        for season in seasons:
            if wanted == 0 and is_derived(query):
                # No index keeps the order: it is not worked out where nothing is shown of it.
                if query.text:
                    return replace(joined(query, parts), counts={}, is_complete=False)
                parts.append(QueueIndex(query, array("q"), self.counts(season, user), is_complete=False))
                continue
            part = cut(self.index(replace(query, season=season), user, wanted), wanted)
            parts.append(part)
            wanted = None if wanted is None else max(wanted - len(part.ids), 0)
        return joined(query, parts)

    def found(self, season: str, text: str, user: User) -> int:
        """How many cases of a season a search finds, under every chip together."""
        asked = asked_in(text)
        if season == ALL_SEASONS or asked.doubts or words_of(asked.words) or not asked.terms:
            return self.index(QueueQuery(season, Tab.ALL, text), user).counts[Tab.ALL]
        return count_meant(Reader(self._session, season, user, self._today()), asked.terms)

    def counts(self, season: str, user: User) -> dict[Tab, int]:
        """The count of every chip, from the counters the triggers keep."""
        today = self._today()
        conditions = [condition_of(tab, user, today) for tab in Tab]
        sums = ", ".join(f"coalesce(sum(cases) FILTER (WHERE {condition.sql}), 0)" for condition in conditions)
        values = chain.from_iterable(condition.values for condition in conditions)
        row = self._main.execute(f"SELECT {sums} FROM queue_counts WHERE season = ?", (*values, season)).fetchone()
        counts = dict(zip(Tab, row, strict=True))
        counts[Tab.MINE] -= len(not_waiting(self._session, season, conditions[list(Tab).index(Tab.MINE)]))
        for tab in APART:
            counts[tab] = len(chosen_of(self._session, season, conditions[list(Tab).index(tab)]))
        return counts

    def full(self, query: QueueQuery, user: User, counts: Mapping[Tab, int] | None = None) -> array[int]:
        """All ids of a view without its search, in order; remembered until a case is added or changed."""
        condition = condition_of(query.tab, user, self._today())
        name = (query.season, condition.of_cases(), condition.values, query.sort)
        ids = self._session.orders.get(name)
        if ids is None:
            counts = counts or self.counts(query.season, user)
            if counts[query.tab] * _fetch_cost(query.sort) < counts[Tab.ALL]:
                ids = array("q", gathered(self._session, query.season, query.sort, condition))
            else:
                ids = array("q")
                for some in walk(self._session, name, condition):
                    ids.extend(some)
            self._session.orders.put(name, ids)
            if query.sort is SortKey.DUE:
                # The order the queue opens in: by due day its first cases lie together, so a search is ready at once.
                head_of(self._session, name, condition, query.descending)
        return ids[::-1] if query.descending else ids

    def _first(self, query: QueueQuery, user: User, counts: Mapping[Tab, int], first: int) -> array[int]:
        condition = condition_of(query.tab, user, self._today())
        total, wanted = counts[Tab.ALL], counts[query.tab]
        if wanted * _fetch_cost(query.sort) < min(total, first * total / max(wanted, 1)):
            found = gathered(self._session, query.season, query.sort, condition)
            return array("q", found[: -first - 1 : -1] if query.descending else found[:first])
        name = (query.season, condition.of_cases(), condition.values, query.sort)
        steps = walk(self._session, name, condition, query.descending, max(first, 1))
        return array("q", next(steps)[:first])

    def rows(self, ids: Sequence[int], today: date, with_waiting: bool = False) -> list[QueueRow]:
        """The rows of these ids, in this order; ids no longer there are left out."""
        days = _Days(today)
        places = ", ".join("?" * len(ids))
        rows = self._main.execute(f"{_READ_ROWS} FROM applications WHERE id IN ({places})", tuple(ids)).fetchall()
        own = own_of(self._session, ids, today)
        waiting = days_waiting(self._session, ids, today) if with_waiting else {}
        found = {row[0]: _queue_row(row, days, own.get(row[0], _NOTHING), waiting.get(row[0], 0)) for row in rows}
        return [found[one] for one in ids if one in found]


#: What the row says of a case of which the person at the desk has nothing of his own.
_NOTHING = Own()


class _Days(dict[tuple[str, str], tuple[date, int | None]]):
    """Seasons and due days as stored, with the days left; the queue has few different ones."""

    def __init__(self, today: date) -> None:
        super().__init__()
        self._today = today

    def __missing__(self, key: tuple[str, str]) -> tuple[date, int | None]:
        season, text = key
        due = date.fromisoformat(text)
        self[key] = due, days_shown(season, due, self._today)
        return self[key]


def _fetch_cost(sort: SortKey) -> int:
    return _FETCH_COST_BY_DUE if sort is SortKey.DUE else _FETCH_COST


def _queue_row(row: tuple[Any, ...], days: _Days, own: Own, waiting_days: int) -> QueueRow:
    case_id, number, project, applicant, code, sector, contact, source, state, handler, due_text, *counted = row
    flags, season, replied, consulted, away_to, is_void = counted
    due, left = days[season, due_text]
    return QueueRow(
        case_id,
        number,
        project or "（未填项目名称）",
        applicant or "（未填申报单位）",
        code,
        sector,
        contact,
        _SOURCES[source],
        _STATES[state],
        handler,
        due,
        left if state in _BEFORE_SENT else None,
        flags,
        replied,
        consulted,
        away_to,
        bool(is_void),
        own.aside_until,
        own.is_changed,
        own.labels,
        waiting_days,
        season,
    )
