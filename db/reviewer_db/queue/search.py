"""Looking for words in the cases: the first screen at once, the whole list and the exact counts when asked for.

Common words are found in the remembered texts of the order's beginning; rare ones by fetching the cases that the index
of characters names; those in between by walking the order past the set of hits.
"""

from __future__ import annotations

import json
import re
from array import array
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from itertools import compress, islice
from typing import TypeAlias

from reviewer_app.domain.application import User
from reviewer_app.domain.listing.asking import Term
from reviewer_app.services.ports.rows import QueueIndex, QueueQuery, Tab
from reviewer_db.queue.ordered_ids import STEP, as_list, chosen_of, head_of, ids_of, not_waiting, places_of, walk
from reviewer_db.queue.tabs import APART, condition_of
from reviewer_db.queue.terms import LineWord, Reader, cases_meant, first_meant
from reviewer_db.stores.remembered import ORDERS, Head
from reviewer_db.stores.search_index import doubtful, match_of

#: In a library of up to so many cases the whole list is as quick as its beginning.
_SMALL = 5_000
#: Up to so many hits the cases are fetched by themselves; up to more when no order is remembered to place them in.
_RARE, RARE_UNPLACED = 150, 600
#: Up to so many hits their ids are asked for before the screen is full.
_HELD = 30_000

#: Up to so many hits are put in order by their places; more are met soon enough by walking.
_PLACED = 8_000
#: So many cases are looked at by themselves before all that are meant are looked for.
_TRIED = 400
#: So many texts are looked at again in one go.
_CHECKED = 256
#: So many texts tell how common a pair is.
_SAMPLE = 1_000

#: As intake and filing numbers are written: long, and mostly digits.
_WHOLE_NUMBER = re.compile(r"(?=(?:\D*\d){8})[^\s:：]{10,30}")

FullOrder: TypeAlias = "Callable[[QueueQuery, User], array[int]]"


class Search:
    """One search of the queue; `full_order` gives the whole view without the search.

    `terms` are words with an operator, `lines` words that have to stand in certain lines of the text.
    """

    def __init__(
        self,
        reader: Reader,
        full_order: FullOrder,
        query: QueueQuery,
        words: list[str],
        terms: Sequence[Term] = (),
        lines: Sequence[LineWord] = (),
    ) -> None:
        self._session = reader.session
        self._today = reader.today
        self._main = reader.session.main
        self._full_order = full_order
        self._query = query
        self._user = user = reader.user
        self._words = [*words, *(one.word for one in lines)]
        self._lines = lines
        self._terms = terms
        self._reader = reader
        self._condition = condition_of(query.tab, user, reader.today)
        self._name = (query.season, self._condition.of_cases(), self._condition.values, query.sort)

    def index(self, first: int | None) -> QueueIndex:
        """The list; with `first` its beginning, and then without counts unless the words are rare."""
        if first is None or self._highest() <= _SMALL:
            return self._cut(self._whole(), first)
        if self._terms:
            return self._first_meant(first)
        if named := self._named_whole():
            return self._beginning(islice((one for some in self._ordered(named) for one in some), first))
        found = self._in_head(first)
        if len(found) >= first or self._head.is_whole:
            # Under a chip of few cases all there is has been seen: only the counts of the others are left.
            return self._beginning(found)
        return self._beyond_head(first)

    def _named_whole(self) -> list[int]:
        """The cases of a number that was typed whole: no piece of it is rare, but the tables keep an order of both.

        Whatever else has it in its texts comes with the whole list.
        """
        typed = self._query.text.strip()
        if self._lines or not _WHOLE_NUMBER.fullmatch(typed):
            return []
        named = "SELECT id FROM applications WHERE season IN (SELECT value FROM json_each(?1)) AND intake_number = ?2"
        filed = (
            "SELECT id FROM case_marks WHERE season IN (SELECT value FROM json_each(?1)) AND filing_number = ?2 "
            "AND filing_number <> ''"
        )
        return ids_of(self._main, f"{named} UNION {filed} ORDER BY id", (json.dumps(list(self._asked_seasons)), typed))

    @property
    def _asked_seasons(self) -> Sequence[str]:
        return (self._query.season,)

    def _beyond_head(self, first: int) -> QueueIndex:
        """The beginning when the remembered texts have too few of it; the whole list where that is short."""
        hits = self._hits(_HELD + 1)
        if len(hits) <= (_RARE if self._session.orders.get(self._name) else RARE_UNPLACED):
            return self._cut(self._of_few(hits), first)
        if len(hits) > _HELD:
            # Common words whose cases all stand far down in this order.
            hits = [one for some in self._all_hits(()) for one in some]
        return self._beginning(list(islice(self._in_order(self._ordered(hits)), first)))

    def _beginning(self, found: Iterable[int]) -> QueueIndex:
        return QueueIndex(self._query, array("q", found), {}, is_complete=False)

    def _first_meant(self, first: int) -> QueueIndex:
        """The beginning of the list when words with an operator narrow it."""
        if not self._words:
            walked = walk(self._session, self._name, self._condition, self._query.descending, _TRIED)
            found = first_meant(self._reader, self._terms, walked, first)
            if found is not None and len(found) >= first:
                return self._beginning(found)
        hits = [one for some in self._all_hits(doubtful(self._words)) for one in some]
        if len(hits) <= RARE_UNPLACED:
            return self._cut(self._of_few(hits), first)
        return self._beginning(islice((one for some in self._ordered(hits) for one in some), first))

    @cached_property
    def _meant(self) -> list[int] | None:
        """The cases that words with an operator name; None when there is no such word."""
        return cases_meant(self._reader, self._terms) if self._terms else None

    @cached_property
    def _head(self) -> Head:
        return head_of(self._session, self._name, self._condition, self._query.descending)

    @cached_property
    def _match(self) -> str:
        return match_of(self._words, self._head.beginning(_SAMPLE))

    def _cut(self, index: QueueIndex, first: int | None) -> QueueIndex:
        if first is None or len(index.ids) <= first:
            return index
        return QueueIndex(index.query, index.ids[:first], index.counts, is_complete=False)

    def _in_head(self, first: int) -> list[int]:
        """Hits among the first cases in order, found in their remembered texts."""
        sample = self._head.beginning(_SAMPLE) if len(self._words) > 1 else ""
        rarest = min(self._words, key=sample.count)
        return list(islice((one for one, text in self._head.having(rarest) if self._fits(text)), first))

    def _in_order(self, ordered: Iterable[Sequence[int]]) -> Iterator[int]:
        """Hits in order, as many as are asked for; those in which a longer word only seems to be are left out."""
        doubted = doubtful(self._words)
        for found in ordered:
            if not doubted and not self._lines:
                yield from found
                continue
            for start in range(0, len(found), _CHECKED):
                some = found[start : start + _CHECKED]
                true = self._true(some, doubted)
                yield from (one for one in some if one in true)

    def _ordered(self, hits: Sequence[int]) -> Iterator[Sequence[int]]:
        places = self._session.orders.places(self._name) if len(hits) <= _PLACED else None
        if places is not None:
            inside = (one for one in hits if one < len(places) and places[one])
            yield sorted(inside, key=places.__getitem__, reverse=self._query.descending)
            return
        wanted = set(hits)
        for some in walk(self._session, self._name, self._condition, self._query.descending):
            yield list(filter(wanted.__contains__, some))

    def _true(self, ids: Sequence[int], words: Iterable[str]) -> set[int]:
        """Those of the ids whose text holds all words, each in the lines where it has to stand."""
        if self._lines:
            return {one for one, text in self._texts(ids) if self._fits(text)}
        tests, values = _tests("t.text", words)
        return set(
            ids_of(
                self._main,
                f"SELECT t.id FROM json_each(?) j CROSS JOIN case_text t ON t.id = j.value WHERE 1{tests}",
                (as_list(ids), *values),
            )
        )

    def _texts(self, ids: Sequence[int]) -> list[tuple[int, str]]:
        select = "SELECT t.id, t.text FROM json_each(?) j CROSS JOIN case_text t ON t.id = j.value"
        return self._main.execute(select, (as_list(ids),)).fetchall()

    def _fits(self, text: str) -> bool:
        return all(one.stands_in(text) for one in self._lines) and all(word in text for word in self._words)

    def _hits_in_texts(self, limit: int = -1, within: Sequence[int] = ()) -> list[int]:
        """Every case is looked at: what was typed may be the first letters of a name."""
        tests, values = _tests("text", self._words)
        where = "id BETWEEN ? AND ?" if within else "1"
        select = f"SELECT id FROM case_text WHERE {where}{tests} ORDER BY id LIMIT {limit}"
        return ids_of(self._main, select, (*within, *values))

    def _hits(self, limit: int, within: Sequence[int] = ()) -> list[int]:
        """So many of the cases that the index of characters names; `within` a lowest and a highest id when given."""
        if not self._match:
            return self._hits_in_texts(limit, within)
        where = "AND rowid BETWEEN ? AND ? " if within else ""
        return ids_of(
            self._main,
            f"SELECT rowid AS id FROM case_search WHERE case_search MATCH ? {where}LIMIT {limit}",
            (self._match, *within),
        )

    def _highest(self) -> int:
        return int(self._main.execute("SELECT coalesce(max(id), 0) FROM applications").fetchone()[0])

    def _of_few(self, hits: list[int]) -> QueueIndex:
        """The whole list and every count, case by case."""
        doubted = doubtful(self._words)
        true = self._true(hits, doubted) if doubted or self._lines else hits
        rows = self._rows_of(list(true))
        counted = Counter((stage, handler) for _, stage, handler in rows)
        counts = self._counts(counted)
        found = {one for one, _, _ in rows}
        counts[Tab.MINE] -= len(self._left_out(Tab.MINE) & found)
        for apart in APART:
            counts[apart] = len(self._apart[apart] & found)
        groups = self._groups_under(counted)[self._query.tab]
        tab = self._query.tab
        meant = (found & self._apart[tab] if tab in APART else found) - self._left_out(tab)
        ids = array("q", (one for one, stage, handler in rows if (stage, handler) in groups and one in meant))
        return QueueIndex(self._query, ids, counts)

    def _rows_of(self, ids: Sequence[int]) -> list[tuple[int, int, str]]:
        """Id, stage and handler of some cases, in the order of the view."""
        way = "DESC" if self._query.descending else ""
        return self._main.execute(
            "SELECT a.id, a.stage, a.handler FROM json_each(?) j CROSS JOIN applications a ON a.id = j.value "
            f"WHERE a.season = ? ORDER BY a.{ORDERS[self._query.sort][1]} {way}, a.id {way}",
            (as_list(ids), self._query.season),
        ).fetchall()

    def _whole(self) -> QueueIndex:
        """The whole list and every count: marks all hits, then goes through the order and the standings."""
        marks = bytearray(self._highest() + 1)
        for some in self._all_hits(doubtful(self._words)):
            for one in some:
                marks[one] = 1
        return self._of_marks(marks)

    def _of_marks(self, marks: bytearray) -> QueueIndex:
        ids = array("q")
        order = self._full_order(self._query, self._user)
        for start in range(0, len(order), STEP):
            some_ids = order[start : start + STEP]
            ids.extend(compress(some_ids, map(marks.__getitem__, some_ids)))
            self._session.check()
        standings = places_of(self._session, self._query.season)
        counted: Counter[int] = Counter()
        for start in range(0, len(marks), STEP):
            counted.update(compress(standings.of[start : start + STEP], marks[start : start + STEP]))
        named = {standings.groups[place - 1]: count for place, count in counted.items() if place}
        counts = self._counts(named)
        counts[Tab.MINE] -= sum(marks[one] for one in self._left_out(Tab.MINE))
        for tab in APART:
            counts[tab] = sum(marks[one] for one in self._apart[tab])
        return QueueIndex(self._query, ids, counts)

    def _all_hits(self, doubted: Iterable[str]) -> Iterator[list[int]]:
        """The ids the index of characters names, ascending; with words to be looked for in the text as well."""
        if not self._words:
            yield self._meant or []
            return
        wanted = None if self._meant is None else set(self._meant)
        for hits in self._hits_of_words(doubted):
            some = hits if wanted is None else [one for one in hits if one in wanted]
            yield some if not self._lines else sorted(self._true(some, ()))

    def _hits_of_words(self, doubted: Iterable[str]) -> Iterator[list[int]]:
        if not self._match:
            yield self._hits_in_texts()
            return
        tests, values = _tests("t.text", doubted)
        joined = "CROSS JOIN case_text t ON t.id = s.rowid" if tests else ""
        last = 0
        while some := ids_of(
            self._main,
            f"SELECT s.rowid AS id FROM case_search s {joined} WHERE s.case_search MATCH ? AND s.rowid > ?{tests} "
            f"ORDER BY s.rowid LIMIT {STEP}",
            (self._match, last, *values),
        ):
            yield some
            self._session.check()
            last = some[-1]

    @cached_property
    def _apart(self) -> dict[Tab, set[int]]:
        """The cases of the chips that select them by themselves."""
        season = self._query.season
        return {tab: set(chosen_of(self._session, season, condition_of(tab, self._user, self._today))) for tab in APART}

    def _left_out(self, tab: Tab) -> set[int]:
        """The cases that a chip leaves out although they stand where it looks."""
        return set(not_waiting(self._session, self._query.season, condition_of(tab, self._user, self._today)))

    def _counts(self, counted: dict[tuple[int, str], int]) -> dict[Tab, int]:
        under = self._groups_under(counted)
        return {tab: sum(counted[group] for group in under[tab]) for tab in Tab}

    def _groups_under(self, groups: Iterable[tuple[int, str]]) -> dict[Tab, set[tuple[int, str]]]:
        """By chip those pairs of stage and handler that stand under it, by its own condition."""
        conditions = [condition_of(tab, self._user, self._today) for tab in Tab]
        rows = self._main.execute(
            f"SELECT stage, handler, {', '.join(f'({one.sql})' for one in conditions)} FROM "
            "(SELECT value ->> 0 AS stage, value ->> 1 AS handler FROM json_each(?))",
            (*(value for one in conditions for value in one.values), json.dumps(list(groups))),
        ).fetchall()
        return {tab: {(row[0], row[1]) for row in rows if row[2 + place]} for place, tab in enumerate(Tab)}


def _tests(column: str, words: Iterable[str]) -> tuple[str, tuple[str, ...]]:
    values = tuple(words)
    return "".join(f" AND instr({column}, ?) > 0" for _ in values), values
