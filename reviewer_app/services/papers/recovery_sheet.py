"""What stands on a recovery sheet; its words are the secret and are kept nowhere but on the page."""

from __future__ import annotations

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.papers import DocumentValues


def recovery_sheet(unit: UnitOfWork, library: str, words: str) -> DocumentValues:
    """The sheet of a library (an admin's act) with these words, not in force by this; RefusalError `user.not_admin`."""
    if not may_do(unit.actor, EventAct.SHEET_MADE):
        raise RefusalError("user.not_admin")
    now = unit.now
    return DocumentValues(
        kind=DocumentKind.RECOVERY_SHEET,
        unit=unit.settings.get().bureau,
        day=now.date(),
        fields={
            "library": library,
            "made_on": f"{now.year}年{now.month}月{now.day}日 {now:%H:%M}",
            "made_by": unit.actor.name,
            "words": words,
        },
        made_at=now,
    )
