"""The list for the seal (用印清单): asked for by the handler, approved by the head or sent back with the reason."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer_app.domain.application import Event
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.seals import ListedPaper, ListWord, SaidOfList, SealList, in_force
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.numbers import Direction, RegisterEntry, Sealing
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.numbering import basis_of, latest_recommendations
from reviewer_app.services.cases.permissions import require_paper_open, require_role
from reviewer_app.services.cases.readying import signed
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.sealing import SEALABLE, is_recommendation, why_batch_closed, why_off_batch
from reviewer_app.services.ports.library import UnitOfWork

#: So many impressions at most are asked for on one paper.
MOST_IMPRESSIONS = 99
_NOUNS = frozenset({Noun.BATCH, Noun.REGISTER, Noun.QUEUE})
_RECORDED = {
    ListWord.APPROVED: EventAct.SEAL_APPROVED,
    ListWord.SENT_BACK: EventAct.SEAL_SENT_BACK,
    ListWord.WITHDRAWN: EventAct.SEAL_WITHDRAWN,
}


def papers_of_batch(unit: UnitOfWork, batch_id: int) -> tuple[RegisterEntry, ...]:
    """The papers of a batch in its order: the recommendations as they were issued last, then its own letters."""
    batch = unit.batches.get(batch_id)
    issued = latest_recommendations(unit, [line.application_id for line in batch.lines])
    sheets = [issued[line.application_id] for line in batch.lines if line.application_id in issued]
    return (*sheets, *(one for one in unit.register.of_batch(batch_id) if not one.is_void))


def single_papers(unit: UnitOfWork) -> tuple[RegisterEntry, ...]:
    """The issued papers of no batch that are still here: letters, notices, recommendations issued alone."""
    of_batches = {
        line.application_id
        for batch in unit.batches.all(unit.settings.get().season)
        if batch.is_open
        for line in batch.lines
    }
    return tuple(
        entry
        for entry in unit.register.all()
        if entry.direction is Direction.OUTGOING
        and not entry.is_void
        and not entry.batch_id
        and entry.delivered_how is None
        and not (is_recommendation(entry) and entry.case_id in of_batches)
    )


def usual_impressions(unit: UnitOfWork, entry: RegisterEntry) -> int:
    """How many impressions a paper usually gets: one on each sheet of a recommendation that is sent, else one."""
    limits = unit.packs.current(unit.settings.get().season).limits
    return limits.sheets_sent if is_recommendation(entry) else 1


def ask_for_seal(unit: UnitOfWork, impressions: Mapping[int, int], batch_id: int = 0) -> Changes:
    """Asks for the seal on some papers, each by its line in the register with its impressions.

    Raises RefusalError `act.role_needed`, `seal.nothing_listed`, `seal.impressions`, and what `why_not_listed` says of
    the first paper that cannot go on a list; TroubleError `library.not_as_recorded`.
    """
    require_role(unit.actor, EventAct.SEAL_ASKED)
    if not impressions:
        raise RefusalError("seal.nothing_listed")
    entries = [unit.register.get(one) for one in impressions]
    waiting = on_lists(unit)
    for entry in entries:
        require_paper_open(unit, entry)
        refusal = why_off_batch(unit, batch_id, entry) or why_not_listed(unit, entry, waiting)
        if refusal is not None:
            raise refusal
        if not 1 <= impressions[entry.id] <= MOST_IMPRESSIONS:
            raise RefusalError("seal.impressions", called=entry.called, most=MOST_IMPRESSIONS)
    unit.require_as_recorded(sorted({entry.case_id for entry in entries} - {0}))
    papers = tuple(
        ListedPaper(entry.id, entry.case_id, entry.called, entry.sha256, impressions[entry.id]) for entry in entries
    )
    one = SealList(unit.settings.get().season, batch_id, unit.actor.name, unit.now, papers)
    list_id = unit.seals.ask(one)
    return _put_on_record(unit, unit.seals.list_of(list_id), EventAct.SEAL_ASKED)


def on_lists(unit: UnitOfWork) -> dict[int, ListedPaper]:
    """The papers that stand on a list which is asked for or approved, by their line in the register."""
    lists = unit.seals.lists(unit.settings.get().season)
    return {paper.register_id: paper for one in lists if one.is_open or one.is_approved for paper in one.papers}


def why_not_listed(unit: UnitOfWork, entry: RegisterEntry, waiting: Mapping[int, ListedPaper]) -> RefusalError | None:
    """Why the seal cannot be asked for on a paper; `waiting` as `on_lists` has it."""
    if entry.direction is not Direction.OUTGOING or entry.is_void:
        return RefusalError("seal.paper_void", called=entry.called)
    if not entry.sha256:
        return RefusalError("seal.no_file", called=entry.called)
    if entry.sealed_how is Sealing.SAMPLE:
        return RefusalError("seal.sample", called=entry.called)
    used = in_force(unit.seals.uses_of([entry.id])).get(entry.id)
    if used is not None:
        return RefusalError("seal.used_already", called=entry.called, number=used.number)
    standing = waiting.get(entry.id)
    if standing is not None and standing.sha256 == entry.sha256:
        return RefusalError("seal.listed_already", called=entry.called)
    if entry.batch_id:
        return why_batch_closed(unit, entry)
    return _why_not_of_case(unit, entry)


def approve_list(unit: UnitOfWork, list_id: int, reason: str = "") -> Changes:
    """Agrees to a list; one's own only where the library allows it, with a reason, and it is shown and recorded.

    Raises RefusalError `act.role_needed`, `seal.said_already`, `seal.self_not_allowed`, `seal.self_reason`,
    `seal.bytes_changed`; TroubleError `library.not_as_recorded`.
    """
    require_role(unit.actor, EventAct.SEAL_APPROVED)
    one = _open_list(unit, list_id)
    is_own = one.asked_by == unit.actor.name
    if is_own and not unit.settings.get().allows_self_approval:
        raise RefusalError("seal.self_not_allowed")
    if is_own and not reason.strip():
        raise RefusalError("seal.self_reason", field="reason")
    for paper in one.papers:
        entry = unit.register.get(paper.register_id)
        if entry.is_void or entry.sha256 != paper.sha256:
            raise RefusalError("seal.bytes_changed", called=paper.called)
    unit.require_as_recorded(sorted({paper.application_id for paper in one.papers} - {0}))
    return _say(unit, one, ListWord.APPROVED, reason, is_own)


def send_back_list(unit: UnitOfWork, list_id: int, reason: str) -> Changes:
    """Sends a list back to who asked; RefusalError `act.role_needed`, `seal.said_already`, `seal.word_reason`."""
    require_role(unit.actor, EventAct.SEAL_SENT_BACK)
    return _say_with_reason(unit, _open_list(unit, list_id), ListWord.SENT_BACK, reason)


def withdraw_list(unit: UnitOfWork, list_id: int, reason: str) -> Changes:
    """Takes a list back before anybody has said anything of it; raises as `send_back_list`, and `seal.others_list`."""
    require_role(unit.actor, EventAct.SEAL_WITHDRAWN)
    one = _open_list(unit, list_id)
    if one.asked_by != unit.actor.name:
        raise RefusalError("seal.others_list", name=one.asked_by)
    return _say_with_reason(unit, one, ListWord.WITHDRAWN, reason)


def end_lists(unit: UnitOfWork, batch_id: int, reason: str) -> None:
    """Ends the lists of a batch that is no more, those approved too: what is left of it is asked for anew.

    It is part of the act by which the batch ends, and stands on record with it.
    """
    for one in unit.seals.lists(unit.batches.get(batch_id).season):
        if one.batch_id == batch_id and (one.is_open or one.is_approved):
            unit.seals.say(one.id, SaidOfList(ListWord.WITHDRAWN, reason, unit.actor.name, unit.now))


def _open_list(unit: UnitOfWork, list_id: int) -> SealList:
    one = unit.seals.list_of(list_id)
    if one.last is not None:
        raise RefusalError("seal.said_already", name=one.last.by, word=one.last.word.label)
    for paper in one.papers:
        require_paper_open(unit, unit.register.get(paper.register_id))
    return one


def _say_with_reason(unit: UnitOfWork, one: SealList, word: ListWord, reason: str) -> Changes:
    if not reason.strip():
        raise RefusalError("seal.word_reason", word=word.label, field="reason")
    return _say(unit, one, word, reason, is_own=False)


def _say(unit: UnitOfWork, one: SealList, word: ListWord, reason: str, is_own: bool) -> Changes:
    check_length(reason, TextKind.REASON, "reason")
    unit.seals.say(one.id, SaidOfList(word, reason.strip(), unit.actor.name, unit.now, is_own))
    more = {RecordKey.APPROVAL: "申请与同意为同一人"} if is_own else {}
    return _put_on_record(unit, one, _RECORDED[word], reason, more)


def _why_not_of_case(unit: UnitOfWork, entry: RegisterEntry) -> RefusalError | None:
    if not entry.case_id:
        return None
    case = unit.applications.get(entry.case_id)
    if case.is_away:
        return RefusalError("seal.case_away", called=entry.called, number=case.intake_number)
    if not is_recommendation(entry):
        return None
    if case.state not in SEALABLE:
        return RefusalError("seal.case_moved", called=entry.called, number=case.intake_number, state=case.state.label)
    opinion = signed(unit.opinions.of(case.id))
    if opinion is not None and basis_of(opinion) != entry.basis:
        return RefusalError("seal.decided_anew", called=entry.called, number=case.intake_number)
    return None


def said_of_list(unit: UnitOfWork, one: SealList) -> dict[str, str]:
    """What an entry of the record says of a list."""
    detail: dict[str, str] = {RecordKey.SEAL_LIST: str(one.id), RecordKey.CASES: str(len(one.papers))}
    if one.batch_id:
        detail[RecordKey.BATCH] = str(unit.batches.get(one.batch_id).number)
    return detail


def _put_on_record(
    unit: UnitOfWork, one: SealList, act: EventAct, reason: str = "", more: Mapping[RecordKey, str] | None = None
) -> Changes:
    """An entry for each case on the list; of a list without cases one of the library."""
    detail = said_of_list(unit, one) | {str(key): value for key, value in (more or {}).items()}
    if cases := _cases_of(one):
        at, by = unit.now, unit.actor.name
        unit.events.append_many(
            [Event(at, by, act, case_id, reason=reason.strip(), detail=detail) for case_id in cases]
        )
    else:
        record(unit, None, act, reason, detail)
    return Changes(_NOUNS | {Noun.CASE}, frozenset(cases))


def _cases_of(one: SealList) -> Sequence[int]:
    return sorted({paper.application_id for paper in one.papers} - {0})
