"""A project's line in the list of the ledger: what is due next, its term, and what is drawn on its time axis."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from reviewer_app.domain.application import Application
from reviewer_app.domain.guarantee.dues import Due, Leads, dues_of
from reviewer_app.domain.guarantee.entries import EntryKind
from reviewer_app.domain.guarantee.project import Project
from reviewer_app.domain.states import State


class LedgerTab(StrEnum):
    """The chips above the list."""

    OPEN = "open"
    OVERDUE = "overdue"
    SOON = "soon"
    EXTENDED = "extended"
    ENDED = "ended"
    AWAITING = "awaiting"

    @property
    def label(self) -> str:
        """The chip's word."""
        return _TABS[self]


_TABS = {
    LedgerTab.OPEN: "在管",
    LedgerTab.OVERDUE: "逾期",
    LedgerTab.SOON: "30 天内",
    LedgerTab.EXTENDED: "已延期",
    LedgerTab.ENDED: "已结束",
    LedgerTab.AWAITING: "待纳入",
}


class MarkKind(StrEnum):
    """What is drawn on the time axis; stored."""

    VISITED = "visited"
    PLANNED = "planned"
    MILESTONE = "milestone"
    REACHED = "reached"
    ACCEPTED = "accepted"
    FAILED = "failed"
    ENDED = "ended"


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing on the time axis."""

    kind: MarkKind
    day: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LedgerLine:
    """What the list shows of one project; `ended_on` is the day it was closed or given up.

    It follows from the project's lines and the form; `due` does not depend on the day on which one looks. One that
    waits to be taken on is not dated while no answer of the bureau gives the day of its approval.
    """

    application_id: int
    season: str
    unit_code: str
    project_name: str
    applicant: str
    approved_on: date
    original_end: date
    ends_on: date
    state: State
    due: Due | None = None
    ended_on: date | None = None
    score: str = ""
    marks: tuple[Mark, ...] = ()
    is_dated: bool = True

    @property
    def is_open(self) -> bool:
        """Whether the office still has something to do."""
        return self.due is not None

    @property
    def is_extended(self) -> bool:
        """Whether the term was extended."""
        return self.ends_on != self.original_end

    @property
    def outcome(self) -> str:
        """How the acceptance went, as one word with its score; '' before it was held."""
        kinds = {mark.kind for mark in self.marks}
        if MarkKind.FAILED in kinds:
            said = EntryKind.FAILED.label
        elif MarkKind.ACCEPTED in kinds:
            said = EntryKind.ACCEPTED.label
        else:
            return ""
        return f"{said} {self.score}".strip()


def line_of(case: Application, project: Project, leads: Leads) -> LedgerLine:
    """The line of a project that was taken on."""
    dues = dues_of(project, leads)
    accepted, ending = project.acceptance, project.ending
    return LedgerLine(
        application_id=case.id,
        season=case.season,
        unit_code=unit_of(case),
        project_name=case.project_name,
        applicant=case.applicant,
        approved_on=project.approved_on,
        original_end=project.original_end,
        ends_on=project.ends_on,
        state=project.state,
        due=dues[0] if dues else None,
        ended_on=ending.day if ending is not None else None,
        score=accepted.score if accepted is not None else "",
        marks=_marks(project),
    )


def unit_of(case: Application) -> str:
    """What the unit of a case is known by over the seasons: its credit code, else its name."""
    return case.values.get("credit_code", "").strip() or case.applicant


def _marks(project: Project) -> tuple[Mark, ...]:
    found = [Mark(MarkKind.VISITED, one.day) for one in project.visits]
    for plan in project.plans:
        if plan.is_open:
            kind = MarkKind.PLANNED if plan.is_visit else MarkKind.MILESTONE
            found.append(Mark(kind, plan.entry.day))
        elif plan.done is not None and not plan.is_visit:
            found.append(Mark(MarkKind.REACHED, plan.done.day))
    if project.acceptance is not None:
        is_passed = project.acceptance.kind is EntryKind.ACCEPTED
        found.append(Mark(MarkKind.ACCEPTED if is_passed else MarkKind.FAILED, project.acceptance.day))
    if project.ending is not None and project.ending.kind is EntryKind.ENDED:
        found.append(Mark(MarkKind.ENDED, project.ending.day))
    return tuple(sorted(found, key=lambda one: (one.day, one.kind.value)))
