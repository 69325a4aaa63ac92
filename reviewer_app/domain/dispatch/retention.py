"""Keeping for good: which cases are ended, as what each is kept, and for how many years (DA/T 22 in our own words).

How long is settled with the season: no notice says it, so a period stands as 待确认 until an administrator settles it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviewer_app.domain.limits.season import Limits
from reviewer_app.domain.states import State

#: So many years and more mean for good.
FOR_GOOD = 100


class UnitKind(StrEnum):
    """As what the papers of a case are kept; the value names the member of `Limits` that says how long."""

    SENT = "keep_sent_years"
    DECLINED = "keep_declined_years"
    ENDED = "keep_ended_years"

    @property
    def label(self) -> str:
        """The kind in the office's words."""
        return {"keep_sent_years": "推荐上报", "keep_declined_years": "不予推荐", "keep_ended_years": "其他办结"}[
            self.value
        ]


_KINDS = {
    **dict.fromkeys(
        (
            *(State.SENT, State.APPROVED, State.NOT_APPROVED, State.RUNNING, State.EXTENDED, State.ACCEPTED),
            *(State.FAILED_ACCEPTANCE, State.CLOSED, State.PILOT_ENDED, State.RECOMMENDATION_WITHDRAWN),
        ),
        UnitKind.SENT,
    ),
    State.DECLINED: UnitKind.DECLINED,
    **dict.fromkeys((State.TRANSFERRED, State.WITHDRAWN, State.LAPSED), UnitKind.ENDED),
}


def kind_of(state: State) -> UnitKind | None:
    """As what a case in this state is kept; None while it is not ended."""
    return _KINDS.get(state)


def years_of(limits: Limits, kind: UnitKind) -> int:
    """How many years the papers of a kind are kept in a season."""
    return int(getattr(limits, kind.value))


def period_words(years: int) -> str:
    """A period as catalogues write it: 永久, 30年, 10年."""
    return "永久" if years >= FOR_GOOD else f"{years}年"


@dataclass(frozen=True, slots=True)
class FileUnit:
    """One 件 of a season's archive, before its pages are counted: a case that is ended, or papers of the season itself.

    `number` counts within the period; `day` is the day of the last act that moved the case. What the season itself has
    is a sent batch (its `batch_id`) or the registers, with no case and `called` by its own title.
    """

    case_id: int
    intake_number: str
    project_name: str
    applicant: str
    kind: UnitKind
    years: int
    number: int
    document_number: str
    day: date
    called: str = ""
    batch_id: int = 0
    ended_as: str = ""

    @property
    def period(self) -> str:
        """How long it is kept, which also names its folder."""
        return period_words(self.years)

    @property
    def title(self) -> str:
        """题名: what the unit is about."""
        ended = self.ended_as or self.kind.label
        return self.called or f"{self.applicant}“{self.project_name}”申报市级标准化试点的案件材料（{ended}）"
