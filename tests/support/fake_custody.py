"""Custody, desks and arrivals in memory, without SQLite."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from reviewer_app.domain.outside.custody import (
    Custody,
    DeskCard,
    HandOver,
    HeldChange,
    HeldStand,
    KnownDesk,
    PackageStand,
)
from reviewer_app.services.ports.custody import CarriedEvent, CaseContent, DeskKeys

if TYPE_CHECKING:
    from support.fakes import FakeUnit


class FakeCustody:
    """Where the cases lie, kept with the cases themselves."""

    def __init__(self, unit: FakeUnit) -> None:
        self.unit = unit
        self.entries: dict[int, list[CarriedEvent]] = {}
        self.changes: dict[int, HeldChange] = {}

    def put(self, application_id: int, custody: Custody) -> None:
        cases = self.unit.applications.cases
        cases[application_id] = replace(cases[application_id], custody=custody)

    def by_keys(self, keys: Sequence[str]) -> dict[str, int]:
        cases = self.unit.applications.cases.values()
        return {case.custody.key: case.id for case in cases if case.custody and case.custody.key in keys}

    def in_package(self, package_hash: str) -> list[int]:
        cases = self.unit.applications.cases.values()
        return [case.id for case in cases if case.custody and case.custody.package_hash == package_hash]

    def own_entries(self, ids: Sequence[int], desk: str, desk_name: str) -> dict[int, tuple[CarriedEvent, ...]]:
        return {
            one: tuple(
                CarriedEvent(
                    desk,
                    desk_name,
                    event.id,
                    one,
                    event.at.isoformat(),
                    event.actor,
                    event.act,
                    event.from_state,
                    event.to_state,
                    event.reason,
                    json.dumps(dict(event.detail)),
                    "",
                    "",
                    event.hash,
                )
                for event in self.unit.events.of(one)
            )
            for one in ids
        }

    def carried(self, ids: Sequence[int]) -> dict[int, tuple[CarriedEvent, ...]]:
        return {one: tuple(self.entries.get(one, ())) for one in ids}

    def carry(self, application_id: int, entries: Sequence[CarriedEvent]) -> None:
        self.entries.setdefault(application_id, []).extend(entries)

    def hold(self, application_id: int, source: str, row: int, values: Mapping[str, str], digest: str) -> None:
        number, by = len(self.changes) + 1, self.unit.actor.name
        self.changes[number] = HeldChange(number, application_id, source, row, dict(values), digest, self.unit.now, by)

    def held(self, application_id: int) -> tuple[HeldChange, ...]:
        waiting = (one for one in self.changes.values() if one.stand is HeldStand.WAITING)
        return tuple(one for one in waiting if one.case_id == application_id)

    def settle(self, change_id: int, stand: HeldStand) -> None:
        self.changes[change_id] = replace(self.changes[change_id], stand=stand)


class FakeDesks:
    """Keys, cards and packages in lists."""

    def __init__(self, unit: FakeUnit) -> None:
        self.unit = unit
        self.keys: DeskKeys | None = None
        self.cards: dict[str, KnownDesk] = {}
        self.listed: list[HandOver] = []

    def own(self) -> DeskKeys | None:
        return self.keys

    def keep_own(self, keys: DeskKeys) -> None:
        self.keys = keys

    def known(self) -> tuple[KnownDesk, ...]:
        return tuple(self.cards.values())

    def confirm(self, card: DeskCard) -> None:
        self.cards[card.fingerprint] = KnownDesk(card, self.unit.actor.name, self.unit.now)

    def remove(self, fingerprint: str) -> None:
        del self.cards[fingerprint]

    def packages(self) -> tuple[HandOver, ...]:
        return tuple(reversed(self.listed))

    def package(self, sha256: str, *, is_outgoing: bool) -> HandOver | None:
        return next((one for one in self.listed if (one.sha256, one.is_outgoing) == (sha256, is_outgoing)), None)

    def next_number(self) -> int:
        return 1 + max((one.number for one in self.listed if one.is_outgoing), default=0)

    def add_package(self, package: HandOver) -> None:
        self.listed.append(package)

    def recall(self, sha256: str, reason: str) -> None:
        self.listed = [
            replace(one, stand=PackageStand.RECALLED, reason=reason)
            if one.is_outgoing and one.sha256 == sha256
            else one
            for one in self.listed
        ]


class FakeArrivals:
    """What came, written into the stores of the office in memory."""

    def __init__(self, unit: FakeUnit) -> None:
        self.unit = unit

    def is_proven(self, entry: CarriedEvent) -> bool:
        return bool(entry.hash)

    def bring(self, content: CaseContent, case_id: int, handler: str) -> int:
        cases = self.unit.applications.cases
        case_id = case_id or len(cases) + 1
        cases[case_id] = replace(content.application, id=case_id, handler=handler)
        for answer in content.answers:
            self.unit.answers.put(case_id, answer)
        for copy in content.papers:
            self.unit.papers.put(case_id, copy)
        for comparison in content.comparisons:
            self.unit.comparisons.put(case_id, comparison)
        for opinion in content.opinions:
            self.unit.opinions.add(replace(opinion, application_id=case_id))
        return case_id
