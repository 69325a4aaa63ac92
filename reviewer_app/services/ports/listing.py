"""What is kept of the list of cases: what is set aside, and each person's labels, looks and views."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class Aside:
    """That a case is set aside: until when, why, by whom; it holds while state and handler are those it had then."""

    until: date
    reason: str
    state: str
    handler: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, order=True)
class Label:
    """A few words on a case; private ones are seen by who laid them alone."""

    words: str
    is_private: bool = False


@dataclass(frozen=True, slots=True)
class SavedView:
    """A question to the list under a name: the search's words and the order; shared ones are everybody's."""

    name: str
    text: str
    is_shared: bool = False


class AsideStore(Protocol):
    """Which cases are set aside; none of it is ever erased."""

    def put(self, application_id: int, aside: Aside) -> None:
        """Sets a case aside; what stands of it is ended."""

    def end(self, application_id: int) -> None:
        """Takes a case up before its day; what holds no longer, because it was moved or passed on, stays as it is."""

    def standing(self, application_id: int, today: date) -> Aside | None:
        """Until when a case is set aside; None when it is not, or no longer."""


class MarkStore(Protocol):
    """What is each person's own on the list; no act of a case and on no record."""

    def labels_of(self, ids: Sequence[int]) -> dict[int, tuple[Label, ...]]:
        """The labels on some cases that the person at the desk sees."""

    def labels(self) -> tuple[Label, ...]:
        """Every label the person sees anywhere."""

    def lay(self, ids: Sequence[int], label: Label) -> None:
        """Lays a label on cases; twice is once."""

    def lift(self, ids: Sequence[int], label: Label) -> None:
        """Takes a label off cases."""

    def views(self) -> tuple[SavedView, ...]:
        """The kept views that the person sees, in their order."""

    def keep_view(self, view: SavedView) -> None:
        """Keeps a view, over one of the same name."""

    def drop_view(self, view: SavedView) -> None:
        """Forgets a view."""

    def place(self) -> str:
        """How the person left the list, as it was kept; empty at first."""

    def keep_place(self, place: str) -> None:
        """Keeps how the person leaves the list."""

    def look(self, application_id: int, kinds: Sequence[str]) -> None:
        """The person has seen all that was changed of these kinds so far."""

    def has_looked(self, application_id: int) -> bool:
        """Whether the person ever looked at a case."""

    def changed_kinds(self, application_id: int) -> frozenset[str]:
        """The kinds in which others changed a case since the person saw them."""
