"""期限: the days that run for one case, or for all cases at work and the season, each with why it is that day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from reviewer_app.domain.application import Application
from reviewer_app.domain.deadlines import Calendar, days_left, workdays_counted
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.listing.asking import Operator
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.seasons.clocks import Clock, ClockKind, case_clocks, season_clocks
from reviewer_app.domain.seasons.settings import LIMIT_SETTINGS, Settled, shown, value_now
from reviewer_app.domain.states import BEFORE_SENT, State
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_resources.phrases import sentence

#: So many cases, the next due first, are gone through for the list of all days.
MOST_CASES = 300
#: The search for the cases that days run for: sent ones, due as early, would take the places of these.
_AT_WORK = " ".join(f"{Operator.STATE}:{state.label}" for state in State if state in BEFORE_SENT)
_INTERNAL = frozenset({ClockKind.TELLING, ClockKind.REVIEW, ClockKind.CORRECTION})


@dataclass(frozen=True, slots=True)
class RunningDate:
    """One day as it is read: its name, the days left while it runs, why it is that day; of a case or of the season."""

    clock: Clock
    name: str
    left: int | None
    why: tuple[str, ...]
    case_id: int = 0
    project: str = ""


@dataclass(frozen=True, slots=True)
class RunningDates:
    """The days asked for, with the calendar by which they were counted; `is_cut` where there are more cases."""

    today: date
    calendar: Calendar
    dates: tuple[RunningDate, ...]
    is_cut: bool = False

    def due_by_sunday(self) -> tuple[RunningDate, ...]:
        """What has passed, what is due today, and what is due before this week ends."""
        sunday = self.today + timedelta(days=6 - self.today.weekday())
        return tuple(one for one in self.dates if one.left is not None and one.clock.due and one.clock.due <= sunday)


def dates_of_case(unit: UnitOfWork, case_id: int) -> RunningDates:
    """Every day that runs or ran for a case, and the office's own days of its season."""
    case = unit.applications.get(case_id)
    pack, settled = unit.packs.by_hash(case.pack.sha256), unit.seasons.settled(case.season)
    own = [clock for clock in season_clocks(pack) if clock.kind is not ClockKind.SENDING]
    clocks = [*_clocks(unit, case, pack), *(own if case.state.rule.before_sent else ())]
    return RunningDates(unit.today, unit.calendar, tuple(_read(unit, one, pack, settled, case) for one in clocks))


def dates_running(unit: UnitOfWork) -> RunningDates:
    """Every day that still runs, the next first: the season's own, then those of the cases before they are sent."""
    season = unit.settings.get().season
    settled, found = unit.seasons.settled(season), list(season_dates(unit))
    index = unit.worklist.index(QueueQuery(season, Tab.ALL, _AT_WORK), unit.actor, MOST_CASES + 1)
    cases = unit.applications.some(list(index.ids[:MOST_CASES]))
    for case in cases:
        if not case.state.rule.before_sent or case.is_away:
            continue
        of_case = unit.packs.by_hash(case.pack.sha256)
        running = (one for one in _clocks(unit, case, of_case) if one.ended_on is None)
        found += [_read(unit, one, of_case, settled, case) for one in running if one.kind is not ClockKind.SENDING]
    found.sort(key=lambda one: (one.clock.due or date.max, one.clock.kind, one.case_id))
    return RunningDates(unit.today, unit.calendar, tuple(found), len(index.ids) > MOST_CASES)


def days_ahead(unit: UnitOfWork, cases: Sequence[Application]) -> dict[int, tuple[tuple[date, str], ...]]:
    """The days still to come that run for each case, the next one first, with their names."""
    ahead = {}
    for case in cases:
        clocks = _clocks(unit, case, unit.packs.by_hash(case.pack.sha256))
        running = [one for one in clocks if one.ended_on is None and one.due is not None and one.due >= unit.today]
        named = [(one.due, sentence(f"clock.{one.kind}", {"of": one.of})) for one in running if one.due is not None]
        ahead[case.id] = tuple(sorted(named))
    return ahead


def season_dates(unit: UnitOfWork) -> tuple[RunningDate, ...]:
    """The season's own days: those the office set, and at the end the last day of sending."""
    season = unit.settings.get().season
    pack, settled = unit.packs.current(season), unit.seasons.settled(season)
    return tuple(_read(unit, one, pack, settled, None) for one in season_clocks(pack))


def _clocks(unit: UnitOfWork, case: Application, pack: NoticePack) -> tuple[Clock, ...]:
    requests, opinions = unit.corrections.of(case.id), unit.opinions.of(case.id)
    return case_clocks(case, pack, unit.calendar, unit.today, requests, opinions)


def _read(
    unit: UnitOfWork, clock: Clock, pack: NoticePack, settled: Mapping[str, Settled], case: Application | None
) -> RunningDate:
    is_running = clock.ended_on is None and clock.due is not None
    return RunningDate(
        clock,
        sentence(f"clock.{clock.kind}", {"of": clock.of}),
        days_left(clock.due, unit.today) if clock.due is not None and is_running else None,
        (*_rule(clock, pack, settled, case), *_counting(clock, unit.calendar), *_standing(clock)),
        case.id if case is not None else 0,
        case.project_name if case is not None else "",
    )


def _rule(clock: Clock, pack: NoticePack, settled: Mapping[str, Settled], case: Application | None) -> tuple[str, ...]:
    """What lays the day down: the pack, the office's own setting, or a person."""
    if clock.kind is ClockKind.CASE:
        return (sentence("clock_rule.case"),)
    if clock.kind is ClockKind.CONSULTATION:
        return (sentence("clock_rule.consultation"),)
    if clock.kind is ClockKind.CORRECTION:
        if clock.workdays:
            return (sentence("clock_rule.correction", {"workdays": clock.workdays}),)
        return (sentence("clock_rule.chosen" if clock.reason else "clock_rule.chosen_plain", {"reason": clock.reason}),)
    setting = next(one for one in LIMIT_SETTINGS if one.name == clock.setting)
    value = shown(pack, setting, value_now(pack, setting))
    if case is not None and clock.due != pack.limits.sending_deadline and clock.kind is ClockKind.SENDING:
        said = {"pack": pack.called, "class": case.values.get("project_class", ""), "value": clock.due}
        return (sentence("clock_rule.by_class", said),)
    one = settled.get(clock.setting)
    if one is not None:
        said = {"by": one.by, "day": one.at.date(), "value": value, "reason": one.reason}
        return (sentence("clock_rule.settled", said),)
    code = "clock_rule.open" if clock.is_unsettled else "clock_rule.pack"
    return (sentence(code, {"pack": pack.called, "label": setting.label, "value": value}),)


def _counting(clock: Clock, calendar: Calendar) -> tuple[str, ...]:
    """How its working days were counted, and which days were not."""
    if clock.refusal is not None:
        return (sentence(clock.refusal.code, clock.refusal.values),)
    if clock.start is None or clock.due is None or not clock.counted or clock.counted[-1] != clock.due:
        return ()
    count = {"start": clock.start, "due": clock.due, "count": len(clock.counted)}
    years = "、".join(map(str, sorted({clock.start.year, *(day.year for day in clock.counted)})))
    said = [sentence("clock_count.days", count), sentence("clock_count.calendar", {"years": years})]
    for pause in clock.pauses:
        try:
            days = len(workdays_counted(calendar, pause.start, pause.end))
        except RefusalError:
            continue
        held = {"start": pause.start, "end": pause.end, "whom": pause.whom, "count": days}
        said.append(sentence(f"clock_count.pause_{pause.why}", held))
    return tuple(said)


def _standing(clock: Clock) -> tuple[str, ...]:
    """Whether it waits, is over, or is the office's own affair."""
    said = [sentence("clock_count.internal")] if clock.kind in _INTERNAL else []
    if clock.is_paused:
        said.append(sentence("clock_count.pause_open"))
    if clock.ended_on is not None:
        is_late = clock.due is not None and clock.ended_on > clock.due
        code = "ended" if clock.due is None else "ended_late" if is_late else "ended_in_time"
        said.append(sentence(f"clock_count.{code}", {"ended": clock.ended_on}))
    return tuple(said)
