"""Every season at once: the newest first, within each the wanted order; a search looks through all of them together."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from reviewer_app.services.ports.rows import QueueIndex, QueueQuery, Tab
from reviewer_db.queue.ordered_ids import as_list, chosen_of, not_waiting, walk
from reviewer_db.queue.search import FullOrder, Search
from reviewer_db.queue.tabs import APART, condition_of
from reviewer_db.queue.terms import LineWord, Reader
from reviewer_db.stores.remembered import ORDERS
from reviewer_db.stores.session import Session


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
        meant: list[int] | None = None,
        lines: Sequence[LineWord] = (),
    ) -> None:
        self._reader = reader
        self._seasons = seasons
        self._all = query
        super().__init__(reader, full_order, replace(query, season=seasons[0]), words, meant, lines)

    def index(self, first: int | None) -> QueueIndex:
        """The list; with `first` its beginning, and then without counts unless the words are rare."""
        return replace(super().index(first), query=self._all)

    def _ordered(self, hits: Sequence[int]) -> Iterator[list[int]]:
        wanted = set(hits)
        _, condition, values, sort = self._name
        for season in self._seasons:
            if not wanted:
                return
            for some in walk(self._session, (season, condition, values, sort), self._condition, self._query.descending):
                yield list(filter(wanted.__contains__, some))

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
        found: dict[Tab, set[int]] = {tab: set() for tab in APART}
        for season in self._seasons:
            for tab, ids in found.items():
                ids.update(chosen_of(self._session, season, condition_of(tab, self._user, self._today)))
        return found

    def _left_out(self, tab: Tab) -> set[int]:
        condition = condition_of(tab, self._user, self._today)
        return {one for season in self._seasons for one in not_waiting(self._session, season, condition)}
