"""A case moves to its season's newer pack, point by point: answers hold where the point is the same."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application, PackRef
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.checklist import Answer, Answers, Verdict
from reviewer_app.domain.checks.precheck import of_others, precheck
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import ChecklistRule, NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons.pack_changes import PointFate, compare_packs
from reviewer_app.domain.steps.parts import answer_part
from reviewer_app.domain.steps.trace import Trace, value_parts
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork


@dataclass(frozen=True, slots=True)
class PointFollows:
    """What becomes of one point of a case: its fate, and the answer that stood."""

    rule_id: str
    clause: str
    title: str
    fate: PointFate
    verdict: Verdict
    is_kept: bool


@dataclass(frozen=True, slots=True)
class FollowPlan:
    """A case's move to a newer pack as it would be; `revision` is that of the case when it was planned."""

    case_id: int
    revision: int
    sha256: str
    former: str
    newer: str
    points: tuple[PointFollows, ...]
    fields_gone: tuple[str, ...]

    @property
    def kept(self) -> int:
        """How many answers stay as they are."""
        return sum(one.is_kept and one.verdict is not Verdict.UNDECIDED for one in self.points)

    @property
    def asked_again(self) -> tuple[PointFollows, ...]:
        """The points whose answers no longer hold."""
        return tuple(one for one in self.points if not one.is_kept and one.verdict is not Verdict.UNDECIDED)


def plan_follow(unit: UnitOfWork, case_id: int) -> FollowPlan:
    """What a case's move to its season's pack would do; RefusalError `act.…`, `following.none`."""
    case = unit.applications.get(case_id)
    require(unit.actor, case, Act.FOLLOW_PACK)
    former, newer = unit.packs.by_hash(case.pack.sha256), unit.packs.current(case.season)
    if former.sha256 == newer.sha256:
        raise RefusalError("following.none", pack=newer.called)
    known = {field.id for field in newer.fields}
    return FollowPlan(
        case_id=case_id,
        revision=case.revision,
        sha256=newer.sha256,
        former=former.called,
        newer=newer.called,
        points=_points(former, newer, unit.answers.of(case_id)),
        fields_gone=tuple(
            f"{field.label}：{case.values[field.id]}"
            for field in former.fields
            if field.id not in known and case.values.get(field.id)
        ),
    )


def follow_pack(unit: UnitOfWork, case_id: int, plan: FollowPlan) -> Changes:
    """Moves a case as planned: notes and evidence stay, a point that asks something else is to be answered anew.

    Raises RefusalError `act.…`, `case.changed_elsewhere` when case or pack are others by now.
    """
    case = unit.applications.get(case_id)
    require(unit.actor, case, Act.FOLLOW_PACK)
    newer = unit.packs.current(case.season)
    if (case.id, case.revision, newer.sha256) != (plan.case_id, plan.revision, plan.sha256):
        raise RefusalError("case.changed_elsewhere")
    former, answers = unit.packs.by_hash(case.pack.sha256), unit.answers.of(case.id)
    points = _points(former, newer, answers)
    if points != plan.points:
        # Answered since it was planned: the record would say of answers what is not so.
        raise RefusalError("case.changed_elsewhere")
    parts = []
    for point in points:
        answer = answers.get(point.rule_id)
        if answer is not None and not point.is_kept and answer.verdict is not Verdict.UNDECIDED:
            undone = replace(answer.decided(Verdict.UNDECIDED), by=unit.actor.name, at=unit.now)
            unit.answers.put(case.id, undone)
            parts.append(answer_part(answer, undone))
    moved = _under(case, former, newer)
    unit.applications.update(moved)
    again = [f"{one.clause}{one.title}（原{one.verdict.label}）" for one in plan.asked_again]
    detail: dict[str, str] = {
        RecordKey.PACK: newer.called,
        RecordKey.PACK_BEFORE: former.called,
        RecordKey.KEPT: f"{plan.kept} 条",
        RecordKey.ASKED_AGAIN: "；".join((*again, *plan.fields_gone)) or "没有",
    }
    trace = Trace((*parts, *value_parts(case.values, moved.values)))
    record(unit, moved, EventAct.PACK_FOLLOWED, detail=detail, trace=trace)
    return changed(Noun.QUEUE, Noun.CASE, application=case.id)


def _points(former: NoticePack, newer: NoticePack, answers: Answers) -> tuple[PointFollows, ...]:
    found, before = [], {rule.id: rule for rule in former.rules}
    for change in compare_packs(former, newer).points:
        rule, answer = change.rule, answers.get(change.rule.id)
        verdict = answer.verdict if answer else Verdict.UNDECIDED
        is_kept = change.fate is PointFate.SAME and (answer is None or _marks_hold(before.get(rule.id), rule, answer))
        found.append(PointFollows(rule.id, rule.clause, rule.title, change.fate, verdict, is_kept))
    return tuple(found)


def _marks_hold(former: ChecklistRule | None, newer: ChecklistRule, answer: Answer) -> bool:
    """Whether each sub-point marked as lacking asks the same under the newer pack."""
    asked = {one.id: one.point for one in newer.parts}
    were = {one.id: one.point for one in (former.parts if former else ())}
    return all(one in asked and asked[one] == were.get(one) for one in answer.lacking)


def _under(case: Application, former: NoticePack, newer: NoticePack) -> Application:
    """The case under the newer pack: what its form still asks, checked anew, due by its days if it was by those."""
    known = {field.id for field in newer.fields}
    values = {name: value for name, value in case.values.items() if name in known}
    duplicates = of_others(former, case.findings)
    is_due_by_season = case.due_on == former.limits.deadlines_of(case.values)[1]
    return replace(
        case,
        pack=PackRef(newer.id, newer.version, newer.sha256),
        values=values,
        findings=(*precheck(newer, values), *duplicates),
        due_on=newer.limits.deadlines_of(values)[1] if is_due_by_season else case.due_on,
    )
