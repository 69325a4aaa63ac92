"""The window over the rows: a few pages of 128 are held, the least used go, the last wanted are fetched first."""

from __future__ import annotations

from array import array
from collections import OrderedDict
from collections.abc import Sequence

from reviewer_app.services.ports.rows import QueueRow

PAGE_ROWS = 128
PAGE_LIMIT = 64
#: Pages asked for and not yet read; older wishes are dropped, for they have been scrolled past.
WISH_LIMIT = 3
#: Reads under way at one time.
FLIGHT_LIMIT = 2


class RowPages:
    """Rows by position, held in at most 64 pages of 128; positions without a row yet are wished for."""

    def __init__(self) -> None:
        self._pages: OrderedDict[int, dict[int, QueueRow]] = OrderedDict()
        self._former: dict[int, QueueRow] = {}
        self._wishes: list[int] = []
        self._flying: set[int] = set()

    def row(self, position: int, case_id: int) -> QueueRow | None:
        """The row at a position; None, and wished for, if its page is not held. A former reading bridges the wait."""
        number = position // PAGE_ROWS
        page = self._pages.get(number)
        if page is None:
            self._wish(number)
            return self._former.get(case_id)
        self._pages.move_to_end(number)
        return page.get(case_id)

    def next_flight(self) -> int | None:
        """The page to read now, if any; the caller reports back with `land` or `give_up`."""
        if not self._wishes or len(self._flying) >= FLIGHT_LIMIT:
            return None
        number = self._wishes.pop()
        self._flying.add(number)
        return number

    def land(self, number: int, rows: Sequence[QueueRow]) -> None:
        """Takes a page that was read, and lets the least used one go."""
        self._flying.discard(number)
        self._pages[number] = {row.id: row for row in rows}
        self._pages.move_to_end(number)
        while len(self._pages) > PAGE_LIMIT:
            self._pages.popitem(last=False)

    def give_up(self, number: int) -> None:
        """A page could not be read; it will be asked for again when it is seen again."""
        self._flying.discard(number)

    def renew(self) -> None:
        """All pages are to be read again; what was held is shown until they are."""
        self._former = {case_id: row for page in self._pages.values() for case_id, row in page.items()}
        self._pages.clear()
        self._wishes.clear()
        self._flying.clear()

    def forget(self) -> None:
        """Drops everything held."""
        self.renew()
        self._former = {}

    def held(self) -> int:
        """How many rows are held."""
        return sum(len(page) for page in self._pages.values())

    def _wish(self, number: int) -> None:
        if number in self._flying:
            return
        if number in self._wishes:
            self._wishes.remove(number)
        self._wishes.append(number)
        del self._wishes[:-WISH_LIMIT]


def page_ids(ids: array[int], number: int) -> array[int]:
    """The case ids of a page."""
    return ids[number * PAGE_ROWS : (number + 1) * PAGE_ROWS]
