"""Recording that the real seal was put on signed-off recommendations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.domain.acts import Act
from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.numbers import Sealing
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.services.cases.numbering import latest_recommendations
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.readying import require_all_ready
from reviewer_app.services.cases.recording import move
from reviewer_app.services.ports.library import UnitOfWork


def record_sealed(unit: UnitOfWork, case_ids: Sequence[int]) -> Changes:
    """Records the use of the seal on some signed-off cases, by the seal keeper.

    Raises RefusalError `readiness.…`, TroubleError `library.not_as_recorded`.
    """
    unit.require_as_recorded(case_ids)
    for case_id in case_ids:
        _seal(unit, case_id)
    return Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.BATCH}), frozenset(case_ids))


def record_case_sealed(unit: UnitOfWork, case_id: int) -> Changes:
    """Records the use of the seal on one case; raises as `record_sealed`."""
    record_sealed(unit, [case_id])
    return changed(Noun.QUEUE, Noun.CASE, Noun.BATCH, application=case_id)


def _seal(unit: UnitOfWork, case_id: int) -> None:
    application = unit.applications.get(case_id)
    require(unit.actor, application, Act.RECORD_SEALED)
    require_all_ready(unit, [application], ReadinessAct.SEAL)
    move(unit, application, State.SEALED, EventAct.SEALED)
    for entry in latest_recommendations(unit, [case_id]).values():
        unit.register.complete(replace(entry, sealed_how=Sealing.STAMPED))
