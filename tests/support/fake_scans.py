"""Pins and readings of scans in memory, without SQLite."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.domain.evidence.scans import Pin, Place, Reading, ReadingStand
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.intake.scans import ScanFile
from reviewer_app.services.ports.reading import CodeRead, FieldRead, FormRead, PageRead
from support.fake_stores import Office

FILE = ScanFile("扫描.pdf", b"%PDF scan")
PLACE = Place(2, 300, 400, 900, 700)
_LABELS = {field.id: field.label for field in shipped_pack().fields}


def read_as(is_sure: bool = True, codes: Sequence[str] = (), **values: str) -> FormRead:
    """What a machine read of one page: codes, and values by field."""
    fields = [
        FieldRead(name, _LABELS[name], value, 1, (10.0, 20.0, 60.04, 25.0), 0.99, is_sure)
        for name, value in values.items()
    ]
    page = PageRead(0, 1, 210.0, 297.0)
    return FormRead((FILE.name,), (page,), tuple(fields), tuple(CodeRead(one, 1) for one in codes), ())


class FakeScans:
    """Pins and readings in lists, each with its case."""

    def __init__(self, office: Office) -> None:
        self.office = office
        self.pinned: list[tuple[int, Pin]] = []
        self.read: list[tuple[int, Reading]] = []

    def pins(self, application_id: int) -> tuple[Pin, ...]:
        return tuple(one for case, one in self.pinned if case == application_id)

    def pin(self, application_id: int, rule_id: str, sha256: str, place: Place, part: str = "") -> Pin:
        number = len(self.pinned) + 1
        made = Pin(number, rule_id, sha256, place, self.office.actor.name, self.office.now, part=part)
        self.pinned.append((application_id, made))
        return made

    def withdraw_pin(self, pin_id: int, reason: str) -> None:
        case, one = self.pinned[pin_id - 1]
        gone = replace(one, withdrawn_by=self.office.actor.name, withdrawn_at=self.office.now, withdrawn_reason=reason)
        self.pinned[pin_id - 1] = (case, gone)

    def readings(self, application_id: int) -> tuple[Reading, ...]:
        return tuple(one for case, one in self.read if case == application_id)

    def add_readings(self, application_id: int, readings: Sequence[Reading]) -> None:
        for one in readings:
            is_waiting = one.stand is ReadingStand.WAITING
            by, at = ("", None) if is_waiting else (self.office.actor.name, self.office.now)
            self.read.append((application_id, replace(one, id=len(self.read) + 1, by=by, at=at)))

    def settle_reading(self, reading_id: int, stand: ReadingStand) -> None:
        case, one = self.read[reading_id - 1]
        settled = replace(one, stand=stand, by=self.office.actor.name, at=self.office.now)
        self.read[reading_id - 1] = (case, settled)
