"""Asking whether a case is ready for an act, holding the act back where it is not, and keeping the reasons given."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application, PaperCopy
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.checklist import Answers
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_app.domain.evidence.look_ups import LookUp
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.opinion import Departure, Opinion, OpinionStatus, ProjectClass, ReadinessAct
from reviewer_app.domain.outside.consultations import with_views
from reviewer_app.domain.readiness import (
    CaseFacts,
    Point,
    PointForce,
    Proposal,
    is_reason,
    open_points,
    readiness,
)
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.looking_up import own_list_hits
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

Reasons = Mapping[str, str]
#: Answers, opinions and look-ups of several cases, by case.
Read = tuple[Mapping[int, Answers], Mapping[int, Sequence[Opinion]], Mapping[int, Sequence[LookUp]]]


def facts_of(unit: UnitOfWork, application: Application, proposal: Proposal | None = None) -> CaseFacts:
    """The facts of one case, with the opinion that is judged."""
    pack = unit.packs.by_hash(application.pack.sha256)
    answers, comparisons = unit.answers.of(application.id), unit.comparisons.of(application.id)
    look_ups = unit.look_ups.of(application.id)
    facts = facts_from(unit, application, pack, answers, unit.papers.of(application.id), comparisons, look_ups)
    hits = own_list_hits(unit, pack, application, facts.window)
    return replace(facts, proposal=proposal, list_hits=hits)


def facts_from(
    unit: UnitOfWork,
    application: Application,
    pack: NoticePack,
    answers: Answers,
    papers: Sequence[PaperCopy],
    comparisons: Mapping[str, Comparison],
    look_ups: Sequence[LookUp],
) -> CaseFacts:
    """The facts of a case whose parts were read already; `answers` as they are stored."""
    office = unit.settings.get()
    return CaseFacts(
        pack=pack,
        values=application.values,
        findings=application.findings,
        answers=with_views(pack, answers, application.consultations),
        papers=papers,
        comparisons=comparisons,
        today=unit.today,
        actor=unit.actor.name,
        is_practice=office.practice_date is not None,
        source=application.source,
        allows_self_approval=office.allows_self_approval,
        look_ups=look_ups,
        consultations=application.consultations,
    )


def read_some(unit: UnitOfWork, ids: Sequence[int]) -> Read:
    """Answers, opinions and look-ups of several cases."""
    return unit.answers.of_some(ids), unit.opinions.of_some(ids), unit.look_ups.of_some(ids)


def open_in_some(
    unit: UnitOfWork,
    applications: Sequence[Application],
    act: ReadinessAct,
    seal: SealStyle | None = None,
    read: Read | None = None,
) -> dict[int, tuple[Point, ...]]:
    """What is open in several signed-off cases, read at once; `read` is what was read of them before."""
    ids = [case.id for case in applications]
    answers, opinions, look_ups = read or read_some(unit, ids)
    papers, comparisons = unit.papers.of_some(ids), unit.comparisons.of_some(ids)
    has_lists = bool(ids) and bool(unit.own_lists.all())
    found: dict[int, tuple[Point, ...]] = {}
    for case in applications:
        pack = unit.packs.by_hash(case.pack.sha256)
        parts = (answers[case.id], papers[case.id], comparisons[case.id], look_ups[case.id])
        facts = facts_from(unit, case, pack, *parts)
        hits = own_list_hits(unit, pack, case, facts.window) if has_lists else {}
        found[case.id] = open_for(replace(facts, seal=seal, list_hits=hits), signed(opinions[case.id]), act)
    return found


def open_for(facts: CaseFacts, opinion: Opinion | None, act: ReadinessAct) -> tuple[Point, ...]:
    """What is open in a case whose opinion is stored, the reasons given with it counted."""
    if opinion is None:
        return ()
    return open_points(readiness(replace(facts, proposal=Proposal.of(opinion)), act), opinion.reasons)


def signed(opinions: Iterable[Opinion]) -> Opinion | None:
    """The opinion a case was signed off with, if it was."""
    found = [one for one in opinions if one.status is OpinionStatus.SIGNED_OFF]
    return found[-1] if found else None


def proposed_of(case: Application, opinions: Iterable[Opinion]) -> ProjectClass:
    """The class a case is recommended for: as it was signed off, before that as it was asked for."""
    opinion = signed(opinions)
    return opinion.proposed_class if opinion is not None else ProjectClass(case.values.get("project_class", ""))


def require_ready(points: Sequence[Point], given: Reasons) -> None:
    """Lets nothing pass that is open.

    Raises RefusalError `readiness.stopped` or `readiness.reason_needed`, naming the first open point.
    """
    still_open = open_points(points, given)
    if still_open:
        first = still_open[0]
        values = {"what": said(first), "point": first.id, "count": len(still_open)}
        if first.force is PointForce.STOP:
            raise RefusalError("readiness.stopped", **values)
        raise RefusalError("readiness.reason_needed", **values)


def require_all_ready(
    unit: UnitOfWork, applications: Sequence[Application], act: ReadinessAct, seal: SealStyle | None = None
) -> None:
    """Lets no case of several pass that has something open; RefusalError `readiness.stopped_case` names the first."""
    found = open_in_some(unit, applications, act, seal)
    for case in applications:
        if found[case.id]:
            first = found[case.id][0]
            raise RefusalError("readiness.stopped_case", number=case.intake_number, what=said(first), point=first.id)


def require_seal_allowed(unit: UnitOfWork, seal: SealStyle) -> None:
    """The sample seal stays in the practice season, on whatever paper; RefusalError `readiness.stopped`."""
    if seal is SealStyle.SAMPLE and unit.settings.get().practice_date is None:
        raise RefusalError(
            "readiness.stopped", what=sentence("readiness.sample_seal", {}), point="season.seal", count=1
        )


def said(point: Point) -> str:
    """A point in its sentence."""
    return sentence(point.code, point.values)


def keep_reasons(
    unit: UnitOfWork,
    application: Application,
    opinion: Opinion,
    act: ReadinessAct,
    points: Iterable[Point],
    given: Reasons,
) -> None:
    """Keeps the reasons just given for an opinion's points, each for itself, and puts each on record."""
    for point in points:
        reason = given.get(point.id, "").strip()
        if point.force is not PointForce.REASON or not is_reason(reason) or opinion.reasons.get(point.id) == reason:
            continue
        unit.departures.add(
            Departure(
                application_id=application.id,
                opinion_number=opinion.number,
                point_id=point.id,
                code=point.code,
                values=point.values,
                reason=reason,
                act=act,
                by=unit.actor.name,
                at=unit.now,
            )
        )
        record(unit, application, EventAct.REASON_GIVEN, reason, {RecordKey.POINT: said(point)})


def give_reasons(unit: UnitOfWork, case_id: int, reasons: Reasons) -> Changes:
    """Gives reasons for what has come up in a case after it was signed off: a copy, a look-up grown old.

    Raises RefusalError `readiness.nothing_to_explain` when none of them is of an open point.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.EXPLAIN)
    opinion = signed(unit.opinions.of(case_id))
    points = open_for(facts_of(unit, application), opinion, ReadinessAct.BATCH)
    needing = [point for point in points if point.force is PointForce.REASON]
    explained = [point for point in needing if is_reason(reasons.get(point.id, ""))]
    if opinion is None or not explained:
        raise RefusalError("readiness.nothing_to_explain")
    keep_reasons(unit, application, opinion, ReadinessAct.BATCH, explained, reasons)
    return changed(Noun.CASE, Noun.BATCH, application=case_id)
