"""Keeping the guarantor's ledger: each act is checked, entered, put on record, and the list follows.

Every act raises, besides its own refusals, RefusalError `act.role_needed`, `act.recused`, `custody.away` and
TroubleError `library.not_as_recorded`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee import rules
from reviewer_app.domain.guarantee.entries import EntryKind, LedgerEntry
from reviewer_app.domain.guarantee.listing import line_of
from reviewer_app.domain.guarantee.project import Project
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.permissions import require_here, require_own, require_role
from reviewer_app.services.cases.recording import move, record
from reviewer_app.services.guarantee.reading import approval_of, leads_of, project_of
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: The largest file that is kept with a line, in MB; as for evidence.
FILE_LIMIT = 50


@dataclass(frozen=True, slots=True)
class LedgerFile:
    """A photo or a record that is kept with a line."""

    name: str
    content: bytes


def take_on(unit: UnitOfWork, case_ids: Sequence[int]) -> Changes:
    """Takes approved cases into the ledger, each with the number and day that the bureau's answer gives.

    Raises RefusalError `guarantee.nothing_chosen`, `guarantee.no_approval`, `guarantee.taken_on_already`.
    """
    if not case_ids:
        raise RefusalError("guarantee.nothing_chosen")
    for case_id in dict.fromkeys(case_ids):
        words = approval_of(unit, case_id)
        if words is None:
            raise RefusalError("guarantee.no_approval", number=unit.applications.get(case_id).intake_number)
        _take_on(unit, case_id, words)
    return Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.LEDGER}), frozenset(case_ids))


def take_on_as(unit: UnitOfWork, case_id: int, words: rules.ApprovalWords) -> Changes:
    """Takes an approved case into the ledger with the number and day that its approval bears.

    Raises RefusalError `guarantee.taken_on_already`, `guarantee.not_approved`, and as `rules.check_approval`.
    """
    rules.check_approval(words, unit.today)
    _take_on(unit, case_id, words)
    return changed(Noun.QUEUE, Noun.CASE, Noun.LEDGER, application=case_id)


def _take_on(unit: UnitOfWork, case_id: int, words: rules.ApprovalWords) -> None:
    case, project = _opened(unit, case_id, EventAct.PROJECT_TAKEN_ON)
    if project.taken_on is not None:
        raise RefusalError("guarantee.taken_on_already", number=case.intake_number)
    if case.state is not State.APPROVED:
        raise RefusalError("guarantee.not_approved", number=case.intake_number, state=case.state.label)
    rules.check_approval(words, unit.today)
    months = unit.packs.by_hash(case.pack.sha256).limits.term_of(case.values)
    entry = _entry(unit, case, EntryKind.TAKEN_ON, words.day, number=words.number.strip(), months=months)
    _enter(unit, case, entry, EventAct.PROJECT_TAKEN_ON)


def plan(unit: UnitOfWork, case_id: int, words: rules.PlanWords) -> Changes:
    """Plans a visit or sets a milestone; raises as `rules.check_plan`."""
    act = EventAct.VISIT_PLANNED if words.is_visit else EventAct.MILESTONE_SET
    case, project = _opened(unit, case_id, act)
    rules.check_plan(project, words, unit.today)
    kind = EntryKind.VISIT_PLANNED if words.is_visit else EntryKind.MILESTONE_SET
    entry = _entry(unit, case, kind, words.day, subject=words.subject.strip(), words=words.words.strip())
    return _enter(unit, case, entry, act)


def call_off(unit: UnitOfWork, case_id: int, entry_id: int, reason: str) -> Changes:
    """Gives up what was planned, in writing; RefusalError `guarantee.plan_gone`, `guarantee.call_off_reason`."""
    case, project = _opened(unit, case_id, EventAct.PLAN_CALLED_OFF)
    rules.require_open(project)
    planned = rules.require_plan(project, entry_id)
    if not reason.strip():
        raise RefusalError("guarantee.call_off_reason", field="reason")
    entry = _entry(
        unit,
        case,
        EntryKind.CALLED_OFF,
        unit.today,
        of_entry=entry_id,
        subject=planned.entry.title,
        words=reason.strip(),
    )
    return _enter(unit, case, entry, EventAct.PLAN_CALLED_OFF, reason)


def record_visit(unit: UnitOfWork, case_id: int, words: rules.VisitWords, files: Sequence[LedgerFile] = ()) -> Changes:
    """Records a visit that was paid, with its files; raises as `rules.check_visit`, `outgoing.file_large`."""
    case, project = _opened(unit, case_id, EventAct.VISITED)
    rules.check_visit(project, words, unit.today)
    entry = _entry(
        unit,
        case,
        EntryKind.VISITED,
        words.day,
        people=words.people.strip(),
        subject=words.kind.value,
        words=words.found.strip(),
        of_entry=words.plan,
    )
    return _enter(unit, case, entry, EventAct.VISITED, files=files)


def reach_milestone(
    unit: UnitOfWork, case_id: int, entry_id: int, day: date, words: str, files: Sequence[LedgerFile] = ()
) -> Changes:
    """Records that a milestone was reached; raises as `rules.check_reached`, `outgoing.file_large`."""
    case, project = _opened(unit, case_id, EventAct.MILESTONE_REACHED)
    reached = rules.check_reached(project, entry_id, day, words, unit.today)
    entry = _entry(
        unit,
        case,
        EntryKind.MILESTONE_REACHED,
        day,
        subject=reached.entry.subject,
        words=words.strip(),
        of_entry=entry_id,
    )
    return _enter(unit, case, entry, EventAct.MILESTONE_REACHED, files=files)


def ask_extension(
    unit: UnitOfWork, case_id: int, words: rules.ExtensionWords, files: Sequence[LedgerFile] = ()
) -> Changes:
    """Records that the unit asked for an extension, and why; raises as `rules.check_asked`."""
    case, project = _opened(unit, case_id, EventAct.EXTENSION_ASKED)
    most = unit.packs.by_hash(case.pack.sha256).limits.extension_months
    rules.check_asked(project, words, unit.today, most)
    entry = _entry(
        unit,
        case,
        EntryKind.EXTENSION_ASKED,
        words.day,
        number=words.number.strip(),
        months=words.months,
        words=words.reason.strip(),
    )
    return _enter(unit, case, entry, EventAct.EXTENSION_ASKED, words.reason, files)


def extend(unit: UnitOfWork, case_id: int, words: rules.ExtensionWords, files: Sequence[LedgerFile] = ()) -> Changes:
    """Records the approved extension of a term; raises as `rules.check_extension`."""
    case, project = _opened(unit, case_id, EventAct.PROJECT_EXTENDED)
    most = unit.packs.by_hash(case.pack.sha256).limits.extension_months
    rules.check_extension(project, words, unit.today, most)
    entry = _entry(
        unit,
        case,
        EntryKind.EXTENDED,
        words.day,
        number=words.number.strip(),
        months=words.months,
        words=words.reason.strip(),
    )
    return _enter(unit, case, entry, EventAct.PROJECT_EXTENDED, words.reason, files)


def accept(unit: UnitOfWork, case_id: int, words: rules.AcceptanceWords, files: Sequence[LedgerFile] = ()) -> Changes:
    """Records how the acceptance went; raises as `rules.check_acceptance`."""
    case, project = _opened(unit, case_id, EventAct.PROJECT_ACCEPTED)
    rules.check_acceptance(project, words, unit.today)
    entry = _entry(
        unit,
        case,
        EntryKind.ACCEPTED if words.is_passed else EntryKind.FAILED,
        words.day,
        number=words.number.strip(),
        score=rules.score_text(words.score),
        bonus=rules.score_text(words.bonus, "bonus"),
        words=words.early.strip(),
    )
    return _enter(unit, case, entry, EventAct.PROJECT_ACCEPTED, words.early, files)


def certify(unit: UnitOfWork, case_id: int, words: rules.ApprovalWords, files: Sequence[LedgerFile] = ()) -> Changes:
    """Records the certificate; raises as `rules.check_certificate`."""
    case, project = _opened(unit, case_id, EventAct.CERTIFICATE_ENTERED)
    rules.check_certificate(project, words, unit.today)
    entry = _entry(unit, case, EntryKind.CERTIFIED, words.day, number=words.number.strip())
    return _enter(unit, case, entry, EventAct.CERTIFICATE_ENTERED, files=files)


def close(unit: UnitOfWork, case_id: int, reason: str = "") -> Changes:
    """Closes a project whose acceptance was held; raises as `rules.check_closing`."""
    case, project = _opened(unit, case_id, EventAct.PROJECT_CLOSED)
    rules.check_closing(project, reason)
    entry = _entry(unit, case, EntryKind.CLOSED, unit.today, words=reason.strip())
    return _enter(unit, case, entry, EventAct.PROJECT_CLOSED, reason)


def end_pilot(unit: UnitOfWork, case_id: int, words: rules.ApprovalWords, reason: str) -> Changes:
    """Records that a pilot was given up before its acceptance; raises as `rules.check_ending`."""
    case, project = _opened(unit, case_id, EventAct.PILOT_ENDED)
    rules.check_ending(project, words, reason, unit.today)
    entry = _entry(unit, case, EntryKind.ENDED, words.day, number=words.number.strip(), words=reason.strip())
    return _enter(unit, case, entry, EventAct.PILOT_ENDED, reason)


def take_back(unit: UnitOfWork, case_id: int, entry_id: int, reason: str) -> Changes:
    """Takes back a line that was entered by mistake: by whoever entered it, or by another once that person cannot.

    Raises RefusalError `guarantee.other_person`, and as `rules.check_taking_back`.
    """
    case, project = _opened(unit, case_id, EventAct.LEDGER_TAKEN_BACK)
    line = rules.require_line(project, entry_id)
    require_own(unit, line.by, EventAct.LEDGER_TAKEN_BACK, "guarantee.other_person")
    rules.check_taking_back(project, line, reason)
    entry = _entry(
        unit, case, EntryKind.TAKEN_BACK, line.day, of_entry=entry_id, subject=line.kind.value, words=reason.strip()
    )
    return _enter(unit, case, entry, EventAct.LEDGER_TAKEN_BACK, reason, said={RecordKey.POINT: line.kind.label})


def list_anew(unit: UnitOfWork) -> frozenset[int]:
    """Brings the list up to date after the office's own days changed: what is due follows from them; the projects."""
    ids = list(unit.ledger.open_ids())
    entries, leads = unit.ledger.of_some(ids), leads_of(unit)
    for case in unit.applications.some(ids):
        unit.ledger.put_line(line_of(case, Project.of(case.id, entries.get(case.id, ())), leads))
    return frozenset(ids)


def _opened(unit: UnitOfWork, case_id: int, act: EventAct) -> tuple[Application, Project]:
    """The case and its project, if the person may do this, here, and both stand as the record says."""
    require_role(unit.actor, act)
    case = unit.applications.get(case_id)
    require_here(case)
    if case.is_kept_from(unit.actor.name):
        raise RefusalError("act.recused", act=sentence(f"event.{act}"))
    unit.require_as_recorded([case_id])
    project = project_of(unit, case_id)
    if project.taken_on is not None and project.state is not case.state:
        raise RefusalError("guarantee.stands_elsewhere", number=case.intake_number, state=case.state.label)
    return case, project


def _entry(unit: UnitOfWork, case: Application, kind: EntryKind, day: date, **said: object) -> LedgerEntry:
    plain = LedgerEntry(application_id=case.id, kind=kind, day=day, by=unit.actor.name, at=unit.now)
    return replace(plain, **said)  # type: ignore[arg-type]


def _enter(
    unit: UnitOfWork,
    case: Application,
    entry: LedgerEntry,
    act: EventAct,
    reason: str = "",
    files: Sequence[LedgerFile] = (),
    said: Mapping[RecordKey, str] | None = None,
) -> Changes:
    """Writes a line with its files, moves the case where the lines put it, and brings the list up to date."""
    kept = replace(entry, id=unit.ledger.add(entry))
    for file in files:
        if len(file.content) > FILE_LIMIT * 1024 * 1024:
            raise RefusalError("outgoing.file_large", field="file", limit=FILE_LIMIT)
        unit.attachments.add(case.id, file.name, file.content, kept.purpose)
    project = project_of(unit, case.id)
    detail = _detail(project, kept, files) | {key.value: text for key, text in (said or {}).items()}
    if project.state is case.state:
        record(unit, case, act, reason, detail)
    else:
        move(unit, case, project.state, act, reason, detail)
    if project.taken_on is None:
        unit.ledger.drop_line(case.id)
    else:
        unit.ledger.put_line(line_of(case, project, leads_of(unit)))
    return changed(Noun.QUEUE, Noun.CASE, Noun.LEDGER, application=case.id)


def _detail(project: Project, entry: LedgerEntry, files: Sequence[LedgerFile]) -> dict[str, str]:
    """What the record says of a line; what it does not say is left out."""
    is_term = entry.kind in (EntryKind.TAKEN_ON, EntryKind.EXTENDED)
    is_named = entry.kind not in (EntryKind.TAKEN_BACK,)
    said = {
        RecordKey.DOCUMENT_NUMBER: entry.number,
        RecordKey.ON_DAY: entry.day.isoformat() if is_named else "",
        RecordKey.TERM_MONTHS: str(entry.months) if entry.months else "",
        RecordKey.ENDS_ON: project.ends_on.isoformat() if is_term else "",
        RecordKey.PLANNED: entry.title if is_named and entry.subject else "",
        RecordKey.PEOPLE: entry.people,
        RecordKey.FOUND: entry.words if entry.kind in _FINDING else "",
        RecordKey.OUTCOME: entry.kind.label if entry.kind in (EntryKind.ACCEPTED, EntryKind.FAILED) else "",
        RecordKey.SCORE: entry.score,
        RecordKey.BONUS: entry.bonus,
        RecordKey.FILE: "、".join(file.name for file in files),
    }
    return {key.value: text for key, text in said.items() if text}


_FINDING = frozenset({EntryKind.VISIT_PLANNED, EntryKind.MILESTONE_SET, EntryKind.VISITED, EntryKind.MILESTONE_REACHED})
