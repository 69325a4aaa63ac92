"""Writing, checking and deciding the recommender's opinion; every decision is a person's and stays on the record."""

from __future__ import annotations

from dataclasses import replace

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.drafts import DraftBox, DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome, ProjectClass, ReadinessAct
from reviewer_app.domain.readiness import Proposal, readiness
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.correcting import check_outcome, end_with_case, lapse_request, send_request
from reviewer_app.services.cases.draft_keeping import clear_used
from reviewer_app.services.cases.permissions import require, require_not_on_its_way
from reviewer_app.services.cases.readying import Reasons, facts_of, keep_reasons, require_ready, said
from reviewer_app.services.cases.recording import begun, move
from reviewer_app.services.cases.registering import count_again
from reviewer_app.services.ports.library import UnitOfWork

#: The points that are kept with an opinion as what was said when it was submitted.
_OF_OPINION = "opinion."
#: How an approval is marked that is of one's own proposal.
_SAME_PERSON = "经办与复核为同一人"
_BACK_TO_CHECKING = frozenset({State.WITHDRAWN, State.TRANSFERRED, State.LAPSED, State.RECOMMENDATION_WITHDRAWN})


def submit_opinion(
    unit: UnitOfWork,
    case_id: int,
    outcome: Outcome,
    chosen: ProjectClass,
    text: str,
    reasons: Reasons | None = None,
) -> Changes:
    """Submits the opinion: a return for correction goes out at once, every other outcome goes to the head.

    `reasons` are by point id, each in the officer's own words. Raises RefusalError `opinion.empty`, `opinion.too_long`,
    `readiness.stopped` or `readiness.reason_needed`, which name the first point that is open, `correction.…` while an
    answer is not judged or a request cannot be sent.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.SUBMIT)
    pack = unit.packs.by_hash(application.pack.sha256)
    _check_text(pack, text)
    check_outcome(unit, case_id, outcome)
    act = ReadinessAct.RETURN if outcome is Outcome.RETURN_FOR_CORRECTION else ReadinessAct.SUBMIT
    points = readiness(facts_of(unit, application, Proposal(outcome, chosen, text, unit.actor.name)), act)
    require_ready(points, reasons or {})
    warnings = tuple(said(point) for point in points if point.code.startswith(_OF_OPINION))
    opinion = Opinion(
        application_id=case_id,
        number=len(unit.opinions.of(case_id)) + 1,
        outcome=outcome,
        proposed_class=chosen,
        text=text.strip(),
        status=OpinionStatus.TOLD if outcome is Outcome.RETURN_FOR_CORRECTION else OpinionStatus.SUBMITTED,
        submitted_by=unit.actor.name,
        submitted_at=unit.now,
        warnings=warnings,
    )
    unit.opinions.add(opinion)
    clear_used(unit, case_id, DraftBoxes.OPINION, (text, *(reasons or {}).values()))
    working = _in_review(unit, application)
    keep_reasons(unit, working, opinion, act, points, reasons or {})
    if outcome is Outcome.RETURN_FOR_CORRECTION:
        send_request(unit, working, opinion.text)
    else:
        detail: dict[str, str] = {RecordKey.OUTCOME: outcome.label, RecordKey.PROJECT_CLASS: chosen.label}
        if warnings:
            detail[RecordKey.CONTRADICTIONS] = "；".join(warnings)
        move(unit, working, State.PROPOSED, EventAct.SUBMITTED, detail=detail)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def sign_off(
    unit: UnitOfWork, case_id: int, comment: str = "", reasons: Reasons | None = None, seen: int | None = None
) -> Changes:
    """Agrees to the proposed opinion; `seen` is the number of the one that was read.

    One's own proposal is approved only where the library allows it, with a reason; it is shown and recorded. Raises
    RefusalError `readiness.stopped` or `readiness.reason_needed`, `opinion.changed_meanwhile` when another opinion
    waits by now than the one that was read, TroubleError `library.not_as_recorded`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.SIGN_OFF)
    unit.require_as_recorded([case_id])
    opinion = _waiting_opinion(unit, case_id, seen)
    points = readiness(facts_of(unit, application, Proposal.of(opinion)), ReadinessAct.SIGN_OFF)
    require_ready(points, {**opinion.reasons, **(reasons or {})})
    keep_reasons(unit, application, opinion, ReadinessAct.SIGN_OFF, points, reasons or {})
    is_own = opinion.submitted_by == unit.actor.name
    _decide(unit, opinion, OpinionStatus.SIGNED_OFF, comment, is_own)
    target = {
        Outcome.DECLINE: State.DECLINED,
        Outcome.TRANSFER: State.TRANSFERRED,
    }.get(opinion.outcome, State.SIGNED_OFF)
    detail: dict[str, str] = {RecordKey.OUTCOME: opinion.outcome.label}
    if is_own:
        detail[RecordKey.APPROVAL] = _SAME_PERSON
    reason = opinion.text if target is State.TRANSFERRED else comment
    move(unit, application, target, EventAct.SIGNED_OFF, reason, detail=detail)
    clear_used(unit, case_id, DraftBox.CHALLENGE, (comment,))
    clear_used(unit, case_id, DraftBoxes.DEPARTURE, (reasons or {}).values())
    if target is State.TRANSFERRED:
        return _with_others(unit, application)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def challenge(unit: UnitOfWork, case_id: int, comment: str, seen: int | None = None) -> Changes:
    """Sends the proposed opinion back to its handler; the comment is required, `seen` as in `sign_off`."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.CHALLENGE)
    if not comment.strip():
        raise RefusalError("opinion.comment_needed", field=DraftBox.CHALLENGE)
    opinion = _waiting_opinion(unit, case_id, seen)
    _decide(unit, opinion, OpinionStatus.CHALLENGED, comment, opinion.submitted_by == unit.actor.name)
    move(unit, application, State.CHALLENGED, EventAct.CHALLENGED, comment)
    clear_used(unit, case_id, DraftBox.CHALLENGE, (comment,))
    _keep_text_as_draft(unit, opinion)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def take_back(unit: UnitOfWork, case_id: int, reason: str) -> Changes:
    """Takes a proposed opinion back before it is decided; it is retracted, not erased."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.TAKE_BACK)
    opinion = _waiting_opinion(unit, case_id)
    move(unit, application, State.REVIEWING, EventAct.TAKEN_BACK, reason)
    _decide(unit, opinion, OpinionStatus.RETRACTED, reason, False)
    _keep_text_as_draft(unit, opinion)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def reopen(unit: UnitOfWork, case_id: int, reason: str) -> Changes:
    """Takes a decided or ended case up again, with a reason; its standing opinion is retracted."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.REOPEN)
    require_not_on_its_way(unit, application)
    pack = unit.packs.by_hash(application.pack.sha256)
    target = State.CHECKING if application.state in _BACK_TO_CHECKING else State.REVIEWING
    _, due = pack.limits.deadlines_of(application.values)
    move(unit, replace(application, due_on=due), target, EventAct.REOPENED, reason)
    for opinion in unit.opinions.of(case_id):
        if opinion.status is OpinionStatus.SIGNED_OFF:
            unit.opinions.update(replace(opinion, status=OpinionStatus.RETRACTED))
            _keep_text_as_draft(unit, opinion)
    return _with_others(unit, application)


def withdraw(unit: UnitOfWork, case_id: int, reason: str) -> Changes:
    """Records that the applicant took it back; RefusalError `parcel.case_on_its_way` while its copies are posted."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.WITHDRAW)
    require_not_on_its_way(unit, application)
    move(unit, application, State.WITHDRAWN, EventAct.WITHDRAWN, reason)
    end_with_case(unit, case_id, "申报单位撤回申报")
    return _with_others(unit, application)


def ask_withdrawal(unit: UnitOfWork, case_id: int, reason: str) -> Changes:
    """Asks the head to take a recommendation back that the municipal bureau has; the reason goes into the letter."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.ASK_WITHDRAWAL)
    unit.require_as_recorded([case_id])
    move(unit, application, State.WITHDRAWAL_ASKED, EventAct.WITHDRAWAL_ASKED, reason)
    return changed(Noun.QUEUE, Noun.CASE, Noun.BATCH, application=case_id)


def agree_withdrawal(unit: UnitOfWork, case_id: int) -> Changes:
    """Agrees that a recommendation is taken back; its letter can be issued then.

    One's own asking is agreed to only where the library allows it, and is recorded as such. Raises RefusalError
    `withdrawal.second_person`, `withdrawal.none`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.AGREE_WITHDRAWAL)
    unit.require_as_recorded([case_id])
    asked = next((one for one in reversed(unit.events.of(case_id)) if one.act == EventAct.WITHDRAWAL_ASKED), None)
    if asked is None:
        raise RefusalError("withdrawal.none")
    is_own = asked.actor == unit.actor.name
    if is_own and not unit.settings.get().allows_self_approval:
        raise RefusalError("withdrawal.second_person", name=asked.actor)
    detail: dict[str, str] = {RecordKey.APPROVAL: _SAME_PERSON} if is_own else {}
    move(unit, application, State.RECOMMENDATION_WITHDRAWN, EventAct.RECOMMENDATION_WITHDRAWN, asked.reason, detail)
    return changed(Noun.QUEUE, Noun.CASE, Noun.BATCH, application=case_id)


def refuse_withdrawal(unit: UnitOfWork, case_id: int, reason: str) -> Changes:
    """Does not agree that a recommendation is taken back: it stands as it was sent."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.REFUSE_WITHDRAWAL)
    move(unit, application, State.SENT, EventAct.WITHDRAWAL_REFUSED, reason)
    return changed(Noun.QUEUE, Noun.CASE, Noun.BATCH, application=case_id)


def record_lapsed(unit: UnitOfWork, case_id: int, reason: str) -> Changes:
    """Records that what was asked for did not come; a person says so, no date does it by itself."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.RECORD_LAPSED)
    if reason.strip():
        lapse_request(unit, case_id, reason)
    move(unit, application, State.LAPSED, EventAct.LAPSED, reason)
    return _with_others(unit, application)


def _with_others(unit: UnitOfWork, application: Application) -> Changes:
    others = count_again(unit, application)
    return Changes(frozenset({Noun.QUEUE, Noun.CASE}), others | {application.id})


def _check_text(pack: NoticePack, text: str) -> None:
    if not text.strip():
        raise RefusalError("opinion.empty", field=DraftBox.OPINION_TEXT)
    limit = pack.limits.opinion_characters
    if len(text.strip()) > limit:
        raise RefusalError("opinion.too_long", field=DraftBox.OPINION_TEXT, limit=limit, over=len(text.strip()) - limit)


def _in_review(unit: UnitOfWork, application: Application) -> Application:
    """An opinion is written in the review: a case not yet there is taken there, step by step on the record."""
    working = begun(unit, application)
    if working.state in (State.CHECKING, State.CHALLENGED):
        return move(unit, working, State.REVIEWING, EventAct.REVIEW_BEGUN)
    return working


def _waiting_opinion(unit: UnitOfWork, case_id: int, seen: int | None = None) -> Opinion:
    waiting = [one for one in unit.opinions.of(case_id) if one.status is OpinionStatus.SUBMITTED]
    if not waiting:
        raise RefusalError("opinion.none_waiting")
    if seen is not None and waiting[-1].number != seen:
        raise RefusalError("opinion.changed_meanwhile", name=waiting[-1].submitted_by, number=waiting[-1].number)
    return waiting[-1]


def _decide(unit: UnitOfWork, opinion: Opinion, status: OpinionStatus, comment: str, is_own: bool) -> None:
    decided = replace(
        opinion,
        status=status,
        decided_by=unit.actor.name,
        decided_at=unit.now,
        comment=comment.strip(),
        is_self_approved=is_own and status is OpinionStatus.SIGNED_OFF,
    )
    unit.opinions.update(decided)


def _keep_text_as_draft(unit: UnitOfWork, opinion: Opinion) -> None:
    """An opinion that came back is where the next one starts: nothing is typed twice."""
    clear_used(unit, opinion.application_id, DraftBox.OPINION_TEXT, (opinion.text,), own=True)
    unit.drafts.put(opinion.application_id, DraftBox.OPINION_TEXT, opinion.text)
    unit.drafts.put(opinion.application_id, DraftBox.OPINION_OUTCOME, opinion.outcome.value)
    unit.drafts.put(opinion.application_id, DraftBox.OPINION_CLASS, opinion.proposed_class.value)
    for point_id, reason in opinion.reasons.items():
        unit.drafts.put(opinion.application_id, DraftBoxes.DEPARTURE.of(point_id), reason)
