"""Reading the guarantor's ledger: one project with all that was entered of it, the list, and how the whole stands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, date

from reviewer_app.domain.application import Application, Attachment
from reviewer_app.domain.dispatch.city import CityAnswerKind, in_force
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.guarantee.calendar_file import CalendarProject, calendar_text
from reviewer_app.domain.guarantee.dues import Due, Leads, Reminder, dues_of, leads_from, reminders_of
from reviewer_app.domain.guarantee.entries import FILE_PURPOSE
from reviewer_app.domain.guarantee.listing import LedgerLine, unit_of
from reviewer_app.domain.guarantee.project import Project, end_of
from reviewer_app.domain.guarantee.rules import ApprovalWords
from reviewer_app.domain.numbers import RegisterEntry
from reviewer_app.services.ports.after.ledger import LedgerIndex, LedgerQuery, LedgerTold, UnitLine
from reviewer_app.services.ports.library import UnitOfWork

_LETTERS = frozenset(
    {
        DocumentKind.VISIT_NOTICE.value,
        DocumentKind.REMINDER_LETTER.value,
        DocumentKind.EXTENSION_SUPPORT.value,
        DocumentKind.ACCEPTANCE_RECOMMENDATION.value,
        DocumentKind.PILOT_CONCLUSION.value,
    }
)


@dataclass(frozen=True, slots=True)
class ProjectView:
    """All that is shown of one project; `approval` is what the bureau's answer gives of one not taken on yet.

    `files` are the photos and records by the line they are kept with.
    """

    case: Application
    project: Project
    today: date
    leads: Leads
    most_months: int
    term_months: int
    approval: ApprovalWords | None = None
    dues: tuple[Due, ...] = ()
    reminders: tuple[Reminder, ...] = ()
    files: dict[int, tuple[Attachment, ...]] = field(default_factory=dict)
    letters: tuple[RegisterEntry, ...] = ()


def project_of(unit: UnitOfWork, case_id: int) -> Project:
    """The project of a case, as its lines say."""
    return Project.of(case_id, unit.ledger.of(case_id))


def approval_of(unit: UnitOfWork, case_id: int) -> ApprovalWords | None:
    """The number and day of the approval that the bureau's last answer in force gives; None where there is none."""
    answers = [one for one in in_force(unit.city_answers.of_case(case_id)) if one.words.kind is CityAnswerKind.APPROVED]
    if not answers:
        return None
    return ApprovalWords(answers[-1].words.number, answers[-1].words.day)


def leads_of(unit: UnitOfWork) -> Leads:
    """How long before what is due the office wants to be reminded, as its settings say."""
    office = unit.settings.get()
    return leads_from(office.visit_lead_days, office.end_lead_days, office.finishing_days)


def open_project(unit: UnitOfWork, case_id: int) -> ProjectView:
    """One project for the pane beside the list; RefusalError `case.unknown`."""
    case = unit.applications.get(case_id)
    project, leads = project_of(unit, case_id), leads_of(unit)
    dues = dues_of(project, leads)
    limits = unit.packs.by_hash(case.pack.sha256).limits
    files: dict[int, list[Attachment]] = {}
    for file in unit.attachments.of(case_id):
        if file.purpose.startswith(FILE_PURPOSE):
            files.setdefault(int(file.purpose.removeprefix(FILE_PURPOSE)), []).append(file)
    return ProjectView(
        case=case,
        project=project,
        today=unit.today,
        leads=leads,
        most_months=limits.extension_months,
        term_months=limits.term_of(case.values),
        approval=approval_of(unit, case_id) if project.taken_on is None else None,
        dues=dues,
        reminders=tuple(one for one in reminders_of(dues, leads) if one.day >= unit.today),
        files={entry: tuple(kept) for entry, kept in files.items()},
        letters=tuple(one for one in unit.register.of_case(case_id) if one.kind in _LETTERS and not one.is_void),
    )


def ledger_index(unit: UnitOfWork, query: LedgerQuery) -> LedgerIndex:
    """The projects of a view in their order, with the chips' counts."""
    return unit.ledger.index(query, unit.today)


def ledger_lines(unit: UnitOfWork, ids: Sequence[int]) -> list[LedgerLine]:
    """What the list shows of these projects; of one not taken on yet, its name and the term of its approval."""
    found = {one.application_id: one for one in unit.ledger.lines(ids)}
    missing = [one for one in ids if one not in found]
    for case in unit.applications.some(missing):
        found[case.id] = _awaiting_line(unit, case)
    return [found[one] for one in ids]


def _awaiting_line(unit: UnitOfWork, case: Application) -> LedgerLine:
    words = approval_of(unit, case.id)
    day = words.day if words is not None else unit.today
    end = end_of(day, unit.packs.by_hash(case.pack.sha256).limits.term_of(case.values))
    return LedgerLine(
        application_id=case.id,
        season=case.season,
        unit_code=unit_of(case),
        project_name=case.project_name,
        applicant=case.applicant,
        approved_on=day,
        original_end=end,
        ends_on=end,
        state=case.state,
        is_dated=words is not None,
    )


def ledger_told(unit: UnitOfWork) -> tuple[LedgerTold, date]:
    """How the whole ledger stands today, for the bar at the top."""
    return unit.ledger.told(unit.today), unit.today


def ledger_seasons(unit: UnitOfWork) -> tuple[str, ...]:
    """The seasons that have projects in the ledger."""
    return unit.ledger.seasons()


def ledger_units(unit: UnitOfWork) -> tuple[UnitLine, ...]:
    """The units that have or had projects, over all seasons."""
    return unit.ledger.units(unit.today)


def ledger_calendar(unit: UnitOfWork, case_ids: Sequence[int] = ()) -> str:
    """The calendar file of these projects, or of all that are open."""
    ids = list(case_ids) or list(unit.ledger.open_ids())
    leads, entries = leads_of(unit), unit.ledger.of_some(ids)
    found = []
    for line in unit.ledger.lines(ids):
        project = Project.of(line.application_id, entries.get(line.application_id, ()))
        dues = dues_of(project, leads)
        called = f"{line.season}-{line.application_id}"
        found.append(CalendarProject(called, line.project_name, line.applicant, dues, len(project.all_lines)))
    return calendar_text(found, unit.settings.get().bureau, unit.now.astimezone(UTC), leads)
