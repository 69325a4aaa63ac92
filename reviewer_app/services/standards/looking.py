"""Reading the promised standards: of a project as the window shows it, of a unit's earlier projects, of a season."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.checks.duplicates import applicant_key
from reviewer_app.domain.guarantee.listing import unit_of
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.standards.promise import FOLLOWED, Progress, PromisedStandard, progress_of
from reviewer_app.services.ports.after.standards import EarlierProject
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.standards.following import NamedRow, proposed_rows


@dataclass(frozen=True, slots=True)
class StandardsView:
    """All that is shown of a project's standards; `proposed` are the form's rows that nobody has taken over yet."""

    application_id: int
    intake_number: str
    project_name: str
    unit_code: str
    today: date
    standards: tuple[PromisedStandard, ...]
    proposed: tuple[NamedRow, ...]
    earlier: tuple[EarlierProject, ...]
    is_followed: bool
    may_write: bool

    @property
    def progress(self) -> Progress:
        """What was promised and came out."""
        return progress_of(self.standards)


def standards_of(unit: UnitOfWork, case_id: int) -> StandardsView:
    """The promised standards of a case, and what its unit promised in other projects."""
    case = unit.applications.get(case_id)
    is_followed = case.state in FOLLOWED
    key, code = applicant_key(case.values), case.values.get("credit_code", "")
    return StandardsView(
        application_id=case.id,
        intake_number=case.intake_number,
        project_name=case.project_name,
        unit_code=unit_of(case),
        today=unit.today,
        standards=unit.standards.of_case(case_id),
        proposed=proposed_rows(unit, case_id) if is_followed else (),
        earlier=unit.standards.of_unit(key, code, case_id),
        is_followed=is_followed,
        may_write=is_followed and not case.is_away and may_do(unit.actor, EventAct.STANDARDS_TAKEN),
    )


def progress_of_seasons(unit: UnitOfWork) -> Mapping[str, Progress]:
    """What the projects of each season promised and produced."""
    return unit.standards.by_season()


def earlier_told(projects: tuple[EarlierProject, ...]) -> str:
    """What a unit promised and produced before, season by season, in one line."""
    by_season: dict[str, Progress] = {}
    for one in projects:
        by_season[one.season] = by_season.get(one.season, Progress()) + one.progress
    return "；".join(f"{season}年{progress.said}" for season, progress in sorted(by_season.items(), reverse=True))
