"""Taking a case out of a batch that is not sent yet: the parcel has to be put together again without it."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.dispatch.changes import BatchChangeKind, require_open, require_reason
from reviewer_app.domain.dispatch.parcels import ParcelState, last_moves, lying_in
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import BEFORE_SENT
from reviewer_app.services.cases.permissions import require_here, require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork

#: By these acts a case's sheet comes into a batch.
_MAKES_SHEET = frozenset({EventAct.EXPORTED, EventAct.SHEET_REPLACED})


def batches_waiting(unit: UnitOfWork, cases: Sequence[Application]) -> dict[int, Batch]:
    """For each of some cases the newest batch it lies in and that may still be sent with it."""
    before = {case.id: case for case in cases if case.state in BEFORE_SENT}
    found: dict[int, Batch] = {}
    for season in {case.season for case in before.values()}:
        for batch in unit.batches.all(season):
            held = {line.application_id for line in batch.lines} & before.keys() - found.keys()
            if batch.is_open:
                found |= {one: batch for one in held if not _is_off(unit, before[one], batch)}
    return found


def require_changeable(unit: UnitOfWork, batch: Batch, case_ids: Sequence[int] | None = None) -> None:
    """Refuses what is done to a batch, or to some cases in it alone, once that is on its way or no more.

    Raises RefusalError `batch.already_sent`, `batch.dissolved`, `batch.parcel_posted`.
    """
    require_open(batch)
    require_unposted(unit, batch, case_ids)


def leave_batch(unit: UnitOfWork, case_id: int, reason: str) -> Changes:
    """Takes a case out of the batch it lies in; what was exported is not sent as it stands any more.

    Raises RefusalError `act.role_needed`, `custody.away`, `batch.leave_reason`, `batch.in_none`,
    `batch.parcel_posted` when its copies are on their way already.
    """
    require_role(unit.actor, EventAct.BATCH_LEFT)
    case = unit.applications.get(case_id)
    require_here(case)
    if not reason.strip():
        raise RefusalError("batch.leave_reason", field="reason")
    batch = batches_waiting(unit, [case]).get(case_id)
    if batch is None:
        raise RefusalError("batch.in_none", number=case.intake_number)
    require_changeable(unit, batch, [case_id])
    record(unit, case, EventAct.BATCH_LEFT, reason.strip(), {RecordKey.BATCH: str(batch.number)})
    return changed(Noun.CASE, Noun.BATCH, application=case_id)


def rejoin_batch(unit: UnitOfWork, case_id: int, batch_id: int, reason: str) -> Changes:
    """Puts a case back into the batch it was taken out of, as long as its sheet still lies there.

    Raises RefusalError `act.role_needed`, `custody.away`, `batch.already_sent`, `batch.dissolved`, `batch.reason`,
    `batch.not_left`, `batch.in_another`.
    """
    require_role(unit.actor, EventAct.BATCH_REJOINED)
    case, batch = unit.applications.get(case_id), unit.batches.get(batch_id)
    require_here(case)
    require_changeable(unit, batch, [case_id])
    why = require_reason(reason)
    is_in = any(line.application_id == case_id for line in batch.lines)
    if not is_in or not has_left(unit.events.of(case_id), batch.number):
        raise RefusalError("batch.not_left", number=case.intake_number, batch=batch.number)
    other = batches_waiting(unit, [case]).get(case_id)
    if other is not None:
        raise RefusalError("batch.in_another", number=case.intake_number, other=other.number, batch=batch.number)
    record(unit, case, EventAct.BATCH_REJOINED, why, {RecordKey.BATCH: str(batch.number)})
    return changed(Noun.CASE, Noun.BATCH, application=case_id)


def require_unposted(unit: UnitOfWork, batch: Batch, case_ids: Sequence[int] | None = None) -> None:
    """Refuses to change what is on its way: a batch of which a parcel was posted, or cases whose copies lie in one.

    Raises RefusalError `batch.parcel_posted`.
    """
    posted = {one.id: one for one in unit.parcels.of_batch(batch.id) if one.is_out}
    if posted and case_ids is not None:
        moves = last_moves(unit.parcels.moves_of_cases(case_ids))
        posted = {one.parcel_id: posted[one.parcel_id] for one in moves.values() if one.parcel_id in posted}
    for parcel in posted.values():
        raise RefusalError("batch.parcel_posted", number=batch.number, parcel=parcel.called)


def require_unpacked(unit: UnitOfWork, batch: Batch) -> None:
    """Refuses to give a batch up while anything lies in its parcels, or left in one.

    Raises RefusalError `batch.parcel_packed`.
    """
    parcels = [one for one in unit.parcels.of_batch(batch.id) if one.state is not ParcelState.DROPPED]
    if not parcels:
        return
    ids = ever_in(unit, batch)
    moves = (*unit.parcels.moves_of_cases(ids), *unit.parcels.moves_of_parcels([one.id for one in parcels]))
    last = last_moves(moves).values()
    for parcel in parcels:
        lying = lying_in(last, parcel.id)
        if lying:
            raise RefusalError("batch.parcel_packed", number=batch.number, parcel=parcel.called, count=len(lying))


def ever_in(unit: UnitOfWork, batch: Batch) -> list[int]:
    """The cases of a batch and those it goes on without: their copies may still lie in one of its parcels."""
    dropped = (one.application_id for one in unit.batches.changes(batch.id) if one.kind is BatchChangeKind.DROPPED)
    return list(dict.fromkeys([*(line.application_id for line in batch.lines), *dropped]))


def off_code(case: Application, acts: Sequence[Event], batch: Batch) -> str:
    """Why a case does not go with a batch: away, gone, left, decided_anew; empty when it does, or went with it."""
    if batch.sent_at is not None:
        return ""
    if case.is_away:
        return "away"
    if case.state not in BEFORE_SENT:
        return "gone"
    if has_left(acts, batch.number):
        return "left"
    return "decided_anew" if is_decided_anew(acts, batch.number) else ""


def has_left(acts: Sequence[Event], number: int) -> bool:
    """Whether a case was taken out after this batch was exported with it, and not put back."""
    moved = [act for act in _acts_since(acts, number) if act in (EventAct.BATCH_LEFT, EventAct.BATCH_REJOINED)]
    return moved[-1:] == [EventAct.BATCH_LEFT]


def is_decided_anew(acts: Sequence[Event], number: int) -> bool:
    """Whether a case was taken up again after this batch printed it: the sheet in the parcel would be an old one."""
    return EventAct.REOPENED in _acts_since(acts, number)


def is_sealed_since(acts: Sequence[Event], number: int) -> bool:
    """Whether the seal was recorded on a case after this batch printed it, and the use was not struck out."""
    marks = [act for act in _acts_since(acts, number) if act in (EventAct.SEALED, EventAct.SEAL_STRUCK)]
    return marks[-1:] == [EventAct.SEALED]


def is_given_up(unit: UnitOfWork, case_id: int, batch: Batch) -> bool:
    """Whether the number on the sheet that lies in the batch was given up since.

    A paper that was sealed as a file has other bytes than the sheet: its use in the seal register tells from which.
    """
    sheets = {line.sha256 for line in batch.lines if line.application_id == case_id}
    void = [entry for entry in unit.register.of_case(case_id) if entry.is_void]
    if any(entry.sha256 in sheets for entry in void):
        return True
    uses = unit.seals.uses_of([entry.id for entry in void]) if void else ()
    return any(use.approved_sha256 in sheets for use in uses)


def _is_off(unit: UnitOfWork, case: Application, batch: Batch) -> bool:
    acts = unit.events.of(case.id)
    is_off = has_left(acts, batch.number) or is_decided_anew(acts, batch.number)
    return is_off or is_given_up(unit, case.id, batch)


def _acts_since(acts: Sequence[Event], number: int) -> list[str]:
    """What was done since the case's sheet in a batch of this number was made: at the export, or anew since."""
    made = [
        place
        for place, event in enumerate(acts)
        if event.act in _MAKES_SHEET and event.detail.get(RecordKey.BATCH) == str(number)
    ]
    return [event.act for event in acts[made[-1] + 1 :]] if made else []
