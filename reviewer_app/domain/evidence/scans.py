"""Scans kept with a case: rectangles pinned on them as evidence of points, and what a machine read of their fields."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reviewer_app.domain.application import Attachment, Event, PaperCopy
from reviewer_app.domain.evidence.comparison import ComparedField
from reviewer_app.domain.record import EventAct

#: The purpose of an attachment that is a scan of the case's papers.
SCAN = "scan"
#: No page is wider or higher, in tenths of a millimetre.
_LARGEST = 20_000


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
    """A rectangle on a scan that shows a point; one taken away stays on record and shows nothing any more."""

    id: int
    rule_id: str
    sha256: str
    place: Place
    by: str
    at: datetime
    withdrawn_by: str = ""
    withdrawn_at: datetime | None = None
    withdrawn_reason: str = ""

    @property
    def is_standing(self) -> bool:
        """Whether it shows its point still."""
        return self.withdrawn_at is None


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


def is_paper_seen(papers: Iterable[PaperCopy], attachments: Iterable[Attachment]) -> bool:
    """Whether somebody can have seen the paper: a copy was received, or a scan of one is here."""
    return any(copy.is_received for copy in papers) or any(one.purpose == SCAN for one in attachments)


def reading_notes(readings: Iterable[Reading]) -> dict[str, str]:
    """What to say of a field's last reading beside what was found there, by field."""
    last = {one.field_id: one for one in readings}
    return {field_id: _said(one) for field_id, one in last.items()}


def doubted_fields(readings: Iterable[Reading]) -> frozenset[str]:
    """The fields whose last reading waits for an officer: it differs from the record, or is not beyond doubt."""
    last = {one.field_id: one for one in readings}
    return frozenset(field_id for field_id, one in last.items() if one.stand is ReadingStand.WAITING)


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
