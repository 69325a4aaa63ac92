"""What was found where the paper of a case was compared with the online record, field by field."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reviewer_app.domain.comparison import Comparison
from reviewer_db.stores.session import IN_LIST, Session, as_list

_READ = "SELECT application_id, field_id, is_same, paper_value, compared_by, compared_at FROM comparisons"


class Comparisons:
    """Implements ports.ComparisonStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def of(self, application_id: int) -> dict[str, Comparison]:
        """The comparisons of a case by field id."""
        rows = self._main.execute(f"{_READ} WHERE application_id = ?", (application_id,))
        return {found.field_id: found for _, *columns in rows for found in [_comparison(*columns)]}

    def of_some(self, ids: Sequence[int]) -> dict[int, dict[str, Comparison]]:
        """The same of several cases, read at once."""
        found: dict[int, dict[str, Comparison]] = {one: {} for one in ids}
        for case_id, *columns in self._main.execute(f"{_READ} WHERE application_id {IN_LIST}", (as_list(ids),)):
            one = _comparison(*columns)
            found[case_id][one.field_id] = one
        return found

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


def _comparison(field_id: str, is_same: int, paper: str, by: str, at: str | None) -> Comparison:
    return Comparison(field_id, bool(is_same), paper, by, datetime.fromisoformat(at) if at else None)
