"""The orders of the queue: the index that keeps each, and those last read in full, which a search walks in memory."""

from __future__ import annotations

from array import array
from collections.abc import Mapping

from reviewer_app.services.rows import SortKey

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
OrderName = tuple[str, str, tuple[object, ...], str]


class QueueOrders:
    """The last full orders, ascending; only a few are kept, for each takes eight bytes a case."""

    _KEPT = 2

    def __init__(self) -> None:
        self._kept: dict[OrderName, array[int]] = {}

    def get(self, name: OrderName) -> array[int] | None:
        """The order if it is remembered."""
        return self._kept.get(name)

    def put(self, name: OrderName, ids: array[int]) -> None:
        """Remembers an order and forgets the oldest beyond the limit."""
        self._kept.pop(name, None)
        self._kept[name] = ids
        while len(self._kept) > self._KEPT:
            self._kept.pop(next(iter(self._kept)))

    def clear(self) -> None:
        """Forgets all orders, because cases were added or moved."""
        self._kept.clear()
