"""Every action of the table by its doors: its keys, or the menu under the name where it has none; and what comes of it.

The palette, the third door, is tried action by action in test_palette_actions.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtGui import QAction
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication, QDialog, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from reviewer_app.domain.acts import Act
from reviewer_app.domain.dispatch.road import STEPS
from reviewer_app.domain.guarantee.rules import ApprovalWords
from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.states import State
from reviewer_app.services.guarantee.keeping import take_on_as
from reviewer_ui.actions import ACTIONS, ActionSpec, Place
from reviewer_ui.frame.name_menu import NameMenu
from reviewer_ui.intake.pile import PilePage
from reviewer_ui.main_window import MainWindow
from reviewer_ui.opinion.pane import OpinionPane
from reviewer_ui.theme import LIGHT, apply_theme
from support.acts import in_state
from support.casework import answered, proposed, registered
from support.desk_pages import Office, application, office
from support.many_cases import fill
from support.pile_page import number_of, scan
from support.read_aloud import noticed

#: Tried elsewhere: what ends the window's work, through the session that opens the next one, and what wants a batch.
ELSEWHERE = {"desk.leave", "backup.restore", "dispatch.send", *(f"road.{step}" for step in STEPS)}
DECISIONS = {Act.SUBMIT, Act.SIGN_OFF, Act.CHALLENGE}
#: Pressed a second time, they leave the window as it was.
TURNED_BACK = {"view.table", "queue.fold", "case.scan_beside"}


class Desk:
    """The window of an office with a case in every state, brought to where an action can be carried out."""

    def __init__(self, at: Office, qtbot: QtBot) -> None:
        self.at, self.actions, self._qtbot = at, at.context.actions, qtbot
        self.window = MainWindow(at.context)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        with qtbot.waitActive(self.window):
            self.window.show()

    def goes_where(self, spec: ActionSpec) -> None:
        """Opens the page, the case and the part in which the action is open now."""
        if spec.place is Place.PILE:
            self.actions["intake.pile"].trigger()
            self._pile.note.clear()
            scan(self._pile, number_of(self.at, 2))
            return
        if spec.place is Place.LEDGER:
            self.window.show_place("ledger")
            return
        self.window.show_place("intake" if spec.place is Place.INTAKE or spec.id == "place.cases" else "cases")
        if spec.place is Place.INTAKE:
            self._pile.left.emit()
            self.window.places.intake.setFocus()
        if spec.place is Place.INTAKE or spec.id == "place.cases":
            return
        self.window.cases.queue.rows.setFocus()
        for case in (11, 12, 13, 14, *range(1, 11)):
            self.window.cases.queue.reveal(case)
            QApplication.processEvents()
            if self.actions[spec.id].isEnabled() and self.window.cases.is_case_open:
                break
        if spec.place is Place.OPINION and spec.act in DECISIONS:
            # Nobody decides on a case within a double click of its coming up.
            self._qtbot.waitUntil(lambda: self._opinion.presses.are_taken)
        if spec.place is Place.CHECKLIST or spec.is_plain:
            self.actions["checklist.enter"].trigger()

    @property
    def _opinion(self) -> OpinionPane:
        pane = self.window.findChild(OpinionPane)
        assert pane is not None
        return pane

    @property
    def _pile(self) -> PilePage:
        pile = self.window.places.intake.pile
        assert pile is not None
        return pile

    def sees(self) -> Hashable:
        """All that an officer could notice."""
        QApplication.processEvents()
        return noticed(self.window), len(self.at.said)

    def puts_aside(self, spec: ActionSpec) -> None:
        """Leaves the window as the next one finds it."""
        if spec.id in TURNED_BACK:
            self.actions[spec.id].trigger()
        if self.window.lock.dialog is not None:
            self.window.lock.dialog.tried.emit("long enough")
        for _ in range(6):
            popup, dialog = QApplication.activePopupWidget(), QApplication.activeModalWidget()
            if popup is not None:
                popup.close()
            if isinstance(dialog, QDialog):
                dialog.reject()
            QApplication.processEvents()
        for one in self.window.findChildren(QDialog):
            one.close()
        if not self.window.isActiveWindow():
            with self._qtbot.waitActive(self.window):
                self.window.activateWindow()


@pytest.fixture
def desk(tmp_path: Path, dressed: QApplication, qtbot: QtBot) -> Iterator[Desk]:
    """Beside the ten cases one that is ready to be proposed, two that wait for the head, and one to be taken back."""
    at = office(tmp_path)
    fill(at.unit, 10)
    answered(at.unit, registered(at.unit))
    for number in (12, 13):
        proposed(at.unit, Outcome.RECOMMEND, **application(number))
    in_state(at.unit, State.WITHDRAWAL_ASKED)
    approved = proposed(at.unit, Outcome.RECOMMEND, **application(15))
    at.unit.applications.update(replace(at.unit.applications.get(approved), state=State.APPROVED))
    take_on_as(at.unit, approved, ApprovalWords("演练立项〔2024〕1号", at.unit.today))
    yield Desk(at, qtbot)
    apply_theme(dressed, LIGHT)


def test_every_key_of_the_table_does_something_that_is_seen(desk: Desk) -> None:
    """Pressed in the window where the action is open; a key that does nothing there would say so at least."""
    without = []
    for spec in ACTIONS:
        if spec.keys and spec.id not in ELSEWHERE:
            desk.goes_where(spec)
            carried_out = QSignalSpy(desk.actions[spec.id].triggered)
            before = desk.sees()
            QTest.keySequence(QApplication.focusWidget() or desk.window, desk.actions[spec.id].shortcut())
            if carried_out.count() != 1 or desk.sees() == before:
                without.append((spec.id, carried_out.count(), desk.actions.why_closed(spec.id)))
            desk.puts_aside(spec)
    assert without == []


def test_every_action_without_a_key_does_something_that_is_seen_by_the_menu(desk: Desk) -> None:
    """Under the name stands all there is, by place; the keys stand beside it."""
    lines = _lines(desk.window.top.person)
    assert set(lines) == {spec.id for spec in ACTIONS}
    assert lines["case.past"].text() == "对照以前\tCtrl+H"
    without = []
    for spec in ACTIONS:
        if not spec.keys and spec.id not in ELSEWHERE:
            desk.goes_where(spec)
            line = _lines(desk.window.top.person)[spec.id]
            before = desk.sees()
            line.trigger()
            if not line.isEnabled() or desk.sees() == before:
                without.append((spec.id, line.isEnabled(), desk.actions.why_closed(spec.id)))
            desk.puts_aside(spec)
    assert without == []


def _lines(person: QPushButton) -> dict[str, QAction]:
    """The lines of the menu under the name as they are when it has just been opened."""
    menu = person.menu()
    assert isinstance(menu, NameMenu)
    menu.all.aboutToShow.emit()
    found: dict[str, QAction] = {}
    for place in menu.all.findChildren(QMenu):
        place.aboutToShow.emit()
        found |= {line.objectName(): line for line in place.actions()}
    return found
