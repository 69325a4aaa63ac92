"""The intake desk: what stands half typed in the registration form, and which applications came in last."""

from __future__ import annotations

from collections.abc import Mapping

from reviewer_app.services.ports import UnitOfWork
from reviewer_app.services.rows import QueueQuery, QueueRow, SortKey, Tab

#: Drafts of the registration form belong to no case yet.
NO_CASE = 0
_PREFIX = "register:"


def keep_typed(unit: UnitOfWork, typed: Mapping[str, str]) -> None:
    """Keeps what was typed in the registration form, by field id; an emptied field is kept as empty."""
    for field_id, text in typed.items():
        unit.drafts.put(NO_CASE, _PREFIX + field_id, text)


def typed_so_far(unit: UnitOfWork) -> dict[str, str]:
    """What stands in the registration form and was not registered yet, by field id; empty fields are left out."""
    drafts = unit.drafts.of(NO_CASE)
    return {
        box.removeprefix(_PREFIX): draft.text for box, draft in drafts.items() if box.startswith(_PREFIX) and draft.text
    }


def forget_typed(unit: UnitOfWork) -> None:
    """Empties the registration form: after registering, or when the officer says so."""
    unit.drafts.clear(NO_CASE, _PREFIX)


def recent_intake(unit: UnitOfWork, limit: int) -> tuple[QueueRow, ...]:
    """The applications that came in last in the present season, newest intake number first."""
    query = QueueQuery(unit.settings.get().season, tab=Tab.ALL, sort=SortKey.NUMBER, descending=True)
    index = unit.worklist.index(query, unit.actor, limit)
    return tuple(unit.worklist.rows(index.ids[:limit], unit.today))
