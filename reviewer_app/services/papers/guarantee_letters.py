"""The letters of a guarantor: each says what the ledger says of its project, and carries out one line of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee.entries import EntryKind, LedgerEntry
from reviewer_app.domain.guarantee.project import Plan, Project
from reviewer_app.domain.guarantee.rules import require_open, require_running
from reviewer_app.services.guarantee.reading import project_of
from reviewer_app.services.papers.letters import case_values
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_app.services.ports.rows import CaseView

#: What a letter says, and the line of the ledger that it carries out.
Filled = tuple[DocumentValues, str]


def fill_letter(unit: UnitOfWork, view: CaseView, kind: DocumentKind) -> Filled:
    """One letter of a project as its ledger stands.

    Raises RefusalError `guarantee.not_taken_on`, `guarantee.ended`, `guarantee.no_visit_planned`,
    `guarantee.not_asked`, `guarantee.not_visited`, `guarantee.not_over`, `guarantee.accepted_already`.
    """
    project = project_of(unit, view.application.id)
    if project.taken_on is None:
        raise RefusalError("guarantee.not_taken_on")
    said = {
        "approval": project.taken_on.number,
        "approved_on": chinese_date(project.approved_on),
        "ends_on": chinese_date(project.ends_on),
    }
    if project.extension is not None:
        said["extension"] = project.extension.number
        said["original_end"] = chinese_date(project.original_end)
    values = replace(case_values(unit, view, kind), day=unit.today)
    if values.fields["contact_person"] not in {one.name for one in unit.users.all() if one.roles}:
        # Years later, whoever had the case may have left; whom to ask is who writes now.
        said["contact_person"] = unit.actor.name
    values = replace(values, fields={**values.fields, "recipient": view.application.applicant, **said})
    return LETTERS[kind](unit, view, project, values)


def _visit_notice(unit: UnitOfWork, _view: CaseView, project: Project, values: DocumentValues) -> Filled:
    """The next visit that is planned; a draft once its day has passed."""
    require_running(project)
    planned = next((one.entry for one in project.open_plans if one.is_visit), None)
    if planned is None:
        raise RefusalError("guarantee.no_visit_planned")
    said = {"visit_day": chinese_date(planned.day), "visit": planned.title, "look_at": planned.words.rstrip("。；")}
    return _with(values, said, planned.day < unit.today), f"visit:{planned.id}"


def _reminder(unit: UnitOfWork, _view: CaseView, project: Project, values: DocumentValues) -> Filled:
    """That the term runs out, or has run out without an acceptance."""
    require_running(project)
    is_late = project.ends_on < unit.today
    said = {"late": "已期满"} if is_late else {"days": str((project.ends_on - unit.today).days)}
    waiting = "；".join(
        f"{one.entry.title}（{chinese_date(one.entry.day)}）" for one in _late_plans(project, unit.today)
    )
    return _with(values, {**said, "waiting": waiting}), f"end:{project.ends_on}:{'late' if is_late else 'ahead'}"


def _extension_support(unit: UnitOfWork, view: CaseView, project: Project, values: DocumentValues) -> Filled:
    """The office's support of an extension the unit asked for; a draft once one is approved."""
    require_open(project)
    asked = project.last(EntryKind.EXTENSION_ASKED)
    if asked is None:
        raise RefusalError("guarantee.not_asked")
    said = {
        "recipient": view.pack.address.recipient,
        "asked_on": chinese_date(asked.day),
        "months": str(asked.months),
        "reason": asked.words.rstrip("。；"),
        "visits": _visits_said(project.visits),
    }
    is_over = project.extension is not None or project.acceptance is not None
    return _with(values, said, is_over), f"asked:{asked.id}"


def _acceptance_recommendation(unit: UnitOfWork, view: CaseView, project: Project, values: DocumentValues) -> Filled:
    """That the office recommends to hold the acceptance; it rests on the visits it paid."""
    require_running(project)
    if not project.visits:
        raise RefusalError("guarantee.not_visited")
    said = {
        "recipient": view.pack.address.recipient,
        "visits": _visits_said(project.visits),
        "found": project.visits[0].words.rstrip("。；"),
    }
    return _with(values, said), f"acceptance:{project.ends_on}"


def _conclusion(unit: UnitOfWork, view: CaseView, project: Project, values: DocumentValues) -> Filled:
    """How the acceptance went, told to the unit as it stands on record."""
    accepted = project.acceptance
    if accepted is None:
        raise RefusalError("guarantee.not_over")
    certificate = project.certificate
    said = {
        "accepted_on": chinese_date(accepted.day),
        "outcome": accepted.kind.label,
        "acceptance": accepted.number,
        "score": accepted.score,
        "bonus": accepted.bonus,
        "certificate": certificate.number if certificate is not None else "",
        "certified_on": chinese_date(certificate.day) if certificate is not None else "",
    }
    return _with(values, said), f"concluded:{accepted.id}"


#: The letters, in the order of a project's years.
LETTERS: Mapping[DocumentKind, Callable[[UnitOfWork, CaseView, Project, DocumentValues], Filled]] = {
    DocumentKind.VISIT_NOTICE: _visit_notice,
    DocumentKind.REMINDER_LETTER: _reminder,
    DocumentKind.EXTENSION_SUPPORT: _extension_support,
    DocumentKind.ACCEPTANCE_RECOMMENDATION: _acceptance_recommendation,
    DocumentKind.PILOT_CONCLUSION: _conclusion,
}


def _with(values: DocumentValues, said: Mapping[str, str], is_draft: bool = False) -> DocumentValues:
    filled = {name: text for name, text in said.items() if text}
    return replace(values, fields={**values.fields, **filled}, is_draft=is_draft)


def _late_plans(project: Project, today: date) -> list[Plan]:
    return [one for one in project.open_plans if one.entry.day < today]


def _visits_said(visits: Sequence[LedgerEntry]) -> str:
    """The visits as a sentence has them, the first day first."""
    days = "、".join(chinese_date(one.day) for one in sorted(visits, key=lambda one: one.day))
    return f"先后于{days}走访{len(visits)}次" if len(visits) > 1 else f"于{days}走访1次" if visits else ""
