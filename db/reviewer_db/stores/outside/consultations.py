"""The departments consulted on the cases: written here, read back with their case."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

from reviewer_app.domain.outside.consultations import Consultation, ConsultationStand, Stance, WrittenView
from reviewer_db.stores.session import Session

#: The consultations of a case `a` as one JSON text, for the statement that reads the case.
READ_CONSULTATIONS = (
    "(SELECT json_group_array(json_array(c.number, c.department, c.stand, c.asked_on, c.asked_by, c.due_on, "
    "c.question, c.reason, c.reminded_on, c.stance, c.words, c.dated, c.received_on, c.register_number, "
    "c.sha256, c.file_name)) "
    "FROM consultations c WHERE c.application_id = a.id)"
)
#: How many departments replied and how many were asked, for the queue's row of a case.
COUNTED = (
    "(SELECT coalesce(sum(stand = 'replied'), 0) FROM consultations c WHERE c.application_id = applications.id), "
    "(SELECT coalesce(sum(stand IN ('replied', 'asked')), 0) FROM consultations c "
    "WHERE c.application_id = applications.id)"
)


class Consultations:
    """Implements ports.ConsultationStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def add(self, application_id: int, consultation: Consultation) -> None:
        """Stores one under its number."""
        one = consultation
        fixed = (application_id, one.number, one.department, one.asked_on.isoformat(), one.by, _text(one.due_on))
        self._main.execute(
            "INSERT INTO consultations VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*fixed, one.question, *_changing(one)),
        )

    def update(self, application_id: int, consultation: Consultation) -> None:
        """Writes its stand, its reminders, why it was withdrawn and the view that came."""
        self._main.execute(
            "UPDATE consultations SET (stand, reason, reminded_on, stance, words, dated, received_on, register_number, "
            "sha256, file_name) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE application_id = ? AND number = ?",
            (*_changing(consultation), application_id, consultation.number),
        )


def consultations_from(text: str) -> tuple[Consultation, ...]:
    """The consultations of a case from the text of `READ_CONSULTATIONS`, in their order."""
    if text == "[]":
        return ()
    return tuple(sorted((_consultation(row) for row in json.loads(text)), key=lambda one: one.number))


def _changing(one: Consultation) -> tuple[object, ...]:
    reminded = json.dumps([day.isoformat() for day in one.reminded_on])
    view = one.view
    if view is None:
        return (one.stand.value, one.reason, reminded, "", "", None, None, "", "", "")
    days = (view.dated.isoformat(), view.received_on.isoformat())
    kept = (view.register_number, view.sha256, view.file_name)
    return (one.stand.value, one.reason, reminded, view.stance.value, view.words, *days, *kept)


def _consultation(row: list[Any]) -> Consultation:
    number, department, stand, asked_on, by, due_on, question, reason, reminded_on, stance, *view = row
    words, dated, received_on, register_number, sha256, file_name = view
    return Consultation(
        number=number,
        department=department,
        stand=ConsultationStand(stand),
        asked_on=date.fromisoformat(asked_on),
        by=by,
        due_on=date.fromisoformat(due_on) if due_on else None,
        question=question,
        reason=reason,
        reminded_on=tuple(date.fromisoformat(day) for day in json.loads(reminded_on)),
        view=WrittenView(
            Stance(stance),
            words,
            date.fromisoformat(dated),
            date.fromisoformat(received_on),
            register_number,
            sha256,
            file_name,
        )
        if stance
        else None,
    )


def _text(day: date | None) -> str | None:
    return day.isoformat() if day else None
