"""Which cases can be sent now, and why the others cannot yet."""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.acts import away_refusal
from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import BatchChoice
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.ranking.lots import SecondLook
from reviewer_app.domain.readiness import Point
from reviewer_app.domain.states import State
from reviewer_app.services.cases.reading import routing_of
from reviewer_app.services.cases.readying import open_in_some, said
from reviewer_app.services.dispatch.ordering import READY, in_office_order
from reviewer_app.services.dispatch.second_looks import looks_in_force, objection_to
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: Near enough to be missed in the list; what is still being checked nobody expects there.
_NOT_YET = (State.AWAITING_CORRECTION, State.REVIEWING, State.PROPOSED, State.CHALLENGED)


def is_practice(unit: UnitOfWork) -> bool:
    """Whether the practice season is worked in, where alone the sample seal may stand on a paper."""
    return unit.settings.get().practice_date is not None


def plan_batch(unit: UnitOfWork) -> tuple[BatchChoice, ...]:
    """Every case that could be sent now, in the order recommended, and those that cannot yet with the reason."""
    season = unit.settings.get().season
    ready = unit.applications.in_states(season, [state.value for state in READY])
    waiting = unit.applications.in_states(season, [state.value for state in _NOT_YET])
    ready = in_office_order(unit, ready)
    still_open = open_in_some(unit, ready, ReadinessAct.BATCH)
    looks = looks_in_force(unit, [case.id for case in ready])
    return tuple(_choice(unit, case, still_open.get(case.id, ()), looks.get(case.id)) for case in (*ready, *waiting))


def _choice(unit: UnitOfWork, case: Application, still_open: Sequence[Point], look: SecondLook | None) -> BatchChoice:
    routing = routing_of(unit.packs.by_hash(case.pack.sha256), case)
    refusal, detail = "", ""
    objection = objection_to(look)
    if case.is_away:
        away = away_refusal(case)
        refusal, detail = away.code, sentence(away.code, away.values)
    elif case.state not in READY:
        refusal = "batch.not_signed_off"
        detail = sentence(refusal, {"state": case.state.label})
    elif routing.contact is None:
        refusal, detail = "batch.unrouted", sentence("batch.unrouted", {"why": routing.why})
    elif still_open:
        refusal = "batch.still_open"
        detail = sentence("batch.still_open", {"count": len(still_open), "what": said(still_open[0])})
    elif objection is not None:
        refusal, detail = objection.code, sentence(objection.code, objection.values)
    return BatchChoice(
        application_id=case.id,
        intake_number=case.intake_number,
        project_name=case.project_name,
        applicant=case.applicant,
        state=case.state,
        contact=routing.contact.name if routing.contact else "",
        refusal=refusal,
        refusal_detail=detail,
        still_open=tuple(said(point) for point in still_open),
        told=sentence("looks.still_open") if look is not None and look.is_open else "",
    )
