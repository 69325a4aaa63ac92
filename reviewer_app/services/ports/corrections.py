"""What the services ask of the stores of correction requests and consultations, and what the window reads of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from reviewer_app.domain.corrections.changes import Change
from reviewer_app.domain.corrections.defects import Defect
from reviewer_app.domain.corrections.request import CorrectionRequest, LastDay
from reviewer_app.domain.corrections.returned import CityReturn
from reviewer_app.domain.outside.consultations import Consultation


class CorrectionStore(Protocol):
    """Correction requests; never deleted, never reworded."""

    def of(self, application_id: int) -> tuple[CorrectionRequest, ...]:
        """The requests of a case, oldest first."""

    def add(self, request: CorrectionRequest) -> int:
        """Stores a request with its items; the new id."""

    def go_on(self, request: CorrectionRequest) -> None:
        """Writes how a request went on and the verdicts of its items; the revision must be the stored one, and goes up.

        Raises RefusalError `correction.changed_elsewhere` when the stored revision is another.
        """


@dataclass(frozen=True, slots=True)
class CorrectionChoice:
    """What the officer says when a request is drafted: points named as not yet checked, another day, the reasons.

    `from_city` is how what the municipal bureau sent the case back for is put to the applicant: empty leaves it out,
    None is the bureau's own words.
    """

    unchecked: tuple[str, ...] = ()
    due_on: date | None = None
    due_reason: str = ""
    again_reason: str = ""
    from_city: str | None = None


@dataclass(frozen=True, slots=True)
class CorrectionPlan:
    """What a request would ask now, before anything is written.

    `open_points` are the hard points without an answer (id, words); `new_keys` what a further round never asked before.
    `due_on`, so many `workdays` after today, is None where the officer has to choose the day; `due_said` tells why.
    Of a case that the municipal bureau sent back, `returned` is what it said; among the defects until it is cured.
    """

    defects: tuple[Defect, ...]
    incurable: tuple[Defect, ...]
    open_points: tuple[tuple[str, str], ...]
    new_keys: frozenset[str]
    is_further_round: bool
    due_on: date | None
    due_said: str
    last: LastDay | None
    cited: str
    refusal: str
    workdays: int = 0
    returned: CityReturn | None = None


@dataclass(frozen=True, slots=True)
class CorrectionView:
    """All of a case's requests, what changed under each, and what a new one would ask.

    `marked` holds the sub-points that stand marked as lacking (id, words) of each point that the last one asks about.
    """

    case_id: int
    project_name: str
    today: date
    requests: tuple[CorrectionRequest, ...]
    changes: Mapping[int, tuple[Change, ...]]
    plan: CorrectionPlan | None
    marked: Mapping[str, tuple[tuple[str, str], ...]]


class ConsultationStore(Protocol):
    """The consultations; none is ever taken away, and a written view never changes."""

    def add(self, application_id: int, consultation: Consultation) -> None:
        """Stores one under its number."""

    def update(self, application_id: int, consultation: Consultation) -> None:
        """Writes its stand, its reminders, why it was withdrawn and the view that came."""
