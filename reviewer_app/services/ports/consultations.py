"""Where the departments consulted on a case are kept; they are read with their case."""

from __future__ import annotations

from typing import Protocol

from reviewer_app.domain.outside.consultations import Consultation


class ConsultationStore(Protocol):
    """The consultations; none is ever taken away, and a written view never changes."""

    def add(self, application_id: int, consultation: Consultation) -> None:
        """Stores one under its number."""

    def update(self, application_id: int, consultation: Consultation) -> None:
        """Writes its stand, its reminders, why it was withdrawn and the view that came."""
