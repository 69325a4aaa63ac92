"""Who has a way in, in memory."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from reviewer_app.services.ports.access import Access


class _Clock(Protocol):
    @property
    def now(self) -> datetime: ...


class FakeAccess:
    """Implements ports.AccessStore."""

    def __init__(self, unit: _Clock, names: Sequence[str]) -> None:
        self._unit = unit
        self._kept = {name: Access(name, "slot", False, datetime(2024, 5, 1)) for name in names}
        self._left = ""

    def all(self) -> tuple[Access, ...]:
        return tuple(self._kept[holder] for holder in sorted(self._kept))

    def get(self, holder: str) -> Access | None:
        return self._kept.get(holder)

    def put(self, holder: str, slot: str, must_change: bool = False) -> None:
        self._kept[holder] = Access(holder, slot, must_change, self._unit.now)

    def remove(self, holder: str) -> None:
        self._kept.pop(holder, None)

    def left_since(self) -> str:
        return self._left

    def note_left(self, name: str) -> None:
        self._left = f"{self._left}、{name}" if self._left else name

    def note_master_key(self) -> None:
        self._left = ""
