"""分项 in the pane: marked by keys at the point in hand, said in its row and the opinion, taken back by it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.opinion import Outcome
from reviewer_ui.opinion.evidence import EvidenceDialog
from support.casework import answered, opened_pane, registered, settle
from support.desk_pages import Office, office, type_text
from support.followed import FollowedOpinion

_RULE = "E2.staff"
_SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    return opened_pane(at, qtbot)


def press(pane: FollowedOpinion, key: Qt.Key, shift: bool = False) -> None:
    pane.take_keys()
    QTest.keyClick(pane.checklist.rows[pane.checklist.current], key, _SHIFT if shift else Qt.KeyboardModifier(0))
    settle()


def test_keys_mark_what_is_lacking_and_all_that_is_said_follows(at: Office, pane: FollowedOpinion) -> None:
    case_id = answered(at.unit, registered(at.unit), (_RULE,))
    pane.show_case(case_id)
    pane.checklist.set_current(_RULE)
    pane.checklist.take_keys()
    row = pane.checklist.rows[_RULE]
    assert row.sub_points is not None
    assert row.sub_points.head.text == "分项：标出欠缺的，再按一次取消（Shift+1 起）"
    press(pane, Qt.Key.Key_2, shift=True)
    answer = at.unit.answers.of(case_id)[_RULE]
    assert (answer.verdict, answer.lacking) == (Verdict.NOT_MET, ("list",))
    assert [box.isChecked() for box in row.sub_points.boxes] == [False, True]
    assert pane.checklist.current == _RULE
    pane.writing.choose_outcome(Outcome.RETURN_FOR_CORRECTION)
    assert "（二（二））：缺人员名单。" in pane.writing.text.toPlainText()
    pane.checklist.move_on(1)
    assert row.line("lacking") == "欠缺：2. 缺人员名单"
    assert row.sub_points.isHidden()
    pane.checklist.move_on(-1)
    press(pane, Qt.Key.Key_2, shift=True)
    assert at.unit.answers.of(case_id)[_RULE].verdict is Verdict.UNDECIDED
    assert "缺人员名单" not in pane.writing.text.toPlainText()


def test_words_of_the_officers_own_stay_whatever_is_marked(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(answered(at.unit, registered(at.unit), (_RULE,)))
    pane.writing.write()
    type_text(pane.writing.text, "本人所写。")
    pane.checklist.set_current(_RULE)
    press(pane, Qt.Key.Key_1, shift=True)
    assert pane.writing.text.toPlainText() == "本人所写。"


def test_a_point_without_sub_points_takes_no_mark_and_a_read_one_none(at: Office, pane: FollowedOpinion) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    pane.checklist.set_current("E1.credit")
    press(pane, Qt.Key.Key_1, shift=True)
    pane.checklist.set_current(_RULE)
    for key in (Qt.Key.Key_3, Qt.Key.Key_6):
        press(pane, key, shift=True)
    assert at.unit.answers.of(case_id) == {}


def test_a_file_is_evidence_of_the_sub_point_that_lacked_it(at: Office, pane: FollowedOpinion, tmp_path: Path) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    pane.checklist.set_current(_RULE)
    press(pane, Qt.Key.Key_2, shift=True)
    press(pane, Qt.Key.Key_E)
    dialog = next(one for one in pane.findChildren(EvidenceDialog) if one.isVisible())
    assert dialog.part.currentText() == "2. 人员名单或任命文件"
    (tmp_path / "名单.pdf").write_bytes(b"%PDF")
    dialog.take_file(tmp_path / "名单.pdf")
    dialog.attach.click()
    assert [one.part for one in at.unit.answers.of(case_id)[_RULE].evidence] == ["list"]
    assert [link.text() for link in pane.checklist.rows[_RULE].files] == ["附 名单.pdf（分项2）"]
