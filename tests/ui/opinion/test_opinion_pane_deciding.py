"""The second person's decision, and what may only be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.opinion import OpinionStatus, Outcome
from reviewer_app.domain.states import State
from reviewer_app.services.cases import reviewing
from reviewer_app.services.cases.reading import open_case
from support.casework import TEXT, proposed, registered
from support.desk_pages import Office, office, type_text, unnamed
from support.fakes import FakeUnit
from support.followed import FollowedOpinion


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    pane = FollowedOpinion(at.context)
    qtbot.addWidget(pane)
    pane.resize(532, 667)
    pane.show()
    return pane


def test_another_person_agrees_and_goes_on(at: Office, pane: FollowedOpinion, qtbot: QtBot) -> None:
    case_id = proposed(at.unit)
    at.unit.acting("示例乙")
    pane.show_case(case_id)
    assert pane.deciding.opinion.text.text() == TEXT
    assert pane.deciding.own.texts() == ()
    assert unnamed(pane) == []
    with qtbot.waitSignals([pane.settled, pane.next_requested]):
        pane.deciding.agree.click()
    opinion = open_case(at.unit, case_id).opinions[-1]
    assert (opinion.status, opinion.decided_by, opinion.is_self_approved) == (OpinionStatus.SIGNED_OFF, "示例乙", False)


def test_sending_back_needs_a_comment_which_keeps_itself(at: Office, pane: FollowedOpinion) -> None:
    case_id = proposed(at.unit)
    at.unit.acting("示例乙")
    pane.show_case(case_id)
    pane.deciding.send_back.click()
    assert pane.deciding.note.text() == "退回经办须写明理由。"
    type_text(pane.deciding.comment, "依据不足")
    pane.keeper.flush()
    assert at.unit.drafts.of(case_id)["challenge"].text == "依据不足"
    assert pane.deciding.saved.text().startswith("已自动保存")
    pane.deciding.send_back.click()
    view = open_case(at.unit, case_id)
    assert (view.application.state, view.opinions[-1].comment) == (State.CHALLENGED, "依据不足")
    assert "challenge" not in view.drafts


def test_a_decision_refused_stays_beside_the_comment(at: Office, pane: FollowedOpinion) -> None:
    case_id = proposed(at.unit)
    at.unit.acting("示例乙")
    pane.show_case(case_id)
    reviewing.take_back(at.unit.acting("示例甲"), case_id, "补充依据")
    at.unit.acting("示例乙")
    type_text(pane.deciding.comment, "同意")
    pane.deciding.agree.click()
    assert "初审中" in pane.deciding.note.text()
    assert pane.deciding.comment.toPlainText() == "同意"


def test_a_decided_case_is_read_only_with_who_and_when(at: Office, pane: FollowedOpinion) -> None:
    case_id = proposed(at.unit)
    reviewing.sign_off(at.unit.acting("示例乙"), case_id, "同意")
    at.unit.acting("示例甲")
    pane.show_case(case_id)
    assert pane.reading.isVisible()
    assert pane.reading.opinion.decision.text() == "示例乙 2024-05-19 14:32 复核同意：同意"
    assert pane.reading.opinion.by.text() == "示例甲 2024-05-19 14:32 提交，第 1 次"
    row = pane.checklist.rows["E1.registered"]
    assert not any(button.isEnabled() for button in row.answer.buttons.values())


def test_whoever_may_not_write_reads_that_there_is_no_opinion_yet(tmp_path: Path, qtbot: QtBot) -> None:
    head = User("示例丙", frozenset({Role.HEAD}))
    handler = User("示例甲", frozenset({Role.HANDLER}))
    at = office(tmp_path)
    at.library.unit = FakeUnit(handler, head)
    case_id = registered(at.unit)
    at.unit.acting("示例丙")
    pane = FollowedOpinion(at.context)
    qtbot.addWidget(pane)
    pane.show()
    pane.show_case(case_id)
    assert pane.reading.none.text() == "案件目前“已登记”，还没有提交过意见。"


def test_a_decline_is_shown_as_such(at: Office, pane: FollowedOpinion) -> None:
    case_id = proposed(at.unit, Outcome.DECLINE)
    at.unit.acting("示例乙")
    pane.show_case(case_id)
    assert pane.deciding.opinion.outcome.text() == "不予推荐"
    assert "各项条件都已符合" in pane.deciding.opinion.warnings.text()
