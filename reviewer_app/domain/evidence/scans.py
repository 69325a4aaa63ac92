"""Scans kept with a case: rectangles pinned on them as evidence of points, and what a machine read of their fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from reviewer_app.domain.evidence.comparison import Comparison

#: The purpose of an attachment that is a scan of the case's papers.
SCAN = "scan"
#: No page is wider or higher, in tenths of a millimetre.
_LARGEST = 20_000
#: Reading and comparison of one act are written within so short a time; nobody looks and answers as fast.
_ONE_ACT = timedelta(milliseconds=900)


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


def compared_by_machine(readings: Iterable[Reading], comparisons: Mapping[str, Comparison]) -> frozenset[str]:
    """The fields whose comparison stands as the machine made it, with its reading."""
    equal = {one.field_id: one for one in readings if one.stand is ReadingStand.EQUAL}
    return frozenset(
        field_id
        for field_id, one in equal.items()
        if (found := comparisons.get(field_id)) is not None
        and found.is_same
        and found.at is not None
        and one.at is not None
        and abs(found.at - one.at) < _ONE_ACT
    )
