"""The paper copies of the cases."""

from __future__ import annotations

from reviewer_app.domain.application import PaperCopy
from reviewer_db.stores.session import Session


class Papers:
    """Implements ports.PaperStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def of(self, application_id: int) -> tuple[PaperCopy, ...]:
        """The recorded copies by number."""
        rows = self._main.execute(
            "SELECT number, is_received, is_sealed, seal_name, pages, place FROM papers "
            "WHERE application_id = ? ORDER BY number",
            (application_id,),
        )
        return tuple(
            PaperCopy(number, bool(is_received), bool(is_sealed), seal_name, pages, place)
            for number, is_received, is_sealed, seal_name, pages, place in rows
        )

    def put(self, application_id: int, copy: PaperCopy) -> None:
        """Writes one copy over the former record of it."""
        self._main.execute(
            "INSERT OR REPLACE INTO papers VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                application_id,
                copy.number,
                int(copy.is_received),
                int(copy.is_sealed),
                copy.seal_name,
                copy.pages,
                copy.place,
            ),
        )
