"""What of a season may be destroyed today, case by case: what goes, why, and what would stop it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.retention.destruction import Hindrance, KeptCase, hindrances, holds_in_force
from reviewer_app.domain.retention.rules import OVER, PERSONAL_FIELDS, RULES, SKELETON_FIELDS, Depth, RetentionRule
from reviewer_app.domain.states import State
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One line of the table of periods as a season has it; `is_settled` says that somebody has settled it."""

    rule: RetentionRule
    years: int
    is_settled: bool


@dataclass(frozen=True, slots=True)
class CasePlan:
    """One case under one depth, with everything that stands against it."""

    case: KeptCase
    depth: Depth
    stops: tuple[Hindrance, ...]

    @property
    def may_go(self) -> bool:
        """Whether nothing stands against it."""
        return not self.stops

    @property
    def is_gone(self) -> bool:
        """Whether what would go was destroyed before."""
        return bool(self.stops) and self.stops[0].code == "retention.gone_already"

    @property
    def standing(self) -> str:
        """Whether it may go, in a word."""
        return "可销毁" if self.may_go else "已销毁" if self.is_gone else "不能销毁"

    @property
    def why(self) -> str:
        """By which rule it goes, or what stands against it: each point a sentence."""
        if self.stops:
            return "".join(sentence(one.code, one.said) for one in self.stops)
        said = {
            "rule": self.case.rule(self.depth).label,
            "period": self.case.period,
            "ended": self.case.ended_on,
            "due": self.case.due_on,
        }
        return sentence("retention.due", said)


def rule_lines(unit: UnitOfWork, season: str) -> tuple[RuleLine, ...]:
    """The one table of rules as a season has it; RefusalError `pack.none`."""
    limits = unit.packs.current(season).limits
    return tuple(RuleLine(rule, rule.years_in(limits), rule.is_settled_in(limits)) for rule in RULES)


def plan_destruction(unit: UnitOfWork, season: str, depth: Depth) -> tuple[CasePlan, ...]:
    """Every case of a season that is over, by intake number, with what goes and what would stop it today.

    RefusalError `pack.none`.
    """
    cases = unit.applications.in_states(season, [state.value for state in OVER])
    return _plans(unit, season, cases, depth)


def plan_cases(unit: UnitOfWork, season: str, case_ids: Sequence[int], depth: Depth) -> tuple[CasePlan, ...]:
    """The same of some cases, in whatever state they are now: what is asked again at the act."""
    return _plans(unit, season, unit.applications.some(case_ids), depth)


def cases_left(unit: UnitOfWork, season: str) -> int:
    """How many cases of the season are not over, whose papers no rule reaches yet."""
    return len(unit.applications.in_states(season, [state.value for state in State if state not in OVER]))


def _plans(unit: UnitOfWork, season: str, cases: Sequence[Application], depth: Depth) -> tuple[CasePlan, ...]:
    limits = unit.packs.current(season).limits
    ids = [case.id for case in cases]
    events, papers = unit.events.of_some(ids), unit.papers.of_some(ids)
    holds, gone = unit.retention.holds_of_some(ids), unit.retention.gone_of_some(ids)
    archivings = unit.events.of_act(EventAct.SEASON_ARCHIVED)
    plans = []
    for case in cases:
        ended = _ended(case, events.get(case.id, ()))
        ended_on = ended.date()
        plain = KeptCase(
            application_id=case.id,
            intake_number=case.intake_number,
            project_name=case.project_name,
            applicant=case.applicant,
            state=case.state,
            revision=case.revision,
            ended_on=ended_on,
            years=0,
            is_settled=False,
        )
        rule = plain.rule(depth)
        kept = KeptCase(
            application_id=case.id,
            intake_number=case.intake_number,
            project_name=case.project_name,
            applicant=case.applicant,
            state=case.state,
            revision=case.revision,
            ended_on=ended_on,
            years=rule.years_in(limits),
            is_settled=rule.is_settled_in(limits),
            is_away=case.is_away,
            is_archived=any(_holds_case(one, case, ended) for one in archivings),
            copies_here=sum(copy.is_in_office for copy in papers.get(case.id, ())),
            open_matters=tuple(one.department for one in case.consultations if one.is_open),
            holds=holds_in_force(holds.get(case.id, ())),
            gone=gone.get(case.id),
            counts={**_form_counts(case, depth), **unit.retention.counts_of(case.id, depth)},
        )
        plans.append(CasePlan(kept, depth, hindrances(kept, depth, unit.today)))
    return tuple(plans)


def _ended(case: Application, events: Sequence[Event]) -> datetime:
    moved = [one.at for one in events if one.to_state]
    return moved[-1] if moved else case.registered_at


def _form_counts(case: Application, depth: Depth) -> Mapping[str, int]:
    """How many values of the form would go."""
    if depth is Depth.WORKING:
        return {}
    going = {name for name, value in case.values.items() if value} - values_left(case, depth).keys()
    return {"个人信息": len(going & PERSONAL_FIELDS), "申报内容": len(going - PERSONAL_FIELDS)}


def values_left(case: Application, depth: Depth) -> dict[str, str]:
    """What remains of a form after a destruction of this depth."""
    if depth is Depth.FILES:
        return {name: value for name, value in case.values.items() if name in SKELETON_FIELDS}
    if depth is Depth.PERSONAL:
        return {name: value for name, value in case.values.items() if name not in PERSONAL_FIELDS}
    return dict(case.values)


def _holds_case(archiving: Event, case: Application, ended: datetime) -> bool:
    """Whether an archive that was made holds the case as it ended; one for those outside leaves the notes out."""
    said = archiving.detail
    return (
        said.get(RecordKey.SEASON) == case.season
        and said.get(RecordKey.KEPT) != sentence("archive.outside")
        and archiving.at >= ended
        and case.intake_number not in said.get(RecordKey.LEFT_BEHIND, "").split("、")
    )
