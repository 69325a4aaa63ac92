"""The orders of the queue: the index that keeps each, and what was last read in full and is kept in memory."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from reviewer_app.services.ports.rows import SortKey

#: No searchable text has it.
_BETWEEN = "\0"

#: Per sort key: the index that keeps the order, and the column.
ORDERS: Mapping[SortKey, tuple[str, str]] = {
    SortKey.DUE: ("queue_by_due", "due_on"),
    SortKey.NUMBER: ("queue_by_number", "number_order"),
    SortKey.PROJECT: ("queue_by_project", "project_order"),
    SortKey.APPLICANT: ("queue_by_applicant", "applicant_order"),
    SortKey.SECTOR: ("queue_by_sector", "sector"),
    SortKey.CONTACT: ("queue_by_contact", "contact"),
    SortKey.SOURCE: ("queue_by_source", "source"),
    SortKey.STATE: ("queue_by_state", "stage"),
}

#: Season, condition of the chip with its values, sort key.
OrderName = tuple[str, str, tuple[str, ...], SortKey]


@dataclass(frozen=True, slots=True)
class CasePlaces:
    """Where each case of a season stands: `groups` lists the pairs of stage and handler, `of` their place by case id.

    Place 0 is nobody's: an id of another season, or of none.
    """

    groups: tuple[tuple[int, str], ...]
    of: array[int]


@dataclass(slots=True)
class Moves:
    """When each case came to its present state, by case id in seconds, as far as the record was read.

    The record only grows: this outlives a change, not a rolled-back one.
    """

    last_event: int = 0
    at: array[int] = field(default_factory=lambda: array("q"))


class Head:
    """The first cases of an order with their searchable texts, laid one behind the other: one look goes through all.

    It `is_whole` when the order has no other cases.
    """

    def __init__(self, cases: Sequence[tuple[int, str]], is_whole: bool) -> None:
        self.is_whole = is_whole
        self._ids = array("q", (one for one, _ in cases))
        texts = [text for _, text in cases]
        #: Where each text begins, and where the one after the last would.
        self._begins = array("q", accumulate((len(text) + 1 for text in texts), initial=0))
        self._text = _BETWEEN.join(texts)

    def having(self, word: str) -> Iterator[tuple[int, str]]:
        """The cases whose text has a word, in order, with their texts."""
        place = self._text.find(word)
        while place >= 0:
            case = bisect_right(self._begins, place) - 1
            end = self._begins[case + 1]
            yield self._ids[case], self._text[self._begins[case] : end - 1]
            place = self._text.find(word, end)

    def beginning(self, cases: int) -> str:
        """The texts of the first cases, for counting in them."""
        return self._text[: self._begins[min(cases, len(self._ids))]]


class RememberedOrders:
    """What was last read: full orders (ascending), one season's standings, the beginning of one order.

    All of it is forgotten when a case is added or changed. Only a few orders are kept: each takes eight bytes a case.
    """

    _KEPT = 2

    def __init__(self) -> None:
        self._kept: dict[OrderName, array[int]] = {}
        self._standings: tuple[str, CasePlaces] | None = None
        self._head: tuple[OrderName, bool, Head] | None = None
        self._places: tuple[OrderName, array[int]] | None = None
        self.moves = Moves()

    def get(self, name: OrderName) -> array[int] | None:
        """The order if it is remembered."""
        return self._kept.get(name)

    def put(self, name: OrderName, ids: array[int]) -> None:
        """Remembers an order and forgets the oldest beyond the limit."""
        self._kept.pop(name, None)
        self._kept[name] = ids
        while len(self._kept) > self._KEPT:
            self._kept.pop(next(iter(self._kept)))

    def standings(self, season: str) -> CasePlaces | None:
        """The standings of a season if they are remembered."""
        return self._standings[1] if self._standings and self._standings[0] == season else None

    def put_standings(self, season: str, standings: CasePlaces) -> None:
        """Remembers a season's standings."""
        self._standings = (season, standings)

    def places(self, name: OrderName) -> array[int] | None:
        """The place of each case in a remembered order, by case id and from 1; 0 for a case not in it."""
        if self._places is not None and self._places[0] == name:
            return self._places[1]
        ids = self._kept.get(name)
        if ids is None:
            return None
        places = array("I", bytes(array("I").itemsize * (max(ids, default=0) + 1)))
        for place, one in enumerate(ids, start=1):
            places[one] = place
        self._places = (name, places)
        return places

    def head(self, name: OrderName, descending: bool) -> Head | None:
        """The beginning of an order if it is remembered."""
        is_it = self._head is not None and self._head[:2] == (name, descending)
        return self._head[2] if self._head and is_it else None

    def put_head(self, name: OrderName, descending: bool, head: Head) -> None:
        """Remembers the beginning of one order."""
        self._head = (name, descending, head)

    def clear(self) -> None:
        """Forgets every order, because cases were added or moved."""
        self._kept.clear()
        self._standings = None
        self._head = None
        self._places = None

    def forget(self) -> None:
        """Forgets everything, because what was read may never have been."""
        self.clear()
        self.moves = Moves()
