"""Sending a batch to the municipal bureau: what was exported becomes sealed, batched and sent, then frozen."""

from __future__ import annotations

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import State
from reviewer_app.services.changes import Changes
from reviewer_app.services.ports import UnitOfWork
from reviewer_app.services.recording import move


def list_batches(unit: UnitOfWork) -> tuple[Batch, ...]:
    """The season's batches, newest first."""
    return unit.batches.all(unit.settings.get().season)


def record_sent(unit: UnitOfWork, batch_id: int) -> Changes:
    """Records that a batch left the office; its cases are frozen from now on.

    Raises RefusalError `batch.already_sent`, and `batch.not_sealed` naming the cases without the seal.
    """
    batch = unit.batches.get(batch_id)
    if batch.sent_at is not None:
        raise RefusalError("batch.already_sent", number=batch.number)
    cases = [unit.applications.get(line.application_id) for line in batch.lines]
    unsealed = [case.intake_number for case in cases if case.state not in (State.SEALED, State.BATCHED)]
    if unsealed:
        raise RefusalError("batch.not_sealed", count=len(unsealed), numbers="、".join(unsealed[:6]))
    for case in cases:
        batched = case
        if case.state is State.SEALED:
            batched = move(unit, case, State.BATCHED, "batched", detail={"批次": str(batch.number)})
        move(unit, batched, State.SENT, "sent", detail={"批次": str(batch.number)})
    unit.batches.mark_sent(batch_id, unit.now, unit.actor.name)
    return Changes(frozenset({"queue", "case", "batch"}), frozenset(case.id for case in cases))
