"""Where the guarantor's ledger is kept, and how its list is read."""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from reviewer_app.domain.guarantee.dues import Group
from reviewer_app.domain.guarantee.entries import LedgerEntry
from reviewer_app.domain.guarantee.listing import LedgerLine, LedgerTab


@dataclass(frozen=True, slots=True)
class LedgerQuery:
    """One view of the ledger: a chip, of one season or all, of one unit (by its code) or all."""

    tab: LedgerTab = LedgerTab.OPEN
    season: str = ""
    unit_code: str = ""


@dataclass(frozen=True, slots=True)
class LedgerIndex:
    """The projects of a view in their order, how many stand in each group, and the true count of every chip.

    `next_due` is the nearest day that is not past, over all seasons, with what is due then.
    """

    query: LedgerQuery
    today: date
    ids: array[int]
    groups: Mapping[Group, int] = field(default_factory=dict)
    counts: Mapping[LedgerTab, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class LedgerTold:
    """What the bar at the top tells of the ledger: how many are overdue, and the nearest day to come."""

    overdue: int = 0
    nearest: date | None = None


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit over all seasons: how many projects it has or had, those open and overdue, the visits paid."""

    unit_code: str
    applicant: str
    projects: int
    open: int
    overdue: int
    accepted: int
    visits: int


class LedgerStore(Protocol):
    """The lines of the ledger, added and never changed, and the list that follows from them."""

    def of(self, application_id: int) -> tuple[LedgerEntry, ...]:
        """Every line of a project, oldest first, those taken back among them."""

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[LedgerEntry, ...]]:
        """The same of several projects, read at once."""

    def add(self, entry: LedgerEntry) -> int:
        """Adds a line; its id."""

    def put_line(self, line: LedgerLine) -> None:
        """Writes what the list shows of a project."""

    def drop_line(self, application_id: int) -> None:
        """Takes a project off the list; its lines stay."""

    def index(self, query: LedgerQuery, today: date) -> LedgerIndex:
        """The projects of a view by their next due day, those that are over by their last day, the latest first."""

    def lines(self, ids: Sequence[int]) -> list[LedgerLine]:
        """What the list shows of these projects, in this order; those not in the ledger are left out."""

    def awaiting(self, season: str = "") -> array[int]:
        """The cases approved and not taken on yet, in the order they came."""

    def told(self, today: date) -> LedgerTold:
        """How the whole ledger stands."""

    def seasons(self) -> tuple[str, ...]:
        """The seasons that have projects in the ledger, the newest first."""

    def units(self, today: date) -> tuple[UnitLine, ...]:
        """The units that have projects in the ledger, those with the most overdue and open ones first."""

    def open_ids(self) -> array[int]:
        """Every project with something to do, by its next due day."""
