"""The opinions of the cases; one is added, decided, perhaps retracted, never erased."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from reviewer_app.domain.opinion import Opinion, OpinionStatus, Outcome, ProjectClass
from reviewer_db.stores.departures import OF_OPINION, departures_of
from reviewer_db.stores.session import IN_LIST, Session, as_list

_COLUMNS = (
    "id, application_id, number, outcome, proposed_class, text, status, submitted_by, submitted_at, warnings, "
    "decided_by, decided_at, comment, is_self_approved"
)

_READ = f"SELECT {_COLUMNS}, {OF_OPINION} FROM opinions"


class Opinions:
    """Implements ports.OpinionStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def of(self, application_id: int) -> tuple[Opinion, ...]:
        """All opinions of a case, oldest first."""
        rows = self._main.execute(f"{_READ} WHERE application_id = ? ORDER BY number", (application_id,))
        return tuple(_opinion(row) for row in rows)

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[Opinion, ...]]:
        """The same of several cases, read at once."""
        rows = self._main.execute(f"{_READ} WHERE application_id {IN_LIST} ORDER BY number", (as_list(ids),))
        found: dict[int, list[Opinion]] = {one: [] for one in ids}
        for opinion in map(_opinion, rows):
            found[opinion.application_id].append(opinion)
        return {one: tuple(opinions) for one, opinions in found.items()}

    def add(self, opinion: Opinion) -> int:
        """Adds an opinion; the new id."""
        cursor = self._main.execute(
            f"INSERT INTO opinions ({_COLUMNS}) VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                opinion.application_id,
                opinion.number,
                opinion.outcome.value,
                opinion.proposed_class.value,
                opinion.text,
                opinion.status.value,
                opinion.submitted_by,
                opinion.submitted_at.isoformat(),
                json.dumps(opinion.warnings, ensure_ascii=False),
                opinion.decided_by,
                _text(opinion.decided_at),
                opinion.comment,
                int(opinion.is_self_approved),
            ),
        )
        return int(cursor.lastrowid or 0)

    def update(self, opinion: Opinion) -> None:
        """Writes status, decision and comment of a stored opinion."""
        self._main.execute(
            "UPDATE opinions SET status = ?, decided_by = ?, decided_at = ?, comment = ?, is_self_approved = ? "
            "WHERE id = ?",
            (
                opinion.status.value,
                opinion.decided_by,
                _text(opinion.decided_at),
                opinion.comment,
                int(opinion.is_self_approved),
                opinion.id,
            ),
        )


def _text(at: datetime | None) -> str | None:
    return at.isoformat() if at else None


def _opinion(row: tuple[Any, ...]) -> Opinion:
    return Opinion(
        id=row[0],
        application_id=row[1],
        number=row[2],
        outcome=Outcome(row[3]),
        proposed_class=ProjectClass(row[4]),
        text=row[5],
        status=OpinionStatus(row[6]),
        submitted_by=row[7],
        submitted_at=datetime.fromisoformat(row[8]),
        warnings=tuple(json.loads(row[9])),
        decided_by=row[10],
        decided_at=datetime.fromisoformat(row[11]) if row[11] else None,
        comment=row[12],
        is_self_approved=bool(row[13]),
        departures=departures_of(row[1], row[2], row[14]),
    )
