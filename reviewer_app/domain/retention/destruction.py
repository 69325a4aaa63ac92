"""What stands against destroying a case's papers, the list on which two people sign, and what it comes to."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from reviewer_app.domain.dispatch.retention import UnitKind, period_words
from reviewer_app.domain.retention.rules import OVER, Depth, RetentionRule, due_from, rule_for
from reviewer_app.domain.states import State


@dataclass(frozen=True, slots=True)
class Hold:
    """暂缓销毁: nothing of a case is destroyed while somebody's reason stands; `lifts` is the hold a line ends."""

    application_id: int
    reason: str
    by: str
    at: datetime
    lifts: int = 0
    id: int = 0


def holds_in_force(holds: Sequence[Hold]) -> tuple[Hold, ...]:
    """The holds that nobody has lifted, oldest first."""
    lifted = {one.lifts for one in holds if one.lifts}
    return tuple(one for one in holds if not one.lifts and one.id not in lifted)


@dataclass(frozen=True, slots=True)
class Hindrance:
    """One thing that stands against it: the code of its sentence, and what the sentence says."""

    code: str
    said: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptCase:
    """What the decision about one case rests on, as it stands at one moment.

    `ended_on` is the day of the last act that moved it, `open_matters` what still waits for an answer, in words,
    `gone` how deep a destruction went before. `counts` are what would go, by its word.
    """

    application_id: int
    intake_number: str
    project_name: str
    applicant: str
    state: State
    revision: int
    ended_on: date
    years: int
    is_settled: bool
    is_away: bool = False
    is_archived: bool = False
    copies_here: int = 0
    open_matters: tuple[str, ...] = ()
    holds: tuple[Hold, ...] = ()
    gone: Depth | None = None
    counts: Mapping[str, int] = field(default_factory=dict)

    @property
    def kept_as(self) -> UnitKind | None:
        """As what it is kept; None while it is not over."""
        return OVER.get(self.state)

    @property
    def due_on(self) -> date | None:
        """The first day on which its period is over; None where it is kept for good."""
        return due_from(self.ended_on, self.years)

    @property
    def period(self) -> str:
        """How long it is kept, in words."""
        return period_words(self.years)

    @property
    def goes(self) -> str:
        """What would go, counted, in words."""
        return "、".join(f"{word} {count}" for word, count in self.counts.items() if count) or "没有内容"

    def rule(self, depth: Depth) -> RetentionRule:
        """The line of the table it falls under; that of an ended case while it is not over."""
        return rule_for(depth, self.kept_as or UnitKind.ENDED)

    def fingerprint(self, depth: Depth) -> str:
        """What the signature rests on: another one at the act means that something has changed since."""
        said = (
            *(depth.value, self.application_id, self.state.value, self.revision, self.ended_on, self.years),
            *(self.is_away, self.copies_here, self.open_matters, tuple(one.id for one in self.holds)),
            *(self.gone, sorted(self.counts.items())),
        )
        return hashlib.sha256(repr(tuple(map(str, said))).encode()).hexdigest()


def hindrances(case: KeptCase, depth: Depth, today: date) -> tuple[Hindrance, ...]:
    """Everything that stands against destroying a depth of a case today; nothing when it may go.

    Each is told, not the first alone: an officer mends them together.
    """
    if case.gone is not None and depth in case.gone.takes:
        return (Hindrance("retention.gone_already"),)
    found = []
    if case.kept_as is None:
        found.append(Hindrance("retention.not_over", {"state": case.state.label}))
    else:
        found += _period(case, depth, today)
    if case.is_away:
        found.append(Hindrance("retention.away"))
    found += [Hindrance("retention.held", {"name": one.by, "reason": one.reason}) for one in case.holds]
    found += [Hindrance("retention.matter_open", {"matter": one}) for one in case.open_matters]
    if depth is Depth.FILES:
        if case.copies_here:
            found.append(Hindrance("retention.originals_here", {"copies": str(case.copies_here)}))
        if not case.is_archived:
            found.append(Hindrance("retention.not_archived"))
    if not found and not any(case.counts.values()):
        found.append(Hindrance("retention.nothing_there"))
    return tuple(found)


def _period(case: KeptCase, depth: Depth, today: date) -> list[Hindrance]:
    if not case.is_settled:
        return [Hindrance("retention.unsettled", {"rule": case.rule(depth).label})]
    if case.due_on is None:
        return [Hindrance("retention.for_good")]
    if today < case.due_on:
        return [Hindrance("retention.not_due", {"day": case.due_on.isoformat(), "period": case.period})]
    return []


class LineEnd(StrEnum):
    """What became of a case on a destruction list; stored."""

    WAITING = ""
    DONE = "done"
    KEPT = "kept"

    @property
    def label(self) -> str:
        """In the office's words."""
        return {"": "待销毁", "done": "已销毁", "kept": "未销毁"}[self.value]


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionLine:
    """A case on a list: the rule and day it rests on, what goes, and what became of it (`why` it was kept)."""

    application_id: int
    intake_number: str
    project_name: str
    applicant: str
    rule: str
    ended_on: date
    due_on: date
    goes: str
    fingerprint: str
    end: LineEnd = LineEnd.WAITING
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionList:
    """销毁清单: proposed by one person, signed and carried out by another, or called off."""

    year: int
    serial: int
    season: str
    depth: Depth
    reason: str
    proposed_by: str
    proposed_at: datetime
    lines: tuple[DestructionLine, ...] = ()
    signed_by: str = ""
    signed_at: datetime | None = None
    called_off_by: str = ""
    called_off_at: datetime | None = None
    called_off_reason: str = ""
    id: int = 0

    @property
    def number(self) -> str:
        """What the list is called."""
        return f"{self.year}年第{self.serial}号"

    @property
    def waits(self) -> bool:
        """Whether it waits for the second signature."""
        return self.signed_at is None and self.called_off_at is None

    @property
    def stand(self) -> str:
        """Where it stands, in words."""
        if self.called_off_at is not None:
            return "已撤销"
        return "待第二人签" if self.waits else "已销毁"

    def count(self, end: LineEnd) -> int:
        """How many of its cases ended so."""
        return sum(line.end is end for line in self.lines)
