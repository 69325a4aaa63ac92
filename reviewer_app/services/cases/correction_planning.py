"""What a correction request would ask of a case as it stands, and why it may not be asked; nothing is written here."""

from __future__ import annotations

from datetime import date

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application
from reviewer_app.domain.checklist import lacking_parts, plain_end
from reviewer_app.domain.corrections.changes import Change, Snapshot, changes_between
from reviewer_app.domain.corrections.defects import Defect, defects_found, unanswered
from reviewer_app.domain.corrections.request import (
    CorrectionRequest,
    DueDay,
    ItemVerdict,
    LastDay,
    RequestStatus,
    asked_before,
    due_day,
    is_new,
)
from reviewer_app.domain.corrections.returned import CityReturn, returned_by_city
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import ChecklistRule, NoticePack
from reviewer_app.domain.states import OPEN_FOR_WORK
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.ports.corrections import CorrectionChoice, CorrectionPlan, CorrectionView
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence


def read_corrections(unit: UnitOfWork, case_id: int) -> CorrectionView:
    """Every request of a case with what changed under it, and what a new one would ask while the case is worked on."""
    application = unit.applications.get(case_id)
    requests = unit.corrections.of(case_id)
    return CorrectionView(
        case_id=case_id,
        project_name=application.project_name,
        today=unit.today,
        requests=requests,
        changes={one.id: changes_under(unit, one) for one in requests if one.asked_at is not None},
        plan=plan_request(unit, case_id) if application.state in OPEN_FOR_WORK else None,
        marked=_marked_of(unit, application, requests[-1]) if requests else {},
    )


def _marked_of(
    unit: UnitOfWork, application: Application, request: CorrectionRequest
) -> dict[str, tuple[tuple[str, str], ...]]:
    """The marked sub-points of the points whose answer waits to be judged; nothing is read where none does."""
    if not request.unjudged:
        return {}
    pack, answers = unit.packs.by_hash(application.pack.sha256), unit.answers.of(application.id)
    asked = [rule for rule in pack.rules if rule.id in answers and any(one.key == rule.id for one in request.items)]
    return {
        rule.id: tuple((part.id, plain_end(part.lacking)) for part in lacking_parts(rule, answers[rule.id]))
        for rule in asked
    }


def plan_request(unit: UnitOfWork, case_id: int) -> CorrectionPlan:
    """What a request would ask now; where it may not be asked, the reason stands in it as a sentence."""
    application = unit.applications.get(case_id)
    pack, requests = unit.packs.by_hash(application.pack.sha256), unit.corrections.of(case_id)
    defects, open_points = standing_defects(unit, application, pack), open_points_of(unit, application, pack)
    before, due, said = asked_before(requests), None, ""
    returned, last = still_returned(unit, application), last_day(unit, application, pack)
    new = frozenset(one.key for one in defects if is_new(one.key, before)) if before else frozenset()
    if returned is not None:
        defects = (returned.defect(pack.address.recipient), *defects)
    try:
        due = usual_due(unit, pack, last).day
    except RefusalError as refusal:
        said = sentence(refusal.code, refusal.values)
    return CorrectionPlan(
        defects=tuple(one for one in defects if one.is_curable),
        incurable=tuple(one for one in defects if not one.is_curable),
        open_points=tuple((rule.id, f"{rule.clause}{rule.title}") for rule in open_points),
        new_keys=new,
        is_further_round=bool(before),
        due_on=due,
        due_said=said,
        last=last,
        cited=pack.cited,
        refusal=_why_not(unit, application, requests, defects),
        workdays=pack.limits.correction_workdays,
        returned=returned,
    )


def drafted(unit: UnitOfWork, application: Application, choice: CorrectionChoice) -> CorrectionRequest:
    """The request as it would stand on record, built at once from everything that is wrong.

    Raises RefusalError `correction.…` where something has to be settled first.
    """
    pack, requests = unit.packs.by_hash(application.pack.sha256), unit.corrections.of(application.id)
    defects = standing_defects(unit, application, pack)
    from_city = _from_city(unit, application, pack, choice)
    check_askable(requests, (*from_city, *defects))
    unchecked = _named(open_points_of(unit, application, pack), choice.unchecked)
    before = asked_before(requests)
    again = choice.again_reason.strip()
    new = [one.problem for one in defects if is_new(one.key, before)] if before else []
    if new and not again:
        raise RefusalError("correction.new_defects", field="again_reason", count=len(new), first=new[0])
    due = _chosen_due(unit, pack, choice, last_day(unit, application, pack))
    return CorrectionRequest(
        case_id=application.id,
        number=len(requests) + 1,
        round_number=1 + sum(one.status is not RequestStatus.WITHDRAWN and not _is_draft(one) for one in requests),
        status=RequestStatus.DRAFTED,
        cited=pack.cited,
        items=tuple(one.asked() for one in (*from_city, *defects)),
        unchecked=unchecked,
        due_on=due.day,
        workdays=due.workdays,
        due_reason=due.reason,
        again_reason=again if new else "",
        before=snapshot_of(unit, application),
        drafted_by=unit.actor.name,
        drafted_at=unit.now,
    )


def check_askable(requests: tuple[CorrectionRequest, ...], defects: tuple[Defect, ...]) -> None:
    """Refuses a request where the last one is not judged, where nothing is wrong, or where it cannot be put right.

    Raises RefusalError `correction.unjudged`, `correction.incurable`, `correction.nothing`.
    """
    left = [item for one in requests for item in one.unjudged]
    if left:
        raise RefusalError("correction.unjudged", count=len(left), first=left[0].problem)
    incurable = [one for one in defects if not one.is_curable]
    if incurable:
        raise RefusalError("correction.incurable", what="；".join(f"{one.clause}{one.problem}" for one in incurable))
    if not defects:
        raise RefusalError("correction.nothing")


def standing_defects(unit: UnitOfWork, application: Application, pack: NoticePack) -> tuple[Defect, ...]:
    """What stands against a case by its answers and its automatic findings."""
    return defects_found(pack, application.values, unit.answers.of(application.id), application.findings)


def still_returned(unit: UnitOfWork, application: Application) -> CityReturn | None:
    """What the municipal bureau sent a case back for, until the applicant was asked for it and has put it right."""
    returned = returned_by_city(application.state, unit.events.of(application.id))
    if returned is None:
        return None
    asked = asked_before(unit.corrections.of(application.id)).get(returned.key)
    return None if asked is not None and asked.verdict is ItemVerdict.CURED else returned


def last_day(unit: UnitOfWork, application: Application, pack: NoticePack) -> LastDay | None:
    """The day after which what is put right comes too late: the season's, or the one the bureau set, if it set one."""
    returned = returned_by_city(application.state, unit.events.of(application.id))
    if returned is None:
        return LastDay(pack.limits.sending_deadline)
    return LastDay(returned.due_on, "市局期限") if returned.due_on is not None else None


def due_again(unit: UnitOfWork, application: Application) -> date:
    """By which day a case is due again when nothing is asked any more: the season's day, or the bureau's."""
    returned = returned_by_city(application.state, unit.events.of(application.id))
    if returned is not None and returned.due_on is not None:
        return returned.due_on
    return unit.packs.by_hash(application.pack.sha256).limits.deadlines_of(application.values)[1]


def open_points_of(unit: UnitOfWork, application: Application, pack: NoticePack) -> tuple[ChecklistRule, ...]:
    """The hard points of a case nobody has answered."""
    return unanswered(pack, application.values, unit.answers.of(application.id))


def usual_due(unit: UnitOfWork, pack: NoticePack, last: LastDay | None) -> DueDay:
    """The due day by working days; RefusalError `calendar.no_year`, `correction.due_choose`."""
    return due_day(unit.calendar, unit.today, pack.limits.correction_workdays, last)


def snapshot_of(unit: UnitOfWork, application: Application) -> Snapshot:
    """The form and the copies of a case as they are."""
    return Snapshot(dict(application.values), unit.papers.of(application.id))


def changes_under(unit: UnitOfWork, request: CorrectionRequest) -> tuple[Change, ...]:
    """What changed since a request went out, until its last item was judged or until now."""
    application = unit.applications.get(request.case_id)
    pack = unit.packs.by_hash(application.pack.sha256)
    now = request.after or snapshot_of(unit, application)
    return changes_between(pack, request.before, now, request.asked_fields, request.copies_asked)


def _chosen_due(unit: UnitOfWork, pack: NoticePack, choice: CorrectionChoice, last: LastDay | None) -> DueDay:
    workdays = pack.limits.correction_workdays
    return due_day(unit.calendar, unit.today, workdays, last, choice.due_on, choice.due_reason)


def _from_city(
    unit: UnitOfWork, application: Application, pack: NoticePack, choice: CorrectionChoice
) -> tuple[Defect, ...]:
    """What the bureau sent the case back for, unless the officer leaves it out."""
    returned = still_returned(unit, application)
    if returned is None or choice.from_city == "":
        return ()
    return (returned.defect(pack.address.recipient, choice.from_city or ""),)


def _named(open_points: tuple[ChecklistRule, ...], named: tuple[str, ...]) -> tuple[str, ...]:
    """The open points in words, all of them named by the officer and no other."""
    left = [rule for rule in open_points if rule.id not in named]
    if left:
        first = f"{left[0].clause}{left[0].title}"
        raise RefusalError("correction.unanswered", field="unchecked", count=len(left), first=first)
    if set(named) - {rule.id for rule in open_points}:
        raise RefusalError("correction.answered_meanwhile", field="unchecked")
    return tuple(f"{rule.clause}{rule.title}" for rule in open_points)


def _is_draft(request: CorrectionRequest) -> bool:
    return request.asked_at is None


def _why_not(
    unit: UnitOfWork, application: Application, requests: tuple[CorrectionRequest, ...], defects: tuple[Defect, ...]
) -> str:
    try:
        require(unit.actor, application, Act.DRAFT_CORRECTION)
        check_askable(requests, defects)
    except RefusalError as refusal:
        return sentence(refusal.code, refusal.values)
    return ""
