"""How each person left the list: chip, search, order, case and columns, kept in the library itself.

It is read leniently: what an earlier or later program wrote and this one does not know is left out.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from enum import StrEnum
from typing import TypeVar

from reviewer_app.domain.changes import Changes
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, SortKey, Tab

_MOST_COLUMNS, _WIDEST = 50, 4_000
#: So many letters fit into the search field.
MOST_TEXT = 100
_Known = TypeVar("_Known", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class KeptColumn:
    """One column of the table, in its place: how wide it is, and whether it is left out."""

    key: str
    width: int
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class KeptPlace:
    """Where somebody was when the window closed."""

    tab: Tab = Tab.MINE
    sort: SortKey = SortKey.DUE
    then: SortKey | None = None
    is_descending: bool = False
    case_id: int = 0
    columns: tuple[KeptColumn, ...] = ()
    text: str = ""

    def view_of(self, season: str) -> QueueQuery:
        """The list of a season as it stood then."""
        return QueueQuery(season, self.tab, self.text, self.sort, self.is_descending, self.then)


def read_place(unit: UnitOfWork) -> KeptPlace:
    """Where the person at the desk was; the usual beginning when nothing was kept."""
    try:
        said = json.loads(unit.marks.place() or "{}")
    except (ValueError, RecursionError):
        return KeptPlace()
    return _place_from(said) if isinstance(said, dict) else KeptPlace()


def keep_place(unit: UnitOfWork, place: KeptPlace) -> Changes:
    """Keeps where the person at the desk is."""
    unit.marks.keep_place(json.dumps(asdict(place), ensure_ascii=False))
    return Changes(frozenset())


def _place_from(said: Mapping[str, object]) -> KeptPlace:
    case_id, columns, text = said.get("case_id"), said.get("columns"), said.get("text")
    found = (_column_from(one) for one in columns[:_MOST_COLUMNS]) if isinstance(columns, list) else ()
    return KeptPlace(
        tab=_known(Tab, said.get("tab")) or Tab.MINE,
        sort=_known(SortKey, said.get("sort")) or SortKey.DUE,
        then=_known(SortKey, said.get("then")),
        is_descending=said.get("is_descending") is True,
        case_id=case_id if isinstance(case_id, int) else 0,
        columns=tuple(one for one in found if one is not None),
        text=text[:MOST_TEXT] if isinstance(text, str) else "",
    )


def _column_from(said: object) -> KeptColumn | None:
    if not isinstance(said, dict):
        return None
    key, width = said.get("key"), said.get("width")
    if not isinstance(key, str) or not isinstance(width, int) or not 0 < width < _WIDEST:
        return None
    return KeptColumn(key, width, said.get("is_hidden") is True)


def _known(kind: type[_Known], said: object) -> _Known | None:
    return next((one for one in kind if one.value == said), None)
