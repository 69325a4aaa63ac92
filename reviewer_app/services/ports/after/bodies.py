"""Where the technical bodies and line departments are kept, and the consultations of all seasons as a ledger."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Protocol

from reviewer_app.domain.bodies.body import Body, BodyContact, Support
from reviewer_app.domain.outside.consultations import ConsultationStand, Stance


@dataclass(frozen=True, slots=True)
class ConsultedLine:
    """One department consulted on a case of any season, and what came of it; `stance` is '' while nothing came."""

    application_id: int
    season: str
    intake_number: str
    project_name: str
    department: str
    asked_on: date
    due_on: date | None
    stand: str
    stance: str
    dated: date | None

    @property
    def outcome(self) -> str:
        """What came of it: the stance with its day, or how it stands."""
        if self.stance:
            return f"{Stance(self.stance).label}（{self.dated}）"
        stand = ConsultationStand(self.stand)
        due = f"，{self.due_on} 前回复（含当日）" if stand is ConsultationStand.ASKED and self.due_on else ""
        return f"{stand.label}{due}"


class BodyStore(Protocol):
    """Bodies with contacts and supports; lines are added, ended or struck out, never taken away."""

    def add(self, body: Body) -> int:
        """Keeps a body; the new id."""

    def get(self, body_id: int) -> Body:
        """One with all that is known of it; RefusalError `body.unknown`."""

    def all(self) -> tuple[Body, ...]:
        """All of them by name."""

    def note_contact(self, body_id: int, contact: BodyContact) -> None:
        """Adds whom to ask there."""

    def end_contact(self, contact_id: int, by: str, at: datetime) -> None:
        """Notes that a person is no longer to be asked there."""

    def note_support(self, body_id: int, support: Support) -> None:
        """Adds what it supported."""

    def strike_support(self, support_id: int, by: str, at: datetime, reason: str) -> None:
        """Strikes out a support entered by mistake."""

    def consulted(self) -> tuple[ConsultedLine, ...]:
        """Whom the office consulted in all seasons, the latest first; the lines that none had to be are left out."""
