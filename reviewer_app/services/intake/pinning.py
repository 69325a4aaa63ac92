"""Rectangles on scans as evidence of points: pinned, and taken away again without a trace being lost."""

from __future__ import annotations

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.scans import Pin, Place, gone_scans
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.steps.parts import pin_part
from reviewer_app.domain.steps.trace import Trace
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.recording import begun, record
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence


def pin_place(unit: UnitOfWork, case_id: int, rule_id: str, sha256: str, place: Place, part_id: str = "") -> Changes:
    """Keeps a rectangle of a kept file as evidence of a point or a sub-point; the same one twice changes nothing.

    Raises RefusalError `pin.no_file`, `pin.no_place`, `pin.no_item`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.ANSWER)
    if not place.is_real:
        raise RefusalError("pin.no_place")
    files = unit.attachments.of(case_id)
    if sha256 not in {one.sha256 for one in files} - gone_scans(files).keys():
        raise RefusalError("pin.no_file")
    rules = {rule.id: rule for rule in unit.packs.by_hash(application.pack.sha256).rules}
    if rule_id not in rules or (part_id and rules[rule_id].part(part_id) is None):
        raise RefusalError("pin.no_item")
    standing = [one for one in unit.scans.pins(case_id) if one.is_standing]
    if any((one.rule_id, one.part, one.sha256, one.place) == (rule_id, part_id, sha256, place) for one in standing):
        return Changes(frozenset())
    working = begun(unit, application)
    made = unit.scans.pin(case_id, rule_id, sha256, place, part_id)
    trace = Trace((pin_part(made),))
    record(unit, working, EventAct.PINNED, detail=_said(unit, application, made), trace=trace)
    nouns = (Noun.CASE,) if working.state is application.state else (Noun.QUEUE, Noun.CASE)
    return changed(*nouns, application=case_id)


def withdraw_pin(unit: UnitOfWork, case_id: int, pin_id: int, reason: str) -> Changes:
    """Takes a pin away, with the reason; it stays on record, marked.

    Raises RefusalError `pin.unknown`, `pin.already_withdrawn`, `pin.no_reason`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.ANSWER)
    found = next((one for one in unit.scans.pins(case_id) if one.id == pin_id), None)
    if found is None:
        raise RefusalError("pin.unknown")
    if not found.is_standing:
        raise RefusalError("pin.already_withdrawn", by=found.withdrawn_by)
    why = one_line(reason).strip()
    if not why:
        raise RefusalError("pin.no_reason", field="reason")
    unit.scans.withdraw_pin(pin_id, why)
    trace = Trace((pin_part(found, is_withdrawn=True),))
    record(unit, application, EventAct.PIN_WITHDRAWN, why, _said(unit, application, found), trace=trace)
    return changed(Noun.CASE, application=case_id)


def _said(unit: UnitOfWork, application: Application, pin: Pin) -> dict[str, str]:
    """The entry's line: the point, the file and the page."""
    rules = {rule.id: rule for rule in unit.packs.by_hash(application.pack.sha256).rules}
    rule = rules.get(pin.rule_id)
    part = rule.part(pin.part) if rule else None
    label = (f"{rule.clause}{rule.title}" if rule else pin.rule_id) + (f"（{part.point}）" if part else "")
    name = next((one.name for one in unit.attachments.of(application.id) if one.sha256 == pin.sha256), "")
    return {label: sentence("pin.said", {"file": name, "page": pin.place.page})}
