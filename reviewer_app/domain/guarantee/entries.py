"""What is entered in the guarantor's ledger: one line for each thing that was laid down, planned, done or decided.

A line is never changed: what was entered by mistake is taken back by a line that says so.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class EntryKind(StrEnum):
    """What a line says; stored."""

    TAKEN_ON = "taken_on"
    VISIT_PLANNED = "visit_planned"
    VISITED = "visited"
    MILESTONE_SET = "milestone_set"
    MILESTONE_REACHED = "milestone_reached"
    CALLED_OFF = "called_off"
    EXTENSION_ASKED = "extension_asked"
    EXTENDED = "extended"
    ACCEPTED = "accepted"
    FAILED = "failed"
    CERTIFIED = "certified"
    CLOSED = "closed"
    ENDED = "ended"
    TAKEN_BACK = "taken_back"

    @property
    def label(self) -> str:
        """The line in the office's words."""
        return _LABELS[self]

    @property
    def moves(self) -> bool:
        """Whether the project stands elsewhere by it: such lines are taken back in their order."""
        return self in _MOVING


_LABELS = {
    EntryKind.TAKEN_ON: "纳入台账",
    EntryKind.VISIT_PLANNED: "计划走访",
    EntryKind.VISITED: "走访",
    EntryKind.MILESTONE_SET: "设定节点",
    EntryKind.MILESTONE_REACHED: "节点完成",
    EntryKind.CALLED_OFF: "取消计划",
    EntryKind.EXTENSION_ASKED: "申请延期",
    EntryKind.EXTENDED: "延期",
    EntryKind.ACCEPTED: "验收合格",
    EntryKind.FAILED: "验收不合格",
    EntryKind.CERTIFIED: "登记证书",
    EntryKind.CLOSED: "结项",
    EntryKind.ENDED: "试点终止",
    EntryKind.TAKEN_BACK: "撤销登记",
}
_MOVING = frozenset(
    {
        EntryKind.TAKEN_ON,
        EntryKind.EXTENDED,
        EntryKind.ACCEPTED,
        EntryKind.FAILED,
        EntryKind.CERTIFIED,
        EntryKind.CLOSED,
        EntryKind.ENDED,
    }
)


class VisitKind(StrEnum):
    """Why one goes there; stored."""

    FIRST = "first"
    MIDTERM = "midterm"
    BEFORE_END = "before_end"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The visit in the office's words."""
        return {"first": "首次走访", "midterm": "中期走访", "before_end": "期前走访", "other": "专项走访"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerEntry:
    """One line of one project's ledger; what its kind has no use for stays empty.

    `day` is the day outside: of the approval, the visit, the acceptance. `number` is the number of the paper it rests
    on, `months` the length of the term or of its extension, `people` who went, `subject` a milestone's name or the kind
    of a visit, `words` what was planned, found, or the reason. `score` and `bonus` are decimals as text. `of_entry` is
    the line that is done, called off or taken back by this one.
    """

    application_id: int
    kind: EntryKind
    day: date
    by: str
    at: datetime
    number: str = ""
    months: int = 0
    people: str = ""
    subject: str = ""
    words: str = ""
    score: str = ""
    bonus: str = ""
    of_entry: int = 0
    id: int = 0

    @property
    def purpose(self) -> str:
        """The purpose of the files that are kept with this line."""
        return f"{FILE_PURPOSE}{self.id}"

    @property
    def title(self) -> str:
        """What it is called in a list: a visit by its kind, a milestone by its name."""
        if self.kind in (EntryKind.VISIT_PLANNED, EntryKind.VISITED):
            return VisitKind(self.subject).label
        return self.subject or self.kind.label


#: How the purpose of a file of the ledger begins; the line's id follows.
FILE_PURPOSE = "guarantee:"


def in_force(entries: Iterable[LedgerEntry]) -> tuple[LedgerEntry, ...]:
    """The lines that count, oldest first: neither taken back nor a line that takes one back."""
    every = tuple(entries)
    ended = {one.of_entry for one in every if one.kind is EntryKind.TAKEN_BACK}
    return tuple(one for one in every if one.kind is not EntryKind.TAKEN_BACK and one.id not in ended)
