"""Consulting line departments on a case: asked, reminded, replied, withdrawn, or not required and why (三（四）)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.deadlines import add_workdays
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import LONGEST, TextKind
from reviewer_app.domain.numbers import Direction, IncomingKind, RegisterEntry
from reviewer_app.domain.outside.consultations import Consultation, ConsultationStand, Stance, WrittenView
from reviewer_app.domain.outside.custody import HeldStand
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.incoming import IncomingPaper, enter_incoming, keep_file
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork

_LONGEST_NAME, _LONGEST_WORDS, _MOST_DAYS = LONGEST[TextKind.NAME], LONGEST[TextKind.QUESTION], 60
_STANDING = (ConsultationStand.ASKED, ConsultationStand.NOT_REQUIRED)


@dataclass(frozen=True, slots=True)
class ReplyPaper:
    """A reply as it came: what it comes to, its words, its day, the day it came, its own number and file."""

    stance: Stance
    words: str
    dated: date
    received_on: date
    their_number: str = ""
    file_name: str = ""
    content: bytes = b""


def consult(
    unit: UnitOfWork, case_id: int, department: str, workdays: int, question: str = "", asked_on: date | None = None
) -> Changes:
    """Asks a department for its written view, to be given within some working days; its letter is issued apart.

    `asked_on` is a day gone by where the letter went out before it was entered. Raises RefusalError `consulting.…`,
    `calendar.no_year`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.CONSULT)
    name, day = _department(department), asked_on or unit.today
    if not 1 <= workdays <= _MOST_DAYS:
        raise RefusalError("consulting.workdays", field="workdays", most=_MOST_DAYS)
    if day > unit.today or day.year < unit.today.year - 1:
        raise RefusalError("consulting.asked_when", field="asked_on", day=day)
    for one in application.consultations:
        if one.stand is ConsultationStand.NOT_REQUIRED:
            raise RefusalError("consulting.spared_stands", reason=one.reason)
        if one.is_open and _same(one.department, name):
            raise RefusalError("consulting.asked_already", field="department", department=name, day=one.asked_on)
    asked = Consultation(
        number=_next(application),
        department=name,
        stand=ConsultationStand.ASKED,
        asked_on=day,
        by=unit.actor.name,
        due_on=add_workdays(unit.calendar, day, workdays),
        question=_words(question, "question"),
    )
    unit.consultations.add(case_id, asked)
    said: dict[str, str] = {RecordKey.DEPARTMENT: name, RecordKey.DUE_ON: str(asked.due_on)}
    record(unit, application, EventAct.CONSULTED, asked.question, said)
    return _touched(case_id)


def due_after_sending(unit: UnitOfWork, case_id: int) -> Consultation | None:
    """The department asked last, where its reply may come only after the case has to be sent."""
    application = unit.applications.get(case_id)
    _, last = unit.packs.by_hash(application.pack.sha256).limits.deadlines_of(application.values)
    late = [one for one in application.consultations[-1:] if one.is_due_after(last)]
    return late[0] if late else None


def spare(unit: UnitOfWork, case_id: int, reason: str) -> Changes:
    """Notes that no department has to be consulted, and why.

    Raises RefusalError `consulting.reason`, `consulting.spared_already`, `consulting.still_asked`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.CONSULT)
    said = _reason(reason)
    for one in application.consultations:
        if one.stand is ConsultationStand.NOT_REQUIRED:
            raise RefusalError("consulting.spared_already", reason=one.reason)
        if one.is_open:
            raise RefusalError("consulting.still_asked", department=one.department)
    number, by = _next(application), unit.actor.name
    spared = Consultation(number, "", ConsultationStand.NOT_REQUIRED, unit.today, by, reason=said)
    unit.consultations.add(case_id, spared)
    record(unit, application, EventAct.CONSULTATION_SPARED, said)
    return _touched(case_id)


def remind(unit: UnitOfWork, case_id: int, number: int, how: str = "") -> Changes:
    """Notes that a reply was asked for again today, and how; RefusalError `consulting.…`."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.TAKE_VIEW)
    asked = _open(application, number)
    _check_clock(unit, asked)
    if unit.today in asked.reminded_on:
        raise RefusalError("consulting.reminded_today", department=asked.department)
    unit.consultations.update(case_id, replace(asked, reminded_on=(*asked.reminded_on, unit.today)))
    record(unit, application, EventAct.CONSULTATION_REMINDED, how, {RecordKey.DEPARTMENT: asked.department})
    return _touched(case_id)


def withdraw_consultation(unit: UnitOfWork, case_id: int, number: int, reason: str) -> Changes:
    """Takes back that a department was asked, or that none has to be; it stays on the case with the reason."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.CONSULT)
    one = _known(application, number)
    if one.stand not in _STANDING:
        raise RefusalError("consulting.closed", stand=one.stand.label)
    said = _reason(reason)
    unit.consultations.update(case_id, replace(one, stand=ConsultationStand.WITHDRAWN, reason=said))
    record(unit, application, EventAct.CONSULTATION_WITHDRAWN, said, _named(one))
    return _touched(case_id)


def take_view(unit: UnitOfWork, case_id: int, number: int, reply: ReplyPaper) -> Changes:
    """Enters a department's written view: one act for the consultation and for the register of what came in.

    One that was entered in the register while the case lay at another desk keeps its number and its day.
    Raises RefusalError `consulting.…`, `outgoing.…`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.TAKE_VIEW)
    asked = _open(application, number)
    _check_clock(unit, asked)
    words = _words(reply.words, "words")
    if not words:
        raise RefusalError("consulting.no_words", field="words")
    if reply.dated < asked.asked_on:
        raise RefusalError("consulting.reply_early", field="dated", day=reply.dated, asked=asked.asked_on)
    if reply.received_on < reply.dated:
        raise RefusalError("consulting.received_early", field="received_on", day=reply.received_on, dated=reply.dated)
    paper = IncomingPaper(
        kind=IncomingKind.REPLY,
        sender=asked.department,
        subject=f"对“{application.project_name}”的书面意见",
        day=reply.received_on,
        case_id=case_id,
        their_number=one_line(reply.their_number).strip(),
        file_name=reply.file_name,
        content=reply.content,
    )
    there = came_already(unit, case_id, number)
    entry = enter_incoming(unit, paper) if there is None else _taken_up(unit, application, there, paper)
    view = WrittenView(reply.stance, words, reply.dated, reply.received_on, entry.called, entry.sha256, entry.file_name)
    unit.consultations.update(case_id, replace(asked, stand=ConsultationStand.REPLIED, view=view))
    said: dict[str, str] = {
        RecordKey.DEPARTMENT: asked.department,
        RecordKey.STANCE: reply.stance.label,
        RecordKey.OPINION: words,
        RecordKey.VIEWED_ON: str(reply.dated),
        RecordKey.DOCUMENT_NUMBER: entry.called,
    }
    record(unit, application, EventAct.VIEW_CAME, detail=said)
    return Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.REGISTER}), frozenset({case_id}))


def came_already(unit: UnitOfWork, case_id: int, number: int) -> RegisterEntry | None:
    """The line of the register under which a department's reply came in already, not taken up as its view yet."""
    application = unit.applications.get(case_id)
    asked = _known(application, number)
    taken = {one.view.register_number for one in application.consultations if one.view is not None}
    for entry in unit.register.of_case(case_id):
        is_reply = entry.direction is Direction.INCOMING and entry.kind == IncomingKind.REPLY.value
        is_its = _same(entry.party, asked.department) and entry.day >= asked.asked_on
        if is_reply and is_its and entry.called not in taken:
            return entry
    return None


def open_with(unit: UnitOfWork, case_id: int, department: str) -> Consultation | None:
    """The consultation of a case that still waits for this department."""
    if not case_id:
        return None
    awaited = (one for one in unit.applications.get(case_id).consultations if one.is_open)
    return next((one for one in awaited if _same(one.department, department)), None)


def _taken_up(unit: UnitOfWork, application: Application, there: RegisterEntry, paper: IncomingPaper) -> RegisterEntry:
    """The line that is there already, with the file that came later; what waited for the case is settled with it."""
    if paper.day != there.day:
        raise RefusalError("consulting.received_differs", field="received_on", number=there.called, day=there.day)
    if there.sha256 and paper.content:
        raise RefusalError("consulting.file_there", field="file", number=there.called)
    if paper.content:
        there = replace(there, sha256=keep_file(unit, paper.content), file_name=paper.file_name)
        unit.register.complete(there)
    for held in unit.custody.held(application.id):
        if held.is_paper and held.source == there.called:
            unit.custody.settle(held.id, HeldStand.MERGED)
            record(unit, application, EventAct.CHANGE_MERGED, detail={RecordKey.FILE: held.source})
    return there


def _known(application: Application, number: int) -> Consultation:
    for one in application.consultations:
        if one.number == number:
            return one
    raise RefusalError("consulting.unknown")


def _open(application: Application, number: int) -> Consultation:
    """A consultation that waits for its reply; one that was answered says when."""
    one = _known(application, number)
    if one.view is not None:
        raise RefusalError("consulting.replied_already", department=one.department, day=one.view.received_on)
    if not one.is_open:
        raise RefusalError("consulting.closed", stand=one.stand.label)
    return one


def _check_clock(unit: UnitOfWork, asked: Consultation) -> None:
    if unit.today < asked.asked_on:
        raise RefusalError("consulting.clock_back", today=unit.today, asked=asked.asked_on)


def _department(raw: str) -> str:
    name = " ".join(one_line(raw).split())
    if not any(unicodedata.category(sign).startswith("L") for sign in name):
        raise RefusalError("consulting.no_department", field="department")
    if len(name) > _LONGEST_NAME:
        raise RefusalError("consulting.department_long", field="department", limit=_LONGEST_NAME)
    return name


def _words(raw: str, field: str) -> str:
    words = " ".join(one_line(raw).split())
    if len(words) > _LONGEST_WORDS:
        raise RefusalError("consulting.words_long", field=field, limit=_LONGEST_WORDS)
    return words


def _reason(raw: str) -> str:
    words = _words(raw, "reason")
    if not words:
        raise RefusalError("consulting.reason", field="reason")
    return words


def _same(one: str, other: str) -> bool:
    """Whether two spellings name the same department."""
    return _key(one) == _key(other)


def _key(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", one_line(name)).casefold().split())


def _next(application: Application) -> int:
    return 1 + max((one.number for one in application.consultations), default=0)


def _named(one: Consultation) -> dict[str, str]:
    return {RecordKey.DEPARTMENT: one.department} if one.department else {}


def _touched(case_id: int) -> Changes:
    return Changes(frozenset({Noun.QUEUE, Noun.CASE}), frozenset({case_id}))
