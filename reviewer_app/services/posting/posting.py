"""The way to the post: a parcel posted, its posting undone, signed for by the bureau, or come back."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.application import Keeping
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.parcels import (
    CopyPlace,
    ParcelAct,
    ParcelState,
    ParcelWord,
    PieceKind,
)
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.numbers import Delivery, IncomingKind, RegisterEntry
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.incoming import IncomingPaper, enter_incoming
from reviewer_app.services.cases.numbering import latest_recommendations
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.dispatching import record_sent, require_may_be_sent
from reviewer_app.services.dispatch.second_looks import looks_still_here
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.posting.contents import BatchParcels, ParcelView, batch_parcels
from reviewer_app.services.posting.packing import (
    move_pieces,
    open_view,
    parcel_detail,
    record_on_cases,
    require_fitting,
    say_of_batch,
    view_of,
)
from reviewer_resources.phrases import sentence

#: What may come on the record of a case after its parcel was posted without being an answer to it.
_NO_ANSWER = frozenset(
    {
        EventAct.PARCEL_POSTED,
        EventAct.SENT,
        EventAct.BATCHED,
        EventAct.PRINTED,
        EventAct.POSTING_UNDONE,
        EventAct.PAPER_ISSUED,
    }
)


@dataclass(frozen=True, slots=True)
class Posting:
    """How a parcel is posted: with which courier, under which waybill, on which day."""

    courier: str
    waybill: str
    day: date


def said_of_posting(unit: UnitOfWork, parcel_id: int, day: date) -> tuple[str, ...]:
    """What is said before a parcel is posted on a day: what does not lie on top, a look nobody took, a day too late."""
    now, view = view_of(unit, parcel_id)
    lacking = "、".join(view.lacking_enclosures)
    said = [sentence("parcel.without_enclosures", {"what": lacking})] if lacking else []
    cases = {line.case.id: line.case for line in view.lies if line.case is not None}
    if now.batch.sent_at is None:
        looks = looks_still_here(unit, list(cases.values()))
        waiting = [cases[case_id].intake_number for case_id, look in looks.items() if look.is_open]
        said += [sentence("parcel.unlooked", {"number": number}) for number in waiting]
    limits = unit.packs.current(now.batch.season).limits
    deadlines = [limits.deadlines_of(case.values)[1] for case in cases.values()]
    late = [deadline for deadline in deadlines if day > deadline]
    if late:
        said.append(sentence("parcel.after_deadline", {"day": day, "deadline": min(late), "count": len(late)}))
    return tuple(said)


def post_parcel(unit: UnitOfWork, parcel_id: int, posting: Posting) -> Changes:
    """Records that a closed parcel was posted; with the last one of a batch the batch is recorded as sent.

    Raises RefusalError `act.role_needed`, `parcel.…` with the field it belongs beside, and those of `record_sent`.
    """
    require_role(unit.actor, EventAct.PARCEL_POSTED)
    now, view = view_of(unit, parcel_id)
    word = posting_word(unit, now, view, posting)
    if now.batch.sent_at is None:
        require_may_be_sent(unit, now.batch)
    changes = write_posting(unit, now, view, word)
    send_when_all_are_out(unit, now.batch.id)
    return changes


def write_posting(unit: UnitOfWork, now: BatchParcels, view: ParcelView, word: ParcelWord) -> Changes:
    """Writes that a parcel was posted, on the record of each case in it; all that may stop it was asked before."""
    case_ids, day = cases_in(view), word.day
    unit.parcels.say(view.parcel.id, word)
    move_pieces(unit, [line.piece for line in view.lies], CopyPlace.POSTED, view.parcel.id)
    _keep_forms(unit, view, Keeping.MAILED, f"{word.courier} {word.waybill}")
    _deliver(unit, now, view, day)
    detail = {
        **parcel_detail(now, view),
        RecordKey.COURIER: word.courier,
        RecordKey.WAYBILL: word.waybill,
        RecordKey.ON_DAY: day.isoformat() if day is not None else "",
    }
    record_on_cases(unit, now.batch, case_ids, EventAct.PARCEL_POSTED, detail)
    return Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.BATCH, Noun.REGISTER}), frozenset(case_ids))


def send_when_all_are_out(unit: UnitOfWork, batch_id: int) -> None:
    """Records a batch as sent once its last parcel is at the post; raises as `record_sent`."""
    now = batch_parcels(unit, batch_id)
    if now.batch.sent_at is None and not now.lacks and all(one.parcel.is_out for one in now.parcels):
        record_sent(unit, batch_id)


def drop_parcel(unit: UnitOfWork, parcel_id: int, sends: bool | None = None) -> Changes:
    """Takes away a parcel in which nothing lies; where all others are at the post, the batch is sent with that.

    `sends` is whether the asker was told so. Raises RefusalError `act.role_needed`, `parcel.unknown`,
    `parcel.not_open`, `parcel.not_empty`, `parcel.drop_changed` where it is otherwise by now, and those of
    `record_sent` where it was the last that is here.
    """
    require_role(unit.actor, EventAct.PARCELS_PLANNED)
    now, view = open_view(unit, parcel_id)
    if view.lies:
        raise RefusalError("parcel.not_empty", parcel=view.parcel.called, count=len(view.lies))
    is_last = is_last_here(now, view)
    if sends is not None and sends != is_last:
        raise RefusalError("parcel.drop_changed", number=now.batch.number)
    if is_last:
        require_may_be_sent(unit, now.batch)
    unit.parcels.say(parcel_id, ParcelWord(ParcelAct.DROPPED, unit.actor.name, unit.now))
    say_of_batch(unit, now, EventAct.PARCEL_DROPPED, view.parcel)
    case_ids = [line.application_id for line in now.batch.lines] if is_last else []
    send_when_all_are_out(unit, now.batch.id)
    nouns = {Noun.BATCH, Noun.CASE, *((Noun.QUEUE, Noun.REGISTER) if is_last else ())}
    return Changes(frozenset(nouns), frozenset(case_ids))


def is_last_here(now: BatchParcels, view: ParcelView) -> bool:
    """Whether a batch is wholly at the post without a parcel in which nothing is to go."""
    others = [one.parcel for one in now.parcels if one.parcel.id != view.parcel.id]
    is_any_lacking = view.parcel.contact in dict(now.planned) or bool(now.lacks)
    return now.batch.sent_at is None and bool(others) and all(one.is_out for one in others) and not is_any_lacking


def undo_posting(unit: UnitOfWork, parcel_id: int, reason: str) -> Changes:
    """Takes back that a parcel was posted: by who posted it, on the day it was recorded, until an answer stands.

    Raises RefusalError `act.role_needed`, `parcel.not_posted`, `parcel.posted_by_other`, `parcel.posted_earlier`,
    `parcel.answered`, `parcel.reason_needed`.
    """
    require_role(unit.actor, EventAct.POSTING_UNDONE)
    now, view = view_of(unit, parcel_id)
    posted = view.parcel.posting
    if posted is None or view.parcel.state is not ParcelState.POSTED:
        raise RefusalError("parcel.not_posted", parcel=view.parcel.called, state=view.parcel.state.label)
    if posted.by != unit.actor.name:
        raise RefusalError("parcel.posted_by_other", parcel=view.parcel.called, name=posted.by)
    if posted.at.date() != unit.today:
        raise RefusalError("parcel.posted_earlier", parcel=view.parcel.called, day=posted.at.date())
    if not reason.strip():
        raise RefusalError("parcel.reason_needed", field="reason")
    case_ids = cases_in(view)
    _require_unanswered(unit, now, case_ids)
    word = ParcelWord(ParcelAct.POSTING_UNDONE, unit.actor.name, unit.now, reason=reason.strip())
    unit.parcels.say(parcel_id, word)
    if now.batch.sent_at is not None:
        _take_back_sending(unit, now, reason)
    move_pieces(unit, [line.piece for line in view.lies], CopyPlace.PARCEL, parcel_id, reason)
    _keep_forms(unit, view, Keeping.SHELF, "")
    _deliver(unit, now, view, None)
    record_on_cases(unit, now.batch, case_ids, EventAct.POSTING_UNDONE, parcel_detail(now, view), reason)
    return Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.BATCH, Noun.REGISTER}), frozenset(case_ids))


def record_receipt(unit: UnitOfWork, parcel_id: int, day: date, person: str) -> Changes:
    """Records that the bureau signed for a parcel: on which day, and who.

    Raises RefusalError `act.role_needed`, `parcel.not_posted`, `parcel.day_…`, `parcel.person_needed`.
    """
    require_role(unit.actor, EventAct.PARCEL_SIGNED_FOR)
    now, view = view_of(unit, parcel_id)
    _require_out(unit, view, day)
    if not person.strip():
        raise RefusalError("parcel.person_needed", field="person")
    check_length(person, TextKind.NAME, "person")
    word = ParcelWord(ParcelAct.RECEIVED, unit.actor.name, unit.now, day, person=person.strip())
    unit.parcels.say(parcel_id, word)
    move_pieces(unit, [line.piece for line in view.lies], CopyPlace.CITY, parcel_id)
    detail = {**parcel_detail(now, view), RecordKey.ON_DAY: day.isoformat(), RecordKey.RECEIVER: person.strip()}
    record_on_cases(unit, now.batch, cases_in(view), EventAct.PARCEL_SIGNED_FOR, detail)
    return Changes(frozenset({Noun.CASE, Noun.BATCH}), frozenset(cases_in(view)))


def record_return(unit: UnitOfWork, parcel_id: int, day: date, reason: str) -> Changes:
    """Records that a parcel came back: its copies lie at the desk, and the register has a line of what came in.

    Raises RefusalError `act.role_needed`, `parcel.not_posted`, `parcel.day_…`, `parcel.reason_needed`, `outgoing.…`.
    """
    require_role(unit.actor, EventAct.PARCEL_RETURNED)
    now, view = view_of(unit, parcel_id)
    _require_out(unit, view, day)
    if not reason.strip():
        raise RefusalError("parcel.reason_needed", field="reason")
    posted = view.parcel.posting
    case_ids = cases_in(view)
    told = {"number": now.batch.number, "parcel": view.parcel.called, "waybill": posted.waybill if posted else ""}
    address = unit.packs.current(now.batch.season).address
    paper = IncomingPaper(
        IncomingKind.RETURNED_PARCEL, address.recipient, sentence("parcel.returned_subject", told), day
    )
    came = enter_incoming(unit, paper)
    word = ParcelWord(ParcelAct.RETURNED, unit.actor.name, unit.now, day, reason=reason.strip())
    unit.parcels.say(parcel_id, word)
    move_pieces(unit, [line.piece for line in view.lies], CopyPlace.BACK, parcel_id, reason)
    _keep_forms(unit, view, Keeping.SHELF, "")
    detail = {
        **parcel_detail(now, view),
        RecordKey.ON_DAY: day.isoformat(),
        RecordKey.DOCUMENT_NUMBER: came.called,
    }
    record_on_cases(unit, now.batch, case_ids, EventAct.PARCEL_RETURNED, detail, reason)
    return Changes(frozenset({Noun.CASE, Noun.BATCH, Noun.REGISTER}), frozenset(case_ids))


def cases_in(view: ParcelView) -> list[int]:
    """The cases of which something lies in a parcel, each once."""
    return list(dict.fromkeys(one.piece.application_id for one in view.lies if one.piece.application_id))


def tidy_waybill(typed: str) -> str:
    """A waybill as it is kept: half-width capitals without blanks, however a scanner or a person typed it."""
    return "".join(unicodedata.normalize("NFKC", typed).split()).upper()


def posting_word(unit: UnitOfWork, now: BatchParcels, view: ParcelView, posting: Posting) -> ParcelWord:
    """A posting of a closed parcel as it is kept; RefusalError `parcel.…` with the field it belongs beside."""
    if view.parcel.state is not ParcelState.CLOSED:
        raise RefusalError("parcel.not_closed", parcel=view.parcel.called, state=view.parcel.state.label)
    courier, waybill = posting.courier.strip(), tidy_waybill(posting.waybill)
    if not courier:
        raise RefusalError("parcel.courier_needed", field="courier")
    if not waybill:
        raise RefusalError("parcel.waybill_needed", field="waybill")
    check_length(courier, TextKind.NAME, "courier")
    check_length(waybill, TextKind.NAME, "waybill")
    if not waybill.isprintable():
        raise RefusalError("parcel.waybill_odd", field="waybill")
    for other in unit.parcels.with_waybill(waybill):
        if other.id != view.parcel.id and other.posting is not None and other.posting.waybill == waybill:
            batch = unit.batches.get(other.batch_id).number
            raise RefusalError("parcel.waybill_taken", field="waybill", batch=batch, parcel=other.called)
    first = max(now.batch.made_at.date(), view.parcel.closed_on or now.batch.made_at.date())
    if posting.day > unit.today:
        raise RefusalError("parcel.day_ahead", field="day", day=posting.day)
    if posting.day < first:
        raise RefusalError("parcel.day_before", field="day", day=posting.day, first=first)
    require_fitting(view)
    return ParcelWord(ParcelAct.POSTED, unit.actor.name, unit.now, posting.day, courier, waybill)


def _require_out(unit: UnitOfWork, view: ParcelView, day: date) -> None:
    posted = view.parcel.posting
    if posted is None or posted.day is None or not view.parcel.state.has_left:
        raise RefusalError("parcel.not_posted", parcel=view.parcel.called, state=view.parcel.state.label)
    if day > unit.today:
        raise RefusalError("parcel.day_ahead", field="day", day=day)
    if day < posted.day:
        raise RefusalError("parcel.day_before_posting", field="day", day=day, posted=posted.day)


def _keep_forms(unit: UnitOfWork, view: ParcelView, keeping: Keeping, keeper: str) -> None:
    """The copies' own lines follow where they are; those of a case at another desk stand still."""
    numbers: dict[int, set[int]] = {}
    for line in view.lies:
        if line.piece.kind is PieceKind.FORM and line.case is not None and not line.case.is_away:
            numbers.setdefault(line.piece.application_id, set()).add(line.piece.number)
    for case_id, copies in unit.papers.of_some(list(numbers)).items():
        for copy in copies:
            if copy.number in numbers[case_id]:
                unit.papers.put(case_id, replace(copy, keeping=keeping, keeper=keeper))


def _deliver(unit: UnitOfWork, now: BatchParcels, view: ParcelView, day: date | None) -> None:
    """The register's lines of what lies in the parcel say when it left; `day` None takes that back."""
    how = Delivery.WITH_BATCH if day else None
    entries: list[RegisterEntry] = list(latest_recommendations(unit, cases_in(view)).values())
    if any(one.piece.kind is PieceKind.LETTER for one in view.lies):
        entries += _enclosed_letter(unit, now, view)
    for entry in entries:
        if day is None and entry.delivered_how is not Delivery.WITH_BATCH:
            continue
        unit.register.complete(replace(entry, delivered_how=how, delivered_on=day))


def _enclosed_letter(unit: UnitOfWork, now: BatchParcels, view: ParcelView) -> list[RegisterEntry]:
    """The covering letter that lies in a parcel: the one for its contact, otherwise the one for all."""
    kind, bases = DocumentKind.COVERING_LETTER.value, (f"contact:{view.parcel.contact}", "contact:")
    found = (unit.register.in_force(kind, 0, now.batch.id, basis) for basis in bases)
    return [one for one in found if one is not None][:1]


def _require_unanswered(unit: UnitOfWork, now: BatchParcels, case_ids: Sequence[int]) -> None:
    """Nobody has gone on from the posting: neither the bureau nor the office."""
    acts = unit.events.of_some(case_ids)
    awaited = {State.SENT} if now.batch.sent_at is not None else {State.SEALED, State.BATCHED}
    for case in unit.applications.some(case_ids):
        since: list[str] = []
        for event in acts[case.id]:
            since = [] if event.act == EventAct.PARCEL_POSTED else [*since, event.act]
        if case.state not in awaited or case.is_away or set(since) - _NO_ANSWER:
            raise RefusalError("parcel.answered", number=case.intake_number, state=case.state.label)


def _take_back_sending(unit: UnitOfWork, now: BatchParcels, reason: str) -> None:
    """The batch is not sent any more: its cases wait in it again.

    No move of the road leads here: a sent case is frozen for every act but this one.
    """
    case_ids = [line.application_id for line in now.batch.lines]
    others = [one for one in now.parcels if one.parcel.state in {ParcelState.RECEIVED, ParcelState.RETURNED}]
    if others:
        raise RefusalError("parcel.other_answered", parcel=others[0].parcel.called, state=others[0].parcel.state.label)
    _require_unanswered(unit, now, case_ids)
    unit.batches.mark_unsent(now.batch.id)
    detail: dict[str, str] = {RecordKey.BATCH: str(now.batch.number)}
    for case in unit.applications.some(case_ids):
        sealed = replace(case, state=State.SEALED)
        unit.applications.update(sealed)
        record(unit, sealed, EventAct.SENDING_TAKEN_BACK, reason, detail, before=case.state)
