"""What is set aside, and each person's own on the list, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

from reviewer_app.domain.listing.changes import KINDS
from reviewer_app.services.ports.listing import Aside, Label, SavedView

if TYPE_CHECKING:
    from support.fakes import FakeUnit


class FakeAsides:
    """Cases set aside, by case, the newest last; what was ended is gone from here."""

    def __init__(self, unit: FakeUnit) -> None:
        self.unit = unit
        self.kept: dict[int, tuple[Aside, ...]] = {}

    def put(self, application_id: int, aside: Aside) -> None:
        self.end(application_id)
        self.kept[application_id] = (*self.kept.get(application_id, ()), aside)

    def end(self, application_id: int) -> None:
        left = tuple(one for one in self.kept.pop(application_id, ()) if not self._holds(application_id, one))
        if left:
            self.kept[application_id] = left

    def standing(self, application_id: int, today: date) -> Aside | None:
        found = [one for one in self.kept.get(application_id, ()) if self._holds(application_id, one)]
        return next((one for one in reversed(found) if one.until > today), None)

    def _holds(self, application_id: int, aside: Aside) -> bool:
        case = self.unit.applications.get(application_id)
        return (aside.state, aside.handler) == (case.state.value, case.handler)


class FakeMarks:
    """Labels, views and looks by person."""

    def __init__(self, unit: FakeUnit) -> None:
        self.unit = unit
        self.laid: set[tuple[int, str, str]] = set()
        self.kept: dict[tuple[str, str], SavedView] = {}
        self.places: dict[str, str] = {}
        self.seen: dict[tuple[str, int, str], int] = {}

    def labels_of(self, ids: Sequence[int]) -> dict[int, tuple[Label, ...]]:
        seen = [laid for laid in sorted(self.laid) if self._sees(laid[2])]
        return {one: tuple(Label(words, bool(owner)) for case, words, owner in seen if case == one) for one in ids}

    def labels(self) -> tuple[Label, ...]:
        return tuple(sorted({Label(words, bool(owner)) for _, words, owner in self.laid if self._sees(owner)}))

    def lay(self, ids: Sequence[int], label: Label) -> None:
        self.laid |= {(one, label.words, self._owner(label.is_private)) for one in ids}

    def lift(self, ids: Sequence[int], label: Label) -> None:
        self.laid -= {(one, label.words, self._owner(label.is_private)) for one in ids}

    def views(self) -> tuple[SavedView, ...]:
        return tuple(view for (owner, _), view in self.kept.items() if self._sees(owner))

    def keep_view(self, view: SavedView) -> None:
        self.kept[self._owner(not view.is_shared), view.name] = view

    def drop_view(self, view: SavedView) -> None:
        self.kept.pop((self._owner(not view.is_shared), view.name), None)

    def place(self) -> str:
        return self.places.get(self.unit.actor.name, "")

    def keep_place(self, place: str) -> None:
        self.places[self.unit.actor.name] = place

    def look(self, application_id: int, kinds: Sequence[str]) -> None:
        newest = len(self.unit.events.of(application_id))
        self.seen |= {(self.unit.actor.name, application_id, kind): newest for kind in kinds}

    def has_looked(self, application_id: int) -> bool:
        return any(seen[:2] == (self.unit.actor.name, application_id) for seen in self.seen)

    def changed_kinds(self, application_id: int) -> frozenset[str]:
        me = self.unit.actor.name
        found = set()
        for place, event in enumerate(self.unit.events.of(application_id), start=1):
            kind = KINDS.get(event.act)
            seen = self.seen.get((me, application_id, kind)) if kind else None
            if kind and seen is not None and event.actor != me and place > seen:
                found.add(kind.value)
        return frozenset(found)

    def _sees(self, owner: str) -> bool:
        return owner in ("", self.unit.actor.name)

    def _owner(self, is_private: bool) -> str:
        return self.unit.actor.name if is_private else ""
