"""The opinion's text, outcome and submission: what is drafted, kept, asked about, refused and handed on."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.opinion import OpinionStatus, Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.reading import open_case
from support.casework import (
    TEXT,
    PendingDesk,
    answered,
    opened_pane,
    proposed,
    registered,
    registered_key,
    settle,
)
from support.desk_pages import Office, office, type_text, unnamed
from support.fakes import FakeUnit
from support.followed import FollowedOpinion
from support.grounds import grounded


@pytest.fixture
def at(tmp_path: Path, qtbot: QtBot) -> Office:
    return office(tmp_path)


@pytest.fixture
def pane(at: Office, qtbot: QtBot) -> FollowedOpinion:
    return opened_pane(at, qtbot)


def _type(pane: FollowedOpinion, text: str) -> None:
    pane.writing.text.selectAll()
    type_text(pane.writing.text, text)


def _choose(pane: FollowedOpinion, outcome: Outcome) -> None:
    QTest.mouseClick(pane.writing.outcomes.chips[outcome], Qt.MouseButton.LeftButton)


def test_the_text_is_drafted_from_the_answers_and_follows_them(at: Office, pane: FollowedOpinion) -> None:
    case_id = answered(at.unit, registered(at.unit))
    pane.show_case(case_id)
    drafted = pane.writing.text.toPlainText()
    assert drafted == open_case(at.unit, case_id).drafted_text()
    checking.answer_item(at.unit, case_id, "E1.credit", Verdict.NOT_MET)
    pane.reload()
    assert pane.writing.text.toPlainText() == open_case(at.unit, case_id).drafted_text() != drafted
    assert unnamed(pane) == []


def test_the_officers_own_words_stay_whatever_is_answered(at: Office, pane: FollowedOpinion) -> None:
    case_id = answered(at.unit, registered(at.unit))
    pane.show_case(case_id)
    _type(pane, "该项目基础扎实。")
    checking.answer_item(at.unit, case_id, "E1.credit", Verdict.NOT_MET)
    pane.reload()
    _choose(pane, Outcome.DECLINE)
    assert pane.writing.text.toPlainText() == "该项目基础扎实。"
    pane.writing.redraft.click()
    assert "信用" in pane.writing.text.toPlainText()
    pane.writing.text.undo()
    assert pane.writing.text.toPlainText() == "该项目基础扎实。"


def test_what_was_typed_is_there_again_after_the_program_was_killed(
    at: Office, pane: FollowedOpinion, qtbot: QtBot
) -> None:
    case_id = registered(at.unit)
    pane.show_case(case_id)
    _type(pane, "还没有写完的意见")
    _choose(pane, Outcome.TRANSFER)
    qtbot.waitUntil(lambda: "opinion.text" in at.unit.drafts.of(case_id))
    again = opened_pane(at, qtbot)
    again.show_case(case_id)
    assert again.writing.text.toPlainText() == "还没有写完的意见"
    assert again.writing.outcomes.chosen is Outcome.TRANSFER
    assert again.writing.saved.text() == "已自动保存 14:32:07 · 8 / 300 字"


def test_typing_goes_on_while_the_database_is_busy(tmp_path: Path, qtbot: QtBot) -> None:
    library = PendingDesk(FakeUnit())
    at = office(tmp_path, library, synchronous=False)
    case_id = registered(library.unit)
    pane = opened_pane(at, qtbot)
    pane.show_case(case_id)
    qtbot.waitUntil(lambda: pane.checklist.current == "E1.registered")
    _type(pane, "第一句。")
    pane.keeper.flush()
    type_text(pane.writing.text, "第二句。")
    pane.keeper.flush()
    assert pane.writing.text.toPlainText() == "第一句。第二句。"
    assert "已自动保存" not in pane.writing.saved.text()
    library.work()
    qtbot.waitUntil(lambda: "已自动保存" in pane.writing.saved.text())
    assert library.unit.drafts.of(case_id)["opinion.text"].text == "第一句。第二句。"


def test_a_draft_that_could_not_be_stored_is_stored_with_the_next_try(
    at: Office, pane: FollowedOpinion, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_case_id: int, _box: str, _text: str) -> None:
        raise TroubleError("library.disk_full", folder="案卷库", path="案卷库")

    case_id = registered(at.unit)
    pane.show_case(case_id)
    with monkeypatch.context() as disk:
        disk.setattr(at.unit.drafts, "put", full)
        _type(pane, "意见")
        pane.keeper.flush()
    assert "磁盘" in at.said[-1].text
    pane.keeper.flush()
    assert at.unit.drafts.of(case_id)["opinion.text"].text == "意见"


def test_submitting_hands_the_case_on_and_asks_for_the_next(at: Office, pane: FollowedOpinion, qtbot: QtBot) -> None:
    case_id = grounded(at.unit, answered(at.unit, registered(at.unit)))
    pane.show_case(case_id)
    _choose(pane, Outcome.RECOMMEND)
    _type(pane, TEXT)
    with qtbot.waitSignals([pane.settled, pane.next_requested], order="strict"):
        at.context.actions["opinion.submit"].trigger()
    view = open_case(at.unit, case_id)
    assert view.application.state is State.PROPOSED
    assert view.opinions[-1].text == TEXT
    assert [box for box in view.drafts if box.startswith("opinion.")] == []
    assert at.said[-1].text == "“社区助餐服务标准化试点”已提交“推荐”。"


def test_without_an_outcome_nothing_is_submitted(at: Office, pane: FollowedOpinion) -> None:
    case_id = answered(at.unit, registered(at.unit))
    pane.show_case(case_id)
    pane.writing.submit.click()
    assert pane.writing.note.text().startswith("请先选择结论")
    assert open_case(at.unit, case_id).opinions == ()


def test_a_text_too_long_is_refused_beside_the_box_and_kept(at: Office, pane: FollowedOpinion) -> None:
    case_id = grounded(at.unit, answered(at.unit, registered(at.unit)))
    pane.show_case(case_id)
    _choose(pane, Outcome.RECOMMEND)
    _type(pane, "长" * 301)
    assert pane.writing.saved.text().endswith("301 / 300 字")
    pane.writing.submit.click()
    assert pane.writing.note.text() == "推荐部门意见最多 300 字，现多出 1 字。"
    assert pane.writing.text.toPlainText() == "长" * 301
    assert pane.writing.submit.isEnabled()


@pytest.mark.parametrize(
    ("verdict", "proposed_class", "why"),
    [
        (Verdict.MET, ProjectClass.KEY, "建议重点项目：4项同时具备"),
        (Verdict.NOT_MET, ProjectClass.GENERAL, "建议一般项目：重大标准化成果未具备"),
        (Verdict.UNDECIDED, ProjectClass.GENERAL, "申报为重点，4项中还有1项未作答"),
    ],
)
def test_the_class_is_proposed_and_explained(
    at: Office, pane: FollowedOpinion, verdict: Verdict, proposed_class: ProjectClass, why: str
) -> None:
    pane.show_case(answered(at.unit, registered_key(at.unit), K2_output=verdict))
    assert pane.writing.classes.chosen is proposed_class
    assert pane.writing.why_class.text() == why


def test_the_class_an_officer_chose_stays_chosen(at: Office, pane: FollowedOpinion) -> None:
    case_id = answered(at.unit, registered_key(at.unit))
    pane.show_case(case_id)
    QTest.mouseClick(pane.writing.classes.chips[ProjectClass.GENERAL], Qt.MouseButton.LeftButton)
    pane.reload()
    assert pane.writing.classes.chosen is ProjectClass.GENERAL


def test_an_opinion_sent_back_shows_the_heads_comment_and_the_former_text(at: Office, pane: FollowedOpinion) -> None:
    case_id = proposed(at.unit)
    reviewing.challenge(at.unit.acting("示例乙"), case_id, "成果与目标的对应请写清")
    at.unit.acting("示例甲")
    pane.show_case(case_id)
    assert pane.writing.band.texts() == ("示例乙 05-19 14:32 退回：成果与目标的对应请写清",)
    assert pane.writing.text.toPlainText() == TEXT
    assert pane.writing.outcomes.chosen is Outcome.RECOMMEND
    pane.pages.setCurrentWidget(pane.former)
    settle()
    assert pane.former.parts[0].status.text() == OpinionStatus.CHALLENGED.label


def test_the_draft_speaks_of_the_class_that_is_chosen(at: Office, pane: FollowedOpinion) -> None:
    case_id = answered(at.unit, registered_key(at.unit))
    pane.show_case(case_id)
    _choose(pane, Outcome.RECOMMEND)
    assert "重点项目推荐" in pane.writing.text.toPlainText()
    pane.writing.classes.chips[ProjectClass.GENERAL].click()
    assert "一般项目推荐" in pane.writing.text.toPlainText()
    assert "重点项目推荐" not in pane.writing.text.toPlainText()
    pane.reload()
    assert "一般项目推荐" in pane.writing.text.toPlainText()
    pane.writing.classes.chips[ProjectClass.KEY].click()
    assert "重点项目推荐" in pane.writing.text.toPlainText()


def test_own_words_of_the_other_class_are_told_beside_them(at: Office, pane: FollowedOpinion) -> None:
    pane.show_case(grounded(at.unit, answered(at.unit, registered(at.unit))))
    _choose(pane, Outcome.RECOMMEND)
    _type(pane, "条件具备，建议作为重点项目推荐。")
    said = [row.line.text() for row in pane.writing.strip.rows.values()]
    assert "意见文字写的是重点项目，而所选为一般项目。" in said
