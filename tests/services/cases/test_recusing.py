"""A declared conflict of interest passes the case on and keeps who declared it off the case for good."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.acts import ACTS, Act, acts_for
from reviewer_app.domain.application import Role, Source, User
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import OpinionStatus, Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.services.cases import assigning, draft_keeping, reviewing
from reviewer_app.services.cases.reading import open_case, queue_index
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.papers.issuing import IssueChoice, plan_issue
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.ports.rows import QueueQuery, Tab
from support.builders import CLEAN
from support.fakes import FakeUnit

_WHY = "申报单位法定代表人为本人近亲属"
_DECLINED = (Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。")


@pytest.fixture
def unit() -> FakeUnit:
    everybody = (
        User("示例甲", frozenset(Role)),
        User("示例乙", frozenset({Role.HEAD, Role.HANDLER})),
        User("示例丙", frozenset({Role.HEAD})),
    )
    return FakeUnit(*everybody)


@pytest.fixture
def case_id(unit: FakeUnit) -> int:
    return register_application(unit, CLEAN, Source.PAPER).application_id


def _submit(unit: FakeUnit, case_id: int) -> None:
    reviewing.submit_opinion(unit, case_id, *_DECLINED)


def _mine(unit: FakeUnit, name: str) -> list[int]:
    unit.acting(name)
    return list(queue_index(unit, QueueQuery("2024", Tab.MINE)).ids)


def test_a_handler_passes_his_case_on_with_the_reason(unit: FakeUnit, case_id: int) -> None:
    assigning.declare_conflict(unit, case_id, "示例乙", _WHY)
    case = unit.applications.get(case_id)
    assert case.handler == "示例乙"
    assert [(one.person, one.reason) for one in case.recusals] == [("示例甲", _WHY)]
    last = unit.events.of(case_id)[-1]
    assert (last.act, last.actor, last.reason) == ("recused", "示例甲", _WHY)
    assert last.detail == {"handed_from": "示例甲", "handed_to": "示例乙"}
    assert _mine(unit, "示例甲") == []
    assert _mine(unit, "示例乙") == [case_id]


@pytest.mark.parametrize("state", [state for state in State if any(state in spec.states for spec in ACTS.values())])
def test_who_keeps_off_can_do_nothing_more_with_the_case(unit: FakeUnit, case_id: int, state: State) -> None:
    assigning.declare_conflict(unit, case_id, "示例乙", _WHY)
    case = replace(unit.applications.get(case_id), state=state)
    unit.applications.update(case)
    assert acts_for(unit.actor, unit.applications.get(case_id)) == frozenset()
    assert open_case(unit, case_id).acts == frozenset()
    before = len(unit.events.of(case_id))
    with pytest.raises(RefusalError, match=r"act\.(recused|not_allowed)"):
        reviewing.sign_off(unit, case_id)
    with pytest.raises(RefusalError, match=r"act\.(recused|not_allowed)"):
        _submit(unit, case_id)
    with pytest.raises(RefusalError, match="recusal"):
        draft_keeping.save_draft(unit, case_id, "opinion.text", "仍想写几句")
    with pytest.raises(RefusalError, match="recusal"):
        plan_issue(unit, PrintOrder(DocumentKind.CORRECTION_NOTICE, case_id), IssueChoice())
    assert len(unit.events.of(case_id)) == before


def test_nobody_gives_the_case_back_to_who_keeps_off(unit: FakeUnit, case_id: int) -> None:
    assigning.declare_conflict(unit, case_id, "示例乙", _WHY)
    unit.acting("示例乙")
    with pytest.raises(RefusalError, match=r"handover\.recused"):
        assigning.hand_over(unit, case_id, "示例甲", "休假")
    with pytest.raises(RefusalError, match=r"handover\.recused"):
        assigning.declare_conflict(unit, case_id, "示例甲", "也有利害关系")
    assert unit.applications.get(case_id).handler == "示例乙"
    with pytest.raises(RefusalError, match=r"act\.recused"):
        assigning.declare_conflict(unit.acting("示例甲"), case_id, "示例乙", "再申明一次")


@pytest.mark.parametrize(("to", "code"), [("", "nobody"), ("示例甲", "same"), ("示例丙", "not_handler")])
def test_a_handler_has_to_say_who_takes_the_case(unit: FakeUnit, case_id: int, to: str, code: str) -> None:
    with pytest.raises(RefusalError, match=rf"handover\.{code}"):
        assigning.declare_conflict(unit, case_id, to, _WHY)
    with pytest.raises(RefusalError, match=r"recusal\.reason"):
        assigning.declare_conflict(unit, case_id, "示例乙", " \n ")
    assert unit.applications.get(case_id).recusals == ()


def test_the_waiting_opinion_of_who_keeps_off_is_taken_back(unit: FakeUnit, case_id: int) -> None:
    _submit(unit, case_id)
    assigning.declare_conflict(unit, case_id, "示例乙", _WHY)
    case = unit.applications.get(case_id)
    assert (case.state, case.handler) == (State.REVIEWING, "示例乙")
    (opinion,) = unit.opinions.of(case_id)
    assert opinion.status is OpinionStatus.RETRACTED
    assert unit.drafts.of(case_id) == {}


def test_a_head_keeps_off_without_naming_a_receiver(unit: FakeUnit, case_id: int) -> None:
    """The case stays with its handler and waits for another head."""
    _submit(unit, case_id)
    assert _mine(unit, "示例丙") == [case_id]
    assigning.declare_conflict(unit, case_id, "", _WHY)
    assert unit.applications.get(case_id).handler == "示例甲"
    assert unit.applications.get(case_id).state is State.PROPOSED
    assert _mine(unit, "示例丙") == []
    with pytest.raises(RefusalError, match=r"act\.recused"):
        reviewing.sign_off(unit, case_id)
    assert _mine(unit, "示例乙") == [case_id]
    reviewing.sign_off(unit, case_id)
    assert unit.applications.get(case_id).state is State.DECLINED


def test_a_decision_that_stands_is_first_taken_up_again(unit: FakeUnit, case_id: int) -> None:
    _submit(unit, case_id)
    reviewing.sign_off(unit.acting("示例乙"), case_id)
    case = replace(unit.applications.get(case_id), state=State.SIGNED_OFF)
    unit.applications.update(case)
    for person in ("示例甲", "示例乙"):
        with pytest.raises(RefusalError, match=r"recusal\.decided"):
            assigning.declare_conflict(unit.acting(person), case_id, "示例乙", _WHY)
    assert unit.applications.get(case_id).recusals == ()


def test_one_s_own_submission_leaves_what_waits_for_me(unit: FakeUnit, case_id: int) -> None:
    """It waits for somebody else now; it is still found under 待复核."""
    assert _mine(unit, "示例甲") == [case_id]
    _submit(unit, case_id)
    assert _mine(unit, "示例甲") == []
    assert list(queue_index(unit, QueueQuery("2024", Tab.PROPOSED)).ids) == [case_id]
    assert _mine(unit, "示例乙") == [case_id]
    reviewing.challenge(unit, case_id, "请补充理由")
    assert _mine(unit, "示例甲") == [case_id]


def test_the_run_sheet_says_who_keeps_off_and_why(unit: FakeUnit, case_id: int) -> None:
    assigning.declare_conflict(unit, case_id, "示例乙", _WHY)
    matter = gather(unit.acting("示例乙"), PrintOrder(DocumentKind.RUN_SHEET, case_id))
    assert matter.values is not None
    assert matter.values.fields["recusals"] == f"示例甲 2024-05-19 申明回避：{_WHY}"


def test_a_recused_case_offers_only_reading(unit: FakeUnit, case_id: int) -> None:
    assert Act.RECUSE in open_case(unit, case_id).acts
    assigning.declare_conflict(unit, case_id, "示例乙", _WHY)
    assert Act.RECUSE in open_case(unit.acting("示例丙"), case_id).acts
