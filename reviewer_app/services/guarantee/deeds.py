"""What the office promised of a unit's projects and what it did, over all seasons."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee.deeds import Deed, Kept, deeds_of
from reviewer_app.domain.guarantee.dues import Leads
from reviewer_app.domain.guarantee.listing import LedgerLine, LedgerTab
from reviewer_app.domain.guarantee.project import Project
from reviewer_app.domain.standards.promise import Progress
from reviewer_app.services.guarantee.reading import leads_of
from reviewer_app.services.ports.after.ledger import LedgerQuery
from reviewer_app.services.ports.library import UnitOfWork


@dataclass(frozen=True, slots=True)
class ProjectDeeds:
    """One project of the unit: its line of the list, and its promises and deeds."""

    line: LedgerLine
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class UnitDeeds:
    """A unit with its projects, the newest approval first."""

    unit_code: str
    applicant: str
    today: date
    projects: tuple[ProjectDeeds, ...]

    def count(self, *kept: Kept) -> int:
        """How many promises stand so."""
        return sum(deed.kept in kept for project in self.projects for deed in project.deeds)


def deeds_of_unit(unit: UnitOfWork, unit_code: str) -> UnitDeeds:
    """All that was promised and done for a unit; RefusalError `guarantee.unit_unknown`."""
    ids = [
        case_id
        for tab in (LedgerTab.OPEN, LedgerTab.ENDED)
        for case_id in unit.ledger.index(LedgerQuery(tab, "", unit_code), unit.today).ids
    ]
    if not unit_code or not ids:
        raise RefusalError("guarantee.unit_unknown")
    leads = leads_of(unit)
    entries, standards = unit.ledger.of_some(ids), unit.standards.progress(ids)
    lines = sorted(unit.ledger.lines(ids), key=lambda one: (one.approved_on, one.application_id), reverse=True)
    projects = [
        ProjectDeeds(
            line,
            _all_of(
                Project.of(line.application_id, entries.get(line.application_id, ())),
                standards.get(line.application_id),
                unit.today,
                leads,
            ),
        )
        for line in lines
    ]
    return UnitDeeds(unit_code, lines[0].applicant, unit.today, tuple(projects))


def _all_of(project: Project, standards: Progress | None, today: date, leads: Leads) -> tuple[Deed, ...]:
    """What the office promised, and behind it what the unit did: its standards, which no day is set for."""
    deeds = deeds_of(project, today, leads)
    if standards is None:
        return deeds
    return (*deeds, Deed("承诺标准", Kept.UNDATED, words=standards.said))
