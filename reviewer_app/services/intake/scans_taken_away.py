"""A scan given to the wrong case: taken away, given to the right one, brought back while nobody built on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.domain.acts import Act
from reviewer_app.domain.application import Application, Attachment
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import compared_fields
from reviewer_app.domain.evidence.scans import (
    SCAN,
    SCAN_GONE,
    Reading,
    ReadingStand,
    gone_scans,
    kept_files,
    lost_grounds,
    standing_scans,
)
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.steps.course import standing_entries
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.history import history_of
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.recording import record
from reviewer_app.services.intake.laying_beside import lay_beside
from reviewer_app.services.intake.pairing import standing_for
from reviewer_app.services.intake.paper_sets import find_sets
from reviewer_app.services.intake.scans import ScansView, scans_of
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

_HERE = frozenset({Noun.QUEUE, Noun.CASE})


def take_scan_away(
    unit: UnitOfWork, case_id: int, sha256: str, reason: str, right_case_id: int | None = None
) -> Changes:
    """Takes a scan away from a case, its pins and candidates with it, and gives it to the right one where that is said.

    It stays on record, marked; what was taken from it as a value, or found equal on it, is pointed out. Raises
    RefusalError `scans.not_here`, `scans.no_reason`, `scans.same_case`.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.RECORD_PAPER)
    scan = _one(standing_scans(unit.attachments.of(case_id)), sha256)
    why = one_line(reason).strip()
    if not why:
        raise RefusalError("scans.no_reason", field="reason")
    pins = [one for one in unit.scans.pins(case_id) if one.is_standing and one.sha256 == sha256]
    if pins:
        require(unit.actor, application, Act.ANSWER)
    said: dict[str, str] = {RecordKey.FILE: scan.name, RecordKey.CONTENT_HASH: sha256}
    touched = {case_id}
    if right_case_id is not None:
        right = _given_to(unit, application, right_case_id, scan)
        said[RecordKey.OTHER_CASE] = right.intake_number
        touched.add(right.id)
    unit.attachments.name_again(case_id, scan, SCAN_GONE)
    left = _left_standing(unit, application, sha256, len(pins))
    record(unit, application, EventAct.SCAN_TAKEN_AWAY, why, said | ({RecordKey.LEFT_BEHIND: left} if left else {}))
    return Changes(_HERE, frozenset(touched))


def bring_scan_back(unit: UnitOfWork, case_id: int, sha256: str) -> Changes:
    """Brings a scan back that was taken away, and takes it from the case it was given to.

    Raises RefusalError `scans.not_gone`, and `scans.built_on` once somebody worked on that other case.
    """
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.RECORD_PAPER)
    files = unit.attachments.of(case_id)
    if sha256 not in gone_scans(files):
        raise RefusalError("scans.not_gone")
    scan = _one([one for one in kept_files(files) if one.purpose == SCAN], sha256)
    taken = [one for one in unit.events.of(case_id) if one.act == EventAct.SCAN_TAKEN_AWAY]
    of_it = [one for one in taken if one.detail.get(RecordKey.CONTENT_HASH) == sha256]
    last = max(of_it, key=lambda one: one.id, default=None)
    touched = {case_id}
    number = last.detail.get(RecordKey.OTHER_CASE, "") if last is not None else ""
    if last is not None and number:
        touched.add(_taken_from(unit, number, scan, last.id, application.intake_number))
    unit.attachments.name_again(case_id, scan, SCAN)
    record(unit, application, EventAct.SCAN_BROUGHT_BACK, detail={RecordKey.FILE: scan.name})
    return Changes(_HERE, frozenset(touched))


def standing_on(unit: UnitOfWork, case_id: int, sha256: str) -> tuple[ScansView, str]:
    """The scans of a case, and in words what stays in the record although it came from one of them."""
    view = scans_of(unit, case_id)
    return view, _left_standing(unit, view.application, sha256, 0)


def _one(scans: Sequence[Attachment], sha256: str) -> Attachment:
    found = next((one for one in scans if one.sha256 == sha256), None)
    if found is None:
        raise RefusalError("scans.not_here")
    return found


def _given_to(unit: UnitOfWork, wrong: Application, right_case_id: int, scan: Attachment) -> Application:
    """Keeps the scan with its right case, what was read of it as candidates there; that case."""
    right = standing_for(unit, unit.applications.get(right_case_id))
    if right.id == wrong.id:
        raise RefusalError("scans.same_case", number=right.intake_number)
    require(unit.actor, right, Act.RECORD_PAPER)
    if any(one.sha256 == scan.sha256 for one in standing_scans(unit.attachments.of(right.id))):
        return right
    unit.attachments.name_again(right.id, scan, SCAN)
    grounds = sentence("scans.from_other", {"number": wrong.intake_number})
    record(unit, right, EventAct.SCAN_KEPT, detail={RecordKey.FILE: scan.name, RecordKey.GROUNDS: grounds})
    known = {field.id for field in unit.packs.by_hash(right.pack.sha256).fields}
    have = {one.field_id for one in unit.scans.readings(right.id) if one.sha256 == scan.sha256}
    read = {one.field_id: one for one in unit.scans.readings(wrong.id) if one.sha256 == scan.sha256}
    fresh = [_anew(one) for name, one in read.items() if name in known - have]
    if fresh:
        lay_beside(unit, right, fresh)
    return right


def _anew(reading: Reading) -> Reading:
    return replace(reading, id=0, stand=ReadingStand.WAITING, by="", at=None)


def _left_standing(unit: UnitOfWork, application: Application, sha256: str, pins: int) -> str:
    """What stood on the scan, for the record: values taken, fields found equal, pins."""
    pack = unit.packs.by_hash(application.pack.sha256)
    labels = {field.id: field.label for field in pack.fields}
    readings, events = unit.scans.readings(application.id), history_of(unit, application)
    fields = compared_fields(pack, application.values, unit.comparisons.of(application.id))
    lost = lost_grounds(readings, {sha256}, fields, standing_entries(events), application.values)
    by_stand = {
        stand: "、".join(labels.get(one.field_id, one.field_id) for one in lost if one.stand is stand)
        for stand in (ReadingStand.TAKEN, ReadingStand.EQUAL)
    }
    said = [sentence(f"scans.left_{stand.value}", {"fields": names}) for stand, names in by_stand.items() if names]
    return "；".join([*said, *([sentence("scans.left_pins", {"count": pins})] if pins else [])])


def _taken_from(unit: UnitOfWork, number: str, scan: Attachment, since: int, home: str) -> int:
    """Takes the scan from the case it was given to, where nothing was done there since; that case."""
    found = next((one.case_id for one in find_sets(unit, number) if one.intake_number == number), None)
    if found is None:
        raise RefusalError("scans.built_on", number=number)
    other = unit.applications.get(found)
    require(unit.actor, other, Act.RECORD_PAPER)
    if any(one.id > since for one in unit.events.of(other.id)):
        raise RefusalError("scans.built_on", number=number)
    if any(one.sha256 == scan.sha256 for one in standing_scans(unit.attachments.of(other.id))):
        unit.attachments.name_again(other.id, scan, SCAN_GONE)
        said: dict[str, str] = {
            RecordKey.FILE: scan.name,
            RecordKey.CONTENT_HASH: scan.sha256,
            RecordKey.OTHER_CASE: home,
        }
        record(unit, other, EventAct.SCAN_TAKEN_AWAY, sentence("scans.undone"), said)
    return other.id
