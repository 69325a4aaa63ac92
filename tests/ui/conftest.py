"""What the window's tests share: our look on the one application, and an office in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from desk_pages import Office, application, office
from fakes import FakeUnit
from reviewer_app.domain.application import Source
from reviewer_app.domain.states import State
from reviewer_app.services.registering import register_application
from reviewer_ui.application import make_application

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


@pytest.fixture(autouse=True)
def dressed(qapp: QApplication) -> Iterator[QApplication]:
    """The application in our look and language, as the officer has it; a test's windows are gone before the next."""
    yield make_application()
    # Without a running loop nothing deletes what was put off, and each new test would dress all former windows too.
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)


@pytest.fixture
def desk_of_ten(tmp_path: Path) -> Office:
    """An office with ten cases in ten states; the case with the number n is due n days before the deadline."""
    made = office(tmp_path)
    fill(made.unit, 10)
    return made


def fill(unit: FakeUnit, count: int) -> None:
    """Registers invented cases, one a day less to go than the one before, in the states of STATES."""
    for number in range(1, count + 1):
        case_id = register_application(unit, application(number), Source.ONLINE).application_id
        case = unit.applications.cases[case_id]
        state = STATES[(number - 1) % len(STATES)]
        unit.applications.cases[case_id] = replace(case, state=state, due_on=case.due_on - timedelta(days=number))
