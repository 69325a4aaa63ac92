"""The technical bodies and departments in memory; what the guards of the tables refuse, this refuses too."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from reviewer_app.domain.bodies.body import Body, BodyContact, Support
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.ports.after.bodies import ConsultedLine
from support.fake_stores import FakeApplications


class FakeBodies:
    """Bodies in a list; ids of contacts and supports count on over all of them."""

    def __init__(self, applications: FakeApplications) -> None:
        self._applications = applications
        self.kept: list[Body] = []
        self._last = 0

    def add(self, body: Body) -> int:
        self.kept.append(replace(body, id=len(self.kept) + 1))
        return len(self.kept)

    def get(self, body_id: int) -> Body:
        if not 0 < body_id <= len(self.kept):
            raise RefusalError("body.unknown")
        return self.kept[body_id - 1]

    def all(self) -> tuple[Body, ...]:
        return tuple(sorted(self.kept, key=lambda one: (one.name, one.id)))

    def note_contact(self, body_id: int, contact: BodyContact) -> None:
        body = self.get(body_id)
        self.kept[body_id - 1] = replace(body, contacts=(*body.contacts, replace(contact, id=self._next())))

    def end_contact(self, contact_id: int, by: str, at: datetime) -> None:
        for place, body in enumerate(self.kept):
            ended = [replace(one, ended_by=by, ended_at=at) if one.id == contact_id else one for one in body.contacts]
            self.kept[place] = replace(body, contacts=tuple(ended))

    def note_support(self, body_id: int, support: Support) -> None:
        body = self.get(body_id)
        case = self._applications.cases.get(support.application_id)
        project = f"{case.intake_number} {case.project_name}" if case is not None else ""
        one = replace(support, project=project, id=self._next())
        self.kept[body_id - 1] = replace(body, supports=(*body.supports, one))

    def strike_support(self, support_id: int, by: str, at: datetime, reason: str) -> None:
        for place, body in enumerate(self.kept):
            struck = [
                replace(one, struck_by=by, struck_at=at, strike_reason=reason) if one.id == support_id else one
                for one in body.supports
            ]
            self.kept[place] = replace(body, supports=tuple(struck))

    def consulted(self) -> tuple[ConsultedLine, ...]:
        found = []
        for case in self._applications.cases.values():
            for one in case.consultations:
                view = one.view
                head = (case.id, case.season, case.intake_number, case.project_name, one.department)
                said = (view.stance.value, view.dated) if view is not None else ("", None)
                if one.department:
                    found.append(ConsultedLine(*head, one.asked_on, one.due_on, one.stand.value, *said))
        return tuple(sorted(found, key=lambda one: (one.asked_on, one.application_id), reverse=True))

    def _next(self) -> int:
        self._last += 1
        return self._last
