"""Holding a case back, proposing a destruction list, calling it off, and carrying it out with the second signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.retention.destruction import (
    DestructionLine,
    DestructionList,
    Hold,
    LineEnd,
    holds_in_force,
)
from reviewer_app.domain.retention.rules import PERSONAL_FIELDS, Depth
from reviewer_app.services.cases.permissions import require_here, require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.retention.planning import CasePlan, plan_cases, values_left
from reviewer_resources.phrases import sentence

#: So many cases are named in one sentence.
_NAMED = 6


def hold_case(unit: UnitOfWork, case_id: int, reason: str) -> Changes:
    """暂缓销毁: keeps every paper of a case until somebody lifts it.

    Raises RefusalError `act.role_needed`, `retention.reason`, `custody.away`, `case.unknown`.
    """
    require_role(unit.actor, EventAct.DESTRUCTION_HELD)
    case = unit.applications.get(case_id)
    require_here(case)
    _require_no_conflict(unit, case)
    _require_reason(reason)
    unit.retention.add_hold(Hold(case_id, reason.strip(), unit.actor.name, unit.now))
    record(unit, case, EventAct.DESTRUCTION_HELD, reason)
    return Changes(frozenset({Noun.CASE}), frozenset({case_id}))


def lift_hold(unit: UnitOfWork, case_id: int, reason: str) -> Changes:
    """Lifts every hold of a case, with a reason; raises as `hold_case`, and RefusalError `retention.no_hold`."""
    require_role(unit.actor, EventAct.HOLD_LIFTED)
    case = unit.applications.get(case_id)
    require_here(case)
    _require_no_conflict(unit, case)
    _require_reason(reason)
    standing = holds_in_force(unit.retention.holds_of_some([case_id]).get(case_id, ()))
    if not standing:
        raise RefusalError("retention.no_hold", number=case.intake_number)
    for one in standing:
        unit.retention.add_hold(Hold(case_id, reason.strip(), unit.actor.name, unit.now, lifts=one.id))
    record(unit, case, EventAct.HOLD_LIFTED, reason)
    return Changes(frozenset({Noun.CASE}), frozenset({case_id}))


def propose_destruction(unit: UnitOfWork, season: str, depth: Depth, case_ids: Sequence[int], reason: str) -> Changes:
    """Puts cases on a destruction list with the first signature; nothing is destroyed by it.

    Raises RefusalError `act.role_needed`, `retention.reason`, `retention.nothing_chosen`, `retention.stopped` (naming
    the cases that may not go), `retention.listed_already`; TroubleError `library.not_as_recorded`.
    """
    require_role(unit.actor, EventAct.DESTRUCTION_PROPOSED)
    _require_reason(reason)
    chosen = list(dict.fromkeys(case_ids))
    if not chosen:
        raise RefusalError("retention.nothing_chosen")
    unit.require_as_recorded(chosen)
    _require_own(unit, chosen, season)
    plans = plan_cases(unit, season, chosen, depth)
    stopped = [one for one in plans if not one.may_go]
    if stopped:
        raise RefusalError("retention.stopped", cases=_named(stopped), why=stopped[0].why)
    every = unit.retention.lists()
    waiting = {line.application_id: made.number for made in every if made.waits for line in made.lines}
    listed = [one for one in plans if one.case.application_id in waiting]
    if listed:
        number = waiting[listed[0].case.application_id]
        raise RefusalError("retention.listed_already", cases=_named(listed), number=number)
    year = unit.today.year
    made = DestructionList(
        year=year,
        serial=1 + max((one.serial for one in every if one.year == year), default=0),
        season=season,
        depth=depth,
        reason=reason.strip(),
        proposed_by=unit.actor.name,
        proposed_at=unit.now,
        lines=tuple(_line(one) for one in plans),
    )
    unit.retention.add_list(made)
    said = {RecordKey.SEASON.value: season, RecordKey.CASES.value: str(len(plans))}
    record(unit, None, EventAct.DESTRUCTION_PROPOSED, reason, {**_said(made), **said})
    return Changes(frozenset({Noun.SETTINGS}))


def call_off_destruction(unit: UnitOfWork, list_id: int, reason: str) -> Changes:
    """Calls off a list that waits; raises RefusalError `act.role_needed`, `retention.reason`, `retention.closed`."""
    require_role(unit.actor, EventAct.DESTRUCTION_CALLED_OFF)
    _require_reason(reason)
    made = _waiting(unit, list_id)
    by, at = unit.actor.name, unit.now
    unit.retention.close(replace(made, called_off_by=by, called_off_at=at, called_off_reason=reason.strip()))
    record(unit, None, EventAct.DESTRUCTION_CALLED_OFF, reason, _said(made))
    return Changes(frozenset({Noun.SETTINGS}))


def sign_destruction(unit: UnitOfWork, list_id: int) -> Changes:
    """The second signature: what stands against each case is asked anew, and what may still go, goes.

    A case that changed since the list was proposed, or against which something stands by now, is kept and named with
    the reason. Contents of files are named as destroyed; `erase_destroyed` takes them away when this is kept for good.

    Raises RefusalError `act.role_needed`, `retention.same_person`, `retention.closed`, `retention.unknown_list`;
    TroubleError `library.not_as_recorded`.
    """
    require_role(unit.actor, EventAct.DESTRUCTION_SIGNED)
    made = _waiting(unit, list_id)
    if made.proposed_by == unit.actor.name:
        raise RefusalError("retention.same_person", name=made.proposed_by)
    ids = [line.application_id for line in made.lines]
    unit.require_as_recorded(ids)
    _require_own(unit, ids, made.season)
    plans = {one.case.application_id: one for one in plan_cases(unit, made.season, ids, made.depth)}
    lines = []
    for line in made.lines:
        why = _why_kept(line, plans[line.application_id])
        if not why:
            _carry_out(unit, made, line)
        lines.append(replace(line, end=LineEnd.KEPT if why else LineEnd.DONE, why=why))
    signed = replace(made, lines=tuple(lines), signed_by=unit.actor.name, signed_at=unit.now)
    unit.retention.close(signed)
    kept = "、".join(line.intake_number for line in lines if line.end is LineEnd.KEPT)
    said = {
        RecordKey.CASES.value: str(signed.count(LineEnd.DONE)),
        **({RecordKey.LEFT_BEHIND.value: kept} if kept else {}),
    }
    record(unit, None, EventAct.DESTRUCTION_SIGNED, "", {**_said(made), **said})
    return Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.SETTINGS}), frozenset(ids))


def erase_destroyed(unit: UnitOfWork) -> int:
    """Erases the contents that signed lists named; how many there were.

    Safe at any time and as often as one likes: a stop in between leaves some for the next time.
    """
    return unit.retention.erase()


def _carry_out(unit: UnitOfWork, made: DestructionList, line: DestructionLine) -> None:
    case = unit.applications.get(line.application_id)
    fields = PERSONAL_FIELDS if made.depth is Depth.PERSONAL else case.values.keys() | PERSONAL_FIELDS
    unit.retention.take_away(made.id, line, made.depth, fields)
    case = _without_values(unit, case, made.depth)
    said = {RecordKey.RETENTION_RULE.value: line.rule, RecordKey.GOES.value: line.goes}
    record(unit, case, EventAct.CASE_DESTROYED, "", {**_said(made), **said})


def _without_values(unit: UnitOfWork, case: Application, depth: Depth) -> Application:
    left = values_left(case, depth)
    if left == dict(case.values):
        return case
    # A finding names the field by the notice's word for it.
    gone = case.values.keys() - left.keys()
    words = {one.label for one in unit.packs.by_hash(case.pack.sha256).fields if one.id in gone}
    findings = tuple(one for one in case.findings if one.field not in words)
    unit.applications.update(replace(case, values=left, findings=findings))
    return unit.applications.get(case.id)


def _why_kept(line: DestructionLine, plan: CasePlan) -> str:
    if not plan.may_go:
        return plan.why
    if plan.case.fingerprint(plan.depth) != line.fingerprint:
        return sentence("retention.changed_since")
    return ""


def _line(plan: CasePlan) -> DestructionLine:
    case = plan.case
    assert case.due_on is not None, "what is kept for good is stopped"
    return DestructionLine(
        application_id=case.application_id,
        intake_number=case.intake_number,
        project_name=case.project_name,
        applicant=case.applicant,
        rule=f"{case.rule(plan.depth).label}，{case.period}",
        ended_on=case.ended_on,
        due_on=case.due_on,
        goes=case.goes,
        fingerprint=case.fingerprint(plan.depth),
    )


def _require_own(unit: UnitOfWork, case_ids: Sequence[int], season: str) -> None:
    """Each season has its own periods; whoever keeps off a case takes no part in destroying its papers either."""
    for case in unit.applications.some(case_ids):
        if case.season != season:
            raise RefusalError("retention.other_season", number=case.intake_number, season=case.season)
        _require_no_conflict(unit, case)


def _require_no_conflict(unit: UnitOfWork, case: Application) -> None:
    if case.is_kept_from(unit.actor.name):
        raise RefusalError("retention.kept_from", number=case.intake_number, name=unit.actor.name)


def _waiting(unit: UnitOfWork, list_id: int) -> DestructionList:
    made = unit.retention.get(list_id)
    if not made.waits:
        raise RefusalError("retention.closed", number=made.number, stand=made.stand)
    return made


def _said(made: DestructionList) -> dict[str, str]:
    return {RecordKey.DESTRUCTION_LIST.value: made.number, RecordKey.DEPTH.value: made.depth.label}


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise RefusalError("retention.reason", field="reason")
    check_length(reason, TextKind.REASON, "reason")


def _named(plans: Sequence[CasePlan]) -> str:
    numbers = [one.case.intake_number for one in plans]
    more = f"等 {len(numbers)} 件" if len(numbers) > _NAMED else ""
    return "、".join(numbers[:_NAMED]) + more
