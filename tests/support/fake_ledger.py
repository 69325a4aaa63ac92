"""The guarantor's ledger in memory, without SQLite."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.guarantee.dues import SOON_DAYS, Group
from reviewer_app.domain.guarantee.entries import LedgerEntry
from reviewer_app.domain.guarantee.listing import LedgerLine, LedgerTab, MarkKind
from reviewer_app.domain.states import State
from reviewer_app.services.ports.after.ledger import LedgerIndex, LedgerQuery, LedgerTold, UnitLine

if TYPE_CHECKING:
    from support.fakes import FakeUnit


class FakeLedger:
    """Lines in a list, projects in a dictionary."""

    def __init__(self, unit: FakeUnit) -> None:
        self._unit = unit
        self.kept: list[LedgerEntry] = []
        self.shown: dict[int, LedgerLine] = {}

    def of(self, application_id: int) -> tuple[LedgerEntry, ...]:
        return tuple(one for one in self.kept if one.application_id == application_id)

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[LedgerEntry, ...]]:
        return {one: self.of(one) for one in ids if self.of(one)}

    def add(self, entry: LedgerEntry) -> int:
        self.kept.append(replace(entry, id=len(self.kept) + 1))
        return len(self.kept)

    def put_line(self, line: LedgerLine) -> None:
        self.shown[line.application_id] = line

    def drop_line(self, application_id: int) -> None:
        self.shown.pop(application_id, None)

    def index(self, query: LedgerQuery, today: date) -> LedgerIndex:
        awaiting = self.awaiting(query.season)
        counts = {tab: len(self._under(tab, query, today)) for tab in LedgerTab}
        counts[LedgerTab.AWAITING] = len(awaiting)
        if query.tab is LedgerTab.AWAITING:
            return LedgerIndex(query, today, awaiting, {}, counts)
        lines = self._under(query.tab, query, today)
        groups = {one: 0 for one in Group}
        for line in lines:
            if line.due is not None:
                groups[line.due.group(today)] += 1
        ids = array("q", (line.application_id for line in lines))
        return LedgerIndex(query, today, ids, {} if query.tab is LedgerTab.ENDED else groups, counts)

    def lines(self, ids: Sequence[int]) -> list[LedgerLine]:
        return [self.shown[one] for one in ids if one in self.shown]

    def awaiting(self, season: str = "") -> array[int]:
        cases = [one for one in self._unit.applications.cases.values() if one.state is State.APPROVED]
        return array("q", (one.id for one in cases if season in ("", one.season)))

    def told(self, today: date) -> LedgerTold:
        days = [one.due.day for one in self.shown.values() if one.due is not None]
        return LedgerTold(sum(day < today for day in days), min((day for day in days if day >= today), default=None))

    def seasons(self) -> tuple[str, ...]:
        return tuple(sorted({one.season for one in self.shown.values()}, reverse=True))

    def units(self, today: date) -> tuple[UnitLine, ...]:
        found = []
        for code in dict.fromkeys(one.unit_code for one in self.shown.values()):
            own = [one for one in self.shown.values() if one.unit_code == code]
            late = sum(one.due is not None and one.due.day < today for one in own)
            good = sum(any(mark.kind is MarkKind.ACCEPTED for mark in one.marks) for one in own)
            went = sum(mark.kind is MarkKind.VISITED for one in own for mark in one.marks)
            found.append(UnitLine(code, own[0].applicant, len(own), sum(one.is_open for one in own), late, good, went))
        return tuple(sorted(found, key=lambda one: (-one.overdue, -one.open, -one.projects, one.unit_code)))

    def open_ids(self) -> array[int]:
        return array("q", (one.application_id for one in self._ordered(is_open=True)))

    def _under(self, tab: LedgerTab, query: LedgerQuery, today: date) -> list[LedgerLine]:
        soon = today + timedelta(days=SOON_DAYS)
        chips: dict[LedgerTab, Callable[[Any], bool]] = {
            LedgerTab.OPEN: lambda one: True,
            LedgerTab.OVERDUE: lambda one: one.due.day < today,
            LedgerTab.SOON: lambda one: today <= one.due.day <= soon,
            LedgerTab.EXTENDED: lambda one: one.is_extended,
            LedgerTab.ENDED: lambda one: True,
            LedgerTab.AWAITING: lambda one: False,
        }
        lines = self._ordered(is_open=tab is not LedgerTab.ENDED)
        lines = [one for one in lines if query.season in ("", one.season)]
        return [one for one in lines if query.unit_code in ("", one.unit_code) and chips[tab](one)]

    def _ordered(self, is_open: bool) -> list[LedgerLine]:
        lines = [one for one in self.shown.values() if one.is_open is is_open]
        if is_open:
            return sorted(lines, key=lambda one: (one.due.day if one.due else date.max, one.application_id))
        lines.sort(key=lambda one: one.application_id)
        return sorted(lines, key=lambda one: one.ended_on or date.min, reverse=True)
