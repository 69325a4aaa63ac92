"""Changes that came from a newer list while their case was away: offered when it is home, merged or put aside."""

from __future__ import annotations

from dataclasses import dataclass, replace

from reviewer_app.domain.acts import away_refusal
from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.checks.precheck import applicant_key, of_others, precheck
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.domain.outside.custody import HeldChange, HeldStand
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.steps.trace import Trace, source_parts, value_parts
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.registering import changed_fields, refresh_duplicates
from reviewer_app.services.intake.matching import merged_with
from reviewer_app.services.ports.library import UnitOfWork


@dataclass(frozen=True, slots=True)
class WaitingLine:
    """What waits: where it came from, each field it would change, before and after; for a paper, its line."""

    change: HeldChange
    fields: dict[str, str]
    is_home: bool
    paper: RegisterEntry | None = None


def waiting_changes(unit: UnitOfWork, case_id: int) -> tuple[WaitingLine, ...]:
    """What waits for a case, and what each would change in it now."""
    case = unit.applications.get(case_id)
    pack = unit.packs.by_hash(case.pack.sha256)
    return tuple(
        WaitingLine(
            one,
            changed_fields(pack, case.values, _merged(unit, case, one)),
            not case.is_away,
            unit.register.with_number(Direction.INCOMING, one.source) if one.is_paper else None,
        )
        for one in unit.custody.held(case_id)
    )


def merge_change(unit: UnitOfWork, case_id: int, change_id: int) -> Changes:
    """Writes a waiting change into its case, which is home, or notes that a paper was taken up (并入).

    Raises RefusalError `custody.held_gone`, `custody.away`.
    """
    require_role(unit.actor, EventAct.CHANGE_MERGED)
    case, held = _home(unit, case_id), _held(unit, case_id, change_id)
    if held.is_paper:
        unit.custody.settle(change_id, HeldStand.MERGED)
        record(unit, case, EventAct.CHANGE_MERGED, detail=_place(held))
        return changed(Noun.CASE, application=case_id)
    pack = unit.packs.by_hash(case.pack.sha256)
    merged = _merged(unit, case, held)
    fields = changed_fields(pack, case.values, merged)
    duplicates = of_others(pack, case.findings)
    amended = replace(
        case,
        values=merged,
        findings=(*precheck(pack, merged), *duplicates),
        source=case.source.with_online(),
        source_digest=held.digest,
    )
    unit.applications.update(amended)
    unit.custody.settle(change_id, HeldStand.MERGED)
    trace = Trace((*value_parts(case.values, merged), *source_parts(case.source, amended.source)))
    record(unit, amended, EventAct.CHANGE_MERGED, detail={**_place(held), **fields}, trace=trace)
    touched = refresh_duplicates(unit, pack, {applicant_key(case.values), applicant_key(merged)}) | {case_id}
    return Changes(frozenset({Noun.QUEUE, Noun.CASE}), frozenset(touched))


def drop_change(unit: UnitOfWork, case_id: int, change_id: int, reason: str) -> Changes:
    """Puts a waiting change aside with a reason; RefusalError `custody.drop_reason`, `custody.held_gone`."""
    require_role(unit.actor, EventAct.CHANGE_DROPPED)
    if not reason.strip():
        raise RefusalError("custody.drop_reason", field="reason")
    case, held = _home(unit, case_id), _held(unit, case_id, change_id)
    unit.custody.settle(change_id, HeldStand.DROPPED)
    record(unit, case, EventAct.CHANGE_DROPPED, reason, _place(held))
    return changed(Noun.CASE, application=case_id)


def _merged(unit: UnitOfWork, case: Application, held: HeldChange) -> dict[str, str]:
    """The case as the line that waits would have it, by the rules of a list read today."""
    pack = unit.packs.by_hash(case.pack.sha256)
    said = {name: value for name, value in held.values.items() if value}
    return merged_with(pack, case, said, held.values.keys() - said.keys(), unit.events.of(case.id)).values


def _home(unit: UnitOfWork, case_id: int) -> Application:
    case = unit.applications.get(case_id)
    if case.is_away:
        raise away_refusal(case)
    return case


def _held(unit: UnitOfWork, case_id: int, change_id: int) -> HeldChange:
    found = next((one for one in unit.custody.held(case_id) if one.id == change_id), None)
    if found is None:
        raise RefusalError("custody.held_gone")
    return found


def _place(held: HeldChange) -> dict[str, str]:
    said: dict[str, str] = {RecordKey.FILE: held.source}
    return said if held.is_paper else said | {RecordKey.ROW: str(held.row)}
