"""The line above the opinion is drawn up and down; where it was left it stands the next time."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_ui.opinion.pane import HEIGHT_KEY
from support.casework import opened_pane, registered
from support.desk_pages import Office, office
from support.followed import FollowedOpinion

HIGH = 760


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


def writing(at: Office, qtbot: QtBot, case_id: int) -> FollowedOpinion:
    """A high pane with the case's opinion unfolded."""
    pane = opened_pane(at, qtbot)
    pane.resize(532, HIGH)
    pane.show_case(case_id)
    pane.writing.write()
    QApplication.processEvents()
    return pane


def draw(pane: FollowedOpinion, up: int) -> None:
    rule, here = pane.rule, QPoint(40, 3)
    QTest.mousePress(rule, Qt.MouseButton.LeftButton, pos=here)
    QTest.mouseMove(rule, here - QPoint(0, up))
    QTest.mouseRelease(rule, Qt.MouseButton.LeftButton, pos=here - QPoint(0, up))
    QApplication.processEvents()


def test_the_text_takes_the_room_and_keeps_it(at: Office, qtbot: QtBot) -> None:
    """The list gives as much as the text gains; the next window has it so; a double click gives the usual back."""
    case_id = registered(at.unit)
    pane = writing(at, qtbot, case_id)
    usual, room = pane.writing.text.height(), pane.checklist.height()
    draw(pane, 60)
    assert pane.writing.text.height() == usual + 60
    assert pane.checklist.height() == room - 60
    again = writing(at, qtbot, case_id)
    assert again.writing.text.height() == usual + 60
    QTest.mouseDClick(again.rule, Qt.MouseButton.LeftButton)
    assert again.writing.text.height() == usual
    assert at.context.preferences.text(HEIGHT_KEY) == ""


def test_neither_is_drawn_away(at: Office, qtbot: QtBot) -> None:
    """The text keeps a line, the list most of the pane, and a low pane its usual share."""
    pane = writing(at, qtbot, registered(at.unit))
    draw(pane, -600)
    assert pane.writing.text.height() >= pane.writing.text.fontMetrics().lineSpacing()
    draw(pane, 700)
    assert pane.writing.text.height() <= HIGH // 2
    assert pane.checklist.height() > 100
    pane.resize(532, 420)
    QApplication.processEvents()
    assert pane.writing.text.height() < 120


@pytest.mark.parametrize("kept", ["高", "-5", "99999999999", "٣"])
def test_a_spoilt_preference_changes_nothing(at: Office, qtbot: QtBot, kept: str) -> None:
    at.context.preferences.put(HEIGHT_KEY, kept)
    pane = writing(at, qtbot, registered(at.unit))
    assert 0 < pane.writing.text.height() <= HIGH // 2


def test_a_folded_opinion_is_not_drawn(at: Office, qtbot: QtBot) -> None:
    pane = opened_pane(at, qtbot)
    pane.resize(532, HIGH)
    pane.show_case(registered(at.unit))
    QApplication.processEvents()
    assert not pane.writing.text.isVisible()
    draw(pane, 60)
    assert at.context.preferences.text(HEIGHT_KEY) == ""
