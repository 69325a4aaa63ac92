"""Recording that the real seal was put on signed-off recommendations."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.changes import Noun
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.recording import move
from reviewer_app.services.ports.changes import Changes
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import Act


def record_sealed(unit: UnitOfWork, case_ids: Sequence[int]) -> Changes:
    """Records the use of the seal on some signed-off cases, by the seal keeper."""
    for case_id in case_ids:
        application = unit.applications.get(case_id)
        require(unit.actor, application, Act.RECORD_SEALED)
        move(unit, application, State.SEALED, EventAct.SEALED)
    return Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.BATCH}), frozenset(case_ids))
