"""撤回组批: a batch that was made and not sealed is dissolved; its cases are free again, its numbers stay given."""

from __future__ import annotations

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.changes import BatchChange, BatchChangeKind, require_reason
from reviewer_app.domain.dispatch.seals import SealUse, in_force
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.leaving import is_sealed_since, require_changeable, require_unpacked
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.sealing.lists import end_lists
from reviewer_resources.phrases import sentence

#: So many numbers are named in a sentence.
_NAMED = 6


def dissolve_batch(unit: UnitOfWork, batch_id: int, reason: str) -> Changes:
    """Dissolves a batch; what was exported stays where it lies and is sent with no batch any more.

    The numbers on its sheets stay given: a case that goes with another batch keeps its own. Raises RefusalError
    `act.role_needed`, `batch.already_sent`, `batch.dissolved`, `batch.reason`, `batch.parcel_packed`, and naming the
    cases or the paper `batch.dissolve_sealed`, `batch.dissolve_paper_sealed` once the seal was recorded on what this
    batch printed, or on a letter of its own. The lists for the seal that were asked for it end with it.
    """
    require_role(unit.actor, EventAct.BATCH_DISSOLVED)
    batch = unit.batches.get(batch_id)
    require_changeable(unit, batch)
    require_unpacked(unit, batch)
    why = require_reason(reason)
    ids = [line.application_id for line in batch.lines]
    unit.require_as_recorded(ids)
    cases, events = unit.applications.some(ids), unit.events.of_some(ids)
    used = _uses_in(unit, batch)
    sealed = [case for case in cases if case.id in used or is_sealed_since(events[case.id], batch.number)]
    if sealed:
        numbers = "、".join(case.intake_number for case in sealed[:_NAMED])
        raise RefusalError("batch.dissolve_sealed", count=len(sealed), numbers=numbers)
    if 0 in used:
        raise RefusalError("batch.dissolve_paper_sealed", number=batch.number, called=used[0].called)
    end_lists(unit, batch.id, sentence("batch.dissolve_list", {"number": batch.number, "why": why}))
    change = BatchChange(batch.id, BatchChangeKind.DISSOLVED, why, unit.actor.name, unit.now)
    unit.batches.change(change)
    said: dict[str, str] = {RecordKey.BATCH: str(batch.number)}
    here = [case for case in cases if not case.is_away]
    for case in here:
        record(unit, case, EventAct.BATCH_DISSOLVED, why, said)
    if not here:
        record(unit, None, EventAct.BATCH_DISSOLVED, why, said)
    return Changes(frozenset({Noun.BATCH, Noun.CASE, Noun.QUEUE}), frozenset(ids))


def _uses_in(unit: UnitOfWork, batch: Batch) -> dict[int, SealUse]:
    """A use of the seal in force by its case, by 0 one on a paper of the batch itself: on what this batch printed."""
    ids = [line.application_id for line in batch.lines]
    sheets = {line.sha256 for line in batch.lines if line.sha256}
    own = [entry.id for entry in unit.register.of_batch(batch.id) if not entry.is_void]
    issued = unit.register.in_force_for(DocumentKind.RECOMMENDATION.value, ids).values()
    uses = in_force(unit.seals.uses_of([*(entry.id for entry in issued), *own])).values()
    return {use.application_id: use for use in uses if use.register_id in own or use.approved_sha256 in sheets}
