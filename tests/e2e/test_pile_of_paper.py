"""A pile of ten paper sets through the true window on a real library, by key events, each counted."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.services.intake.halves import half_cases
from reviewer_app.wiring import Parts
from reviewer_ui.intake.pile.set_card import SetCard
from reviewer_ui.main_window import MainWindow
from reviewer_ui.preferences import Preferences
from reviewer_ui.start.application import make_application
from reviewer_ui.start.session import build_window
from reviewer_ui.widgets import Chip
from support.practice import practice_library

_WAIT = 30_000
_ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def window(tmp_path: Path, qapp: QApplication, qtbot: QtBot) -> MainWindow:
    make_application()
    parts = Parts()
    library = practice_library(tmp_path / "library")
    window = build_window(parts, Preferences(tmp_path / "preferences.ini"), library, synchronous=False)
    qtbot.addWidget(window, before_close_func=lambda _window: window._context.background.close())
    window.show()
    window.activateWindow()
    return window


def test_ten_sets_take_three_actions_each(window: MainWindow, qtbot: QtBot) -> None:
    """Scan, 各份相同, Enter: the goal is six. A scanner's text and its Enter are one action of the officer."""
    library = window._context.background.library
    waiting = library.read(half_cases, Source.ONLINE)[:10]
    assert len(waiting) == 10
    actions = _Counted(window)
    actions.press(Qt.Key.Key_P, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: window.places.intake.pile is not None, timeout=_WAIT)
    page = window.places.intake.pile
    assert page is not None
    qtbot.waitUntil(lambda: page.halves.online.count == len(library.read(half_cases, Source.ONLINE)), timeout=_WAIT)
    begun, received = actions.count, page.today.all.count or 0
    for place, half in enumerate(waiting, start=1):
        actions.scan(f"SHBZ|{half.intake_number}|1/1")
        qtbot.waitUntil(_shows(page.card, half.case_id), timeout=_WAIT)
        actions.press(Qt.Key.Key_S, _ALT)
        actions.press(Qt.Key.Key_Return)
        qtbot.waitUntil(_counts(page.today.all, received + place), timeout=_WAIT)
    assert actions.count - begun == 30
    cases = library.read(lambda unit: unit.applications.some([half.case_id for half in waiting]))
    assert {case.source for case in cases} == {Source.BOTH}
    copies = library.read(lambda unit: unit.papers.of_some([half.case_id for half in waiting]))
    assert all(len(one) == 3 and all(copy.is_sealed for copy in one) for one in copies.values())


def _counts(chip: Chip, count: int) -> Callable[[], bool]:
    return lambda: chip.count == count


def _shows(card: SetCard, case_id: int) -> Callable[[], bool]:
    return lambda: card.paper is not None and card.paper.case_id == case_id


class _Counted:
    """Key events into whatever has the keyboard, counted as the officer's actions."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.count = 0

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        QTest.keyClick(self._target(), key, modifier)
        self.count += 1

    def scan(self, text: str) -> None:
        """A hand-held scanner types the text and ends with Enter."""
        page = self._window.places.intake.pile
        assert page is not None
        assert page.scan.hasFocus()
        page.scan.insert(text)
        QTest.keyClick(self._target(), Qt.Key.Key_Return)
        self.count += 1

    def _target(self) -> QWidget:
        return QApplication.focusWidget() or self._window
