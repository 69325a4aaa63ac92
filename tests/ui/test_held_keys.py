"""A key held down is one act: what it repeats is neither typed where it led to, nor answered, marked or asked again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QWindow
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.evidence.look_ups import LookUpResult
from reviewer_app.packs.loading import load_pack
from reviewer_app.services.dispatch.scoring import score_sheet
from reviewer_ui.dispatch.score_table import FIRST
from reviewer_ui.dispatch.scores import ScoresDialog
from reviewer_ui.opinion.look_up import LookUpDialog
from support.casework import answered, opened_pane, registered, settle
from support.desk_pages import Office, office, signed_off
from support.followed import FollowedCase, FollowedOpinion
from support.grounds import grounded
from support.other_packs import WITH_CRITERIA

_NONE, _SHIFT = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ShiftModifier
_STAFF = "E2.staff"


def at_the_keyboard() -> QWindow | None:
    return QApplication.focusWindow()


def hold(key: Qt.Key, text: str = "", modifier: Qt.KeyboardModifier = _NONE) -> None:
    """Presses a key in the window that has the keyboard, holds it for six repeats, and lets go of it."""
    for is_pressed, repeats in ((True, False), *[(True, True)] * 6, (False, False)):
        window = at_the_keyboard()
        # Once the dialog it confirmed is gone, nothing behind it may have the keyboard yet.
        if window is not None:
            QTest.simulateEvent(window, is_pressed, key.value, modifier, text if is_pressed else "", repeats)
            settle()


@pytest.fixture
def at(tmp_path: Path) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    pane = opened_pane(at, qtbot)
    pane.show_case(answered(at.unit, registered(at.unit), (_STAFF,)))
    pane.activateWindow()
    qtbot.waitUntil(lambda: QApplication.focusWindow() is not None)
    return pane


def go_to(pane: FollowedOpinion, rule_id: str) -> None:
    pane.checklist.set_current(rule_id)
    pane.checklist.take_keys()


def shown(pane: QWidget, kind: type[QWidget]) -> list[QWidget]:
    return [one for one in pane.findChildren(kind) if one.isVisible()]


def events(at: Office, act: str) -> int:
    return sum(one.act == act for one in at.unit.events.kept)


def test_the_key_that_opens_a_note_is_not_written_into_it(at: Office, pane: FollowedOpinion) -> None:
    go_to(pane, _STAFF)
    hold(Qt.Key.Key_N, "n")
    box = pane.checklist.rows[_STAFF].note_box
    assert box is not None
    assert (box.hasFocus(), box.toPlainText()) == (True, "")
    hold(Qt.Key.Key_X, "x")
    assert box.toPlainText() == "x" * 7


def test_a_mark_held_down_is_set_once(at: Office, pane: FollowedOpinion) -> None:
    go_to(pane, _STAFF)
    before = events(at, "answered")
    hold(Qt.Key.Key_1, "!", _SHIFT)
    answer = at.unit.answers.of(1)[_STAFF]
    assert (answer.verdict, len(answer.lacking), events(at, "answered")) == (Verdict.NOT_MET, 1, before + 1)


def test_a_double_click_on_a_mark_does_not_take_it_back(at: Office, pane: FollowedOpinion) -> None:
    go_to(pane, _STAFF)
    parts = pane.checklist.rows[_STAFF].sub_points
    assert parts is not None
    for spot in (parts.boxes[0], parts._said[1]):
        QTest.mouseClick(spot, Qt.MouseButton.LeftButton)
        QTest.mouseDClick(spot, Qt.MouseButton.LeftButton)
        settle()
    assert len(at.unit.answers.of(1)[_STAFF].lacking) == 2


@pytest.mark.parametrize(
    ("key", "text", "modifier"), [(Qt.Key.Key_A, "a", _NONE), (Qt.Key.Key_A, "A", _SHIFT), (Qt.Key.Key_C, "c", _NONE)]
)
def test_answering_together_and_going_to_compare_happen_once(
    at: Office, pane: FollowedOpinion, key: Qt.Key, text: str, modifier: Qt.KeyboardModifier
) -> None:
    acts: list[str] = []
    pane.checklist.together_wanted.connect(lambda _rule: acts.append("a"))
    pane.checklist.group_wanted.connect(lambda _rule: acts.append("A"))
    pane.checklist.comparison_wanted.connect(lambda: acts.append("c"))
    go_to(pane, _STAFF)
    hold(key, text, modifier)
    assert acts == [text]


def test_the_key_that_opens_a_dialog_is_not_typed_into_it(pane: FollowedOpinion) -> None:
    go_to(pane, "E5.sanctions")
    hold(Qt.Key.Key_L, "l")
    (asked,) = shown(pane, LookUpDialog)
    assert isinstance(asked, LookUpDialog)
    assert asked.site.currentText() == ""


def test_a_look_up_confirmed_by_a_held_enter_is_recorded_once(at: Office, pane: FollowedOpinion) -> None:
    go_to(pane, "E5.sanctions")
    hold(Qt.Key.Key_L, "l")
    (dialog,) = shown(pane, LookUpDialog)
    assert isinstance(dialog, LookUpDialog)
    dialog.site.setCurrentText("信用中国")
    dialog.choose_result(LookUpResult.NOTHING_FOUND)
    dialog.words.setFocus()
    before = len(at.unit.events.kept)
    hold(Qt.Key.Key_Return, "\r")
    assert len(at.unit.events.kept) == before + 1
    assert shown(pane, LookUpDialog) == []


@pytest.fixture
def compared(at: Office, qtbot: QtBot) -> FollowedCase:
    pane = FollowedCase(at.context)
    qtbot.addWidget(pane)
    with qtbot.waitActive(pane):
        pane.show()
    pane.show_case(grounded(at.unit, registered(at.unit)))
    pane.pages.setCurrentWidget(pane.comparison)
    pane.comparison.begin()
    return pane


def test_no_digit_held_at_a_comparison_becomes_what_the_paper_says(at: Office, compared: FollowedCase) -> None:
    row = compared.comparison.rows["contact_person"]
    row.setFocus()
    before = events(at, "compared")
    hold(Qt.Key.Key_2, "2")
    assert (row.paper.hasFocus(), row.paper.text(), events(at, "compared")) == (True, "", before + 1)
    row.setFocus()
    for key, text in ((Qt.Key.Key_5, "5"), (Qt.Key.Key_N, "n")):
        hold(key, text)
        assert (row.other.text(), row.reason.text()) == ("", "")
        row.setFocus()
    hold(Qt.Key.Key_A, "a")
    assert events(at, "compared") == before + 2


def test_scores_taken_back_or_gone_over_by_a_held_key_are_one_act(at: Office, qtbot: QtBot) -> None:
    at.unit.packs.keep(load_pack(WITH_CRITERIA, "sh-2024.toml"))
    for number in (1, 2):
        signed_off(at.unit, number)
    scores = ScoresDialog(at.context, score_sheet(at.unit))
    qtbot.addWidget(scores)
    with qtbot.waitActive(scores):
        scores.show()
    scores.table.setFocus()
    hold(Qt.Key.Key_3, "3")
    hold(Qt.Key.Key_Return, "\r")
    assert [one.points for one in at.unit.ranking.scores("2024")] == [3]
    scores.table.setCurrentIndex(scores.model.index(0, FIRST))
    hold(Qt.Key.Key_Delete, "\x7f")
    assert (len(at.unit.ranking.scores("2024")), events(at, "scored")) == (0, 2)
