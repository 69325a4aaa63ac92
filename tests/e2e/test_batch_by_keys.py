"""A batch in the true window by keys alone: made, sealed by two people, packed, posted, and answered."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.dispatch.city import CityAnswerKind
from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.domain.numbers import Sealing
from reviewer_app.domain.states import State
from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER
from reviewer_app.services.city.answering import answers_of_batch
from reviewer_app.services.dispatch.batch_letters import in_force_of
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.dispatch.mail_check import mail_check
from reviewer_app.services.posting.contents import batch_parcels
from reviewer_app.wiring import Parts
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window
from support.desk_pages import type_text
from support.practice import practice_library

KEY = Qt.Key
PLAIN, CTRL, ALT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


class Desk:
    """One person at the window; every key pressed is an action of its step, what is typed is none."""

    def __init__(self, place: Path, name: str, qtbot: QtBot, actions: Counter[str]) -> None:
        self._qtbot, self._actions = qtbot, actions
        self.library = Parts().libraries.open(place, name, PRACTICE_PASSWORD)
        preferences = Preferences(place.parent / "preferences.ini")
        preferences.put("dispatch/folder", str(place.parent))
        self.window = build_window(Parts(), preferences, self.library, synchronous=True)
        self.window.resize(1366, 768)
        with qtbot.waitActive(self.window):
            self.window.show()

    def press(self, step: str, *keys: Qt.Key, held: Qt.KeyboardModifier = PLAIN) -> None:
        """Presses keys where the keyboard is."""
        for key in keys:
            self._actions[step] += 1
            if QApplication.activeModalWidget() is None and not self.window.isActiveWindow():
                # Without a window manager nobody gives the keyboard back when a dialog closes.
                self.window.activateWindow()
                self._qtbot.waitUntil(self.window.isActiveWindow)
            QTest.keyClick(self._held(), key, held)
            for _ in range(3):
                QCoreApplication.sendPostedEvents()
                QCoreApplication.processEvents()

    def go_on(self, step: str) -> None:
        """Ctrl+Enter: what comes next."""
        self.press(step, KEY.Key_Return, held=CTRL)

    def type(self, words: str) -> None:
        """Types where the keyboard is."""
        type_text(self._held(), words)

    def enter(self, words: str) -> None:
        """Types, and goes on to the next field as a scanner does: Enter is part of what is typed."""
        self.type(words)
        self.press("typed", KEY.Key_Return)

    def tab_to(self, step: str, named: str) -> None:
        """Tab until what has the keyboard is called so; the hops are actions too."""
        for _ in range(20):
            self.press(step, KEY.Key_Tab)
            held = self._held()
            if held.accessibleName().startswith(named) or str(held.property("text") or "").startswith(named):
                return
        raise AssertionError(f"{named} is not reached by Tab")

    def _held(self) -> QWidget:
        over = QApplication.activeModalWidget() or self.window
        held = over.focusWidget()
        return held if held is not None and held.isVisible() else over


@contextmanager
def _at(place: Path, name: str, qtbot: QtBot, actions: Counter[str]) -> Iterator[Desk]:
    desk = Desk(place, name, qtbot, actions)
    try:
        yield desk
    finally:
        desk.window.close()
        desk.window.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QCoreApplication.processEvents()
        desk.library.close()


@pytest.mark.parametrize("cases", [2, pytest.param(12, marks=pytest.mark.bench)])
def test_a_batch_goes_from_the_list_to_the_bureaus_answer_by_keys(
    cases: int, tmp_path: Path, qapp: QApplication, qtbot: QtBot
) -> None:
    make_application()
    practice_library(tmp_path / "library").close()
    actions: Counter[str] = Counter()
    with _at(tmp_path / "library", PRACTICE_USER, qtbot, actions) as desk:
        desk.press("batch", KEY.Key_B, held=CTRL)
        _leave_ticked(desk, cases)
        for step in ("batch", "batch", "seal"):
            desk.go_on(step)
        desk.press("seal", KEY.Key_Return)
    with _at(tmp_path / "library", "示例乙", qtbot, actions) as desk:
        desk.press("seal", KEY.Key_B, held=CTRL)
        desk.go_on("seal")
        desk.press("seal", KEY.Key_Return)
    with _at(tmp_path / "library", PRACTICE_USER, qtbot, actions) as desk:
        desk.press("seal", KEY.Key_B, held=CTRL)
        desk.go_on("seal")
        desk.press("seal", KEY.Key_Return)
        _post(desk)
        batch = desk.library.read(list_batches)[0]
        assert batch.sent_at is not None
        assert len(batch.lines) == cases
        assert not any(point.excuse for point in desk.library.read(mail_check, batch.id).points), "no point is excused"
        letters = desk.library.read(in_force_of, batch.id)
        _answer(desk)
        parcels = desk.library.read(batch_parcels, batch.id).parcels
        answered = desk.library.read(answers_of_batch, batch.id)
    del actions["tick"], actions["typed"]
    answering = actions.pop("answer")
    assert (actions, answering) == ({"batch": 3, "seal": 8, "pack": 2, "post": 2}, 8)
    assert actions.total() <= 15, "from the list to the post, whatever the number of parcels"
    assert len(parcels) == {2: 2, 12: 6}[cases]
    assert {one.parcel.state for one in parcels} == {ParcelState.POSTED}
    assert {one.sealed_how for one in letters} == {Sealing.STAMPED}, "each letter goes with the seal"
    assert [[one.words.kind for one in case.answers] for case in answered] == [
        [CityAnswerKind.RECEIVED, CityAnswerKind.APPROVED]
    ] * cases
    assert {case.state for case in answered} == {State.APPROVED}


def _leave_ticked(desk: Desk, cases: int) -> None:
    """All that can go is ticked; what is over is left out from the top."""
    ready = sum(one.is_allowed for one in desk.library.read(plan_batch))
    if ready > cases:
        desk.press("tick", KEY.Key_1, held=ALT)
        desk.press("tick", *[KEY.Key_Space, KEY.Key_Down] * (ready - cases))


def _post(desk: Desk) -> None:
    """Packed in one act with their letters, all parcels posted in one act under their waybills; nothing is excused."""
    desk.go_on("pack")
    desk.press("pack", KEY.Key_Return)
    batch = desk.library.read(list_batches)[0]
    desk.go_on("post")
    desk.enter("邮政")
    for place in range(len(desk.library.read(batch_parcels, batch.id).parcels)):
        desk.enter(f"EX{place:09d}CN")
    desk.press("post", KEY.Key_Return)


def _answer(desk: Desk) -> None:
    """What the bureau says to all of the batch: received, and a while later approved."""
    desk.press("answer", KEY.Key_5, held=ALT)
    desk.press("answer", KEY.Key_A, held=CTRL)
    desk.press("answer", KEY.Key_1)
    desk.type("2024-05-19")
    desk.press("answer", KEY.Key_Return)
    desk.press("answer", KEY.Key_A, held=CTRL)
    desk.press("answer", KEY.Key_3)
    desk.type("沪市监标技〔2024〕88号")
    desk.press("answer", KEY.Key_Tab)
    desk.type("2024-05-19")
    desk.press("answer", KEY.Key_Return)
