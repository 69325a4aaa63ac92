"""A library with as many invented cases as a test wants, in all states."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from reviewer_app.domain.application import Source
from reviewer_app.domain.states import State
from reviewer_app.services.cases.registering import register_application
from support.desk_pages import application
from support.fakes import FakeUnit

#: The states of the cases in the order they are registered.
STATES = (
    State.REVIEWING,
    State.AWAITING_CORRECTION,
    State.CHECKING,
    State.PROPOSED,
    State.CHECKING,
    State.SIGNED_OFF,
    State.CHALLENGED,
    State.REGISTERED,
    State.SENT,
    State.DECLINED,
)


def fill(unit: FakeUnit, count: int) -> None:
    """Registers invented cases, one a day less to go than the one before, in the states of STATES."""
    for number in range(1, count + 1):
        case_id = register_application(unit, application(number), Source.ONLINE).application_id
        case = unit.applications.cases[case_id]
        state = STATES[(number - 1) % len(STATES)]
        unit.applications.cases[case_id] = replace(case, state=state, due_on=case.due_on - timedelta(days=number))
