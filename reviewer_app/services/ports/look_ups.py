"""What the services ask of the outer parts for look-ups and for the bureau's own lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from reviewer_app.domain.evidence.look_ups import LookedUp, LookUp
from reviewer_app.domain.evidence.own_lists import ListHit, ListKind, ListRow, OwnList


@dataclass(frozen=True, slots=True)
class OwnListSheet:
    """A list of the bureau as read from a file: header → column's label, its lines, and what a person should know."""

    file_name: str
    sheet_name: str
    mapping: Mapping[str, str]
    rows: tuple[ListRow, ...]
    notes: tuple[str, ...]


class LookUpStore(Protocol):
    """The look-ups of the cases; never erased."""

    def of(self, application_id: int) -> tuple[LookUp, ...]:
        """All look-ups of a case, withdrawn ones too, in the order they were recorded."""

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[LookUp, ...]]:
        """The same of several cases, read at once."""

    def add(self, application_id: int, found: LookedUp, sha256: str = "", file_name: str = "") -> LookUp:
        """Keeps a look-up by the person at the desk."""

    def withdraw(self, look_up_id: int, reason: str) -> None:
        """Marks a look-up as withdrawn by the person at the desk."""


class OwnListStore(Protocol):
    """The bureau's own lists; a newer one replaces, nothing is erased."""

    def all(self) -> tuple[OwnList, ...]:
        """Every list, replaced ones too, the newest first."""

    def same_content(self, kind: ListKind, source: str, as_of: date, rows: Sequence[ListRow]) -> OwnList | None:
        """The standing list that has just these lines, if there is one."""

    def add(
        self, kind: ListKind, source: str, as_of: date, file_name: str, rows: Sequence[ListRow], notes: Sequence[str]
    ) -> OwnList:
        """Keeps a list; the standing one of its kind and source is replaced by it and stays."""

    def hits(self, credit_code: str, name_key: str) -> tuple[ListHit, ...]:
        """The lines of standing lists with this code or this name."""

    def cases_hit(self, list_id: int, season: str) -> int:
        """How many cases of a season a list may speak of."""
