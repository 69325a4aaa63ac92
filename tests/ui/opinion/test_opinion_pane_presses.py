"""A press counts once: no second click decides on a case nobody has read, and none while the answer is on its way."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.states import State
from reviewer_ui.actions import Actions, Place
from reviewer_ui.preferences import Preferences
from support.casework import TEXT, PendingDesk, answered, proposed, registered
from support.desk_pages import application, office
from support.fakes import FakeUnit
from support.followed import FollowedOpinion
from support.grounds import grounded


@dataclass
class BusyDesk:
    """An opinion pane over a library that takes its time, and a list that leads from the first case to the second."""

    library: PendingDesk
    pane: FollowedOpinion
    qtbot: QtBot
    next_case: int = 0

    def show(self, case_id: int) -> None:
        self.pane.show_case(case_id)
        self.qtbot.waitUntil(lambda: self.shown == case_id)

    def work(self) -> None:
        """The library does what was asked of it, and the window hears of it."""
        self.library.work()
        QApplication.processEvents()

    def work_until(self, is_done: Callable[[], bool]) -> None:
        """Draft, reading and act follow each other."""

        def worked() -> bool:
            self.work()
            return is_done()

        self.qtbot.waitUntil(worked)

    def go_on(self) -> None:
        self.pane.show_case(self.next_case)

    @property
    def shown(self) -> int | None:
        view = self.pane.submitting.view
        return view.application.id if view else None

    def state(self, case_id: int) -> State:
        return self.library.unit.applications.get(case_id).state


@pytest.fixture
def busy(tmp_path: Path, qtbot: QtBot) -> BusyDesk:
    """Answers come when the test lets the library work."""
    library = PendingDesk(FakeUnit())
    pane = FollowedOpinion(office(tmp_path, library, synchronous=False).context)
    qtbot.addWidget(pane)
    pane.resize(532, 667)
    pane.show()
    made = BusyDesk(library, pane, qtbot)
    pane.next_requested.connect(made.go_on)
    return made


def second(unit: FakeUnit, is_proposed: bool = True) -> int:
    """Another case, of another applicant."""
    own = application(2)
    return proposed(unit, Outcome.RECOMMEND, **own) if is_proposed else answered(unit, registered(unit, **own))


def test_a_second_click_does_not_sign_the_next_case(busy: BusyDesk) -> None:
    """The next case comes up between two clicks: it is signed only once it can have been read."""
    unit = busy.library.unit
    first, busy.next_case = proposed(unit), second(unit)
    unit.acting("示例乙")
    busy.show(first)
    agree = busy.pane.deciding.agree
    agree.click()
    agree.click()
    assert len(busy.library.waiting) == 1
    busy.work()
    busy.qtbot.waitUntil(lambda: busy.shown == busy.next_case)
    assert busy.pane.presses.is_resting
    agree.click()
    busy.pane.deciding.press_agree()
    busy.work()
    assert (busy.state(first), busy.state(busy.next_case)) == (State.SIGNED_OFF, State.PROPOSED)
    busy.qtbot.waitUntil(agree.isEnabled)
    agree.click()
    busy.work()
    assert busy.state(busy.next_case) is State.SIGNED_OFF


def test_a_second_click_on_submitting_does_not_sign_the_next_case(busy: BusyDesk) -> None:
    """One's own submission is followed by a case to decide on, its button in the same place."""
    unit = busy.library.unit
    busy.next_case = proposed(unit, Outcome.RECOMMEND, **application(2))
    first = grounded(unit, answered(unit, registered(unit)))
    busy.show(first)
    busy.pane.writing.outcomes.chips[Outcome.RECOMMEND].click()
    busy.pane.writing.submit.click()
    busy.work_until(lambda: busy.shown == busy.next_case)
    busy.pane.deciding.agree.click()
    busy.work()
    assert (busy.state(first), busy.state(busy.next_case)) == (State.PROPOSED, State.PROPOSED)


def test_a_double_click_submits_once(busy: BusyDesk) -> None:
    """What is pressed before the answer came is no second opinion."""
    case_id = answered(busy.library.unit, registered(busy.library.unit))
    busy.show(case_id)
    busy.pane.writing.outcomes.chips[Outcome.DECLINE].click()
    busy.pane.writing.text.setPlainText(TEXT)
    submit = busy.pane.writing.submit
    submit.click()
    submit.click()
    busy.pane.writing.press_submit()
    busy.work_until(lambda: busy.state(case_id) is State.PROPOSED)
    assert len(busy.library.unit.opinions.of(case_id)) == 1


def test_whoever_chose_another_case_meanwhile_stays_there(busy: BusyDesk) -> None:
    """The answer to the former case does not lead away from the one now read."""
    unit = busy.library.unit
    first, other = proposed(unit), second(unit)
    unit.acting("示例乙")
    busy.show(first)
    busy.pane.deciding.agree.click()
    busy.show(other)
    asked_on: list[bool] = []
    busy.pane.next_requested.connect(lambda: asked_on.append(True))
    with busy.qtbot.waitSignal(busy.pane.settled):
        busy.work()
    assert asked_on == []
    assert busy.shown == other


def test_a_key_held_too_long_moves_on_but_decides_once(tmp_path: Path, qapp: QApplication) -> None:
    """Holding Ctrl+Enter or an answer's key is one press."""
    actions = Actions(Preferences(tmp_path / "preferences.ini"))
    repeated = {action.objectName() for action in actions if action.autoRepeat()}
    assert repeated == {"queue.next", "queue.previous", "checklist.next", "checklist.previous"}
    assert {actions.spec(name).place for name in repeated} == {Place.QUEUE, Place.CHECKLIST}
