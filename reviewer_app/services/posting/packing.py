"""Packing a batch: its parcels planned, copies put in and taken out, parcels closed and opened again."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.application import Event
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.changes import require_open
from reviewer_app.domain.dispatch.parcels import (
    CopyMove,
    CopyPlace,
    Parcel,
    ParcelAct,
    ParcelState,
    ParcelWord,
    Piece,
    next_number,
)
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons.closing import ENDS_WITH_SEASON
from reviewer_app.services.cases.permissions import require_role, require_season_open
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.posting.contents import BatchParcels, ParcelView, PieceLine, batch_parcels

#: So many are named in a sentence.
_NAMED = 6


def plan_parcels(unit: UnitOfWork, batch_id: int, seen: Sequence[str]) -> Changes:
    """Plans the parcels that a batch lacks; `seen` are the contacts for whom they were shown ('' for all).

    Raises RefusalError `act.role_needed`, `parcel.batch_sent`, `batch.dissolved`, `parcel.nothing_to_plan`,
    `parcel.plan_changed`.
    """
    require_role(unit.actor, EventAct.PARCELS_PLANNED)
    now = batch_parcels(unit, batch_id)
    if now.batch.sent_at is not None:
        raise RefusalError("parcel.batch_sent", number=now.batch.number)
    require_open(now.batch)
    if not now.lacks:
        raise RefusalError("parcel.nothing_to_plan", number=now.batch.number)
    if tuple(seen) != now.lacks:
        raise RefusalError("parcel.plan_changed", number=now.batch.number)
    parcels = [view.parcel for view in now.parcels]
    for contact in now.lacks:
        parcel = Parcel(batch_id, next_number(parcels), contact, unit.actor.name, unit.now)
        unit.parcels.add(parcel)
        parcels.append(parcel)
        say_of_batch(unit, now, EventAct.PARCELS_PLANNED, parcel)
    return _touched()


def put_in(unit: UnitOfWork, parcel_id: int, pieces: Sequence[Piece]) -> Changes:
    """Puts copies into a parcel; all of them or none.

    Raises RefusalError `act.role_needed`, `parcel.unknown`, `parcel.not_open`, `parcel.nothing_chosen`,
    `parcel.lies_already`, `parcel.lies_elsewhere`, `parcel.not_for_this`, `parcel.cannot_put_in`.
    """
    require_role(unit.actor, EventAct.PARCEL_PACKED)
    now, view = open_view(unit, parcel_id)
    if not pieces:
        raise RefusalError("parcel.nothing_chosen")
    missing = {line.piece: line for line in view.missing}
    lines = [missing.get(piece) or _refuse_piece(now, view, piece) for piece in dict.fromkeys(pieces)]
    for line in lines:
        _require_at_hand(now, line)
    _put(unit, now, view, lines)
    return _touched(*(line.piece.application_id for line in lines))


def put_all_in(unit: UnitOfWork, batch_id: int, parcel_id: int = 0) -> Changes:
    """Puts into one parcel of a batch, or into all that are open, whatever lies ready for it.

    Raises RefusalError `act.role_needed`, `parcel.nothing_to_put_in`.
    """
    require_role(unit.actor, EventAct.PARCEL_PACKED)
    now = batch_parcels(unit, batch_id)
    touched: list[int] = []
    is_any = False
    for view in now.parcels:
        if view.parcel.state is not ParcelState.OPEN or parcel_id not in (0, view.parcel.id):
            continue
        ready = [line for line in view.missing if line.can_be_put_in]
        if ready:
            _put(unit, now, view, ready)
            touched += [line.piece.application_id for line in ready]
            is_any = True
    if not is_any:
        raise RefusalError("parcel.nothing_to_put_in")
    return _touched(*touched)


def take_out(unit: UnitOfWork, parcel_id: int, pieces: Sequence[Piece], reason: str) -> Changes:
    """Takes copies out of a parcel; they lie at the desk again.

    Raises RefusalError `act.role_needed`, `parcel.unknown`, `parcel.not_open`, `parcel.nothing_chosen`,
    `parcel.not_in_it`, `parcel.reason_needed`.
    """
    require_role(unit.actor, EventAct.PARCEL_UNPACKED)
    now, view = open_view(unit, parcel_id)
    _require_reason(reason)
    lying = {line.piece: line for line in view.lies}
    for piece in pieces:
        if piece not in lying:
            raise RefusalError("parcel.not_in_it", piece=piece.called, parcel=view.parcel.called)
    if not pieces:
        raise RefusalError("parcel.nothing_chosen")
    lines = [lying[piece] for piece in dict.fromkeys(pieces)]
    move_pieces(unit, [line.piece for line in lines], CopyPlace.DESK, 0, reason)
    _record_pieces(unit, now, view, lines, EventAct.PARCEL_UNPACKED, reason)
    return _touched(*(line.piece.application_id for line in lines))


def close_parcel(unit: UnitOfWork, parcel_id: int) -> Changes:
    """Closes a parcel in which all copies of its cases lie.

    Raises RefusalError `act.role_needed`, `parcel.unknown`, `parcel.not_open`, `parcel.incomplete`, `parcel.misfit`.
    """
    require_role(unit.actor, EventAct.PARCEL_CLOSED)
    now, view = open_view(unit, parcel_id)
    require_fitting(view)
    _say(unit, now, view, ParcelWord(ParcelAct.CLOSED, unit.actor.name, unit.now), EventAct.PARCEL_CLOSED)
    return _touched(*_cases_in(view))


def close_whole_parcels(unit: UnitOfWork, batch_id: int) -> Changes:
    """Closes every open parcel of a batch in which all copies of its cases lie; the others stay open.

    Raises RefusalError `act.role_needed`, `parcel.none_whole`.
    """
    require_role(unit.actor, EventAct.PARCEL_CLOSED)
    now = batch_parcels(unit, batch_id)
    whole = [view for view in now.parcels if view.parcel.state is ParcelState.OPEN and view.is_whole]
    if not whole:
        raise RefusalError("parcel.none_whole", number=now.batch.number)
    for view in whole:
        _say(unit, now, view, ParcelWord(ParcelAct.CLOSED, unit.actor.name, unit.now), EventAct.PARCEL_CLOSED)
    return _touched(*(case_id for view in whole for case_id in _cases_in(view)))


def open_parcel(unit: UnitOfWork, parcel_id: int, reason: str) -> Changes:
    """Opens a closed parcel, or one that came back, to be packed anew.

    Raises RefusalError `act.role_needed`, `parcel.unknown`, `parcel.not_closed`, `parcel.reason_needed`.
    """
    require_role(unit.actor, EventAct.PARCEL_OPENED)
    now, view = view_of(unit, parcel_id)
    if view.parcel.state not in {ParcelState.CLOSED, ParcelState.RETURNED}:
        raise RefusalError("parcel.not_closed", parcel=view.parcel.called, state=view.parcel.state.label)
    _require_reason(reason)
    word = ParcelWord(ParcelAct.OPENED, unit.actor.name, unit.now, reason=reason.strip())
    _say(unit, now, view, word, EventAct.PARCEL_OPENED)
    return _touched(*_cases_in(view))


def view_of(unit: UnitOfWork, parcel_id: int) -> tuple[BatchParcels, ParcelView]:
    """A parcel among those of its batch; RefusalError `parcel.unknown` for one that is not there any more."""
    now = batch_parcels(unit, unit.parcels.get(parcel_id).batch_id)
    view = next((one for one in now.parcels if one.parcel.id == parcel_id), None)
    if view is None:
        raise RefusalError("parcel.unknown")
    return now, view


def require_fitting(view: ParcelView) -> None:
    """Refuses a parcel whose list no longer fits (RefusalError `parcel.misfit`, `parcel.incomplete`)."""
    if view.misfits:
        said = "；".join(one.rstrip("。") for one in view.misfits[:_NAMED])
        raise RefusalError("parcel.misfit", parcel=view.parcel.called, what=said)
    lacking = [line for line in view.missing if line.piece.is_required]
    if lacking or not view.cases:
        named = "、".join(named_piece(line) for line in lacking[:_NAMED])
        code = "parcel.incomplete" if lacking else "parcel.empty"
        raise RefusalError(code, parcel=view.parcel.called, count=len(lacking), what=named)


def named_piece(line: PieceLine) -> str:
    """A copy with the case it is of."""
    return f"{line.case.intake_number} {line.piece.called}" if line.case else line.piece.called


def move_pieces(unit: UnitOfWork, pieces: Sequence[Piece], place: CopyPlace, parcel_id: int, reason: str = "") -> None:
    """Adds to the history of each copy where it is now."""
    by, at = unit.actor.name, unit.now
    unit.parcels.move([CopyMove(piece, place, parcel_id, reason.strip(), by, at) for piece in pieces])


def record_on_cases(
    unit: UnitOfWork,
    batch: Batch,
    case_ids: Sequence[int],
    act: EventAct,
    detail: dict[str, str],
    reason: str = "",
) -> None:
    """Puts an act on a parcel on the record of each case that lies in it, or of the library for want of one.

    Raises RefusalError `season.closed` for what ends with the season of its batch.
    """
    if act in ENDS_WITH_SEASON:
        require_season_open(unit, batch.season)
    check_length(reason, TextKind.REASON, "reason")
    at, by = unit.now, unit.actor.name
    kept = {key: value for key, value in detail.items() if value}
    ids: list[int | None] = [*dict.fromkeys(case_ids)]
    unit.events.append_many([Event(at, by, act, one, reason=reason.strip(), detail=kept) for one in ids or [None]])


def parcel_detail(now: BatchParcels, view: ParcelView) -> dict[str, str]:
    """Of which batch a parcel is, and which of how many."""
    return {RecordKey.BATCH: str(now.batch.number), RecordKey.PARCEL: view.parcel.called}


def open_view(unit: UnitOfWork, parcel_id: int) -> tuple[BatchParcels, ParcelView]:
    """A parcel that is still being packed; RefusalError `parcel.unknown`, `parcel.not_open`."""
    now, view = view_of(unit, parcel_id)
    if view.parcel.state is not ParcelState.OPEN:
        raise RefusalError("parcel.not_open", parcel=view.parcel.called, state=view.parcel.state.label)
    return now, view


def _refuse_piece(now: BatchParcels, view: ParcelView, piece: Piece) -> PieceLine:
    """Says why a copy that the parcel does not lack is not put into it."""
    if any(line.piece == piece for line in view.lies):
        raise RefusalError("parcel.lies_already", piece=piece.called, parcel=view.parcel.called)
    meant = next((one for one in now.parcels if any(line.piece == piece for line in (*one.missing, *one.lies))), None)
    if meant is not None:
        raise RefusalError("parcel.not_for_this", piece=piece.called, parcel=meant.parcel.called)
    why = now.off.get(piece.application_id, "")
    if why:
        raise RefusalError("parcel.cannot_put_in", why=why)
    raise RefusalError("parcel.not_of_batch", piece=piece.called, number=now.batch.number)


def _require_at_hand(now: BatchParcels, line: PieceLine) -> None:
    if line.can_be_put_in:
        return
    holder = next((one.parcel.called for one in now.parcels if one.parcel.id == line.parcel_id), line.place.label)
    if line.refusal:
        raise RefusalError("parcel.cannot_put_in", why=line.refusal)
    raise RefusalError("parcel.lies_elsewhere", piece=named_piece(line), place=holder)


def _put(unit: UnitOfWork, now: BatchParcels, view: ParcelView, lines: Sequence[PieceLine]) -> None:
    move_pieces(unit, [line.piece for line in lines], CopyPlace.PARCEL, view.parcel.id)
    _record_pieces(unit, now, view, lines, EventAct.PARCEL_PACKED)


def _record_pieces(
    unit: UnitOfWork,
    now: BatchParcels,
    view: ParcelView,
    lines: Sequence[PieceLine],
    act: EventAct,
    reason: str = "",
) -> None:
    """Each case's record says which of its copies were moved; what is of the parcel alone stands on the library's."""
    by_case: dict[int, list[str]] = {}
    for line in lines:
        by_case.setdefault(line.piece.application_id, []).append(line.piece.called)
    for case_id, called in by_case.items():
        detail = {**parcel_detail(now, view), RecordKey.PIECES: "、".join(called)}
        record_on_cases(unit, now.batch, [case_id] if case_id else [], act, detail, reason)


def _say(unit: UnitOfWork, now: BatchParcels, view: ParcelView, word: ParcelWord, act: EventAct) -> None:
    unit.parcels.say(view.parcel.id, word)
    counts: dict[str, str] = {RecordKey.PIECES: f"{len(view.lies)}份"} if view.lies else {}
    record_on_cases(unit, now.batch, _cases_in(view), act, {**parcel_detail(now, view), **counts}, word.reason)


def say_of_batch(unit: UnitOfWork, now: BatchParcels, act: EventAct, parcel: Parcel) -> None:
    """Puts what was done with an empty parcel on the record of the library."""
    detail: dict[str, str] = {RecordKey.BATCH: str(now.batch.number), RecordKey.PARCEL: parcel.called}
    record_on_cases(unit, now.batch, [], act, detail)


def _cases_in(view: ParcelView) -> list[int]:
    return [case_id for line in view.lies if (case_id := line.piece.application_id)]


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise RefusalError("parcel.reason_needed", field="reason")


def _touched(*case_ids: int) -> Changes:
    return Changes(frozenset({Noun.BATCH, Noun.CASE}), frozenset(one for one in case_ids if one))
