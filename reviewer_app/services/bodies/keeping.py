"""Keeping the technical bodies and line departments: whom to ask there, and what each supported in which year."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.bodies.body import (
    Body,
    BodyContact,
    BodyKind,
    Support,
    SupportKind,
    checked_name,
    checked_year,
    name_key,
)
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.after.bodies import ConsultedLine
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab

_MOST_FOUND = 2


@dataclass(frozen=True, slots=True)
class BodiesView:
    """All bodies, and whom the office consulted in all seasons."""

    bodies: tuple[Body, ...]
    consulted: tuple[ConsultedLine, ...]
    may_write: bool


def bodies_and_consulted(unit: UnitOfWork) -> BodiesView:
    """All that is known of the bodies, and the ledger of consultations."""
    return BodiesView(unit.bodies.all(), unit.bodies.consulted(), may_do(unit.actor, EventAct.BODY_ADDED))


def add_body(unit: UnitOfWork, kind: BodyKind, name: str) -> Changes:
    """Keeps a body; RefusalError `body.no_name`, `body.there_already`."""
    require_role(unit.actor, EventAct.BODY_ADDED)
    plain = checked_name(name)
    if any(name_key(one.name) == name_key(plain) for one in unit.bodies.all()):
        raise RefusalError("body.there_already", field="name", name=plain)
    unit.bodies.add(Body(kind, plain, unit.actor.name, unit.now))
    record(unit, None, EventAct.BODY_ADDED, detail={RecordKey.BODY: f"{kind.label} {plain}"})
    return changed(Noun.BODIES)


def note_contact(unit: UnitOfWork, body_id: int, person: str, post: str, telephone: str) -> Changes:
    """Notes whom to ask at a body; its telephone stays off the record.

    Raises RefusalError `body.unknown`, `body.no_name`, `body.contact_there`, `body.telephone`.
    """
    require_role(unit.actor, EventAct.BODY_CONTACT_NOTED)
    body = unit.bodies.get(body_id)
    who = checked_name(person, "person")
    duty, number = (" ".join(one_line(text).split()) for text in (post, telephone))
    check_length(duty, TextKind.NAME, "post")
    if number and not (sum(sign.isdecimal() for sign in number) >= 6 and len(number) <= 30):
        raise RefusalError("body.telephone", field="telephone")
    for one in body.contacts:
        if one.stands and (one.person, one.post, one.telephone) == (who, duty, number):
            raise RefusalError("body.contact_there", field="person", name=who)
    unit.bodies.note_contact(body_id, BodyContact(who, duty, number, unit.actor.name, unit.now))
    record(unit, None, EventAct.BODY_CONTACT_NOTED, detail={RecordKey.BODY: body.name, RecordKey.CONTACT: who})
    return changed(Noun.BODIES)


def end_contact(unit: UnitOfWork, body_id: int, contact_id: int) -> Changes:
    """Notes that a person is no longer to be asked there; RefusalError `body.contact_gone`."""
    require_role(unit.actor, EventAct.BODY_CONTACT_ENDED)
    body = unit.bodies.get(body_id)
    contact = next((one for one in body.contacts if one.id == contact_id and one.stands), None)
    if contact is None:
        raise RefusalError("body.contact_gone")
    unit.bodies.end_contact(contact_id, unit.actor.name, unit.now)
    told: dict[str, str] = {RecordKey.BODY: body.name, RecordKey.CONTACT: contact.person}
    record(unit, None, EventAct.BODY_CONTACT_ENDED, detail=told)
    return changed(Noun.BODIES)


def note_support(
    unit: UnitOfWork, body_id: int, kind: SupportKind, year: str, intake_number: str = "", note: str = ""
) -> Changes:
    """Notes what a body did in a year, for the case of an intake number or for none in particular.

    Raises RefusalError `body.year`, `body.no_case`, `body.support_there`, `text.too_long`.
    """
    require_role(unit.actor, EventAct.SUPPORT_NOTED)
    body = unit.bodies.get(body_id)
    in_year = checked_year(year, unit.today)
    words = " ".join(one_line(note).split())
    check_length(words, TextKind.SUBJECT, "note")
    case_id = _case_of(unit, intake_number)
    for one in body.supports:
        if one.stands and (one.kind, one.year, one.application_id, one.note) == (kind, in_year, case_id, words):
            raise RefusalError("body.support_there", field="year", support=kind.label, year=in_year)
    unit.bodies.note_support(body_id, Support(kind, in_year, words, unit.actor.name, unit.now, case_id))
    case = unit.applications.get(case_id) if case_id else None
    told: dict[str, str] = {RecordKey.BODY: body.name, RecordKey.SUPPORT: f"{in_year}年{kind.label}"}
    record(unit, case, EventAct.SUPPORT_NOTED, detail=told)
    return changed(Noun.BODIES, Noun.CASE)


def strike_support(unit: UnitOfWork, body_id: int, support_id: int, reason: str) -> Changes:
    """Strikes out a support entered by mistake; RefusalError `body.support_gone`, `body.reason`."""
    require_role(unit.actor, EventAct.SUPPORT_STRUCK)
    body = unit.bodies.get(body_id)
    support = next((one for one in body.supports if one.id == support_id and one.stands), None)
    if support is None:
        raise RefusalError("body.support_gone")
    if not reason.strip():
        raise RefusalError("body.reason", field="reason")
    check_length(reason, TextKind.REASON, "reason")
    unit.bodies.strike_support(support_id, unit.actor.name, unit.now, one_line(reason))
    case = unit.applications.get(support.application_id) if support.application_id else None
    told: dict[str, str] = {RecordKey.BODY: body.name, RecordKey.SUPPORT: f"{support.year}年{support.kind.label}"}
    record(unit, case, EventAct.SUPPORT_STRUCK, reason, told)
    return changed(Noun.BODIES, Noun.CASE)


def _case_of(unit: UnitOfWork, intake_number: str) -> int:
    """The case of an intake number of any season; 0 where none is named."""
    wanted = " ".join(one_line(intake_number).split())
    if not wanted:
        return 0
    for season in sorted(unit.packs.seasons(), reverse=True):
        found = unit.worklist.index(QueueQuery(season, Tab.ALL, wanted), unit.actor, _MOST_FOUND).ids[:_MOST_FOUND]
        for case in unit.applications.some(list(found)):
            if case.intake_number == wanted:
                return case.id
    raise RefusalError("body.no_case", field="intake_number", number=wanted)
