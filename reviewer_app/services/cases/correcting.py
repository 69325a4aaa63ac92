"""The correction request of a case on its way: drafted, sent with the opinion, told, answered, judged, taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.checklist import Answer, Verdict, lacking_parts, plain_end, told_of
from reviewer_app.domain.corrections.defects import finding_key
from reviewer_app.domain.corrections.request import (
    AskedItem,
    CorrectionRequest,
    ItemVerdict,
    RequestStatus,
    TellingWay,
    check_answer,
    check_lapse,
    check_telling,
)
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import LONGEST, TextKind, check_length, cut, length_of
from reviewer_app.domain.numbers import Delivery, RegisterEntry
from reviewer_app.domain.opinion import OpinionStatus, Outcome
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking
from reviewer_app.services.cases.correction_planning import (
    drafted,
    due_again,
    open_points_of,
    snapshot_of,
    standing_defects,
)
from reviewer_app.services.cases.numbering import put_on_record
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.recording import begun, move, record
from reviewer_app.services.ports.corrections import CorrectionChoice
from reviewer_app.services.ports.library import UnitOfWork

_K = RecordKey
#: Which request, in which version, the person at the desk had before them.
Seen = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Judgement:
    """What is found of one asked item; `seen` is the verdict that stood there when it was decided.

    `lacking` are those of the point's marked sub-points that lack still; None where they were not looked at one by one.
    """

    key: str
    verdict: ItemVerdict
    note: str = ""
    seen: ItemVerdict | None = None
    lacking: tuple[str, ...] | None = None


def draft_request(
    unit: UnitOfWork, case_id: int, choice: CorrectionChoice | None = None, seen: Seen | None = None
) -> Changes:
    """Drafts the request from everything that is wrong; a draft not yet sent gives way to it and keeps its text.

    Raises RefusalError `correction.…`, `calendar.no_year`, `act.…`.
    """
    choice = choice or CorrectionChoice()
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.DRAFT_CORRECTION)
    for reason in (choice.due_reason, choice.again_reason):
        _check_length(reason)
    check_length(choice.from_city or "", TextKind.REASON, "from_city")
    request = drafted(unit, application, choice)
    former = latest_of(unit, case_id)
    _check_seen(former, seen, f"{len(request.items)} 项，期限 {request.due_on}")
    if former is not None and former.is_open:
        unit.corrections.go_on(_ended(unit, former, RequestStatus.WITHDRAWN, "重新拟定"))
    unit.corrections.add(request)
    working = begun(unit, application)
    record(unit, working, EventAct.CORRECTION_DRAFTED, request.again_reason or request.due_reason, _told_of(request))
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def send_request(unit: UnitOfWork, application: Application, text: str) -> None:
    """Returns a case with its request: the one drafted, if it still says what is wrong, else one drafted now.

    Raises RefusalError `correction.stale`, and what `draft_request` raises.
    """
    request = latest_of(unit, application.id)
    if request is None or request.status is not RequestStatus.DRAFTED:
        draft_request(unit, application.id)
        request = latest_of(unit, application.id)
    assert request is not None
    _check_current(unit, application, request)
    unit.corrections.go_on(replace(request, asked_at=unit.now, before=snapshot_of(unit, application)))
    detail = {_K.DUE_ON.value: request.due_on.isoformat(), _K.OPINION.value: text}
    waiting = replace(unit.applications.get(application.id), due_on=request.due_on)
    move(unit, waiting, State.AWAITING_CORRECTION, EventAct.CORRECTION_ASKED, detail=detail)


def check_outcome(unit: UnitOfWork, case_id: int, outcome: Outcome) -> None:
    """Refuses an opinion while the last answer is not judged, or while a drafted request says otherwise.

    Raises RefusalError `correction.unjudged`, `correction.draft_stands`.
    """
    request = latest_of(unit, case_id)
    if request is None:
        return
    if request.unjudged:
        raise RefusalError("correction.unjudged", count=len(request.unjudged), first=request.unjudged[0].problem)
    if request.status is RequestStatus.DRAFTED and outcome is not Outcome.RETURN_FOR_CORRECTION:
        raise RefusalError("correction.draft_stands", outcome=outcome.label)


def tell_request(
    unit: UnitOfWork, case_id: int, day: date, how: TellingWay, receipt: str = "", seen: Seen | None = None
) -> Changes:
    """Records that the applicant was told, how, on which day, and who signed for it.

    Raises RefusalError `correction.…`, `act.…`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.TELL_CORRECTION)
    request = _standing(unit, case_id)
    _check_seen(request, seen, f"{day} {how.label}")
    entry = unit.register.in_force(DocumentKind.CORRECTION_NOTICE.value, case_id, 0, basis_of_round(unit, case_id))
    check_telling(request, day, how, unit.today, entry is not None)
    receipt = " ".join(receipt.split())
    _check_length(receipt)
    told = replace(
        request,
        status=RequestStatus.TOLD,
        told_on=day,
        told_how=how,
        receipt=receipt,
        told_by=unit.actor.name,
    )
    unit.corrections.go_on(told)
    if entry is not None and how.needs_paper:
        _deliver(unit, entry, day, how, receipt)
    detail = {_K.DELIVERED_HOW.value: how.label, _K.DELIVERED_ON.value: day.isoformat(), _K.RECEIPT.value: receipt}
    record(unit, application, EventAct.CORRECTION_TOLD, detail={key: said for key, said in detail.items() if said})
    return changed(Noun.QUEUE, Noun.CASE, Noun.REGISTER, application=case_id)


def correction_received(unit: UnitOfWork, case_id: int, day: date | None = None, seen: Seen | None = None) -> Changes:
    """Takes a case whose answer has come back into checking; the season's deadline counts again.

    A case returned by a version without requests has none to be answered. Raises RefusalError `correction.…`, `act.…`.
    """
    application = unit.applications.get(case_id)
    request = latest_of(unit, case_id)
    if request is not None and request.status is RequestStatus.ANSWERED:
        check_answer(request, day or unit.today, unit.today)
    require(unit.actor, application, Act.CORRECTION_RECEIVED)
    if request is not None and request.is_open:
        _check_seen(request, seen, f"{day or unit.today} 已答复")
        check_answer(request, day or unit.today, unit.today)
        answered = replace(
            request, status=RequestStatus.ANSWERED, answered_on=day or unit.today, answered_by=unit.actor.name
        )
        unit.corrections.go_on(answered)
    back = replace(application, due_on=due_again(unit, application))
    move(unit, back, State.CHECKING, EventAct.CORRECTION_RECEIVED)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def judge_item(unit: UnitOfWork, case_id: int, judgement: Judgement) -> Changes:
    """Judges one asked item of the answer; the point's answer on the checklist follows.

    Raises RefusalError `correction.nothing_to_judge`, `correction.changed_elsewhere`, `correction.still_found`,
    `correction.no_longer_found`, `correction.note_needed`, `correction.no_part_lacks`, `correction.parts_changed`,
    `act.…`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.JUDGE_CORRECTION)
    request = latest_of(unit, case_id)
    found = [item for item in request.items if item.key == judgement.key] if request else []
    if request is None or request.status is not RequestStatus.ANSWERED or not found:
        raise RefusalError("correction.nothing_to_judge")
    item, note = found[0], judgement.note.strip()
    _check_verdict(unit, application, item, judgement)
    _check_parts(unit, case_id, judgement)
    _check_length(note)
    judged = replace(item, verdict=judgement.verdict, note=note, judged_by=unit.actor.name, judged_at=unit.now)
    items = tuple(judged if one.key == item.key else one for one in request.items)
    is_last = all(one.verdict is not None for one in items)
    after = snapshot_of(unit, application) if is_last else None
    unit.corrections.go_on(replace(request, items=items, after=after))
    working = begun(unit, application)
    record(unit, working, EventAct.CORRECTION_JUDGED, note, {f"{item.clause}{item.problem}": judgement.verdict.label})
    _let_answer_follow(unit, application, request, judged, judgement.lacking)
    return changed(Noun.CASE, application=case_id)


def withdraw_request(unit: UnitOfWork, case_id: int, reason: str, seen: Seen | None = None) -> Changes:
    """Takes a request back with a reason; its text stays, and a case that waited for it is checked again.

    Raises RefusalError `correction.none`, `correction.reason_needed`, `act.…`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.WITHDRAW_CORRECTION)
    request = _standing(unit, case_id)
    _check_seen(request, seen, "撤回")
    if not reason.strip():
        raise RefusalError("correction.reason_needed", field="reason")
    _check_length(reason)
    unit.corrections.go_on(_ended(unit, request, RequestStatus.WITHDRAWN, reason))
    if application.state is not State.AWAITING_CORRECTION:
        record(unit, application, EventAct.CORRECTION_WITHDRAWN, reason)
        return changed(Noun.CASE, application=case_id)
    back = replace(application, due_on=due_again(unit, application))
    move(unit, back, State.CHECKING, EventAct.CORRECTION_WITHDRAWN, reason)
    for opinion in unit.opinions.of(case_id):
        if opinion.status is OpinionStatus.TOLD:
            unit.opinions.update(replace(opinion, status=OpinionStatus.RETRACTED))
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def lapse_request(unit: UnitOfWork, case_id: int, reason: str) -> None:
    """Ends a request whose last day has passed without an answer; RefusalError `correction.not_…`."""
    request = latest_of(unit, case_id)
    if request is not None and request.is_open:
        check_lapse(request, unit.today)
        unit.corrections.go_on(_ended(unit, request, RequestStatus.LAPSED, reason))


def end_with_case(unit: UnitOfWork, case_id: int, reason: str) -> None:
    """Takes an open request back because the case is no longer worked on."""
    request = latest_of(unit, case_id)
    if request is not None and request.is_open:
        unit.corrections.go_on(_ended(unit, request, RequestStatus.WITHDRAWN, reason))


def latest_of(unit: UnitOfWork, case_id: int) -> CorrectionRequest | None:
    """The last request of a case, whatever became of it."""
    requests = unit.corrections.of(case_id)
    return requests[-1] if requests else None


def basis_of_round(unit: UnitOfWork, case_id: int) -> str:
    """What the notice of the round now out is known by in the register."""
    return f"round:{sum(event.act == EventAct.CORRECTION_ASKED for event in unit.events.of(case_id))}"


def _standing(unit: UnitOfWork, case_id: int) -> CorrectionRequest:
    request = latest_of(unit, case_id)
    if request is None or request.status in (RequestStatus.LAPSED, RequestStatus.WITHDRAWN):
        raise RefusalError("correction.none")
    if request.status is RequestStatus.ANSWERED:
        raise RefusalError("correction.answered_already", said=request.said)
    return request


def _check_seen(request: CorrectionRequest | None, seen: Seen | None, mine: str) -> None:
    if seen is None:
        return
    now = (request.id, request.revision) if request is not None else (0, 0)
    if now != seen:
        raise RefusalError("correction.changed_elsewhere", mine=mine, theirs=request.said if request else "没有")


def _check_current(unit: UnitOfWork, application: Application, request: CorrectionRequest) -> None:
    """A draft must still say just what is wrong, and leave time."""
    pack = unit.packs.by_hash(application.pack.sha256)
    now = tuple(one.asked() for one in standing_defects(unit, application, pack))
    asked = tuple(one for one in request.items if not one.is_from_city)
    unchecked = tuple(f"{rule.clause}{rule.title}" for rule in open_points_of(unit, application, pack))
    if (now, unchecked) != (asked, request.unchecked):
        raise RefusalError("correction.stale", said=request.said)
    if request.due_on <= unit.today:
        raise RefusalError("correction.due_early", field="due_on", day=request.due_on, today=unit.today)


def _check_verdict(unit: UnitOfWork, application: Application, item: AskedItem, judgement: Judgement) -> None:
    if item.verdict is not judgement.seen:
        theirs = f"{item.judged_by} {item.verdict.label}" if item.verdict else "还没有认定"
        raise RefusalError("correction.changed_elsewhere", mine=judgement.verdict.label, theirs=theirs)
    standing = [one for one in application.findings if finding_key(one) in item.findings]
    if judgement.verdict is ItemVerdict.CURED and standing:
        raise RefusalError("correction.still_found", field=item.key, message=standing[0].message)
    if judgement.verdict is not ItemVerdict.CURED and item.key in item.findings and not standing:
        raise RefusalError("correction.no_longer_found", field=item.key)
    if judgement.verdict is ItemVerdict.ASK_AGAIN and not judgement.note.strip():
        raise RefusalError("correction.note_needed", field=item.key)


def _check_parts(unit: UnitOfWork, case_id: int, judgement: Judgement) -> None:
    """What lacks still was marked before, and something does where the item is not put right."""
    if judgement.lacking is None or judgement.verdict is ItemVerdict.CURED:
        return
    answer = unit.answers.of(case_id).get(judgement.key, Answer(judgement.key))
    if not set(judgement.lacking) <= set(answer.lacking):
        raise RefusalError("correction.parts_changed", field=judgement.key)
    if answer.lacking and not judgement.lacking:
        raise RefusalError("correction.no_part_lacks", field=judgement.key)


def _let_answer_follow(
    unit: UnitOfWork,
    application: Application,
    request: CorrectionRequest,
    item: AskedItem,
    lacking: tuple[str, ...] | None = None,
) -> None:
    """The point's answer says what was found of it; a finding has no point of its own."""
    pack = unit.packs.by_hash(application.pack.sha256)
    rule = next((one for one in pack.rules if one.id == item.key and one.in_scope(application.values)), None)
    if rule is None:
        return
    is_cured = item.verdict is ItemVerdict.CURED
    answer = unit.answers.of(application.id).get(rule.id, Answer(rule.id))
    former = plain_end(told_of(rule, answer))
    checking.answer_item(unit, application.id, rule.id, Verdict.MET if is_cured else Verdict.NOT_MET)
    for part in lacking_parts(rule, answer):
        if not is_cured and lacking is not None and part.id not in lacking:
            checking.mark_part(unit, application.id, rule.id, part.id, False)
    note = item.note
    if is_cured and request.answered_on is not None:
        day = chinese_date(request.answered_on)
        note = "；".join(part for part in (f"{day}补正后符合", note, f"原为：{former}" if former else "") if part)
    if note:
        checking.note_item(unit, application.id, rule.id, cut(note, TextKind.NOTE))


def _deliver(unit: UnitOfWork, entry: RegisterEntry, day: date, how: TellingWay, receipt: str) -> None:
    """The notice's line of the register says the same; what already stands there otherwise is not overwritten."""
    way = Delivery.COLLECTED if how is TellingWay.COLLECTED else Delivery.POSTED
    if entry.delivered_on is not None:
        if (entry.delivered_on, entry.delivered_how) != (day, way):
            said = entry.delivered_how.label if entry.delivered_how else ""
            raise RefusalError("correction.delivered_otherwise", field="day", day=entry.delivered_on, how=said)
        return
    if day < entry.day:
        raise RefusalError("correction.told_before", field="day", day=day, asked=entry.day)
    unit.register.complete(replace(entry, delivered_how=way, delivered_on=day, receipt=receipt or entry.receipt))
    details = {_K.DELIVERED_HOW: way.label, _K.DELIVERED_ON: day.isoformat(), _K.RECEIPT: receipt}
    put_on_record(unit, entry, EventAct.PAPER_DELIVERED, details)


def _ended(unit: UnitOfWork, request: CorrectionRequest, status: RequestStatus, reason: str) -> CorrectionRequest:
    return replace(request, status=status, ended_by=unit.actor.name, ended_at=unit.now, end_reason=reason.strip())


def _told_of(request: CorrectionRequest) -> dict[str, str]:
    said = {f"{item.clause}{item.problem}": item.cure for item in request.items}
    return {_K.DUE_ON.value: request.due_on.isoformat(), **said}


def _check_length(text: str) -> None:
    if length_of(text) > LONGEST[TextKind.CORRECTION]:
        raise RefusalError("correction.text_long", limit=LONGEST[TextKind.CORRECTION])
