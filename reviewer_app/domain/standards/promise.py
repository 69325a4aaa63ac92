"""A standard a project promised: what was said of it, line by line, and where it stands by that.

Nothing said is ever changed: a correction, a step back, giving it up and striking it out are lines of their own, the
last four with a reason. `after` is the one place where a line changes how a standard stands.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import IntEnum, StrEnum

from reviewer_app.domain.states import ONCE_APPROVED, State
from reviewer_app.domain.values.standard_number import StandardLevel

#: The states of a project that was approved: what it promised is followed from then on, and after its end as well.
FOLLOWED: frozenset[State] = ONCE_APPROVED


class Stage(IntEnum):
    """How far a standard has come; stored, never renumbered."""

    NOT_BEGUN = 0
    PROJECT = 1
    COMMENT = 2
    APPROVAL = 3
    PUBLISHED = 4
    IN_FORCE = 5

    @property
    def label(self) -> str:
        """The stage in the office's words."""
        return ("未启动", "立项", "征求意见", "报批", "发布", "实施")[self]


#: The stages on the way, which are drawn.
COURSE: tuple[Stage, ...] = tuple(stage for stage in Stage if stage is not Stage.NOT_BEGUN)


class Origin(StrEnum):
    """Where a line comes from; stored."""

    FORM = "form"
    OFFICER = "officer"
    EXTRA = "extra"

    @property
    def label(self) -> str:
        """The origin in the office's words."""
        return {"form": "申请表预期成果", "officer": "另行承诺", "extra": "承诺之外"}[self.value]

    @property
    def is_promised(self) -> bool:
        """Whether the project promised it; what it produced besides counts apart."""
        return self is not Origin.EXTRA


class Standing(StrEnum):
    """Whether a line counts; stored."""

    STANDS = "stands"
    GIVEN_UP = "given_up"
    STRUCK = "struck"

    @property
    def label(self) -> str:
        """The standing in the office's words."""
        return {"stands": "", "given_up": "不再制定", "struck": "登记有误"}[self.value]


class WordKind(StrEnum):
    """What a line says; stored."""

    TAKEN = "taken"
    AMENDED = "amended"
    REACHED = "reached"
    STEPPED_BACK = "stepped_back"
    GIVEN_UP = "given_up"
    STRUCK = "struck"
    RESUMED = "resumed"

    @property
    def needs_reason(self) -> bool:
        """Whether the line cannot stand without saying why."""
        return self in (WordKind.STEPPED_BACK, WordKind.GIVEN_UP, WordKind.STRUCK, WordKind.RESUMED)


@dataclass(frozen=True, slots=True)
class Named:
    """What a standard is called: level, name ('' while it is open), the year it was promised for, its number."""

    level: StandardLevel
    name: str = ""
    year: str = ""
    number: str = ""

    @property
    def title(self) -> str:
        """Its name, or that it has none yet."""
        return self.name or "名称待定"

    @property
    def called(self) -> str:
        """Level and number in one line."""
        return f"{self.level.label} · {self.number or '编号待定'}"


@dataclass(frozen=True, slots=True)
class StandardWord:
    """One line: what was said, by whom and when; a stage with its day outside, and the evidence where it was kept."""

    kind: WordKind
    by: str
    at: datetime
    named: Named | None = None
    stage: Stage | None = None
    day: date | None = None
    reason: str = ""
    sha256: str = ""
    file_name: str = ""


@dataclass(frozen=True, slots=True)
class PromisedStandard:
    """One standard of a project as it stands; `days` are those of the stages that count, `words` all that was said."""

    application_id: int
    number: int
    origin: Origin
    named: Named
    stage: Stage = Stage.NOT_BEGUN
    days: tuple[tuple[Stage, date], ...] = ()
    standing: Standing = Standing.STANDS
    words: tuple[StandardWord, ...] = ()
    id: int = 0

    @property
    def counts(self) -> bool:
        """Whether it is among what was promised or produced; one struck out never was."""
        return self.standing is not Standing.STRUCK

    @property
    def is_published(self) -> bool:
        """Whether it came out."""
        return self.counts and self.stage >= Stage.PUBLISHED

    def day_of(self, stage: Stage) -> date | None:
        """The day on which a stage was reached."""
        return dict(self.days).get(stage)

    @property
    def last_day(self) -> date | None:
        """The day of the stage in which it is."""
        return self.day_of(self.stage)

    def stage_on(self, today: date) -> Stage:
        """Where it stands on a day: what comes into force later is published until then."""
        last = self.last_day
        return Stage.PUBLISHED if self.stage is Stage.IN_FORCE and last and last > today else self.stage


def after(standard: PromisedStandard, word: StandardWord) -> PromisedStandard:
    """How a standard stands once a line more is said of it."""
    said = replace(standard, words=(*standard.words, word))
    if word.kind is WordKind.AMENDED and word.named is not None:
        return replace(said, named=word.named)
    if word.kind is WordKind.REACHED and word.stage is not None and word.day is not None:
        named = word.named or standard.named
        return replace(said, named=named, stage=word.stage, days=(*standard.days, (word.stage, word.day)))
    if word.kind is WordKind.STEPPED_BACK and word.stage is not None:
        kept = tuple((stage, day) for stage, day in standard.days if stage <= word.stage)
        return replace(said, stage=word.stage, days=kept)
    standing = _STANDINGS.get(word.kind)
    return replace(said, standing=standing) if standing is not None else said


_STANDINGS = {
    WordKind.GIVEN_UP: Standing.GIVEN_UP,
    WordKind.STRUCK: Standing.STRUCK,
    WordKind.RESUMED: Standing.STANDS,
}


@dataclass(frozen=True, slots=True)
class Progress:
    """What some projects promised and what came of it; `extra` came out without having been promised."""

    promised: int = 0
    published: int = 0
    given_up: int = 0
    extra: int = 0

    def __add__(self, other: Progress) -> Progress:
        return Progress(
            self.promised + other.promised,
            self.published + other.published,
            self.given_up + other.given_up,
            self.extra + other.extra,
        )

    @property
    def said(self) -> str:
        """The figures in one line; what is zero is said only of what was published."""
        parts = [f"承诺 {self.promised} 项，发布 {self.published} 项"]
        if self.given_up:
            parts.append(f"不再制定 {self.given_up} 项")
        if self.extra:
            parts.append(f"承诺之外发布 {self.extra} 项")
        return "，".join(parts)


def progress_of(standards: Iterable[PromisedStandard]) -> Progress:
    """The figures of some standards; those struck out are in none of them."""
    total = Progress()
    for one in standards:
        if not one.counts:
            continue
        if not one.origin.is_promised:
            total += Progress(extra=int(one.is_published))
            continue
        # What came out and was given up afterwards has come out.
        is_lost = one.standing is Standing.GIVEN_UP and not one.is_published
        total += Progress(1, int(one.is_published), int(is_lost))
    return total
