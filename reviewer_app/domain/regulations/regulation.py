"""One regulation or notice with its period, the points it is pinned to, and what is said of one out of force."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.values.normalised import one_line

#: No regulation the office rests on is older.
_FIRST_YEAR, _YEARS_AHEAD = 1949, 10
_MARKS = str.maketrans("", "", "《》〈〉“”\"'")


class RegulationWord(StrEnum):
    """What a line says of a regulation; stored."""

    KEPT = "kept"
    AMENDED = "amended"
    STRUCK = "struck"
    RESUMED = "resumed"


@dataclass(frozen=True, slots=True)
class Named:
    """What a regulation is called, who issued it, and from when to when it is in force (to the last day; none: open).

    `says` is in a few words of the office's own what it is about.
    """

    title: str
    number: str
    issuer: str
    begins: date
    ends: date | None = None
    says: str = ""
    sha256: str = ""
    file_name: str = ""

    @property
    def cited(self) -> str:
        """Title, then number, as it is cited."""
        return f"《{self.title}》（{self.number}）" if self.number else f"《{self.title}》"

    @property
    def period(self) -> str:
        """From when to when it is in force."""
        return f"{self.begins} 至 {self.ends}" if self.ends else f"{self.begins} 起"

    def is_in_force(self, day: date) -> bool:
        """Whether it is in force on a day."""
        return self.begins <= day and (self.ends is None or day <= self.ends)

    def overlaps(self, other: Named) -> bool:
        """Whether there is a day on which both are in force."""
        starts_before_end = other.ends is None or self.begins <= other.ends
        return starts_before_end and (self.ends is None or other.begins <= self.ends)


@dataclass(frozen=True, slots=True)
class SaidOfRegulation:
    """One line: what was said of a regulation, by whom and when, and why."""

    word: RegulationWord
    by: str
    at: datetime
    named: Named | None = None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Regulation:
    """One entry of the library of rules as it stands, with all that was said of it."""

    named: Named
    is_struck: bool = False
    words: tuple[SaidOfRegulation, ...] = ()
    id: int = 0

    def standing(self, day: date) -> str:
        """How it stands on a day, by the code of its word: struck, in_force, not_yet, ended."""
        if self.is_struck:
            return "struck"
        if self.named.is_in_force(day):
            return "in_force"
        return "not_yet" if day < self.named.begins else "ended"


@dataclass(frozen=True, slots=True)
class RulePin:
    """A clause of a regulation on which a point of the checklist rests; taken off with a reason, never erased."""

    item: str
    regulation_id: int
    clause: str
    by: str
    at: datetime
    ended_by: str = ""
    ended_at: datetime | None = None
    end_reason: str = ""
    id: int = 0

    @property
    def stands(self) -> bool:
        """Whether it still holds."""
        return self.ended_at is None


@dataclass(frozen=True, slots=True)
class Ground:
    """A clause a point rests on, as it is said at the point; `warning` where it is not in force on the day asked of."""

    item: str
    cited: str
    warning: str = ""


def title_key(title: str) -> str:
    """What two spellings of one title have in common."""
    plain = unicodedata.normalize("NFKC", one_line(title)).casefold()
    return "".join(plain.translate(_MARKS).split())


def after(regulation: Regulation, said: SaidOfRegulation) -> Regulation:
    """How a regulation stands once a line more is said of it."""
    told = replace(regulation, words=(*regulation.words, said))
    if said.word is RegulationWord.AMENDED and said.named is not None:
        return replace(told, named=said.named)
    if said.word in (RegulationWord.STRUCK, RegulationWord.RESUMED):
        return replace(told, is_struck=said.word is RegulationWord.STRUCK)
    return told


def checked(named: Named, today: date) -> Named:
    """A regulation's names and period as they are kept.

    Raises RefusalError `regulation.title`, `regulation.day_far`, `regulation.ends_early`, `text.too_long`.
    """
    title, number, issuer, says = (
        " ".join(one_line(text).split()) for text in (named.title, named.number, named.issuer, named.says)
    )
    title = title.removeprefix("《").removesuffix("》") if title.count("《") == 1 else title
    if not title_key(title):
        raise RefusalError("regulation.title", field="title")
    for text, kind, field in (
        (title, TextKind.SUBJECT, "title"),
        (number, TextKind.NAME, "number"),
        (issuer, TextKind.NAME, "issuer"),
        (says, TextKind.SUBJECT, "says"),
    ):
        check_length(text, kind, field)
    for day, field in ((named.begins, "begins"), (named.ends, "ends")):
        if day is not None and not _FIRST_YEAR <= day.year <= today.year + _YEARS_AHEAD:
            raise RefusalError("regulation.day_far", field=field, day=day)
    if named.ends is not None and named.ends < named.begins:
        raise RefusalError("regulation.ends_early", field="ends", ends=named.ends, begins=named.begins)
    return replace(named, title=title, number=number, issuer=issuer, says=says)


def check_alone(named: Named, others: Iterable[Regulation]) -> None:
    """Refuses a period in which the same rule is in force already (RefusalError `regulation.overlaps`)."""
    key = title_key(named.title)
    for one in others:
        if one.is_struck or title_key(one.named.title) != key:
            continue
        if named.overlaps(one.named):
            field = "begins" if named.begins >= one.named.begins else "ends"
            raise RefusalError("regulation.overlaps", field=field, other=one.named.cited, period=one.named.period)


def grounds_on(day: date, pins: Iterable[RulePin], regulations: Mapping[int, Regulation]) -> tuple[Ground, ...]:
    """What each point rests on, and what of it is not in force on a day; struck out entries ground nothing."""
    found = []
    for pin in pins:
        regulation = regulations.get(pin.regulation_id)
        if not pin.stands or regulation is None or regulation.is_struck:
            continue
        named = regulation.named
        cited = f"{named.cited}{pin.clause}"
        found.append(Ground(pin.item, cited, _warning(named, day, regulations.values())))
    return tuple(found)


def _warning(named: Named, day: date, others: Iterable[Regulation]) -> str:
    if named.is_in_force(day):
        return ""
    if day < named.begins:
        return f"{named.cited}自 {named.begins} 起施行，{day} 还没有施行"
    key = title_key(named.title)
    same = (one.named for one in others if not one.is_struck and title_key(one.named.title) == key)
    now = next((one for one in same if one.is_in_force(day)), None)
    gone = f"{named.cited}施行到 {named.ends}，{day} 已不在施行期内"
    return f"{gone}，现行的是{now.number or f'{now.begins} 起施行的一份'}" if now is not None else gone
