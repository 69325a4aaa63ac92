"""Taking a case out of a batch that is not sent yet: the parcel has to be put together again without it."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun, changed
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


def leave_batch(unit: UnitOfWork, case_id: int, reason: str) -> Changes:
    """Takes a case out of the batch it lies in; what was exported is not sent as it stands any more.

    Raises RefusalError `act.role_needed`, `custody.away`, `batch.leave_reason`, `batch.in_none`.
    """
    require_role(unit.actor, EventAct.BATCH_LEFT)
    case = unit.applications.get(case_id)
    require_here(case)
    if not reason.strip():
        raise RefusalError("batch.leave_reason", field="reason")
    batch = batches_waiting(unit, [case]).get(case_id)
    if batch is None:
        raise RefusalError("batch.in_none", number=case.intake_number)
    record(unit, case, EventAct.BATCH_LEFT, reason.strip(), {RecordKey.BATCH: str(batch.number)})
    return changed(Noun.CASE, Noun.BATCH, application=case_id)


def has_left(acts: Sequence[Event], number: int) -> bool:
    """Whether a case was taken out after this batch was exported with it."""
    return EventAct.BATCH_LEFT in _acts_since(acts, number)


def is_decided_anew(acts: Sequence[Event], number: int) -> bool:
    """Whether a case was taken up again after this batch printed it: the sheet in the parcel would be an old one."""
    return EventAct.REOPENED in _acts_since(acts, number)


def is_sealed_since(acts: Sequence[Event], number: int) -> bool:
    """Whether the seal was recorded on a case after this batch printed it, and the use was not struck out."""
    marks = [act for act in _acts_since(acts, number) if act in (EventAct.SEALED, EventAct.SEAL_STRUCK)]
    return marks[-1:] == [EventAct.SEALED]


def is_given_up(unit: UnitOfWork, case_id: int, batch: Batch) -> bool:
    """Whether the number on the sheet that lies in the batch was given up since."""
    sheets = {line.sha256 for line in batch.lines if line.application_id == case_id}
    return any(entry.is_void and entry.sha256 in sheets for entry in unit.register.of_case(case_id))


def _is_off(unit: UnitOfWork, case: Application, batch: Batch) -> bool:
    acts = unit.events.of(case.id)
    is_off = has_left(acts, batch.number) or is_decided_anew(acts, batch.number)
    return is_off or is_given_up(unit, case.id, batch)


def _acts_since(acts: Sequence[Event], number: int) -> set[str]:
    """What was done since the case's sheet in a batch of this number was made: at the export, or anew since."""
    made = [
        place
        for place, event in enumerate(acts)
        if event.act in _MAKES_SHEET and event.detail.get(RecordKey.BATCH) == str(number)
    ]
    return {event.act for event in acts[made[-1] + 1 :]} if made else set()
