"""Where the regulations and notices are kept on which the checklist rests, and which clause grounds which point."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from reviewer_app.domain.regulations.regulation import Regulation, RulePin, SaidOfRegulation


class RegulationStore(Protocol):
    """Regulations and the pins of their clauses; a line is added, nothing is taken away."""

    def add(self, regulation: Regulation, said: SaidOfRegulation) -> int:
        """Keeps a regulation with the line that brought it in; the new id."""

    def say(self, regulation: Regulation, said: SaidOfRegulation) -> None:
        """Adds a line, and keeps how the regulation stands after it."""

    def get(self, regulation_id: int) -> Regulation:
        """One with all its lines; RefusalError `regulation.unknown`."""

    def all(self) -> tuple[Regulation, ...]:
        """All of them with their lines by title and period, struck out ones too."""

    def pin(self, pin: RulePin) -> int:
        """Notes a clause as the ground of a point; the new id."""

    def pins(self) -> tuple[RulePin, ...]:
        """All pins in the order they were made, those taken off too."""

    def take_off(self, pin_id: int, by: str, at: datetime, reason: str) -> None:
        """Notes that a pin holds no more."""
