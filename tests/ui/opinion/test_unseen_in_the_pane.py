"""The pane says with each act what it showed: what another did since is not written over, and his act is named."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking, reviewing
from support.casework import TEXT, opened_pane, proposed, registered, registered_key, settle
from support.desk_pages import Office, office, type_text
from support.fakes import FakeUnit
from support.followed import FollowedOpinion

_STAFF, _SHIFT = "E2.staff", Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    return opened_pane(at, qtbot)


@contextmanager
def meanwhile(unit: FakeUnit, name: str, back: str = "示例甲") -> Iterator[FakeUnit]:
    """What another does while the pane shows the case as it was."""
    yield unit.acting(name)
    unit.acting(back)


def press(pane: FollowedOpinion, key: Qt.Key, *, shift: bool = False) -> None:
    pane.take_keys()
    QTest.keyClick(pane.checklist.rows[pane.checklist.current], key, _SHIFT if shift else Qt.KeyboardModifier(0))
    settle()


@pytest.mark.parametrize(("key", "shift"), [(Qt.Key.Key_2, False), (Qt.Key.Key_2, True)])
def test_neither_an_answer_nor_a_mark_replaces_one_that_was_not_shown(
    at: Office, pane: FollowedOpinion, key: Qt.Key, shift: bool
) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    pane.checklist.set_current(_STAFF)
    with meanwhile(at.unit, "示例乙") as unit:
        checking.answer_item(unit, case_id, _STAFF, Verdict.MET)
    press(pane, key, shift=shift)
    stands = at.unit.answers.of(case_id)[_STAFF]
    assert (stands.verdict, stands.by) == (Verdict.MET, "示例乙")
    assert "示例乙 刚才把这一条答为“符合”" in at.said[-1].text


def test_points_answered_together_replace_none_that_was_not_shown(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered_key(at.unit)
    pane.show_case(case_id)
    pane.checklist.set_current("K1.direction")
    settle()
    with meanwhile(at.unit, "示例乙") as unit:
        checking.answer_item(unit, case_id, "K2.output", Verdict.NOT_MET)
    press(pane, Qt.Key.Key_A, shift=True)
    assert {name: one.verdict for name, one in at.unit.answers.of(case_id).items()} == {"K2.output": Verdict.NOT_MET}
    assert "示例乙 刚才把这一条答为“不符合”" in at.said[-1].text


def test_a_note_replaces_none_that_was_not_shown_and_stays_in_its_box(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    press(pane, Qt.Key.Key_N)
    row = pane.checklist.rows[pane.checklist.current]
    assert row.note_box is not None
    type_text(row.note_box, "甲写的")
    with meanwhile(at.unit, "示例乙") as unit:
        checking.note_item(unit, case_id, pane.checklist.current, "乙写的")
    QTest.keyClick(row.note_box, Qt.Key.Key_Escape)
    assert at.unit.answers.of(case_id)[pane.checklist.current].note == "乙写的"
    assert row.note_box.toPlainText() == "甲写的"
    assert "乙写的" in at.said[-1].text


@pytest.mark.parametrize("does_agree", [True, False])
def test_an_opinion_that_was_not_shown_is_not_decided(at: Office, pane: FollowedOpinion, does_agree: bool) -> None:
    case_id = proposed(at.unit)
    at.unit.acting("示例乙")
    pane.show_case(case_id)
    with meanwhile(at.unit, "示例甲", back="示例乙") as unit:
        reviewing.take_back(unit, case_id, "补充依据")
        reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, ProjectClass.GENERAL, f"{TEXT}已补充。")
    type_text(pane.deciding.comment, "已阅")
    (pane.deciding.agree if does_agree else pane.deciding.send_back).click()
    assert at.unit.applications.get(case_id).state is State.PROPOSED
    assert pane.deciding.comment.toPlainText() == "已阅"
    assert pane.deciding.note.text()
