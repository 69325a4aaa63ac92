"""Scans kept with a case: rectangles pinned on them as evidence of points, and what a machine read of their fields."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reviewer_app.domain.application import Attachment, Event, PaperCopy
from reviewer_app.domain.evidence.comparison import ComparedField
from reviewer_app.domain.record import EventAct

#: The purpose of an attachment that is a scan of the case's papers.
SCAN = "scan"
#: The purpose of the line that says a scan of the case was taken away; a later line of a scan brings it back.
SCAN_GONE = "scan_gone"
#: Before a point's id, the name under which stands what a run sheet says of it; no field is called so.
TICK = "tick:"
#: No page is wider or higher, in tenths of a millimetre.
_LARGEST = 20_000
#: Parts a sub-point's id from its point's where both stand under one name.
_PART = "#"


@dataclass(frozen=True, slots=True)
class Place:
    """A rectangle on a page (from 1), in tenths of a millimetre from the top left of the page.

    The page is meant as it was shown: turned clockwise by `turn` from how it lies in its file.
    """

    page: int
    left: int
    top: int
    right: int
    bottom: int
    turn: int = 0

    @property
    def is_real(self) -> bool:
        """Whether it is a rectangle that can lie on a page."""
        across, down = 0 <= self.left < self.right <= _LARGEST, 0 <= self.top < self.bottom <= _LARGEST
        return self.page >= 1 and across and down and self.turn in (0, 90, 180, 270)


@dataclass(frozen=True, slots=True)
class Pin:
    """A rectangle on a scan that shows a point or one `part` of it; one taken away stays on record, showing nothing."""

    id: int
    rule_id: str
    sha256: str
    place: Place
    by: str
    at: datetime
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""
    part: str = ""

    @property
    def point(self) -> str:
        """What it shows under one name: the point, or one of its sub-points."""
        return point_name(self.rule_id, self.part)

    @property
    def is_standing(self) -> bool:
        """Whether it shows its point still."""
        return self.withdrawn_at is None


def point_name(rule_id: str, part_id: str) -> str:
    """Point and sub-point under one name, as a pin keeps them."""
    return f"{rule_id}{_PART}{part_id}" if part_id else rule_id


def parted(point: str) -> tuple[str, str]:
    """Point and sub-point of the name under which a pin is kept; no sub-point where the whole point is meant."""
    rule_id, _, part = point.partition(_PART)
    return rule_id, part


class ReadingStand(StrEnum):
    """What became of a value that a machine read; stored."""

    WAITING = "waiting"
    EQUAL = "equal"
    TAKEN = "taken"
    SEEN = "seen"

    @property
    def label(self) -> str:
        """The word the officer reads."""
        return {"waiting": "待核对", "equal": "一致（机读）", "taken": "已取用", "seen": "已核对"}[self.value]


@dataclass(frozen=True, slots=True)
class Reading:
    """A value that a machine read of a field: a candidate until an officer decides; `place` is where it stands."""

    id: int
    field_id: str
    value: str
    sha256: str
    place: Place | None
    is_sure: bool
    stand: ReadingStand = ReadingStand.WAITING
    by: str = ""
    at: datetime | None = None


def is_paper_seen(papers: Iterable[PaperCopy], attachments: Sequence[Attachment]) -> bool:
    """Whether somebody can have seen the paper: a copy was received, or a scan of one is here."""
    return any(copy.is_received for copy in papers) or bool(standing_scans(attachments))


def gone_scans(files: Iterable[Attachment]) -> dict[str, Attachment]:
    """The scans that were taken away from a case and not brought back, each by its hash with the line that says so."""
    last = {one.sha256: one for one in files if one.purpose in (SCAN, SCAN_GONE)}
    return {sha256: one for sha256, one in last.items() if one.purpose == SCAN_GONE}


@dataclass(frozen=True, slots=True)
class LostPin:
    """A rectangle that shows its point no more: taken away for a reason, or its scan is not the case's any more."""

    pin: Pin
    file: str
    at: datetime
    reason: str = ""


def lost_pins(pins: Sequence[Pin], files: Sequence[Attachment]) -> tuple[LostPin, ...]:
    """The pins of a case that were taken away, by themselves or with their scan, and not made again since."""
    gone, names = gone_scans(files), {one.sha256: one.name for one in files}
    standing = {(one.point, one.sha256, one.place) for one in pins if one.is_standing and one.sha256 not in gone}
    lost = []
    for one in pins:
        name = names.get(one.sha256, "")
        if (one.point, one.sha256, one.place) in standing:
            continue
        if one.withdrawn_at is not None:
            lost.append(LostPin(one, name, one.withdrawn_at, one.withdrawn_reason))
        elif one.sha256 in gone:
            lost.append(LostPin(one, name, gone[one.sha256].added_at))
    return tuple(lost)


def kept_files(files: Iterable[Attachment]) -> tuple[Attachment, ...]:
    """The files of a case as they are listed: each scan once, whatever was done with it since."""
    seen: set[str] = set()
    listed = []
    for one in files:
        is_again = one.purpose == SCAN and one.sha256 in seen
        if one.purpose != SCAN_GONE and not is_again:
            listed.append(one)
        if one.purpose == SCAN:
            seen.add(one.sha256)
    return tuple(listed)


def standing_scans(files: Sequence[Attachment]) -> tuple[Attachment, ...]:
    """The scans that are a case's own, in the order they came."""
    gone = gone_scans(files)
    return tuple(one for one in kept_files(files) if one.purpose == SCAN and one.sha256 not in gone)


def machine_marks(readings: Iterable[Reading], values: Mapping[str, str]) -> dict[str, Reading]:
    """The values of a record that were taken as a machine read them, by field; one amended since is an officer's."""
    taken = {one.field_id: one for one in readings if one.stand is ReadingStand.TAKEN}
    return {field_id: one for field_id, one in taken.items() if values.get(field_id, "") == one.value}


def lost_grounds(
    readings: Iterable[Reading],
    gone: Collection[str],
    fields: Iterable[ComparedField],
    events: Iterable[Event],
    values: Mapping[str, str],
) -> tuple[Reading, ...]:
    """What stands on a scan that was taken away: values taken from it, and what the machine found equal on it."""
    away = [one for one in readings if one.sha256 in gone]
    equal = compared_by_machine(fields, events) if away else frozenset()
    return tuple(
        one
        for one in away
        if (one.stand is ReadingStand.TAKEN and values.get(one.field_id, "") == one.value)
        or (one.stand is ReadingStand.EQUAL and one.field_id in equal)
    )


def reading_notes(readings: Iterable[Reading], lost: Iterable[Reading] = ()) -> dict[str, str]:
    """What to say of a field's last reading beside what was found there, by field; of lost grounds before all."""
    last = {one.field_id: one for one in readings if not one.field_id.startswith(TICK)}
    said = {field_id: _said(one) for field_id, one in last.items()}
    return said | {one.field_id: _said_of_lost(one) for one in lost}


def doubted_fields(readings: Iterable[Reading]) -> frozenset[str]:
    """The fields whose last reading waits for an officer: it differs from the record, or is not beyond doubt."""
    last = {one.field_id: one for one in readings if not one.field_id.startswith(TICK)}
    return frozenset(field_id for field_id, one in last.items() if one.stand is ReadingStand.WAITING)


def _said_of_lost(one: Reading) -> str:
    if one.stand is ReadingStand.TAKEN:
        return "取自已移出本案的扫描件，请重新核对"
    return "机读一致所据的扫描件已移出本案，请重新核对"


def _said(one: Reading) -> str:
    if one.stand is ReadingStand.EQUAL:
        return one.stand.label
    doubt = "" if one.is_sure else "，请看扫描件"
    return f"机读为“{one.value}”{doubt}（{one.stand.label}）"


def compared_by_machine(fields: Iterable[ComparedField], events: Iterable[Event]) -> frozenset[str]:
    """The fields whose comparison stands as the machine made it, by what the record of the case says of each last."""
    last: dict[str, str] = {}
    for event in sorted(events, key=lambda one: (one.at, one.id)):
        if event.act == EventAct.COMPARED:
            last.update(event.detail)
    machine = ReadingStand.EQUAL.label
    return frozenset(
        one.field_id for one in fields if one.found is not None and one.found.is_same and last.get(one.label) == machine
    )
