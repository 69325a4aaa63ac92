"""The road of a batch: chosen, made, sealed, posted and answered, and which of these steps comes next."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from reviewer_app.domain.states import State


@dataclass(frozen=True, slots=True)
class StepStanding:
    """How much of a step is done, and one line of words that says so."""

    done: int
    total: int
    line: str


class RoadStep(StrEnum):
    """One step of the road, in the order in which they are taken."""

    CHOOSE = "choose"
    MAKE = "make"
    SEAL = "seal"
    POST = "post"
    CITY = "city"

    @property
    def label(self) -> str:
        """The step in the office's words."""
        return _LABELS[self]


_LABELS: Mapping[RoadStep, str] = {
    RoadStep.CHOOSE: "选件",
    RoadStep.MAKE: "出件",
    RoadStep.SEAL: "用印",
    RoadStep.POST: "寄出",
    RoadStep.CITY: "市局结果",
}
STEPS: tuple[RoadStep, ...] = tuple(RoadStep)


class LineStanding(StrEnum):
    """How a case stands to the batch it was printed with."""

    IN = "in"
    LEFT = "left"
    STALE = "stale"
    VOID = "void"
    ELSEWHERE = "elsewhere"
    ENDED = "ended"

    @property
    def label(self) -> str:
        """The standing in the office's words."""
        return _STANDINGS[self]


_STANDINGS: Mapping[LineStanding, str] = {
    LineStanding.IN: "在本批",
    LineStanding.LEFT: "已移出",
    LineStanding.STALE: "须换页",
    LineStanding.VOID: "编号已作废",
    LineStanding.ELSEWHERE: "已随别批报送",
    LineStanding.ENDED: "不再报送",
}


class LetterStanding(StrEnum):
    """How a covering letter stands to the batch it speaks of."""

    ISSUED = "issued"
    UNLIKE = "unlike"
    OTHER_WAY = "other_way"
    MISSING = "missing"

    @property
    def label(self) -> str:
        """The standing in the office's words."""
        return {"issued": "已出具", "unlike": "须重出", "other_way": "须重出", "missing": "未出具"}[self.value]

    @property
    def is_open(self) -> bool:
        """Whether something is to be done about it at 出件."""
        return self is not LetterStanding.ISSUED


@dataclass(frozen=True, slots=True)
class RoadLine:
    """One case of a batch: its sheet, the number on it, where the case stands now and how it stands to the batch.

    A covering letter stands as a line without a case: `letter` tells how, `contact` whom it is for.
    """

    application_id: int
    intake_number: str
    project_name: str
    applicant: str
    file: str
    number: str
    state: State
    standing: LineStanding
    is_away: bool = False
    letter: LetterStanding | None = None
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Road:
    """A batch on its road: how it is put together, how far each step has come, its cases.

    `supplements` is the number of the batch it supplements, if it does.
    """

    batch_id: int
    number: int
    made_by: str
    made_at: datetime
    key_projects: int
    contacts: int
    steps: Mapping[RoadStep, StepStanding]
    lines: tuple[RoadLine, ...]
    is_sent: bool = False
    is_dissolved: bool = False
    supplements: int = 0
    supplement_reason: str = ""
    letters: tuple[RoadLine, ...] = ()

    @property
    def current(self) -> RoadStep:
        """The first step that is not done; the last one when all are."""
        return next((step for step in STEPS if not is_done(self.steps[step])), STEPS[-1])

    @property
    def is_open(self) -> bool:
        """Whether the office can still change it."""
        return not self.is_sent and not self.is_dissolved

    @property
    def is_off(self) -> bool:
        """Whether a sheet of it is no longer the case's own."""
        return self.is_open and any(line.standing is not LineStanding.IN for line in self.lines)

    @property
    def letters_open(self) -> int:
        """How many covering letters are to be issued, or issued anew, while the office can still do it."""
        return sum(line.letter is not None and line.letter.is_open for line in self.letters) if self.is_open else 0

    @property
    def general_projects(self) -> int:
        """How many cases are recommended as ordinary projects."""
        return len(self.lines) - self.key_projects

    @property
    def awaiting_seal(self) -> list[int]:
        """The cases whose sheet in the batch is still to be sealed."""
        if not self.is_open:
            return []
        return [
            line.application_id
            for line in self.lines
            if line.state is State.SIGNED_OFF and line.standing is LineStanding.IN and not line.is_away
        ]


def is_done(standing: StepStanding) -> bool:
    """Whether nothing of a step is left to do."""
    return standing.total > 0 and standing.done >= standing.total


def answered(lines: Sequence[RoadLine]) -> list[RoadLine]:
    """The cases to which the municipal bureau has said something."""
    return [line for line in lines if line.state in _ANSWERED]


#: From here on the municipal bureau has spoken; what follows an approval speaks of one, too.
_ANSWERED = frozenset(
    {
        *(State.RETURNED_BY_BUREAU, State.APPROVED, State.NOT_APPROVED, State.RUNNING, State.EXTENDED),
        *(State.ACCEPTED, State.FAILED_ACCEPTANCE, State.CLOSED),
    }
)
