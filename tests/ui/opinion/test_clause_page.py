"""条款说明: the point in hand with its parts, and how the office answered it before, as a reference only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.notice import SubPoint
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking
from reviewer_ui.opinion.clause import ClausePage
from support.casework import answered, registered
from support.desk_pages import Office, office
from support.followed import FollowedOpinion

_RULE = "E2.staff"


@pytest.fixture
def at(tmp_path: Path) -> Office:
    return office(tmp_path)


def test_what_the_office_answered_before_stands_beside_the_clause(at: Office, qtbot: QtBot) -> None:
    former = answered(at.unit, registered(at.unit, filing_number="SH1", project_name="往例试点"), (_RULE,))
    checking.note_item(at.unit, former, _RULE, "专职人员已离职。")
    checking.answer_item(at.unit, former, _RULE, Verdict.NOT_MET)
    at.unit.applications.update(replace(at.unit.applications.get(former), state=State.DECLINED))
    pane = FollowedOpinion(at.context)
    qtbot.addWidget(pane)
    pane.show_case(registered(at.unit))
    pane.checklist.set_current(_RULE)
    assert pane.clause.text_of("类案") == ""
    pane.pages.setCurrentWidget(pane.clause)
    told = pane.clause.text_of("类案").splitlines()
    assert told[0] == "仅供参考，本案以本案的记录为准。"
    assert told[2].startswith("收件编号 2024-示-0001，不符合：专职人员已离职。")
    pane.checklist.set_current("E1.credit")
    assert "专职人员" not in pane.clause.text_of("类案")


def test_the_parts_of_a_point_have_their_own_evidence_and_wording(at: Office, qtbot: QtBot) -> None:
    pane = FollowedOpinion(at.context)
    qtbot.addWidget(pane)
    pane.show_case(registered(at.unit))
    item = pane.checklist.rows[_RULE].item
    assert item is not None
    page = ClausePage()
    qtbot.addWidget(page)
    page.show_item(replace(item, parts=(SubPoint("专职人员", "社保记录", "请补专职人员名单。"),)))
    assert page.text_of("分项") == "1. 专职人员\n　宜有证据：社保记录\n　补正用语：请补专职人员名单。"
    page.show_before("另一条", ())
    assert page.text_of("类案") == ""


@pytest.mark.parametrize("key", [Qt.Key.Key_Space, Qt.Key.Key_Escape])
def test_a_second_space_and_escape_go_back_to_the_point(at: Office, qtbot: QtBot, key: Qt.Key) -> None:
    """The page is read by the keyboard; none of its buttons is pressed by the key that led there."""
    pane = FollowedOpinion(at.context)
    qtbot.addWidget(pane)
    pane.show_case(registered(at.unit))
    with qtbot.waitActive(pane):
        pane.show()
    pane.take_keys()
    pressed = QSignalSpy(pane.clause.notice.clicked)
    QTest.keyClick(pane.checklist.rows[pane.checklist.current], Qt.Key.Key_Space)
    assert (pane.pages.currentWidget(), QApplication.focusWidget()) == (pane.clause, pane.clause)
    QTest.keyClick(pane.clause, key)
    row = pane.checklist.rows[pane.checklist.current]
    assert (pane.pages.currentWidget(), QApplication.focusWidget()) == (pane.checklist, row)
    assert pressed.count() == 0


def test_without_a_case_there_is_no_point_to_go_to(at: Office, qtbot: QtBot) -> None:
    """The keys say so, instead of taking the keyboard to a row that is not in sight."""
    pane = FollowedOpinion(at.context)
    qtbot.addWidget(pane)
    actions, ways = at.context.actions, ("checklist.enter", "notice.open")
    assert [actions.why_closed(way) for way in ways] == ["请先在案件列表里选一件案件。"] * 2
    pane.show_case(registered(at.unit))
    assert [actions[way].isEnabled() for way in ways] == [True, True]
    pane.show_none()
    assert [actions[way].isEnabled() for way in ways] == [False, False]
