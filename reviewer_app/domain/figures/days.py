"""How many days a case spent in each part of its road, reckoned from its moves on record.

All days are calendar days between two dates: what begins and ends on one day took 0 days. A part that a case went
through more than once (it came back, it was corrected again) has its days added up. A part that a case has not left yet
has no days, so that nothing still running makes a figure shorter than it will be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from reviewer_app.domain.states import ONCE_APPROVED, State


class Leg(StrEnum):
    """A part of the road whose days are counted; stored, with its word."""

    CHECKING = "checking"
    REVIEWING = "reviewing"
    SIGNING = "signing"
    SEALING = "sealing"
    SENDING = "sending"
    WAITING = "waiting"

    @property
    def label(self) -> str:
        """The part's word."""
        return _LABELS[self]


_LABELS = {
    Leg.CHECKING: "核对",
    Leg.REVIEWING: "初审",
    Leg.SIGNING: "复核",
    Leg.SEALING: "用印",
    Leg.SENDING: "待报送",
    Leg.WAITING: "等待补正",
}

_S = State
#: In which part of the road the days of a state are counted; the days of other states are in none.
LEG_OF: Mapping[State, Leg] = {
    _S.REGISTERED: Leg.CHECKING,
    _S.CHECKING: Leg.CHECKING,
    _S.RETURNED_BY_BUREAU: Leg.CHECKING,
    _S.AWAITING_CORRECTION: Leg.WAITING,
    _S.REVIEWING: Leg.REVIEWING,
    _S.CHALLENGED: Leg.REVIEWING,
    _S.PROPOSED: Leg.SIGNING,
    _S.SIGNED_OFF: Leg.SEALING,
    _S.SEALED: Leg.SENDING,
    _S.BATCHED: Leg.SENDING,
}
#: The parts that lie before the conclusion and are the office's own; the office's time is what they add up to.
OWN_LEGS = (Leg.CHECKING, Leg.REVIEWING, Leg.SIGNING)
#: The states of a case whose recommendation was signed off and stands.
RECOMMENDED = frozenset(
    {
        *(_S.SIGNED_OFF, _S.SEALED, _S.BATCHED, _S.SENT, _S.WITHDRAWAL_ASKED, _S.NOT_APPROVED),
        *ONCE_APPROVED,
    }
)
#: The states of a case that has its conclusion: recommended or declined.
CONCLUDED = RECOMMENDED | {_S.DECLINED}


@dataclass(frozen=True, slots=True)
class Move:
    """One move on record; `is_taken_back` when it takes a correction request back instead of answering it."""

    day: date
    source: State
    target: State
    is_taken_back: bool = False


@dataclass(frozen=True, slots=True)
class CaseDays:
    """The days of one case by part of the road, how often it was to be corrected, and when it was concluded last.

    With a gap in its moves (it came from another library that did not tell them) nothing is said of a case's days.
    """

    legs: Mapping[Leg, int] = field(default_factory=dict)
    corrections: int = 0
    concluded_on: date | None = None

    @property
    def used(self) -> int | None:
        """The office's own days up to the conclusion; None before it."""
        if self.concluded_on is None:
            return None
        return sum(self.legs.get(leg, 0) for leg in OWN_LEGS)

    @property
    def used_with_waiting(self) -> int | None:
        """The same with the days in which the applicant was waited for."""
        used = self.used
        return None if used is None else used + self.legs.get(Leg.WAITING, 0)

    def is_late_for(self, season: str) -> bool:
        """Whether the case was concluded only after the year of its season was over (补结旧案)."""
        return self.concluded_on is not None and season.isdigit() and self.concluded_on.year > int(season)


def days_of(registered_on: date, moves: Iterable[Move]) -> CaseDays:
    """Reckons the days of a case from its moves, oldest first.

    A move dated before the one before it (a clock was wrong) takes no time and gives none back.
    """
    state, since = State.REGISTERED, registered_on
    legs: dict[Leg, int] = {}
    corrections = 0
    concluded_on: date | None = None
    for move in moves:
        if move.target is move.source:
            continue
        if move.source is not state:
            return CaseDays()
        leg = LEG_OF.get(state)
        if leg is not None:
            legs[leg] = legs.get(leg, 0) + max((move.day - since).days, 0)
        if move.target is State.AWAITING_CORRECTION:
            corrections += 1
        elif state is State.AWAITING_CORRECTION and move.is_taken_back:
            corrections -= 1
        if move.target not in CONCLUDED:
            concluded_on = None
        elif state not in CONCLUDED:
            concluded_on = move.day
        state, since = move.target, max(move.day, since)
    return CaseDays(legs, corrections, concluded_on)
