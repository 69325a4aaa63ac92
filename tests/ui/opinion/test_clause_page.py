"""条款说明: the point in hand with its parts, and how the office answered it before, as a reference only."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
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
