"""A whole batch in one act: all its parcels planned, packed and closed as they were shown, and all posted together."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.changes import require_open
from reviewer_app.domain.dispatch.parcels import ParcelState, Piece
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.dispatch.dispatching import require_may_be_sent
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.posting.contents import (
    BatchParcels,
    ParcelView,
    batch_parcels,
    batch_parcels_as_planned,
)
from reviewer_app.services.posting.packing import close_whole_parcels, named_piece, plan_parcels, put_all_in
from reviewer_app.services.posting.posting import (
    Posting,
    posting_word,
    said_of_posting,
    send_when_all_are_out,
    tidy_waybill,
    write_posting,
)


@dataclass(frozen=True, slots=True)
class ParcelPlan:
    """What packing at once does with one parcel: planned or there already, what goes in, what stays away and why."""

    called: str
    cases: int
    is_new: bool
    goes_in: tuple[Piece, ...]
    lies: int
    stays_away: tuple[str, ...]
    is_closed: bool

    @property
    def is_touched(self) -> bool:
        """Whether anything is done with it."""
        return self.is_new or bool(self.goes_in) or self.is_closed


def packing_plan(unit: UnitOfWork, batch_id: int) -> tuple[ParcelPlan, ...]:
    """What packing at once would do now, parcel by parcel; nothing is written. Raises as `batch_parcels`."""
    now = batch_parcels_as_planned(unit, batch_id)
    plans = (_plan_of(view) for view in now.parcels if view.parcel.state is ParcelState.OPEN)
    return tuple(plan for plan in plans if plan.is_touched)


def pack_at_once(unit: UnitOfWork, batch_id: int, seen: Sequence[ParcelPlan]) -> Changes:
    """Plans the parcels that lack, puts in what lies ready, closes each that is whole; `seen` is what was shown.

    Raises RefusalError `act.role_needed`, `parcel.batch_sent`, `batch.dissolved`, `parcel.plan_changed`,
    `parcel.nothing_to_pack`.
    """
    for act in (EventAct.PARCELS_PLANNED, EventAct.PARCEL_PACKED, EventAct.PARCEL_CLOSED):
        require_role(unit.actor, act)
    batch = unit.batches.get(batch_id)
    if batch.sent_at is not None:
        raise RefusalError("parcel.batch_sent", number=batch.number)
    require_open(batch)
    plans = packing_plan(unit, batch_id)
    if tuple(seen) != plans:
        raise RefusalError("parcel.plan_changed", number=batch.number)
    if not plans:
        raise RefusalError("parcel.nothing_to_pack", number=batch.number)
    done: list[Changes] = []
    if any(plan.is_new for plan in plans):
        done.append(plan_parcels(unit, batch_id, batch_parcels(unit, batch_id).lacks))
    if any(plan.goes_in for plan in plans):
        done.append(put_all_in(unit, batch_id))
    if any(plan.is_closed for plan in plans):
        done.append(close_whole_parcels(unit, batch_id))
    nouns = frozenset(noun for one in done for noun in one.nouns)
    return Changes(nouns, frozenset(case for one in done for case in one.applications))


def _plan_of(view: ParcelView) -> ParcelPlan:
    ready = tuple(line for line in view.missing if line.can_be_put_in)
    away = tuple(line for line in view.missing if not line.can_be_put_in)
    packed = replace(view, lies=(*view.lies, *ready), missing=away)
    return ParcelPlan(
        view.parcel.called,
        view.cases,
        view.parcel.id <= 0,
        # Of a parcel that is not there yet nothing has its number; what goes in is compared by what it is.
        tuple(replace(line.piece, of_parcel=0) for line in ready),
        len(view.lies),
        (*view.misfits, *(line.refusal or f"{named_piece(line)}在“{line.place.label}”" for line in away)),
        packed.is_whole,
    )


def said_of_postings(unit: UnitOfWork, parcel_ids: Sequence[int], day: date) -> tuple[str, ...]:
    """What is said before some parcels are posted on a day: each sentence once, with the parcels it is of."""
    found: dict[str, list[str]] = {}
    for parcel_id in parcel_ids:
        for said in said_of_posting(unit, parcel_id, day):
            found.setdefault(said, []).append(unit.parcels.get(parcel_id).called)
    return tuple(f"{'、'.join(called)}：{said}" for said, called in found.items())


def post_at_once(unit: UnitOfWork, batch_id: int, courier: str, day: date, waybills: Mapping[int, str]) -> Changes:
    """Records several closed parcels of a batch as posted on one day with one courier, each under its own waybill.

    All of them or none; with the last one the batch is recorded as sent. Raises as `post_parcel`; what is said of one
    waybill belongs beside the field `waybill:<parcel>`; `parcel.none_chosen`, `parcel.waybill_twice`.
    """
    require_role(unit.actor, EventAct.PARCEL_POSTED)
    now = batch_parcels(unit, batch_id)
    if not waybills:
        raise RefusalError("parcel.none_chosen", field="waybill")
    _require_unlike(now, waybills)
    words = []
    for parcel_id, waybill in waybills.items():
        view = next((one for one in now.parcels if one.parcel.id == parcel_id), None)
        if view is None:
            raise RefusalError("parcel.unknown")
        try:
            words.append((view, posting_word(unit, now, view, Posting(courier, waybill, day))))
        except RefusalError as refusal:
            raise _beside(refusal, parcel_id) from refusal
    if now.batch.sent_at is None:
        require_may_be_sent(unit, now.batch)
    done = [write_posting(unit, now, view, word) for view, word in words]
    send_when_all_are_out(unit, batch_id)
    return Changes(done[0].nouns, frozenset(case for one in done for case in one.applications))


def _require_unlike(now: BatchParcels, waybills: Mapping[int, str]) -> None:
    """No two parcels go under one waybill."""
    called = {view.parcel.id: view.parcel.called for view in now.parcels}
    first: dict[str, int] = {}
    for parcel_id, typed in waybills.items():
        waybill = tidy_waybill(typed)
        if waybill and waybill in first:
            other = called.get(first[waybill], "")
            raise RefusalError("parcel.waybill_twice", field=f"waybill:{parcel_id}", parcel=other, waybill=waybill)
        first[waybill] = parcel_id


def _beside(refusal: RefusalError, parcel_id: int) -> RefusalError:
    """What is wrong with one waybill is said beside it; courier and day are asked once for all."""
    if refusal.values.get("field") != "waybill":
        return refusal
    return RefusalError(refusal.code, **{**refusal.values, "field": f"waybill:{parcel_id}"})
