"""What the figures are read from: sums by season, and the layer that an officer said of a case."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from reviewer_app.domain.figures.counts import Part
from reviewer_app.domain.figures.layers import Layer


@dataclass(frozen=True, slots=True)
class Counted:
    """So many cases of a season in a state, of one word of a part (or of all, without one)."""

    season: str
    word: str
    stage: int
    is_corrected: bool
    is_old: bool
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
class LayerSaid:
    """The layer that somebody said of a case."""

    layer: Layer
    by: str
    at: datetime


class FigureStore(Protocol):
    """The sums kept with every act; `seasons` empty means all of them."""

    def seasons(self) -> tuple[str, ...]:
        """The seasons that have cases, the oldest first."""

    def counted(self, seasons: Sequence[str], part: Part | None = None) -> tuple[Counted, ...]:
        """How many cases there are, by season, state, and the words of a part if one is given."""

    def days(self, seasons: Sequence[str]) -> tuple[DaysCounted, ...]:
        """How many cases took how many days."""

    def layer_of(self, application_id: int) -> LayerSaid | None:
        """What was said last of a case's layer; None when nobody said anything."""

    def say_layer(self, application_id: int, said: LayerSaid) -> None:
        """Adds what is said now; what was said before stays on record."""
