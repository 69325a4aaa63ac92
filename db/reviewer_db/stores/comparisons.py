"""What was found where the paper of a case was compared with the online record, field by field."""

from __future__ import annotations

from datetime import datetime

from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_db.stores.session import Session


class Comparisons:
    """Implements ports.ComparisonStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def of(self, application_id: int) -> dict[str, Comparison]:
        """The comparisons of a case by field id."""
        rows = self._main.execute(
            "SELECT field_id, is_same, paper_value, compared_by, compared_at FROM comparisons WHERE application_id = ?",
            (application_id,),
        )
        return {
            field_id: Comparison(field_id, bool(is_same), paper, by, datetime.fromisoformat(at) if at else None)
            for field_id, is_same, paper, by, at in rows
        }

    def put(self, application_id: int, comparison: Comparison) -> None:
        """Writes what was found in a field over what was found before."""
        self._main.execute(
            "INSERT INTO comparisons VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "is_same = excluded.is_same, paper_value = excluded.paper_value, "
            "compared_by = excluded.compared_by, compared_at = excluded.compared_at",
            (
                application_id,
                comparison.field_id,
                int(comparison.is_same),
                comparison.paper,
                comparison.by,
                comparison.at.isoformat() if comparison.at else None,
            ),
        )
