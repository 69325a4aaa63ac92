"""Looking for words in the cases: the first screen at once, the whole list and the exact counts when asked for.

The index of characters says how common the words are. Rare words: the cases are fetched and sorted. Less rare: the
wanted order is walked past the set of hits. Common: the wanted order is walked and each case's text is looked at.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain, compress, islice
from typing import TYPE_CHECKING, Protocol

from reviewer_app.domain.application import User
from reviewer_app.services.rows import QueueIndex, QueueQuery, Tab
from reviewer_db.chips import Condition, condition_of
from reviewer_db.grams import longer, match_of
from reviewer_db.orders import ORDERS
from reviewer_db.session import Session

if TYPE_CHECKING:
    from sqlite3 import Connection

#: Up to so many hits the cases are fetched one by one.
_RARE = 300
#: In a library of up to so many cases the whole list is as quick as its beginning.
_SMALL = 5_000
#: Up to so many hits their ids are held as a set.
_HELD = 20_000


class OrderedCases(Protocol):
    """What a search needs of the queue without a search."""

    def full(self, query: QueueQuery, user: User, counts: Mapping[Tab, int] | None = None) -> array[int]: ...
    def along(self, query: QueueQuery, condition: Condition, descending: bool = False) -> Iterator[int]: ...


class Search:
    """One search of the queue."""

    def __init__(self, session: Session, cases: OrderedCases, query: QueueQuery, user: User, words: list[str]) -> None:
        self._session = session
        self._main: Connection = session.main
        self._cases = cases
        self._query = query
        self._user = user
        self._match = match_of(words)
        self._longer = longer(words)
        self._words = words
        self._condition = condition_of(query.tab, user)

    def index(self, first: int | None) -> QueueIndex:
        """The list; with `first` its beginning, and then without counts unless the words are rare."""
        hits = self._hits(_HELD + 1)
        if len(hits) <= _RARE:
            return self._of_few(hits)
        if first is None or self._highest() <= _SMALL:
            return self._of_many()
        found = self._among(set(hits)) if len(hits) <= _HELD else self._by_text()
        return QueueIndex(self._query, array("q", islice(found, first)), {}, is_complete=False)

    def _hits(self, limit: int) -> list[int]:
        rows = self._main.execute(
            "SELECT rowid FROM case_search WHERE case_search MATCH ? LIMIT ?", (self._match, limit)
        )
        return list(chain.from_iterable(rows))

    def _of_few(self, hits: list[int]) -> QueueIndex:
        column = ORDERS[self._query.sort][1]
        conditions = [condition_of(tab, self._user) for tab in Tab]
        flags = ", ".join(condition.sql for condition in conditions)
        values = chain.from_iterable(condition.values for condition in conditions)
        rows = self._main.execute(
            f"SELECT id, {flags} FROM applications WHERE season = ? AND id IN ({', '.join('?' * len(hits))}) "
            f"ORDER BY {column}, id",
            (*values, self._query.season, *hits),
        ).fetchall()
        true = set(self._checked(iter([row[0] for row in rows])))
        rows = [row for row in rows if row[0] in true]
        counts = {tab: sum(row[place] for row in rows) for place, tab in enumerate(Tab, start=1)}
        place = list(Tab).index(self._query.tab) + 1
        ids = array("q", (row[0] for row in rows if row[place]))
        return QueueIndex(self._query, ids[::-1] if self._query.descending else ids, counts)

    def _among(self, hits: set[int]) -> Iterator[int]:
        name = (self._query.season, self._condition.sql, self._condition.values, self._query.sort.value)
        kept = self._session.orders.get(name)
        if kept is None:
            order = self._cases.along(self._query, self._condition, self._query.descending)
        else:
            order = reversed(kept) if self._query.descending else iter(kept)
        return self._checked(filter(hits.__contains__, order))

    def _checked(self, ids: Iterator[int]) -> Iterator[int]:
        """Leaves out cases in which a longer word's pairs stand apart."""
        if not self._longer:
            yield from ids
            return
        test = " AND ".join("instr(text, ?) > 0" for _ in self._longer)
        while some := list(islice(ids, 256)):
            places = ", ".join("?" * len(some))
            rows = self._main.execute(
                f"SELECT id FROM case_text WHERE id IN ({places}) AND {test}", (*some, *self._longer)
            )
            true = set(chain.from_iterable(rows))
            yield from (one for one in some if one in true)

    def _by_text(self) -> Iterator[int]:
        index, column = ORDERS[self._query.sort]
        way = "DESC" if self._query.descending else "ASC"
        test = " AND ".join("instr(t.text, ?) > 0" for _ in self._words)
        rows = self._main.execute(
            f"SELECT a.id FROM applications a INDEXED BY {index} CROSS JOIN case_text t ON t.id = a.id "
            f"WHERE a.season = ? AND {self._condition.sql} AND {test} ORDER BY a.{column} {way}, a.id {way}",
            (self._query.season, *self._condition.values, *self._words),
        )
        return chain.from_iterable(rows)

    def _of_many(self) -> QueueIndex:
        """The whole list and every count: marks all hits, then goes through the order and through the chips."""
        marks = bytearray(self._highest() + 1)
        for one in self._all_hits():
            marks[one] = 1
        order = self._cases.full(self._query, self._user)
        ids = array("q", compress(order, map(marks.__getitem__, order)))
        return QueueIndex(self._query, ids, self._counts(marks))

    def _highest(self) -> int:
        return int(self._main.execute("SELECT coalesce(max(id), 0) FROM applications").fetchone()[0])

    def _all_hits(self) -> Iterator[int]:
        if not self._longer:
            rows = self._main.execute("SELECT rowid FROM case_search WHERE case_search MATCH ?", (self._match,))
        else:
            test = " AND ".join("instr(t.text, ?) > 0" for _ in self._longer)
            rows = self._main.execute(
                "SELECT s.rowid FROM case_search s CROSS JOIN case_text t ON t.id = s.rowid "
                f"WHERE s.case_search MATCH ? AND {test}",
                (self._match, *self._longer),
            )
        return chain.from_iterable(rows)

    def _counts(self, marks: bytearray) -> dict[Tab, int]:
        counted: Counter[tuple[int, str]] = Counter()
        groups = self._main.execute(
            "SELECT stage, handler FROM queue_counts WHERE season = ? AND cases > 0", (self._query.season,)
        ).fetchall()
        for stage, handler in groups:
            rows = self._main.execute(
                "SELECT id FROM applications INDEXED BY queue_by_handler "
                "WHERE season = ? AND stage = ? AND handler = ?",
                (self._query.season, stage, handler),
            )
            counted[stage, handler] = sum(map(marks.__getitem__, chain.from_iterable(rows)))
        return {tab: self._sum(tab, counted) for tab in Tab}

    def _sum(self, tab: Tab, counted: Counter[tuple[int, str]]) -> int:
        condition = condition_of(tab, self._user)
        groups = list(counted)
        if not groups:
            return 0
        table = ", ".join("(?, ?, ?)" for _ in groups)
        cells = chain.from_iterable((stage, handler, counted[stage, handler]) for stage, handler in groups)
        row = self._main.execute(
            f"WITH counted (stage, handler, cases) AS (VALUES {table}) "
            f"SELECT coalesce(sum(cases), 0) FROM counted WHERE {condition.sql}",
            (*cells, *condition.values),
        ).fetchone()
        return int(row[0])
