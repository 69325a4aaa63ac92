"""Every season at once: the newest first, within each the wanted order; a search looks through all of them together."""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import islice

from reviewer_app.domain.listing.asking import Term
from reviewer_app.services.ports.rows import ALL_SEASONS, QueueIndex, QueueQuery, Tab
from reviewer_db.queue import ordered_ids, search
from reviewer_db.queue.ordered_ids import OF_SEASON, as_list, gathered, head_made, ids_of, walk
from reviewer_db.queue.search import FullOrder, Search
from reviewer_db.queue.tabs import APART, condition_of
from reviewer_db.queue.terms import LineWord, Reader, cases_meant, first_meant
from reviewer_db.stores.remembered import ORDERS, Head
from reviewer_db.stores.session import Session

#: Up to so many hits of a season are fetched by themselves; of more the first are met soon by walking its order.
_FETCHED = 500
#: One case in so many is sooner gathered by itself.
_GATHERED = 60


def seasons_newest_first(session: Session) -> list[str]:
    """The seasons that have cases."""
    rows = session.main.execute("SELECT DISTINCT season FROM queue_counts WHERE cases > 0 ORDER BY season DESC")
    return [row[0] for row in rows]


def cut(index: QueueIndex, first: int | None) -> QueueIndex:
    """The beginning of a list, where it is longer than what is asked for."""
    if first is None or len(index.ids) <= first:
        return index
    return replace(index, ids=index.ids[:first], is_complete=False)


def joined(query: QueueQuery, parts: Sequence[QueueIndex]) -> QueueIndex:
    """The lists of several seasons as one, with the sums of their counts."""
    ids = array("q")
    for part in parts:
        ids.extend(part.ids)
    counts = {tab: sum(part.counts.get(tab, 0) for part in parts) for tab in Tab}
    return QueueIndex(query, ids, counts, is_complete=all(part.is_complete for part in parts))


class SearchOfAll(Search):
    """One search of all seasons; the newest one's beginning is the one that is remembered."""

    def __init__(
        self,
        reader: Reader,
        seasons: Sequence[str],
        full_order: FullOrder,
        query: QueueQuery,
        words: list[str],
        terms: Sequence[Term] = (),
        lines: Sequence[LineWord] = (),
    ) -> None:
        self._seasons = seasons
        self._all = query
        super().__init__(reader, full_order, replace(query, season=seasons[0]), words, terms, lines)

    def index(self, first: int | None) -> QueueIndex:
        """The list; with `first` its beginning, and then without counts unless the words are rare."""
        return replace(super().index(first), query=self._all)

    @property
    def _asked_seasons(self) -> Sequence[str]:
        return self._seasons

    def _beyond_head(self, first: int) -> QueueIndex:
        hits = self._hits(search.RARE_UNPLACED + 1)
        if len(hits) <= search.RARE_UNPLACED:
            return self._cut(self._of_few(hits), first)
        return self._beginning(islice(self._in_order(self._season_by_season(self._seasons)), first))

    @cached_property
    def _meant(self) -> list[int] | None:
        """Of every season those that its own words name."""
        readers = [replace(self._reader, season=season) for season in self._seasons]
        return [one for reader in readers for one in cases_meant(reader, self._terms)] if self._terms else None

    def _first_meant(self, first: int) -> QueueIndex:
        if self._words:
            return super()._first_meant(first)
        _, condition, values, sort = self._name
        found: list[int] = []
        for season in self._seasons:
            left, reader = first - len(found), replace(self._reader, season=season)
            name = (season, condition, values, sort)
            walked = walk(self._session, name, self._condition, self._query.descending, search._TRIED)
            some = first_meant(reader, self._terms, walked, left)
            if some is None:
                ordered = self._of_season(season, cases_meant(reader, self._terms))
                some = list(islice((one for part in ordered for one in part), left))
            found += some
            if len(found) == first:
                break
        return self._beginning(found)

    @cached_property
    def _head(self) -> Head:
        """The first cases of the newest season, then those of the one before, as many as a head has."""
        _, condition, values, sort = self._name
        name = (ALL_SEASONS, condition, values, sort)
        head = self._session.orders.head(name, self._query.descending)
        if head is None:
            head = head_made(self._session, self._first_cases(ordered_ids.HEAD))
            self._session.orders.put_head(name, self._query.descending, head)
        return head

    def _first_cases(self, wanted: int) -> list[int]:
        _, condition, values, sort = self._name
        found: list[int] = []
        for season in self._seasons:
            left = wanted - len(found)
            if self._are_few(season):
                some = gathered(self._session, season, sort, self._condition)
                found += some[: -left - 1 : -1] if self._query.descending else some[:left]
            else:
                name = (season, condition, values, sort)
                found += next(walk(self._session, name, self._condition, self._query.descending, left), [])[:left]
            if len(found) == wanted:
                break
        return found

    def _are_few(self, season: str) -> bool:
        """Whether the chip has so few cases of a season that they are sooner gathered than met along its order."""
        asked = f"SELECT coalesce(sum(cases) FILTER (WHERE {self._condition.sql}), 0), sum(cases) FROM queue_counts"
        few, cases = self._main.execute(f"{asked} WHERE season = ?", (*self._condition.values, season)).fetchone()
        return bool(self._condition.only) or few * _GATHERED < cases

    def _season_by_season(self, seasons: Sequence[str]) -> Iterator[Sequence[int]]:
        """The hits of the newest season in order, then those of the one before: as far as anybody reads."""
        for season in seasons:
            yield from self._of_season(season, self._hits(-1, self._between(season)))

    def _ordered(self, hits: Sequence[int]) -> Iterator[Sequence[int]]:
        known = sorted(hits)
        for season in self._seasons:
            lowest, highest = self._between(season)
            yield from self._of_season(season, known[bisect_left(known, lowest) : bisect_right(known, highest)])

    def _between(self, season: str) -> tuple[int, int]:
        """The first and the last case of a season; cases of other seasons may stand between."""
        one = "SELECT {way}(application_id) FROM case_figures WHERE season = ?1"
        asked = f"SELECT ({one.format(way='min')}), ({one.format(way='max')})"
        lowest, highest = self._main.execute(asked, (season,)).fetchone()
        return int(lowest or 0), int(highest or 0)

    def _of_season(self, season: str, hits: Sequence[int]) -> Iterator[Sequence[int]]:
        """Those of some cases that stand in a season's view, in its order."""
        if not hits:
            return
        _, condition, values, sort = self._name
        if len(hits) > _FETCHED:
            wanted = set(hits)
            for some in walk(self._session, (season, condition, values, sort), self._condition, self._query.descending):
                yield list(filter(wanted.__contains__, some))
            return
        way = "DESC" if self._query.descending else ""
        yield ids_of(
            self._main,
            f"SELECT id FROM applications WHERE id IN (SELECT value FROM json_each(?)) AND {OF_SEASON} "
            f"AND {self._condition.of_cases()} ORDER BY {ORDERS[self._query.sort][1]} {way}, id {way}",
            (as_list(hits), season, *self._condition.all_values),
        )

    def _rows_of(self, ids: Sequence[int]) -> list[tuple[int, int, str]]:
        way = "DESC" if self._query.descending else ""
        return self._main.execute(
            "SELECT a.id, a.stage, a.handler FROM json_each(?) j CROSS JOIN applications a ON a.id = j.value "
            f"ORDER BY a.season DESC, a.{ORDERS[self._query.sort][1]} {way}, a.id {way}",
            (as_list(ids),),
        ).fetchall()

    def _of_marks(self, marks: bytearray) -> QueueIndex:
        parts = []
        for season in self._seasons:
            query = replace(self._all, season=season)
            one = Search(replace(self._reader, season=season), self._full_order, query, self._words)
            parts.append(one._of_marks(marks))
        return joined(self._all, parts)

    @cached_property
    def _apart(self) -> dict[Tab, set[int]]:
        found = {}
        for tab in APART:
            only = condition_of(tab, self._user, self._today).only
            found[tab] = set(ids_of(self._main, f"SELECT id FROM applications WHERE id IN ({only})"))
        return found

    def _left_out(self, tab: Tab) -> set[int]:
        condition = condition_of(tab, self._user, self._today)
        if not condition.but_not:
            return set()
        select = f"SELECT id FROM applications WHERE id IN ({condition.but_not}) AND {condition.sql}"
        return set(ids_of(self._main, select, (*condition.but_values, *condition.values)))
