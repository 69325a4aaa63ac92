"""The intake desk: what stands half typed in the registration form, and which applications came in last."""

from __future__ import annotations

from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.services.cases.registering import REGISTRATION_DRAFTS
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, QueueRow, SortKey, Tab


def typed_so_far(unit: UnitOfWork) -> dict[str, str]:
    """What stands in the registration form and was not registered yet, by field id; empty fields are left out."""
    drafts = unit.drafts.of(REGISTRATION_DRAFTS)
    fields = DraftBoxes.REGISTER.named_in(drafts)
    return {field_id: drafts[box].text for box, field_id in fields.items() if drafts[box].text}


def forget_typed(unit: UnitOfWork) -> None:
    """Empties the registration form because the officer says so."""
    unit.drafts.clear(REGISTRATION_DRAFTS, DraftBoxes.REGISTER)


def recent_intake(unit: UnitOfWork, limit: int) -> tuple[QueueRow, ...]:
    """The applications that came in last in the present season, newest intake number first."""
    query = QueueQuery(unit.settings.get().season, tab=Tab.ALL, sort=SortKey.NUMBER, descending=True)
    index = unit.worklist.index(query, unit.actor, limit)
    return tuple(unit.worklist.rows(index.ids[:limit], unit.today))
