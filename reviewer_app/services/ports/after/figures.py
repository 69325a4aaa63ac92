"""What the figures are read from: sums by season, and the layer that an officer said of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Protocol

from reviewer_app.domain.figures.counts import Part
from reviewer_app.domain.figures.layers import Layer
from reviewer_app.domain.listing.figures import FiguresView
from reviewer_app.domain.values.standard_number import StandardLevel


@dataclass(frozen=True, slots=True)
class Counted:
    """So many cases of a season in a state."""

    season: str
    stage: int
    is_corrected: bool
    is_old: bool
    cases: int


@dataclass(frozen=True, slots=True)
class WordsCounted:
    """So many cases of a season of one word of a part."""

    season: str
    part: Part
    word: str
    cases: int


@dataclass(frozen=True, slots=True)
class DaysCounted:
    """So many cases of a season that took so many days in a part of the road, or altogether (`used…`)."""

    season: str
    leg: str
    is_old: bool
    days: int
    cases: int


@dataclass(frozen=True, slots=True)
class StandardsCounted:
    """The standards of one level that the counted cases of a season promised; `projects` is how many cases that are."""

    season: str
    level: StandardLevel
    promised: int
    published: int
    given_up: int
    projects: int


@dataclass(frozen=True, slots=True)
class WrongSum:
    """What of a season was not what the cases give; `of` is the code under which the check names such sums."""

    of: str
    season: str


@dataclass(frozen=True, slots=True)
class CountedAgain:
    """What a second count found otherwise and put right: so many cases, and these sums."""

    cases: int
    sums: tuple[WrongSum, ...]


@dataclass(frozen=True, slots=True)
class LayerSaid:
    """The layer that somebody said of a case."""

    layer: Layer
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class FigurePaper:
    """All that the printed page and the workbook say; `with_waiting` chooses the days that lead."""

    view: FiguresView
    with_waiting: bool
    made_by: str
    made_at: datetime
    audit_head: str


class FigureWriter(Protocol):
    """Lays figures out on paper and in a workbook."""

    def digest(self, paper: FigurePaper) -> bytes:
        """One page as PDF/A-2b; RefusalError `font.missing`."""

    def workbook(self, paper: FigurePaper, path: Path) -> None:
        """A workbook whose charts are drawn from its cells; OSError as the system says it."""


class FigureStore(Protocol):
    """The sums kept with every act; `seasons` empty means all of them."""

    def seasons(self) -> tuple[str, ...]:
        """The seasons that have cases, the oldest first."""

    def counted(self, seasons: Sequence[str]) -> tuple[Counted, ...]:
        """How many cases there are, by season and state."""

    def words(self, seasons: Sequence[str]) -> tuple[WordsCounted, ...]:
        """How many cases there are, by season and the words of each part."""

    def days(self, seasons: Sequence[str]) -> tuple[DaysCounted, ...]:
        """How many cases took how many days."""

    def standards(self, seasons: Sequence[str]) -> tuple[StandardsCounted, ...]:
        """What the cases promised of each level and what came of it; extra ones and those struck out are not there."""

    def count_again(self) -> CountedAgain:
        """Counts every case and sum anew from the cases and their record, and says what had differed."""

    def layer_of(self, application_id: int) -> LayerSaid | None:
        """What was said last of a case's layer; None when nobody said anything."""

    def say_layer(self, application_id: int, said: LayerSaid) -> None:
        """Adds what is said now; what was said before stays on record."""
