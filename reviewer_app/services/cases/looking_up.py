"""Look-ups of a case: recording one for the points it serves, withdrawing one, and what the bureau's own lists say."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.checks.duplicates import applicant_key
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.look_ups import LookedUp, LookUp, Window, check_finding
from reviewer_app.domain.evidence.own_lists import ListHit
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.steps.parts import look_up_part
from reviewer_app.domain.steps.trace import Trace
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.recording import begun, record
from reviewer_app.services.ports.library import UnitOfWork

#: The purpose of an attachment that is a look-up's file.
LOOK_UP_FILE = "look_up"


@dataclass(frozen=True, slots=True)
class LookUpFile:
    """The file or screenshot of a look-up."""

    name: str
    content: bytes


def record_look_up(unit: UnitOfWork, case_id: int, found: LookedUp, file: LookUpFile | None = None) -> Changes:
    """Keeps a look-up for every point it serves; the same one a second time changes nothing.

    Raises RefusalError `look_up.…` for one that cannot be, `act.…` for who may not.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.LOOK_UP)
    pack = unit.packs.by_hash(application.pack.sha256)
    plain = replace(
        found,
        site=one_line(found.site).strip(),
        words=one_line(found.words).strip(),
        rule_ids=tuple(rule.id for rule in pack.rules if rule.id in found.rule_ids),
    )
    if len(plain.rule_ids) != len(set(found.rule_ids)):
        raise RefusalError("look_up.no_item", field="items")
    check_length(plain.site, TextKind.SUBJECT, "site")
    check_length(plain.words, TextKind.FOUND, "words")
    check_finding(pack, application.values, plain, unit.today)
    for rule_id in plain.rule_ids:
        unit.drafts.clear(case_id, DraftBoxes.LOOKUP.of(rule_id))
    sha256 = hashlib.sha256(file.content).hexdigest() if file else ""
    standing = [one for one in unit.look_ups.of(case_id) if one.is_standing]
    if any((_known(one.found), one.sha256) == (_known(plain), sha256) for one in standing):
        return Changes(frozenset())
    working = begun(unit, application)
    if file:
        unit.attachments.add(case_id, file.name, file.content, LOOK_UP_FILE)
    made = unit.look_ups.add(case_id, plain, sha256, file.name if file else "")
    record(unit, working, EventAct.LOOKED_UP, detail=_said(pack, made), trace=Trace((look_up_part(made),)))
    nouns = (Noun.CASE,) if working.state is application.state else (Noun.QUEUE, Noun.CASE)
    return changed(*nouns, application=case_id)


def _known(found: LookedUp) -> LookedUp:
    """A look-up by which it is known again: its points in whatever order they were kept."""
    return replace(found, rule_ids=tuple(sorted(found.rule_ids)))


def withdraw_look_up(unit: UnitOfWork, case_id: int, look_up_id: int, reason: str) -> Changes:
    """Marks a look-up as withdrawn, with the reason; it stays on record.

    Raises RefusalError `look_up.unknown`, `.already_withdrawn`, `.no_reason`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.LOOK_UP)
    found = next((one for one in unit.look_ups.of(case_id) if one.id == look_up_id), None)
    if found is None:
        raise RefusalError("look_up.unknown")
    if not found.is_standing:
        raise RefusalError("look_up.already_withdrawn", by=found.withdrawn_by)
    why = one_line(reason).strip()
    if not why:
        raise RefusalError("look_up.no_reason", field="reason")
    unit.look_ups.withdraw(look_up_id, why)
    pack = unit.packs.by_hash(application.pack.sha256)
    trace = Trace((look_up_part(found, is_withdrawn=True),))
    record(unit, application, EventAct.LOOK_UP_WITHDRAWN, why, _said(pack, found), trace=trace)
    return changed(Noun.CASE, application=case_id)


def own_list_hits(
    unit: UnitOfWork, pack: NoticePack, application: Application, window: Window | None
) -> dict[str, tuple[ListHit, ...]]:
    """What the standing lists of the bureau say of a case's applicant, by the point it stands beside."""
    values = application.values
    hits = unit.own_lists.hits(values.get("credit_code", ""), applicant_key(values))
    found = {
        rule.id: tuple(hit for hit in hits if hit.kind in rule.own_lists and hit.is_within(window))
        for rule in pack.rules
        if rule.own_lists and rule.in_scope(values)
    }
    return {rule_id: hits for rule_id, hits in found.items() if hits}


def look_up_words(one: LookUp) -> str:
    """A look-up in one line: site, day, window, result, words."""
    found = one.found
    window = f"，窗口 {found.start} 至 {found.end}" if found.start and found.end else "，未记窗口"
    return f"{found.site} {found.on}{window}，{found.said('')}"


def _said(pack: NoticePack, one: LookUp) -> dict[str, str]:
    """The entry's lines: each point with the look-up, and the file's name."""
    rules = {rule.id: f"{rule.clause}{rule.title}" for rule in pack.rules}
    said = look_up_words(one)
    file = f"（附 {one.file_name}）" if one.file_name else ""
    return {rules.get(rule_id, rule_id): f"{said}{file}" for rule_id in one.found.rule_ids}
