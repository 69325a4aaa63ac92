"""The days that run for a case and for the season: what starts each, what it waits for, when it stopped, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviewer_app.domain.application import Application
from reviewer_app.domain.corrections.request import CorrectionRequest
from reviewer_app.domain.deadlines import Calendar, Pause, add_workdays, workdays_counted
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import Limits, NoticePack
from reviewer_app.domain.opinion import Opinion, OpinionStatus
from reviewer_app.domain.states import State

#: From these states on nobody has to look a case through any more.
_LOOKED_THROUGH = frozenset({State.SIGNED_OFF, State.SEALED, State.BATCHED})


class ClockKind(StrEnum):
    """What a day is for; the word the officer reads is in the phrases."""

    SENDING = "sending"
    OWN_INTAKE = "own_intake"
    OWN_SENDING = "own_sending"
    CASE = "case"
    CORRECTION = "correction"
    CONSULTATION = "consultation"
    TELLING = "telling"
    REVIEW = "review"


@dataclass(frozen=True, slots=True)
class Clock:
    """One day that binds, or bound until `ended_on`.

    `due` is None where the year tables do not reach (`refusal` says so). Counted in working days it began after
    `start`; `counted` are the days that count, `pauses` those that do not. While a pause is open the day moves on, as
    if what is waited for came today. `of` is the department or the request's number, `reason` a person's own words.
    """

    kind: ClockKind
    due: date | None
    setting: str = ""
    start: date | None = None
    workdays: int = 0
    counted: tuple[date, ...] = ()
    pauses: tuple[Pause, ...] = ()
    of: str = ""
    reason: str = ""
    ended_on: date | None = None
    refusal: RefusalError | None = None
    is_unsettled: bool = False

    @property
    def is_paused(self) -> bool:
        """Whether it stands still now."""
        return self.ended_on is None and any(pause.is_open for pause in self.pauses)


def season_clocks(pack: NoticePack) -> tuple[Clock, ...]:
    """The season's day of sending and the office's own two days, if it has set them."""
    limits = pack.limits
    own = ((ClockKind.OWN_INTAKE, "own_intake_day"), (ClockKind.OWN_SENDING, "own_sending_day"))
    days = ((kind, name, getattr(limits, name)) for kind, name in own)
    set_days = tuple(Clock(kind, day, name) for kind, name, day in days if day is not None)
    return (*set_days, _sending(limits, limits.sending_deadline))


def case_clocks(
    case: Application,
    pack: NoticePack,
    calendar: Calendar,
    today: date,
    requests: Sequence[CorrectionRequest],
    opinions: Sequence[Opinion],
) -> tuple[Clock, ...]:
    """Every day that runs or ran for a case, those that still run first, the next one before the later ones."""
    pauses = pauses_of(case, requests, today)
    clocks = [
        _telling(case, pack.limits, calendar, requests, opinions),
        _review(case, pack.limits, calendar, pauses, opinions),
        *(_correction(one, calendar) for one in requests if one.asked_at is not None),
        *_consultations(case, calendar),
    ]
    if case.state.rule.before_sent:
        clocks.append(_sending(pack.limits, pack.limits.deadlines_of(case.values)[1]))
        if case.due_on not in {clock.due for clock in clocks}:
            clocks.append(Clock(ClockKind.CASE, case.due_on))
    return tuple(sorted(clocks, key=lambda one: (one.ended_on is not None, one.due or date.max, one.kind)))


def pauses_of(case: Application, requests: Sequence[CorrectionRequest], today: date) -> tuple[Pause, ...]:
    """The days on which the case waited for somebody outside: an applicant who was told, a department that was asked.

    A consultation that was taken back pauses nothing: the day it was taken back does not stand in it.
    """
    found = []
    for request in requests:
        if request.told_on is not None:
            end = request.answered_on or (request.ended_at.date() if request.ended_at else None)
            found.append(Pause(request.told_on, end or today, "correction", str(request.number), end is None))
    for one in case.consultations:
        if one.is_open or one.view is not None:
            end = one.view.received_on if one.view is not None else None
            found.append(Pause(one.asked_on, end or today, "consultation", one.department, end is None))
    return tuple(sorted(found, key=lambda pause: pause.start))


def _sending(limits: Limits, day: date) -> Clock:
    return Clock(ClockKind.SENDING, day, "sending_deadline", is_unsettled="sending_deadline" in limits.unsettled)


def _telling(
    case: Application,
    limits: Limits,
    calendar: Calendar,
    requests: Sequence[CorrectionRequest],
    opinions: Sequence[Opinion],
) -> Clock:
    """What is wanting is told at once within so many days; with the first telling or opinion there is nothing left."""
    told = [one.told_on for one in requests if one.told_on is not None]
    said = [one.submitted_at.date() for one in opinions if one.status is not OpinionStatus.TOLD]
    ended = min([*told, *said], default=None)
    return _limit(ClockKind.TELLING, "tell_defects_workdays", case, limits, calendar, (), ended)


def _review(
    case: Application, limits: Limits, calendar: Calendar, pauses: tuple[Pause, ...], opinions: Sequence[Opinion]
) -> Clock:
    """The review ends with the second person's signature; what was retracted ended nothing."""
    signed = [one.decided_at for one in opinions if one.status is OpinionStatus.SIGNED_OFF and one.decided_at]
    is_over = case.state in _LOOKED_THROUGH or not case.state.rule.before_sent
    ended = signed[-1].date() if signed and is_over else None
    before = tuple(pause for pause in pauses if ended is None or pause.start < ended)
    return _limit(ClockKind.REVIEW, "review_workdays", case, limits, calendar, before, ended)


def _limit(
    kind: ClockKind,
    setting: str,
    case: Application,
    limits: Limits,
    calendar: Calendar,
    pauses: tuple[Pause, ...],
    ended: date | None,
) -> Clock:
    start, workdays = case.registered_at.date(), getattr(limits, setting)
    is_open = setting in limits.unsettled
    try:
        due = add_workdays(calendar, start, workdays, pauses)
        counted = workdays_counted(calendar, start, due, pauses)
    except RefusalError as refusal:
        return Clock(kind, None, setting, start, workdays, refusal=refusal, is_unsettled=is_open, ended_on=ended)
    return Clock(kind, due, setting, start, workdays, counted, pauses, ended_on=ended, is_unsettled=is_open)


def _correction(request: CorrectionRequest, calendar: Calendar) -> Clock:
    start = request.drafted_at.date()
    ended = request.answered_on or (request.ended_at.date() if request.ended_at else None)
    counted = _counted(calendar, start, request.due_on)
    return Clock(
        ClockKind.CORRECTION,
        request.due_on,
        "correction_workdays" if request.workdays else "",
        start,
        request.workdays,
        counted,
        of=str(request.number),
        reason=request.due_reason,
        ended_on=ended,
    )


def _consultations(case: Application, calendar: Calendar) -> list[Clock]:
    return [
        Clock(
            ClockKind.CONSULTATION,
            one.due_on,
            start=one.asked_on,
            counted=_counted(calendar, one.asked_on, one.due_on),
            of=one.department,
            ended_on=one.view.received_on if one.view is not None else None,
        )
        for one in case.consultations
        if one.due_on is not None and (one.is_open or one.view is not None)
    ]


def _counted(calendar: Calendar, start: date, due: date) -> tuple[date, ...]:
    """The working days of a day that was laid down before; none where the tables do not reach."""
    try:
        return workdays_counted(calendar, start, due)
    except RefusalError:
        return ()
