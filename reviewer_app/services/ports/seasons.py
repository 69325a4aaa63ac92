"""Where the settings of the seasons are kept."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from reviewer_app.domain.season import Settled


class SeasonStore(Protocol):
    """What the office settled of its seasons; lines are only ever added."""

    def settled(self, season: str) -> Mapping[str, Settled]:
        """What is in force in a season, by name."""

    def history(self, season: str) -> tuple[Settled, ...]:
        """Everything that was settled of a season, oldest first."""

    def settle(self, season: str, settled: Settled) -> None:
        """Adds a line; it is in force from now on."""
