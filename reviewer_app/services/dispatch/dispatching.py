"""Sending a batch to the municipal bureau: what was exported becomes sealed, batched and sent, then frozen."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.changes import require_open
from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery, RegisterEntry, Sealing
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import BEFORE_SENT, State
from reviewer_app.services.cases.numbering import latest_recommendations
from reviewer_app.services.cases.permissions import require_here, require_role
from reviewer_app.services.cases.readying import require_all_ready
from reviewer_app.services.cases.recording import move
from reviewer_app.services.dispatch.leaving import has_left, is_decided_anew, is_given_up
from reviewer_app.services.dispatch.mail_check import require_mailable
from reviewer_app.services.dispatch.second_looks import require_no_objection
from reviewer_app.services.ports.library import UnitOfWork

#: So many numbers are named in a sentence.
_NAMED = 6


def list_batches(unit: UnitOfWork) -> tuple[Batch, ...]:
    """The season's batches, newest first."""
    return unit.batches.all(unit.settings.get().season)


def record_sent(unit: UnitOfWork, batch_id: int) -> Changes:
    """Records that a batch left the office; its cases are frozen from now on.

    Raises RefusalError `batch.already_sent`, `batch.dissolved`, and naming the cases `batch.cases_sent`,
    `batch.left` (taken out of it), `batch.stale` (decided anew since this batch was printed), `batch.not_sealed`,
    `batch.number_void`, `readiness.stopped_case`, `looks.objected_case`; `custody.away` for one that lies at another
    desk; `mail_check.stopped` while a point of the check before mailing is open, `parcel.not_all_posted`; TroubleError
    `library.not_as_recorded`.
    """
    require_role(unit.actor, EventAct.SENT)
    batch = unit.batches.get(batch_id)
    cases = require_may_be_sent(unit, batch)
    _require_posted(unit, batch)
    for case in cases:
        batched = case
        if case.state is State.SEALED:
            batched = move(unit, case, State.BATCHED, EventAct.BATCHED, detail={RecordKey.BATCH: str(batch.number)})
        move(unit, batched, State.SENT, EventAct.SENT, detail={RecordKey.BATCH: str(batch.number)})
    for entry in latest_recommendations(unit, [case.id for case in cases]).values():
        if entry.delivered_on is None:
            unit.register.complete(replace(entry, delivered_how=Delivery.WITH_BATCH, delivered_on=unit.today))
    _deliver_letters(unit, batch)
    unit.batches.mark_sent(batch_id, unit.now, unit.actor.name)
    return Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.BATCH}), frozenset(case.id for case in cases))


def _deliver_letters(unit: UnitOfWork, batch: Batch) -> None:
    """Without parcels the covering letters left with the batch; in parcels they are delivered with their own."""
    if any(one.state is not ParcelState.DROPPED for one in unit.parcels.of_batch(batch.id)):
        return
    for entry in unit.register.of_batch(batch.id):
        if entry.kind == DocumentKind.COVERING_LETTER.value and not entry.is_void and entry.delivered_on is None:
            unit.register.complete(replace(entry, delivered_how=Delivery.WITH_BATCH, delivered_on=unit.today))


def require_may_be_sent(unit: UnitOfWork, batch: Batch) -> list[Application]:
    """Lets no batch go of which something is open; its cases. Raises as `record_sent`, but for the parcels."""
    require_open(batch)
    ids = [line.application_id for line in batch.lines]
    cases = unit.applications.some(ids)
    unit.require_as_recorded(ids)
    gone = [case for case in cases if case.state not in BEFORE_SENT]
    if gone:
        named = "、".join(f"{case.intake_number}（{case.state.label}）" for case in gone[:_NAMED])
        raise RefusalError("batch.cases_sent", count=len(gone), numbers=named)
    acts = unit.events.of_some(ids)
    _refuse("batch.left", [case for case in cases if has_left(acts[case.id], batch.number)])
    _refuse("batch.stale", [case for case in cases if is_decided_anew(acts[case.id], batch.number)])
    for case in cases:
        require_here(case)
    _refuse("batch.not_sealed", [case for case in cases if case.state not in (State.SEALED, State.BATCHED)])
    issued = latest_recommendations(unit, [case.id for case in cases])
    _refuse("batch.not_sealed", [case for case in cases if _is_bare(issued.get(case.id))])
    _refuse("batch.number_void", [case for case in cases if is_given_up(unit, case.id, batch)])
    require_all_ready(unit, cases, ReadinessAct.SEND, batch.seal)
    require_no_objection(unit, cases)
    require_mailable(unit, batch)
    return cases


def _require_posted(unit: UnitOfWork, batch: Batch) -> None:
    """A batch whose parcels were planned has left once all of them are posted."""
    standing = [one for one in unit.parcels.of_batch(batch.id) if one.state is not ParcelState.DROPPED]
    waiting = [one.called for one in standing if not one.is_out]
    if waiting:
        raise RefusalError("parcel.not_all_posted", count=len(waiting), parcels="、".join(waiting[:_NAMED]))


def _is_bare(entry: RegisterEntry | None) -> bool:
    """Whether a sheet that was issued anew has not been sealed since."""
    return entry is not None and entry.sealed_how is Sealing.OPEN


def _refuse(code: str, cases: Sequence[Application]) -> None:
    if cases:
        numbers = "、".join(case.intake_number for case in cases[:_NAMED])
        raise RefusalError(code, count=len(cases), numbers=numbers)
