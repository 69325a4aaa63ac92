"""What was typed and not yet submitted; each draft is one commit, so it outlives the program."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from reviewer_app.domain.drafts import is_name_of_several
from reviewer_app.services.ports.rows import Draft
from reviewer_db.stores.session import Session


class Drafts:
    """Implements ports.DraftStore."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session = session
        self._now = now

    def of(self, application_id: int) -> dict[str, Draft]:
        """The drafts of a case by box."""
        rows = self._session.main.execute(
            "SELECT box, text, saved_at, saved_by FROM drafts WHERE application_id = ?", (application_id,)
        )
        return {box: Draft(box, text, datetime.fromisoformat(at), by) for box, text, at, by in rows}

    def put(self, application_id: int, box: str, text: str) -> None:
        """Keeps a text over the former one."""
        self._session.main.execute(
            "INSERT INTO drafts VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text, "
            "saved_at = excluded.saved_at, saved_by = excluded.saved_by",
            (
                application_id,
                box,
                text,
                self._now().isoformat(),
                self._session.user().name,
            ),
        )

    def clear(self, application_id: int, name: str = "") -> None:
        """Forgets the box of that name, or all of the boxes that have it in common."""
        begins = len(name) if is_name_of_several(name) else None
        self._session.main.execute(
            "DELETE FROM drafts WHERE application_id = ? AND coalesce(substr(box, 1, ?), box) = ?",
            (application_id, begins, name),
        )

    def move(self, application_id: int, box: str, to: str) -> None:
        """Keeps a text in another box, with who typed it and when."""
        self._session.main.execute(
            "UPDATE OR REPLACE drafts SET box = ? WHERE application_id = ? AND box = ?", (to, application_id, box)
        )
