"""A case that the municipal bureau sent back: its reason is the first thing that the correction asks, as a draft."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.corrections.request import CorrectionRequest, ItemVerdict, TellingWay
from reviewer_app.domain.dispatch.city import CityAnswerKind, CityWords
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.checking import begin_checking
from reviewer_app.services.cases.correcting import (
    Judgement,
    correction_received,
    draft_request,
    judge_item,
    latest_of,
    tell_request,
    withdraw_request,
)
from reviewer_app.services.cases.correction_planning import plan_request
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.city.answering import record_answers
from reviewer_app.services.papers.letters import correction_notice
from reviewer_app.services.ports.corrections import CorrectionChoice
from support.casework import proposed
from support.desk_pages import application
from support.fakes import FakeUnit
from support.grounds import signed_off
from support.sealing import seal_cases
from support.sending import send_excused

WHY = "附件3没有盖章。"
RESTS_ON = "上海市市场监督管理局2024年6月3日退回意见"


@pytest.fixture
def unit() -> FakeUnit:
    """A case that was sent and came back with a reason and a day, and is checked again."""
    unit = FakeUnit()
    case_id = signed_off(unit, proposed(unit, Outcome.RECOMMEND, **application(1)))
    seal_cases(unit, [case_id])
    case = unit.applications.get(case_id)
    line = BatchLine(case.id, case.intake_number, case.project_name, "a.pdf", "0" * 64)
    made = Batch(1, "2024", "第1批", SealStyle.CIRCLE, "示例甲", unit.now, unit.events.head(), (line,))
    send_excused(unit, unit.batches.add(made))
    unit.clock += timedelta(days=20)
    words = CityWords(CityAnswerKind.RETURNED, date(2024, 6, 3), reason=WHY, due_on=date(2024, 6, 28))
    record_answers(unit, 1, [case_id], words)
    begin_checking(unit, case_id)
    return unit


def last(unit: FakeUnit) -> CorrectionRequest:
    request = latest_of(unit, 1)
    assert request is not None
    return request


def ask(unit: FakeUnit) -> None:
    reviewing.submit_opinion(unit, 1, Outcome.RETURN_FOR_CORRECTION, ProjectClass.GENERAL, "请补正。")


def test_the_reason_is_offered_and_the_bureaus_day_is_the_last(unit: FakeUnit) -> None:
    plan = plan_request(unit, 1)
    assert [(one.clause, one.problem) for one in plan.defects] == [(RESTS_ON, "附件3没有盖章")]
    assert (plan.refusal, plan.returned and plan.returned.reason) == ("", WHY)
    assert plan.last is not None
    assert (plan.last.day, plan.last.called) == (date(2024, 6, 28), "市局期限")
    assert unit.corrections.of(1) == ()
    with pytest.raises(RefusalError, match=r"correction\.due_late"):
        draft_request(unit, 1, CorrectionChoice(due_on=date(2024, 7, 1)))


def test_it_is_put_in_the_officers_words_and_the_paper_says_what_it_rests_on(unit: FakeUnit) -> None:
    checking.note_item(unit, 1, "M3.copies", "一份缺页")
    checking.answer_item(unit, 1, "M3.copies", Verdict.NOT_MET)
    draft_request(unit, 1, CorrectionChoice(from_city="附件3请加盖公章", due_on=date(2024, 6, 20)))
    ask(unit)
    first, second = correction_notice(unit, open_case(unit, 1)).tables["defects"]
    assert first == (RESTS_ON, "附件3请加盖公章", "请按上述意见补正")
    assert second[0].startswith("通知")
    assert unit.applications.get(1).state is State.AWAITING_CORRECTION


def test_left_out_it_is_not_asked_and_alone_there_is_nothing_to_ask(unit: FakeUnit) -> None:
    with pytest.raises(RefusalError, match=r"correction\.nothing"):
        draft_request(unit, 1, CorrectionChoice(from_city="", due_on=date(2024, 6, 20)))
    checking.note_item(unit, 1, "M3.copies", "一份缺页")
    checking.answer_item(unit, 1, "M3.copies", Verdict.NOT_MET)
    draft_request(unit, 1, CorrectionChoice(from_city="", due_on=date(2024, 6, 20)))
    assert [item.key for item in last(unit).items] == ["M3.copies"]


def test_answered_and_put_right_it_is_not_asked_again_and_the_case_is_due_on_the_bureaus_day(unit: FakeUnit) -> None:
    draft_request(unit, 1, CorrectionChoice(due_on=date(2024, 6, 20)))
    ask(unit)
    (item,) = last(unit).items
    tell_request(unit, 1, unit.today, TellingWay.TELEPHONE, "样本乙")
    correction_received(unit, 1)
    assert unit.applications.get(1).due_on == date(2024, 6, 28)
    judge_item(unit, 1, Judgement(item.key, ItemVerdict.ASK_AGAIN, "盖的是合同章"))
    assert [one.key for one in plan_request(unit, 1).defects] == [item.key]
    again = replace(last(unit), items=(replace(item, verdict=ItemVerdict.CURED),))
    unit.corrections.go_on(again)
    assert plan_request(unit, 1).defects == ()


def test_a_request_taken_back_offers_it_anew(unit: FakeUnit) -> None:
    draft_request(unit, 1, CorrectionChoice(due_on=date(2024, 6, 20)))
    ask(unit)
    withdraw_request(unit, 1, "告知有误")
    assert unit.applications.get(1).due_on == date(2024, 6, 28)
    assert len(plan_request(unit, 1).defects) == 1
