"""Each use of the seal: its number, its line in the seal register, and the case that becomes sealed by it, together.

Nothing else in the house makes a case sealed. A use needs an open session on a list that was approved, and a paper
whose bytes are those that were approved.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.dispatch.seals import ListedPaper, SealList, SealSession, SealUse, SealWay, Strike, in_force
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import RegisterEntry, Sealing
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.numbering import basis_of, latest_recommendations, put_on_record
from reviewer_app.services.cases.permissions import require, require_here, require_paper_open, require_role
from reviewer_app.services.cases.readying import require_all_ready, signed
from reviewer_app.services.cases.recording import move
from reviewer_app.services.ports.library import UnitOfWork

#: Where a case's recommendation is sealed; one that was issued anew is sealed anew, the case stays sealed.
SEALABLE = (State.SIGNED_OFF, State.SEALED)
#: By these acts a case comes into a batch, and leaves it.
_IN_AND_OUT = frozenset({EventAct.EXPORTED, EventAct.SHEET_REPLACED, EventAct.BATCH_LEFT, EventAct.BATCH_REJOINED})
#: What a use touches: the list of cases, the case, its batch, the register.
SEAL_NOUNS = frozenset({Noun.QUEUE, Noun.CASE, Noun.BATCH, Noun.REGISTER})


def record_sealed(unit: UnitOfWork, case_ids: Sequence[int]) -> Changes:
    """Records the use of the real seal on the recommendations of some signed-off cases, in the session that is open.

    Raises RefusalError `seal.…` naming the paper, `readiness.…`, TroubleError `library.not_as_recorded`.
    """
    issued = latest_recommendations(unit, case_ids)
    # After the first use is written nobody can be held to the record any more.
    unit.require_as_recorded(case_ids)
    for session in unit.seals.open_sessions():
        require_list_on_record(unit, session.id)
    for case_id in case_ids:
        case = unit.applications.get(case_id)
        require(unit.actor, case, Act.RECORD_SEALED)
        if case_id not in issued:
            raise RefusalError("seal.not_issued", number=case.intake_number)
        session = session_for(unit, issued[case_id])
        if session.way is not SealWay.STAMP:
            raise RefusalError("seal.other_way", way=session.way.label)
        use_seal(unit, session.id, issued[case_id].id)
    return Changes(SEAL_NOUNS, frozenset(case_ids))


def record_case_sealed(unit: UnitOfWork, case_id: int) -> Changes:
    """Records the use of the seal on one case; raises as `record_sealed`."""
    record_sealed(unit, [case_id])
    return changed(*SEAL_NOUNS, application=case_id)


def session_for(unit: UnitOfWork, entry: RegisterEntry) -> SealSession:
    """The open session on whose list a paper stands; RefusalError `seal.no_session`."""
    for session in unit.seals.open_sessions():
        if unit.seals.list_of(session.list_id).paper(entry.id) is not None:
            return session
    raise RefusalError("seal.no_session", called=entry.called)


def require_list_on_record(unit: UnitOfWork, session_id: int) -> None:
    """Before the first use in an open session: its list, and that it was approved, were put on record.

    Raises TroubleError `library.not_as_recorded`.
    """
    session = next((one for one in unit.seals.open_sessions() if one.id == session_id), None)
    if session is not None and unit.seals.list_of(session.list_id).is_approved:
        unit.seals.require_as_recorded(session.list_id)


def use_seal(unit: UnitOfWork, session_id: int, register_id: int, sealed: bytes = b"") -> SealUse:
    """Puts one use on record with its number; `sealed` are the bytes that came of it, none for a real stamp.

    Raises RefusalError `seal.…` naming the paper, `readiness.stopped_case`, `custody.away`, `act.recused`, TroubleError
    `library.not_as_recorded`.
    """
    require_role(unit.actor, EventAct.SEAL_USED)
    session, of_list, paper = _asked(unit, session_id, register_id)
    entry = unit.register.get(register_id)
    require_paper_open(unit, entry)
    if (refusal := why_off_batch(unit, of_list.batch_id, entry)) is not None:
        raise refusal
    case = require_sealable(unit, entry, paper)
    approval = of_list.approval
    if approval is None:
        raise RefusalError("seal.not_approved")
    if bool(sealed) is (session.way is SealWay.STAMP):
        raise RefusalError("seal.other_way", way=session.way.label)
    kept = unit.attachments.keep(sealed) if sealed else entry.sha256
    use = SealUse(
        unit.today.year,
        _next_serial(unit),
        unit.today,
        session_id,
        of_list.id,
        register_id,
        entry.case_id,
        entry.batch_id,
        entry.called,
        session.way,
        # A file bears the seal once; on paper it stands on each sheet that was agreed to.
        1 if sealed else paper.impressions,
        unit.actor.name,
        unit.now,
        of_list.asked_by,
        approval.by,
        paper.sha256,
        kept,
    )
    use = replace(use, id=unit.seals.use(use))
    unit.register.complete(replace(entry, sealed_how=session.way.sealing, sha256=kept))
    _put_on_record(unit, use, entry, case)
    return use


def require_sealable(unit: UnitOfWork, entry: RegisterEntry, paper: ListedPaper) -> Application | None:
    """The case of a paper that may be sealed now, None for one of a whole batch; RefusalError as `use_seal`."""
    refusal = why_not_sealable(unit, entry, paper)
    if refusal is not None:
        raise refusal
    if not entry.case_id:
        return None
    case = unit.applications.get(entry.case_id)
    require_here(case)
    unit.require_as_recorded([case.id])
    if case.is_kept_from(unit.actor.name):
        raise RefusalError("act.recused", act=Act.RECORD_SEALED.label)
    if is_recommendation(entry):
        if case.state is State.SIGNED_OFF:
            require(unit.actor, case, Act.RECORD_SEALED)
        require_all_ready(unit, [case], ReadinessAct.SEAL)
    return case


def why_not_sealable(unit: UnitOfWork, entry: RegisterEntry, paper: ListedPaper) -> RefusalError | None:
    """Why the seal is not put on a paper that was approved: it was used, given up, made anew, its case decided anew."""
    used = in_force(unit.seals.uses_of([entry.id])).get(entry.id)
    if used is not None:
        return RefusalError("seal.used_already", called=entry.called, number=used.number)
    if entry.is_void:
        return RefusalError("seal.paper_void", called=entry.called)
    if entry.sha256 != paper.sha256:
        return RefusalError("seal.bytes_changed", called=entry.called)
    if entry.batch_id:
        return why_batch_closed(unit, entry)
    if not entry.case_id or not is_recommendation(entry):
        return None
    case = unit.applications.get(entry.case_id)
    if case.state not in SEALABLE:
        return RefusalError("seal.case_moved", called=entry.called, number=case.intake_number, state=case.state.label)
    opinion = signed(unit.opinions.of(case.id))
    if opinion is not None and basis_of(opinion) != entry.basis:
        return RefusalError("seal.decided_anew", called=entry.called, number=case.intake_number)
    return None


def why_batch_closed(unit: UnitOfWork, entry: RegisterEntry) -> RefusalError | None:
    """Why a paper of a whole batch gets no seal any more: its batch has left or was dissolved."""
    batch = unit.batches.get(entry.batch_id)
    return None if batch.is_open else RefusalError("seal.batch_closed", called=entry.called, number=batch.number)


def why_off_batch(unit: UnitOfWork, batch_id: int, entry: RegisterEntry) -> RefusalError | None:
    """Why a paper is not sealed with a batch any more: the batch was dissolved, or its case was taken out."""
    if not batch_id:
        return None
    batch = unit.batches.get(batch_id)
    if batch.dissolved_at is not None:
        return RefusalError("seal.batch_ended", called=entry.called, number=batch.number)
    if entry.case_id and batch.is_open and _was_taken_out(unit.events.of(entry.case_id), batch.number):
        return RefusalError("seal.line_left", called=entry.called, number=batch.number)
    return None


def _was_taken_out(acts: Sequence[Event], number: int) -> bool:
    """Whether the last thing that was done with a case in a batch was to take it out."""
    own = [act.act for act in acts if act.act in _IN_AND_OUT and act.detail.get(RecordKey.BATCH) == str(number)]
    return own[-1:] == [EventAct.BATCH_LEFT]


def is_recommendation(entry: RegisterEntry) -> bool:
    """Whether a paper is the one by which its case becomes sealed."""
    return entry.kind == DocumentKind.RECOMMENDATION.value


def strike_use(unit: UnitOfWork, use_id: int, reason: str) -> Changes:
    """Strikes a use out, with the reason, until the next person has acted; its line and number stay.

    Raises RefusalError `seal.strike_reason`, `seal.struck_already`, `seal.acted_since`, `seal.left_office`.
    """
    require_role(unit.actor, EventAct.SEAL_STRUCK)
    use = unit.seals.use_of(use_id)
    if not reason.strip():
        raise RefusalError("seal.strike_reason", field="reason")
    refusal = why_not_struck(unit, use)
    if refusal is not None:
        raise refusal
    unit.seals.strike(use, Strike(reason.strip(), unit.actor.name, unit.now))
    entry = unit.register.get(use.register_id)
    unit.register.complete(replace(entry, sealed_how=Sealing.OPEN, sha256=use.approved_sha256))
    case = unit.applications.get(use.application_id) if use.application_id else None
    if case is not None and is_recommendation(entry) and case.state is State.SEALED:
        move(unit, case, State.SIGNED_OFF, EventAct.SEAL_STRUCK, reason.strip(), _in_full(use, entry))
    else:
        put_on_record(unit, entry, EventAct.SEAL_STRUCK, _said(use), reason.strip())
    return Changes(SEAL_NOUNS, frozenset({use.application_id} - {0}))


def why_not_struck(unit: UnitOfWork, use: SealUse) -> RefusalError | None:
    """Why a use cannot be struck out any more: it was, the paper left, or somebody else went on with the case."""
    if use.is_struck:
        return RefusalError("seal.struck_already", number=use.number)
    entry = unit.register.get(use.register_id)
    if entry.delivered_how is not None:
        return RefusalError("seal.left_office", called=entry.called)
    scan = unit.seals.scans([use.id]).get(use.id)
    if scan is not None and scan.by != use.used_by:
        return RefusalError("seal.acted_since", number=use.number, name=scan.by)
    if not use.application_id:
        return None
    case = unit.applications.get(use.application_id)
    if case.is_away:
        require_here(case)
    after = _events_after(unit.events.of(case.id), use)
    others = [event for event in after if event.actor != use.used_by]
    if others:
        return RefusalError("seal.acted_since", number=use.number, name=others[0].actor)
    if is_recommendation(entry) and case.state not in (State.SEALED, State.SIGNED_OFF):
        return RefusalError("seal.case_moved", called=entry.called, number=case.intake_number, state=case.state.label)
    return None


def _asked(unit: UnitOfWork, session_id: int, register_id: int) -> tuple[SealSession, SealList, ListedPaper]:
    """The open session of the person at the desk, its list, and the paper on it."""
    session = next((one for one in unit.seals.open_sessions() if one.id == session_id), None)
    if session is None:
        raise RefusalError("seal.session_closed")
    if session.opened_by != unit.actor.name:
        raise RefusalError("seal.others_session", name=session.opened_by)
    of_list = unit.seals.list_of(session.list_id)
    paper = of_list.paper(register_id)
    if paper is None:
        raise RefusalError("seal.not_listed", called=unit.register.get(register_id).called)
    return session, of_list, paper


def _next_serial(unit: UnitOfWork) -> int:
    """The next number of the year; RefusalError `seal.clock_back` when the clock went back behind the last use."""
    uses = unit.seals.uses(unit.today.year)
    if uses and uses[-1].day > unit.today:
        raise RefusalError("seal.clock_back", today=unit.today, latest=uses[-1].day)
    return unit.seals.last_serial(unit.today.year) + 1


def _put_on_record(unit: UnitOfWork, use: SealUse, entry: RegisterEntry, case: Application | None) -> None:
    if case is not None and is_recommendation(entry) and case.state is State.SIGNED_OFF:
        move(unit, case, State.SEALED, EventAct.SEALED, detail=_in_full(use, entry))
    else:
        put_on_record(unit, entry, EventAct.SEAL_USED, _said(use))


def _in_full(use: SealUse, entry: RegisterEntry) -> dict[str, str]:
    detail: dict[str, str] = {RecordKey.DOCUMENT: entry.kind, RecordKey.DOCUMENT_NUMBER: entry.called}
    return {str(key): value for key, value in _said(use).items()} | detail


def _said(use: SealUse) -> dict[RecordKey, str]:
    return {
        RecordKey.SEAL_NUMBER: use.number,
        RecordKey.SEAL_WAY: use.way.label,
        RecordKey.IMPRESSIONS: str(use.impressions),
    }


def _events_after(events: Sequence[Event], use: SealUse) -> Sequence[Event]:
    """What was done with the case since the use was put on record."""
    places = [place for place, event in enumerate(events) if event.detail.get(RecordKey.SEAL_NUMBER) == use.number]
    return events[places[0] + 1 :] if places else events
