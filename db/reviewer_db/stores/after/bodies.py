"""Technical bodies and line departments with contacts and supports, and the consultations of all seasons."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.bodies.body import Body, BodyContact, BodyKind, Support, SupportKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.ports.after.bodies import ConsultedLine

if TYPE_CHECKING:
    from sqlite3 import Connection


class Bodies:
    """Implements ports.BodyStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main

    def add(self, body: Body) -> int:
        """Keeps a body; the new id."""
        cursor = self._main.execute(
            "INSERT INTO bodies VALUES (NULL, ?, ?, ?, ?)", (body.kind.value, body.name, body.by, body.at.isoformat())
        )
        return int(cursor.lastrowid or 0)

    def get(self, body_id: int) -> Body:
        """One with all that is known of it; RefusalError `body.unknown`."""
        found = next((one for one in self.all() if one.id == body_id), None)
        if found is None:
            raise RefusalError("body.unknown")
        return found

    def all(self) -> tuple[Body, ...]:
        """All of them by name."""
        contacts: dict[int, list[BodyContact]] = {}
        for body_id, *row in self._main.execute(
            "SELECT body_id, person, post, telephone, noted_by, noted_at, ended_by, ended_at, id FROM body_contacts "
            "ORDER BY id"
        ):
            contacts.setdefault(body_id, []).append(_contact(row))
        supports: dict[int, list[Support]] = {}
        for body_id, *row in self._main.execute(
            "SELECT s.body_id, s.support, s.year, s.note, s.noted_by, s.noted_at, coalesce(s.application_id, 0), "
            "coalesce(a.intake_number || ' ' || a.project_name, ''), s.struck_by, s.struck_at, s.strike_reason, s.id "
            "FROM body_supports s LEFT JOIN applications a ON a.id = s.application_id ORDER BY s.year, s.id"
        ):
            supports.setdefault(body_id, []).append(_support(row))
        rows = self._main.execute("SELECT id, body_kind, name, added_by, added_at FROM bodies ORDER BY name, id")
        return tuple(
            Body(
                BodyKind(kind),
                name,
                by,
                datetime.fromisoformat(at),
                tuple(contacts.get(body_id, ())),
                tuple(supports.get(body_id, ())),
                body_id,
            )
            for body_id, kind, name, by, at in rows
        )

    def note_contact(self, body_id: int, contact: BodyContact) -> None:
        """Adds whom to ask there."""
        self._main.execute(
            "INSERT INTO body_contacts VALUES (NULL, ?, ?, ?, ?, ?, ?, '', NULL)",
            (body_id, contact.person, contact.post, contact.telephone, contact.by, contact.at.isoformat()),
        )

    def end_contact(self, contact_id: int, by: str, at: datetime) -> None:
        """Notes that a person is no longer to be asked there."""
        self._main.execute(
            "UPDATE body_contacts SET (ended_by, ended_at) = (?, ?) WHERE id = ?", (by, at.isoformat(), contact_id)
        )

    def note_support(self, body_id: int, support: Support) -> None:
        """Adds what it supported."""
        one = support
        case = one.application_id or None
        self._main.execute(
            "INSERT INTO body_supports VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, '', NULL, '')",
            (body_id, one.kind.value, one.year, one.note, case, one.by, one.at.isoformat()),
        )

    def strike_support(self, support_id: int, by: str, at: datetime, reason: str) -> None:
        """Strikes out a support entered by mistake."""
        self._main.execute(
            "UPDATE body_supports SET (struck_by, struck_at, strike_reason) = (?, ?, ?) WHERE id = ?",
            (by, at.isoformat(), reason, support_id),
        )

    def consulted(self) -> tuple[ConsultedLine, ...]:
        """Whom the office consulted in all seasons, the latest first."""
        rows = self._main.execute(
            "SELECT a.id, a.season, a.intake_number, a.project_name, c.department, c.asked_on, c.due_on, c.stand, "
            "c.stance, c.dated FROM consultations c JOIN applications a ON a.id = c.application_id "
            "WHERE c.department <> '' ORDER BY c.asked_on DESC, a.id DESC, c.number DESC"
        )
        return tuple(
            ConsultedLine(
                case, season, number, name, department, date.fromisoformat(asked), _day(due), stand, stance, _day(dated)
            )
            for case, season, number, name, department, asked, due, stand, stance, dated in rows
        )


def _contact(row: list[Any]) -> BodyContact:
    person, post, telephone, by, at, ended_by, ended_at, contact_id = row
    return BodyContact(person, post, telephone, by, datetime.fromisoformat(at), ended_by, _time(ended_at), contact_id)


def _support(row: list[Any]) -> Support:
    kind, year, note, by, at, case, project, struck_by, struck_at, reason, support_id = row
    return Support(
        kind=SupportKind(kind),
        year=year,
        note=note,
        by=by,
        at=datetime.fromisoformat(at),
        application_id=case,
        project=project,
        struck_by=struck_by,
        struck_at=_time(struck_at),
        strike_reason=reason,
        id=support_id,
    )


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
