"""Asking a case for its points: exactly what stops an act, what needs a reason, and what is only told."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import ChecklistRule, Force, Severity
from reviewer_app.domain.opinion import ReadinessAct, contradictions, is_key
from reviewer_app.domain.readiness.clauses import ungrounded
from reviewer_app.domain.readiness.facts import CaseFacts
from reviewer_app.domain.readiness.grounds import against_met, copies, look_ups, own_lists
from reviewer_app.domain.readiness.points import Place, PlaceKind, Point, PointForce, is_reason
from reviewer_app.domain.routing import route

_OPINION = Place(PlaceKind.OPINION)
_SEASON = Place(PlaceKind.SEASON)


def readiness(facts: CaseFacts, act: ReadinessAct) -> tuple[Point, ...]:
    """Every point that stands against an act, stops first, each kind in the notice's order."""
    points = [point for ask in _ASKED for point in ask(facts, act)]
    return tuple(sorted(points, key=lambda point: point.force.rank))


def open_points(points: Iterable[Point], given: Mapping[str, str]) -> tuple[Point, ...]:
    """The points that keep the act from being done: every stop, and what lacks its reason."""
    return tuple(
        point
        for point in points
        if point.force is PointForce.STOP
        or (point.force is PointForce.REASON and not is_reason(given.get(point.id, "")))
    )


def _season(facts: CaseFacts, _act: ReadinessAct) -> Iterator[Point]:
    if facts.is_practice:
        return
    if facts.pack.is_practice:
        yield Point("season.pack", PointForce.STOP, "readiness.practice_pack", {}, _SEASON)
    if facts.seal is SealStyle.SAMPLE:
        yield Point("season.seal", PointForce.STOP, "readiness.sample_seal", {}, _SEASON)


def _contact(facts: CaseFacts, _act: ReadinessAct) -> Iterator[Point]:
    if not facts.recommends:
        return
    try:
        route(facts.pack, facts.values.get("sector", ""))
    except RefusalError as refusal:
        values = {key: str(value) for key, value in refusal.values.items() if key != "field"}
        yield Point("contact", PointForce.STOP, refusal.code, values, Place(PlaceKind.FIELD, "sector"))


def _answers(facts: CaseFacts, _act: ReadinessAct) -> Iterator[Point]:
    """What the answers themselves leave open or say against the recommendation."""
    for rule in rules_for(facts.pack, facts.values):
        verdict, is_hard = facts.verdict(rule), rule.force is Force.BLOCK
        if verdict is Verdict.UNDECIDED:
            force = PointForce.STOP if is_hard and facts.recommends else PointForce.NOTE
            yield _of_rule(rule, "unanswered", force)
        elif verdict is Verdict.NOT_APPLICABLE and is_hard:
            yield _of_rule(rule, "not_applicable", PointForce.STOP)
        elif verdict is Verdict.NOT_MET and facts.recommends and _weighs(facts, rule):
            yield _of_rule(rule, "not_met", PointForce.REASON)


def _weighs(facts: CaseFacts, rule: ChecklistRule) -> bool:
    """A key point that is not met stands against a recommendation as key project alone (三)."""
    as_key = facts.proposal is not None and is_key(facts.pack, facts.proposal.chosen)
    return as_key or not facts.is_key(rule)


def _of_rule(rule: ChecklistRule, what: str, force: PointForce) -> Point:
    values = {"clause": rule.clause, "title": rule.title}
    return Point(f"{what}:{rule.id}", force, f"readiness.{what}", values, Place(PlaceKind.ITEM, rule.id))


def _findings(facts: CaseFacts, _act: ReadinessAct) -> Iterator[Point]:
    """A finding that no point asked of this case speaks of is told where there is no better place."""
    hinted = {hint for rule in rules_for(facts.pack, facts.values) for hint in rule.hints}
    for finding in facts.findings if facts.recommends else ():
        if finding.severity is Severity.BLOCK and finding.id not in hinted:
            values = {"message": finding.message}
            yield Point(f"finding:{finding.id}", PointForce.NOTE, "readiness.finding", values, _OPINION)


def _opinion(facts: CaseFacts, act: ReadinessAct) -> Iterator[Point]:
    proposal = facts.proposal
    if proposal is None or act not in (ReadinessAct.SUBMIT, ReadinessAct.RETURN, ReadinessAct.SIGN_OFF):
        return
    said = contradictions(facts.pack, facts.values, facts.answers, proposal.outcome, proposal.chosen, proposal.text)
    for one in said:
        yield Point(one.code, PointForce.NOTE, one.code, one.values, _OPINION)


def _second_person(facts: CaseFacts, act: ReadinessAct) -> Iterator[Point]:
    """Submitted and signed by one person: refused unless the library allows it, and then never without a reason.

    Who answered points of the case that another person submitted may sign it, and says in writing why.
    """
    proposal = facts.proposal
    if proposal is None:
        return
    if act is ReadinessAct.SIGN_OFF and proposal.submitted_by == facts.actor:
        force = PointForce.REASON if facts.allows_self_approval else PointForce.STOP
        code = "readiness.self_approval" if facts.allows_self_approval else "readiness.second_person_needed"
        yield Point("self_approval", force, code, {"name": facts.actor}, _OPINION)
    elif act is ReadinessAct.SIGN_OFF and (own := sum(one.by == facts.actor for one in facts.answers.values())):
        said = {"name": facts.actor, "count": str(own), "submitter": proposal.submitted_by}
        yield Point("own_answers", PointForce.REASON, "readiness.own_answers", said, _OPINION)
    elif proposal.is_self_approved:
        values = {"name": proposal.submitted_by}
        yield Point("self_approval", PointForce.REASON, "readiness.self_approval", values, _OPINION)


_ASKED: Sequence[Callable[[CaseFacts, ReadinessAct], Iterator[Point]]] = (
    _season,
    _contact,
    _answers,
    against_met,
    copies,
    look_ups,
    own_lists,
    ungrounded,
    _findings,
    _opinion,
    _second_person,
)
