"""Where the promised standards are kept, and what is counted of them over the seasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from reviewer_app.domain.standards.promise import Progress, PromisedStandard, StandardWord


@dataclass(frozen=True, slots=True)
class NumberedElsewhere:
    """A standard of the same number: its own number, whose it is, and the line's id."""

    standard_id: int
    standard_number: str
    intake_number: str
    project_name: str


@dataclass(frozen=True, slots=True)
class EarlierProject:
    """Another project of a unit that promised standards: which it was, in which season, and what came of it."""

    application_id: int
    season: str
    intake_number: str
    project_name: str
    progress: Progress


class StandardStore(Protocol):
    """Promised standards; a line is added, nothing is taken away."""

    def add(self, standard: PromisedStandard, word: StandardWord) -> int:
        """Keeps a standard with the line that took it in; the new id."""

    def say(self, standard: PromisedStandard, word: StandardWord) -> None:
        """Adds a line, and keeps how the standard stands after it."""

    def get(self, standard_id: int) -> PromisedStandard:
        """One with all its lines; RefusalError `standard.unknown`."""

    def of_case(self, application_id: int) -> tuple[PromisedStandard, ...]:
        """Those of a case in their order, with all their lines, struck out ones too."""

    def with_number(self, number: str) -> tuple[NumberedElsewhere, ...]:
        """Those not struck out that have a number, however its dashes are written."""

    def progress(self, ids: Sequence[int]) -> Mapping[int, Progress]:
        """What some projects promised and produced, by case; none for those that promised nothing."""

    def by_season(self) -> Mapping[str, Progress]:
        """The same of all projects of each season."""

    def of_unit(self, applicant_key: str, credit_code: str, but: int) -> tuple[EarlierProject, ...]:
        """The projects of a unit, by its folded name or its code, that promised anything, the newest season first.

        One case is left out.
        """
