"""Closing a season: what is open in it and whose papers are still here is said first; it is reopened with a reason."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons.closing import CLOSED, CLOSING, OPENED, closing_of
from reviewer_app.domain.seasons.settings import Settled
from reviewer_app.domain.states import BEFORE_SENT, State
from reviewer_app.services.cases.permissions import require_role, require_season_open
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: After these the papers of a case go back to its applicant or stay in its file; whoever closes is told of them.
ENDED_HERE = (
    State.DECLINED,
    State.TRANSFERRED,
    State.WITHDRAWN,
    State.LAPSED,
    State.RECOMMENDATION_WITHDRAWN,
    State.NOT_APPROVED,
    State.CLOSED,
)
#: Not sent yet, or sent and not settled in the house: the head has still to say whether it is taken back.
OPEN_AT_END = (*sorted(BEFORE_SENT), State.WITHDRAWAL_ASKED)
#: So many cases are named in a line; the rest is counted.
_NAMED = 6
_TOUCHED = frozenset({Noun.SETTINGS, Noun.QUEUE, Noun.CASE, Noun.BATCH})


@dataclass(frozen=True, slots=True)
class SeasonEnd:
    """What closing a season would leave as it is: cases not sent by state, answers awaited, papers that lie here."""

    season: str
    open_cases: int
    lines: tuple[str, ...]


def season_end(unit: UnitOfWork, season: str) -> SeasonEnd:
    """What is still open in a season, in sentences; nothing of it stops the closing, its reason answers for it."""
    unit.packs.current(season)
    waiting = unit.applications.in_states(season, OPEN_AT_END)
    lines = [
        sentence("season_end.open", {"state": state.label, "count": count, "numbers": _named(waiting, state)})
        for state, count in Counter(case.state for case in waiting).items()
    ]
    awaited = unit.applications.in_states(season, (State.SENT,))
    if awaited:
        lines.append(sentence("season_end.awaited", {"count": len(awaited)}))
    ended = unit.applications.in_states(season, ENDED_HERE)
    copies = unit.papers.of_some([case.id for case in ended])
    here = [case.intake_number for case in ended if any(copy.is_in_office for copy in copies.get(case.id, ()))]
    if here:
        lines.append(sentence("season_end.papers", {"count": len(here), "numbers": _several(here)}))
    return SeasonEnd(season, len(waiting), tuple(lines))


def close_season(unit: UnitOfWork, season: str, reason: str) -> Changes:
    """Closes a season: from now on it is read only (an admin's act); what is open in it goes on record as it is.

    Raises RefusalError `act.role_needed`, `season.closed`, `season.no_closing_reason`.
    """
    require_role(unit.actor, EventAct.SEASON_CLOSED)
    require_season_open(unit, season)
    end = season_end(unit, season)
    _settle(unit, season, CLOSED, reason)
    detail: dict[str, str] = {RecordKey.SEASON: season, RecordKey.OPEN_CASES: str(end.open_cases)}
    record(unit, None, EventAct.SEASON_CLOSED, reason, detail)
    return Changes(_TOUCHED)


def open_season_again(unit: UnitOfWork, season: str, reason: str) -> Changes:
    """Opens a closed season for work again (an admin's act).

    Raises RefusalError `act.role_needed`, `season.not_closed`, `season.no_closing_reason`.
    """
    require_role(unit.actor, EventAct.SEASON_OPENED_AGAIN)
    unit.packs.current(season)
    if closing_of(unit.seasons.settled(season)) is None:
        raise RefusalError("season.not_closed", season=season)
    _settle(unit, season, OPENED, reason)
    detail: dict[str, str] = {RecordKey.SEASON: season}
    record(unit, None, EventAct.SEASON_OPENED_AGAIN, reason, detail)
    return Changes(_TOUCHED)


def _settle(unit: UnitOfWork, season: str, value: str, reason: str) -> None:
    if not reason.strip():
        raise RefusalError("season.no_closing_reason", field="reason", season=season)
    unit.seasons.settle(season, Settled(CLOSING, value, unit.actor.name, unit.now, " ".join(reason.split())))


def _named(cases: list[Application], state: State) -> str:
    return _several([case.intake_number for case in cases if case.state is state])


def _several(numbers: list[str]) -> str:
    return "、".join(numbers[:_NAMED]) + ("…" if len(numbers) > _NAMED else "")
