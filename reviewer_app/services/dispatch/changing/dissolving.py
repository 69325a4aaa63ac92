"""撤回组批: a batch that was made and not sealed is dissolved; its cases are free again, its numbers stay given."""

from __future__ import annotations

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.changes import BatchChange, BatchChangeKind, require_open, require_reason
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.leaving import is_sealed_since
from reviewer_app.services.ports.library import UnitOfWork

#: So many numbers are named in a sentence.
_NAMED = 6


def dissolve_batch(unit: UnitOfWork, batch_id: int, reason: str) -> Changes:
    """Dissolves a batch; what was exported stays where it lies and is sent with no batch any more.

    The numbers on its sheets stay given: a case that goes with another batch keeps its own. Raises RefusalError
    `act.role_needed`, `batch.already_sent`, `batch.dissolved`, `batch.reason`, and naming the cases
    `batch.dissolve_sealed` once the seal was recorded on what this batch printed.
    """
    require_role(unit.actor, EventAct.BATCH_DISSOLVED)
    batch = unit.batches.get(batch_id)
    require_open(batch)
    why = require_reason(reason)
    ids = [line.application_id for line in batch.lines]
    unit.require_as_recorded(ids)
    cases, events = unit.applications.some(ids), unit.events.of_some(ids)
    sealed = [case for case in cases if is_sealed_since(events[case.id], batch.number)]
    if sealed:
        numbers = "、".join(case.intake_number for case in sealed[:_NAMED])
        raise RefusalError("batch.dissolve_sealed", count=len(sealed), numbers=numbers)
    change = BatchChange(batch.id, BatchChangeKind.DISSOLVED, why, unit.actor.name, unit.now)
    unit.batches.change(change)
    said: dict[str, str] = {RecordKey.BATCH: str(batch.number)}
    here = [case for case in cases if not case.is_away]
    for case in here:
        record(unit, case, EventAct.BATCH_DISSOLVED, why, said)
    if not here:
        record(unit, None, EventAct.BATCH_DISSOLVED, why, said)
    return Changes(frozenset({Noun.BATCH, Noun.CASE, Noun.QUEUE}), frozenset(ids))
