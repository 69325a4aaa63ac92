"""Sending a batch to the municipal bureau: what was exported becomes sealed, batched and sent, then frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import BEFORE_SENT, State
from reviewer_app.services.cases.numbering import latest_recommendations
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.readying import require_all_ready
from reviewer_app.services.cases.recording import move
from reviewer_app.services.ports.library import UnitOfWork

#: So many numbers are named in a sentence.
_NAMED = 6


def list_batches(unit: UnitOfWork) -> tuple[Batch, ...]:
    """The season's batches, newest first."""
    return unit.batches.all(unit.settings.get().season)


def record_sent(unit: UnitOfWork, batch_id: int) -> Changes:
    """Records that a batch left the office; its cases are frozen from now on.

    Raises RefusalError `batch.already_sent`, and naming the cases `batch.cases_sent` (gone with another batch),
    `batch.stale` (decided anew since this batch was printed), `batch.not_sealed`, `batch.number_void`,
    `readiness.stopped_case`; TroubleError `library.not_as_recorded`.
    """
    require_role(unit.actor, EventAct.SENT)
    batch = unit.batches.get(batch_id)
    if batch.sent_at is not None:
        raise RefusalError("batch.already_sent", number=batch.number)
    cases = [unit.applications.get(line.application_id) for line in batch.lines]
    unit.require_as_recorded([case.id for case in cases])
    _refuse("batch.cases_sent", [case for case in cases if case.state not in BEFORE_SENT])
    _refuse("batch.stale", [case for case in cases if _is_decided_anew(unit, case, batch.number)])
    _refuse("batch.not_sealed", [case for case in cases if case.state not in (State.SEALED, State.BATCHED)])
    issued = latest_recommendations(unit, [case.id for case in cases])
    _refuse("batch.number_void", [case for case in cases if _is_given_up(unit, case, batch)])
    require_all_ready(unit, cases, ReadinessAct.SEND, batch.seal)
    for case in cases:
        batched = case
        if case.state is State.SEALED:
            batched = move(unit, case, State.BATCHED, EventAct.BATCHED, detail={RecordKey.BATCH: str(batch.number)})
        move(unit, batched, State.SENT, EventAct.SENT, detail={RecordKey.BATCH: str(batch.number)})
    for entry in issued.values():
        unit.register.complete(replace(entry, delivered_how=Delivery.WITH_BATCH, delivered_on=unit.today))
    unit.batches.mark_sent(batch_id, unit.now, unit.actor.name)
    return Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.BATCH}), frozenset(case.id for case in cases))


def _refuse(code: str, cases: Sequence[Application]) -> None:
    if cases:
        numbers = "、".join(case.intake_number for case in cases[:_NAMED])
        raise RefusalError(code, count=len(cases), numbers=numbers)


def _is_decided_anew(unit: UnitOfWork, case: Application, number: int) -> bool:
    """Whether a case was taken up again after this batch printed it: the sheet in the parcel would be an old one."""
    acts = unit.events.of(case.id)
    printed = [place for place, event in enumerate(acts) if event.detail.get(RecordKey.BATCH) == str(number)]
    return bool(printed) and any(event.act == EventAct.REOPENED for event in acts[printed[0] :])


def _is_given_up(unit: UnitOfWork, case: Application, batch: Batch) -> bool:
    """Whether the number on the sheet that lies in the batch was given up since."""
    sheets = {line.sha256 for line in batch.lines if line.application_id == case.id}
    return any(entry.is_void and entry.sha256 in sheets for entry in unit.register.of_case(case.id))
