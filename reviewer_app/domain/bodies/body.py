"""A technical body or line department: its contacts, and what it supported; nothing of it is ever erased."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.values.normalised import one_line

_YEARS_BACK = 30
_SHOWN = 3


class BodyKind(StrEnum):
    """What it is; stored."""

    TECHNICAL = "technical"
    LINE = "line"

    @property
    def label(self) -> str:
        """The kind in the office's words."""
        return {"technical": "技术机构", "line": "行业主管部门"}[self.value]


class SupportKind(StrEnum):
    """What it did for a project or for many; stored."""

    SYSTEM = "system"
    DRAFTING = "drafting"
    TRAINING = "training"

    @property
    def label(self) -> str:
        """The support in the office's words."""
        return {"system": "体系编制", "drafting": "标准制定", "training": "培训"}[self.value]


@dataclass(frozen=True, slots=True)
class BodyContact:
    """Whom to ask there, from when; one who is no longer there stays to be read."""

    person: str
    post: str
    telephone: str
    by: str
    at: datetime
    ended_by: str = ""
    ended_at: datetime | None = None
    id: int = 0

    @property
    def stands(self) -> bool:
        """Whether one can be asked there today."""
        return self.ended_at is None

    @property
    def masked(self) -> str:
        """The telephone as a list shows it."""
        return masked(self.telephone)


@dataclass(frozen=True, slots=True)
class Support:
    """What a body did in a year, for a project of ours or for none in particular."""

    kind: SupportKind
    year: int
    note: str
    by: str
    at: datetime
    application_id: int = 0
    project: str = ""
    struck_by: str = ""
    struck_at: datetime | None = None
    strike_reason: str = ""
    id: int = 0

    @property
    def stands(self) -> bool:
        """Whether it counts; one entered by mistake is struck out."""
        return self.struck_at is None


@dataclass(frozen=True, slots=True)
class Body:
    """One body with its contacts and all it supported, oldest first."""

    kind: BodyKind
    name: str
    by: str
    at: datetime
    contacts: tuple[BodyContact, ...] = field(default=())
    supports: tuple[Support, ...] = field(default=())
    id: int = 0

    @property
    def told(self) -> str:
        """What it supported, counted by kind, and in which years."""
        standing = [one for one in self.supports if one.stands]
        if not standing:
            return ""
        counts = [(kind.label, sum(one.kind is kind for one in standing)) for kind in SupportKind]
        years = sorted({one.year for one in standing})
        span = f"{years[0]}年" if len(years) == 1 else f"{years[0]}—{years[-1]}年"
        return f"{span} {'、'.join(f'{label} {count} 次' for label, count in counts if count)}"


def masked(telephone: str) -> str:
    """A telephone of which only the first and last digits are shown."""
    digits = telephone.strip()
    hidden = len(digits) - _SHOWN - 2
    return f"{digits[:_SHOWN]}{'*' * hidden}{digits[-2:]}" if hidden > 0 else "*" * len(digits)


def name_key(name: str) -> str:
    """What two spellings of one name have in common."""
    return "".join(unicodedata.normalize("NFKC", one_line(name)).casefold().split())


def checked_name(name: str, field_id: str = "name") -> str:
    """A name as it is kept; RefusalError `body.no_name`, `text.too_long`."""
    words = " ".join(one_line(name).split())
    if not any(unicodedata.category(sign).startswith("L") for sign in words):
        raise RefusalError("body.no_name", field=field_id)
    check_length(words, TextKind.NAME, field_id)
    return words


def checked_year(text: str, today: date) -> int:
    """The year of a support; RefusalError `body.year`."""
    plain = unicodedata.normalize("NFKC", text).strip().removesuffix("年").strip()
    if not (plain.isascii() and plain.isdecimal() and len(plain) == 4):
        raise RefusalError("body.year", field="year", text=text.strip())
    if not today.year - _YEARS_BACK <= int(plain) <= today.year:
        raise RefusalError("body.year", field="year", text=text.strip())
    return int(plain)
