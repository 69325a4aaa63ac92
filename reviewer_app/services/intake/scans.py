"""Scans of paper sets: which case one belongs to, keeping it there, and what a machine read of it beside the record."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.acts import Act, acts_for
from reviewer_app.domain.application import Application, Attachment, Source
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import ComparedField
from reviewer_app.domain.evidence.scans import SCAN, Pin, Place, Reading, ReadingStand, gone_scans, standing_scans
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.history import compared_of
from reviewer_app.services.cases.permissions import SeenFields, require
from reviewer_app.services.cases.recording import record
from reviewer_app.services.cases.registering import amend_application
from reviewer_app.services.intake.laying_beside import lay_beside
from reviewer_app.services.intake.pairing import standing_for
from reviewer_app.services.intake.paper_sets import PaperSet, find_sets, number_in
from reviewer_app.services.intake.run_sheets import ticks_as_readings
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.reading import FieldRead, FormRead
from reviewer_resources.phrases import sentence

_FILING_NUMBER = "filing_number"


@dataclass(frozen=True, slots=True)
class ScanFile:
    """A file as it was handed over."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class ScanOwner:
    """The case a scan says it belongs to, and by which word."""

    paper: PaperSet
    why: str


@dataclass(frozen=True, slots=True)
class ScansView:
    """The scans of a case with all that is said on them, as the viewer shows it."""

    application: Application
    pack: NoticePack
    scans: tuple[Attachment, ...]
    pins: tuple[Pin, ...]
    readings: tuple[Reading, ...]
    acts: frozenset[Act]
    compared: Mapping[str, ComparedField]

    @property
    def seen(self) -> SeenFields:
        """What an officer looked at who compares a field here."""
        return SeenFields(self.application.pack.sha256, tuple(self.compared.values()))

    @property
    def waiting(self) -> tuple[Reading, ...]:
        """What was read and nobody has decided on, the last reading of each field, in the form's order."""
        last = {one.field_id: one for one in self.readings}
        found = [last[field.id] for field in self.pack.fields if field.id in last]
        return tuple(one for one in found if one.stand is ReadingStand.WAITING)


def scans_of(unit: UnitOfWork, case_id: int) -> ScansView:
    """The scans of one case."""
    application, files = unit.applications.get(case_id), unit.attachments.of(case_id)
    gone = gone_scans(files)
    return ScansView(
        application,
        unit.packs.by_hash(application.pack.sha256),
        standing_scans(files),
        tuple(one for one in unit.scans.pins(case_id) if one.sha256 not in gone),
        tuple(one for one in unit.scans.readings(case_id) if one.sha256 not in gone),
        acts_for(unit.actor, application),
        compared_of(unit, application),
    )


def owner_of(unit: UnitOfWork, read: FormRead) -> ScanOwner | None:
    """The case that a scan's code, or the filing number on its first page, names exactly; None where neither does."""
    for code in read.codes:
        found = _exactly(unit, code.text)
        if found is not None:
            return ScanOwner(found, sentence("scans.by_code", {"page": code.page}))
    for one in read.fields:
        if one.field_id == _FILING_NUMBER and one.page == 1 and (found := _exactly(unit, one.value)) is not None:
            return ScanOwner(found, sentence("scans.by_number", {"number": one.value}))
    return None


def _exactly(unit: UnitOfWork, text: str) -> PaperSet | None:
    try:
        found = find_sets(unit, text)
    except RefusalError:
        return None
    number = number_in(text)
    exact = [one for one in found if number in (one.intake_number, one.filing_number)]
    return exact[0] if len(exact) == 1 else None


def keep_scan(
    unit: UnitOfWork, case_id: int, files: Sequence[ScanFile], read: FormRead | None = None, why: str = ""
) -> Changes:
    """Keeps the files of a scanned set with its case; the same files once more change nothing.

    What was read of them waits as candidates. On a case with an online record a value that is beyond doubt and the same
    there is 一致（机读） at once, where nobody has compared the field yet.
    """
    application = standing_for(unit, unit.applications.get(case_id))
    require(unit.actor, application, Act.RECORD_PAPER)
    known = {one.sha256 for one in standing_scans(unit.attachments.of(application.id))}
    named = {hashlib.sha256(one.content).hexdigest(): one for one in reversed(files)}
    fresh = [one for sha256, one in reversed(named.items()) if sha256 not in known]
    if not fresh:
        return Changes(frozenset())
    for one in fresh:
        unit.attachments.add(application.id, one_line(one.name).strip() or SCAN, one.content, SCAN)
    said: dict[str, str] = {
        RecordKey.FILE: "、".join(one_line(one.name) for one in fresh),
        **({RecordKey.GROUNDS: why} if why else {}),
    }
    record(unit, application, EventAct.SCAN_KEPT, detail=said)
    if read is not None:
        _keep_readings(unit, application, files, read)
    return changed(Noun.QUEUE, Noun.CASE, application=application.id)


def _keep_readings(unit: UnitOfWork, application: Application, files: Sequence[ScanFile], read: FormRead) -> None:
    known = {field.id for field in unit.packs.by_hash(application.pack.sha256).fields}
    fields = [one for one in read.fields if one.field_id in known and one.value]
    lay_beside(unit, application, [_reading(one, files, read) for one in fields])
    ticks = ticks_as_readings(unit, application, [one.content for one in files], read)
    if ticks:
        unit.scans.add_readings(application.id, ticks)


def _reading(one: FieldRead, files: Sequence[ScanFile], read: FormRead) -> Reading:
    page = read.pages[one.page - 1]
    sha256 = hashlib.sha256(files[page.file].content).hexdigest()
    place = None
    if one.box_mm:
        left, top, right, bottom = (round(side * 10) for side in one.box_mm)
        place = Place(page.number, left, top, right, bottom, page.turn)
    return Reading(0, one.field_id, one.value, sha256, place, one.is_sure)


def take_readings(unit: UnitOfWork, case_id: int, revision: int, ids: Sequence[int]) -> Changes:
    """Writes candidates into the form of a case that has no online record; that a machine read them stays on record.

    Raises RefusalError `scans.has_online`, `scans.settled`, `case.changed_elsewhere`.
    """
    application = unit.applications.get(case_id)
    if application.source is not Source.PAPER:
        raise RefusalError("scans.has_online")
    chosen = _waiting(unit, case_id, ids)
    values = dict(application.values) | {one.field_id: one.value for one in chosen}
    changes = amend_application(unit, case_id, revision, values, sentence("scans.taken"))
    _settle(unit, application, chosen, ReadingStand.TAKEN, EventAct.READINGS_TAKEN)
    return Changes(changes.nouns | {Noun.CASE}, changes.applications | {case_id})


def pass_readings(unit: UnitOfWork, case_id: int, ids: Sequence[int]) -> Changes:
    """Puts candidates aside: an officer has looked and does not use them; they stay on record."""
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.RECORD_PAPER)
    _settle(unit, application, _waiting(unit, case_id, ids), ReadingStand.SEEN, EventAct.READINGS_PASSED)
    return changed(Noun.CASE, application=case_id)


def _waiting(unit: UnitOfWork, case_id: int, ids: Sequence[int]) -> list[Reading]:
    gone = gone_scans(unit.attachments.of(case_id))
    chosen = [one for one in unit.scans.readings(case_id) if one.id in set(ids) and one.sha256 not in gone]
    if len(chosen) != len(set(ids)) or not chosen or any(one.stand is not ReadingStand.WAITING for one in chosen):
        raise RefusalError("scans.settled")
    return chosen


def _settle(
    unit: UnitOfWork, application: Application, chosen: Sequence[Reading], stand: ReadingStand, act: EventAct
) -> None:
    labels = {field.id: field.label for field in unit.packs.by_hash(application.pack.sha256).fields}
    for one in chosen:
        unit.scans.settle_reading(one.id, stand)
    record(unit, application, act, detail={labels.get(one.field_id, one.field_id): one.value for one in chosen})
