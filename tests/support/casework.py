"""Cases at every step of the road, for tests of the panes: everything invented, every step by the real services."""

from __future__ import annotations

from collections.abc import Callable, Collection
from concurrent.futures import Future
from typing import Any

from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.registering import register_application
from reviewer_ui.widgets.decision import DecisionDialog
from support.builders import CLEAN, KEY, values
from support.desk_pages import Office
from support.fakes import FakeDesk, FakeUnit
from support.followed import FollowedOpinion
from support.grounds import grounded

TEXT = "经初审，各项条件具备，建议推荐。"


def registered(unit: FakeUnit, **changed: str) -> int:
    """A general application without findings, but for what is changed."""
    return register_application(unit, values(CLEAN, **changed), Source.ONLINE).application_id


def registered_key(unit: FakeUnit, **changed: str) -> int:
    """An application as key project."""
    return register_application(unit, values(KEY, **changed), Source.ONLINE).application_id


def answered(unit: FakeUnit, case_id: int, but: Collection[str] = (), **against: Verdict) -> int:
    """Every point 符合, but for those left open and those answered otherwise (E1_credit=Verdict.NOT_MET)."""
    view = open_case(unit, case_id)
    for rule in rules_for(view.pack, view.application.values):
        if rule.id not in but:
            checking.answer_item(unit, case_id, rule.id, against.get(rule.id.replace(".", "_"), Verdict.MET))
    return case_id


def proposed(unit: FakeUnit, outcome: Outcome = Outcome.RECOMMEND, **changed: str) -> int:
    """A case whose opinion waits for the head."""
    case_id = grounded(unit, answered(unit, registered(unit, **changed)))
    reviewing.submit_opinion(unit, case_id, outcome, ProjectClass.GENERAL, TEXT)
    return case_id


def opened_pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    """The opinion pane as the desk shows it, with the keyboard."""
    pane = FollowedOpinion(at.context)
    qtbot.addWidget(pane)
    pane.resize(532, 667)
    with qtbot.waitActive(pane):
        pane.show()
    return pane


def dialog_of(window: QWidget) -> DecisionDialog:
    """The decision the officer is asked for now."""
    asked = [one for one in window.findChildren(DecisionDialog) if one.isVisible()]
    assert len(asked) == 1, "exactly one decision is asked for"
    return asked[0]


def settle() -> None:
    """Lets the window carry out what it has put off to its next turn."""
    QApplication.processEvents()


class PendingDesk(FakeDesk):
    """A desk whose database is busy: changes wait until `work` is called."""

    def __init__(self, unit: FakeUnit) -> None:
        super().__init__(unit)
        self.waiting: list[Callable[[], None]] = []

    def submit_change(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Future[Any]:
        future: Future[Any] = Future()

        def later() -> None:
            try:
                future.set_result(act(self.unit, *args, **kwargs))
            except Exception as problem:
                future.set_exception(problem)

        self.waiting.append(later)
        return future

    def work(self) -> None:
        """Does what has been waiting, in order."""
        waiting, self.waiting = self.waiting, []
        for one in waiting:
            one()
