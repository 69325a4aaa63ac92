"""Who works on a case, and when: handing it over, keeping off it (回避), setting it aside until a day (搁置)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application, Recusal, Role, User
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Opinion, OpinionStatus
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.domain.steps.parts import aside_text
from reviewer_app.domain.steps.trace import Part, PartKind, Trace
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.recording import move, record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.listing import Aside
from reviewer_resources.phrases import sentence


def hand_over(unit: UnitOfWork, case_id: int, to: str, reason: str, together: str = "") -> Changes:
    """Hands a case to another handler; from whom, to whom and why go on the record.

    `together` joins the entries of an act on several cases.

    Raises RefusalError `handover.…`.
    """
    application = unit.applications.get(case_id)
    receiver = require_hand_over(unit, application, to)
    unit.applications.pass_on(application, receiver.name)
    handed = replace(application, handler=receiver.name)
    detail: dict[str, str] = {RecordKey.HANDED_FROM: application.handler, RecordKey.HANDED_TO: receiver.name}
    trace = Trace((Part(PartKind.HANDLER, "", application.handler, receiver.name),), together=together)
    record(unit, handed, EventAct.HANDED_OVER, reason, detail, trace=trace)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def require_hand_over(unit: UnitOfWork, application: Application, to: str) -> User:
    """Who would take a case over; RefusalError where he or the person at the desk may not."""
    require(unit.actor, application, Act.HAND_OVER)
    return receiver_of(unit, application, to)


def set_aside(unit: UnitOfWork, case_id: int, until: date, reason: str, together: str = "") -> Changes:
    """Sets a case aside until a day, and why: it leaves 待我办 until then, or until it is moved or passed on.

    No state moves and no day is put off by it. Raises RefusalError `aside.…`.
    """
    application = unit.applications.get(case_id)
    require_aside(unit, application, until, reason)
    aside = Aside(until, reason.strip(), application.state.value, application.handler, unit.actor.name, unit.now)
    former = standing_aside(unit, application)
    unit.asides.put(case_id, aside)
    trace = Trace((Part(PartKind.ASIDE, "", former, _aside_text(aside)),), together=together)
    record(unit, application, EventAct.SET_ASIDE, reason, {RecordKey.UNTIL: until.isoformat()}, trace=trace)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def require_aside(unit: UnitOfWork, application: Application, until: date, reason: str) -> None:
    """Refuses to set a case aside without a reason, to a day gone by, or beyond the day it is due on."""
    require(unit.actor, application, Act.SET_ASIDE)
    if not reason.strip():
        raise RefusalError("aside.reason", field="reason")
    if until <= unit.today:
        raise RefusalError("aside.day_gone", field="until")
    if unit.today <= application.due_on < until:
        raise RefusalError("aside.after_due", due=application.due_on, field="until")


def take_up(unit: UnitOfWork, case_id: int, together: str = "") -> Changes:
    """Takes a case up before its day. Raises RefusalError `aside.none`."""
    application = unit.applications.get(case_id)
    standing = require_taking_up(unit, application)
    unit.asides.end(case_id)
    trace = Trace((Part(PartKind.ASIDE, "", _aside_text(standing), None),), together=together)
    record(unit, application, EventAct.TAKEN_UP, "", {RecordKey.UNTIL: standing.until.isoformat()}, trace=trace)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def standing_aside(unit: UnitOfWork, application: Application) -> str | None:
    """That a case is set aside today, as an entry keeps it; None where it is not."""
    one = unit.asides.standing(application.id, unit.today)
    return _aside_text(one) if one is not None else None


def _aside_text(one: Aside) -> str:
    return aside_text(one.until, one.reason, one.state, one.handler)


def require_taking_up(unit: UnitOfWork, application: Application) -> Aside:
    """What stands of a case set aside; RefusalError where none does."""
    require(unit.actor, application, Act.TAKE_UP)
    standing = unit.asides.standing(application.id, unit.today)
    if standing is None:
        raise RefusalError("aside.none")
    return standing


def declare_conflict(unit: UnitOfWork, case_id: int, to: str, reason: str) -> Changes:
    """Declares that one keeps off a case, and why; who handles it passes it on with this, `to` whom is needed then.

    An opinion of one's own that still waits is taken back: the receiver reviews the case himself. From then on no act
    on the case is open to who declared, and nobody can hand it back to him.
    Raises RefusalError `recusal.reason`, `recusal.decided` where one's own decision already stands, `handover.…`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.RECUSE)
    me = unit.actor.name
    if not reason.strip():
        raise RefusalError("recusal.reason", field="reason")
    opinions = unit.opinions.of(case_id)
    if any(one.status is OpinionStatus.SIGNED_OFF and me in (one.submitted_by, one.decided_by) for one in opinions):
        raise RefusalError("recusal.decided", state=application.state.label)
    detail: dict[str, str] = {}
    passed = application
    if application.handler == me:
        passed = replace(application, handler=receiver_of(unit, application, to).name)
        detail = {RecordKey.HANDED_FROM: me, RecordKey.HANDED_TO: passed.handler}
    declared = Recusal(me, reason.strip(), unit.now)
    unit.applications.recuse(case_id, declared)
    passed = replace(passed, recusals=(*passed.recusals, declared))
    for draft in unit.drafts.of(case_id).values():
        if draft.by == me:
            unit.drafts.clear(case_id, draft.box)
    trace = Trace((Part(PartKind.HANDLER, "", application.handler, passed.handler),))
    waiting = [one for one in opinions if one.status is OpinionStatus.SUBMITTED and one.submitted_by == me]
    if waiting and application.state is State.PROPOSED:
        _take_back(unit, waiting, reason)
        detail[RecordKey.OPINION] = waiting[-1].text
        move(unit, passed, State.REVIEWING, EventAct.RECUSED, reason, detail, trace)
    else:
        unit.applications.update(passed)
        record(unit, passed, EventAct.RECUSED, reason, detail, trace=trace)
    return changed(Noun.QUEUE, Noun.CASE, application=case_id)


def recusal_words(declared: Recusal) -> str:
    """A declared conflict of interest in one sentence: who, when, why."""
    return sentence("recusal.shown", {"person": declared.person, "day": declared.at.date(), "reason": declared.reason})


def _take_back(unit: UnitOfWork, waiting: list[Opinion], reason: str) -> None:
    by, at = unit.actor.name, unit.now
    for one in waiting:
        retracted = replace(one, status=OpinionStatus.RETRACTED, decided_by=by, decided_at=at, comment=reason.strip())
        unit.opinions.update(retracted)


def receiver_of(unit: UnitOfWork, application: Application, to: str) -> User:
    """Who takes a case over: a handler who has not got it already and did not declare a conflict of interest."""
    if not to.strip():
        raise RefusalError("handover.nobody", field="to")
    receiver = unit.users.get(to)
    if not receiver.has(Role.HANDLER):
        raise RefusalError("handover.not_handler", name=to, field="to")
    if receiver.name == application.handler:
        raise RefusalError("handover.same", name=to, field="to")
    if application.is_kept_from(receiver.name):
        raise RefusalError("handover.recused", name=to, field="to")
    return receiver
