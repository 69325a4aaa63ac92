"""The day's cases go from the counter to the reviewer, to the seal keeper and home, by keys alone, three acts each."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.services.cases import checking
from reviewer_app.services.cases.reading import open_case
from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary
from reviewer_ui.handover.sending import SendingDialog
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.session import build_window
from support.two_desks import known_desks, with_cases

ENTER, BOTH = Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class Clerk:
    """Somebody at the window of a library, with a stick that was in use the day before."""

    def __init__(self, library: OpenLibrary, qtbot: QtBot, stick: Path) -> None:
        self.library, self.stick = library, stick
        preferences = Preferences(stick.parent / f"{library.folder.name}.ini")
        for key in ("saving/folder", "handover/folder"):
            preferences.put(key, str(stick))
        self.window = build_window(Parts(), preferences, library, synchronous=True)
        qtbot.addWidget(self.window)
        self.window.resize(1366, 768)
        self.window.show()
        self.acts = 0

    def presses(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """One key, where it would go: to the window in front."""
        front = QApplication.activeModalWidget() or self.window
        handle = front.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifiers)
        for _ in range(4):
            QApplication.processEvents()
        self.acts += 1

    def sits_down(self) -> None:
        """Begins to count anew, with this window in front."""
        self.window.activateWindow()
        QApplication.processEvents()
        self.acts = 0

    def hands_over(self, choose: str = "") -> Path:
        """Hands the day's cases over; the file. On the first day another receiver may have to be chosen."""
        before = set(self.stick.iterdir())
        self.sits_down()
        self.presses(Qt.Key.Key_M, BOTH)
        if choose:
            dialog = next(one for one in self.window.findChildren(SendingDialog) if one.isVisible())
            dialog.receiver.setCurrentText(choose)
        self.presses(ENTER)
        self.presses(ENTER)
        (made,) = set(self.stick.iterdir()) - before
        return made

    def takes_in(self) -> None:
        """Takes in the package that came last."""
        self.sits_down()
        self.presses(Qt.Key.Key_R, BOTH)
        self.presses(ENTER)
        self.presses(ENTER)


@pytest.fixture
def office(tmp_path: Path, qtbot: QtBot) -> Iterator[tuple[Clerk, Clerk, Clerk]]:
    (tmp_path / "stick").mkdir()
    with known_desks(tmp_path, counter="窗口", reviewer="初审室", seals="用印室") as libraries:
        counter, reviewer, seals = (Clerk(library, qtbot, tmp_path / "stick") for library in libraries)
        yield counter, reviewer, seals


def here(clerk: Clerk) -> list[int]:
    """The cases that can be worked on at a desk."""

    return clerk.library.read(
        lambda unit: [
            one.id
            for one in unit.applications.some([known.id for known in unit.applications.known("2024")])
            if not one.is_away
        ]
    )


def work(clerk: Clerk, verdict: Verdict) -> None:
    """Something is done on every case of the desk."""
    for case_id in here(clerk):
        clerk.library.change(checking.answer_item, case_id, "E1.registered", verdict)


def test_three_acts_hand_the_days_cases_over_and_three_take_them_in(office: tuple[Clerk, Clerk, Clerk]) -> None:
    counter, reviewer, seals = office
    with_cases(counter.library, 12)
    is_first_day = True
    for verdict in (Verdict.MET, Verdict.NOT_MET):
        file = counter.hands_over(choose="初审室" if is_first_day else "")
        assert (counter.acts, "12件" in file.name) == (3, True)
        reviewer.takes_in()
        assert (reviewer.acts, len(here(reviewer))) == (3, 12)
        work(reviewer, verdict)
        reviewer.hands_over(choose="用印室" if is_first_day else "")
        assert reviewer.acts == 3
        seals.takes_in()
        assert (seals.acts, len(here(seals))) == (3, 12)
        work(seals, Verdict.UNDECIDED)
        for case_id in here(seals):
            seals.library.change(checking.note_item, case_id, "E1.registered", f"已核 {verdict.value}")
        seals.hands_over(choose="窗口" if is_first_day else "")
        assert seals.acts == 3
        counter.takes_in()
        assert (counter.acts, len(here(counter)), here(reviewer), here(seals)) == (3, 12, [], [])
        view = counter.library.read(open_case, here(counter)[0])
        assert view.answers["E1.registered"].note == f"已核 {verdict.value}"
        work(counter, Verdict.MET)
        is_first_day = False
    for clerk in office:
        assert [line for line in clerk.library.verify() if line.is_broken] == []
