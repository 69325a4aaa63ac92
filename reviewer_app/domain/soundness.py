"""How a part of the library stands when it was looked at, and what was found of the whole."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class Grade(StrEnum):
    """How a part stands: as it should be; sound but to be looked at by a person; not as it should be."""

    INTACT = "intact"
    NOTICE = "notice"
    BROKEN = "broken"

    @property
    def label(self) -> str:
        """The word an officer reads."""
        return {Grade.INTACT: "完好", Grade.NOTICE: "注意", Grade.BROKEN: "异常"}[self]


@dataclass(frozen=True, slots=True)
class LastCheck:
    """When an open library was last looked at whole, and what was found."""

    at: datetime
    lines: tuple[CheckLine, ...]

    @property
    def is_sound(self) -> bool:
        """Whether nothing was broken."""
        return not any(line.is_broken for line in self.lines)


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One sentence of a verification: a part, how it stands, and what was seen.

    What `can_count_again` differs only in what is counted from the cases: an act of the office puts it right.
    """

    part: str
    standing: Grade
    message: str
    can_count_again: bool = False

    @property
    def is_broken(self) -> bool:
        """Whether this part is not as it should be."""
        return self.standing is Grade.BROKEN


def standing_of(is_intact: bool) -> Grade:
    """How a part stands that is either intact or not."""
    return Grade.INTACT if is_intact else Grade.BROKEN


def counted(lines: Sequence[CheckLine]) -> str:
    """How many parts stand how, the sound ones first; those of which there are none are left out."""
    counts = [(one, sum(line.standing is one for line in lines)) for one in Grade]
    return "，".join(f"{count} 项{one.label}" for one, count in counts if count)
