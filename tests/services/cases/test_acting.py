"""Every act of a case is done where the table opens it and refused elsewhere, and the record says it."""

from __future__ import annotations

import pytest

from reviewer_app.domain.acts import ACTS, Act, acts_for, refusal_of, role_words
from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.services.cases.acting import SERVICES
from support.acts import do_act, in_state, lay_request
from support.fakes import FakeUnit

_SUBMITTED = (Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。")
_REASON = "申报单位来函"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def test_every_act_has_its_line_and_its_service() -> None:
    assert set(ACTS) == set(SERVICES) == set(Act)
    assert all(spec.roles and spec.states for spec in ACTS.values())
    assert len({spec.label for spec in ACTS.values()}) == len(ACTS)


@pytest.mark.parametrize(
    ("act", "state"),
    [(act, state) for act in Act if act is not Act.EXPLAIN for state in sorted(ACTS[act].states)],
)
def test_an_act_is_done_where_it_is_open_and_the_record_says_it(unit: FakeUnit, act: Act, state: State) -> None:
    case_id = in_state(unit, state)
    assert act in acts_for(unit.actor, unit.applications.get(case_id))
    if act in (Act.TELL_CORRECTION, Act.JUDGE_CORRECTION, Act.WITHDRAW_CORRECTION):
        lay_request(unit, case_id, act)
    before = len(unit.events.of(case_id))
    do_act(unit, case_id, act)
    assert act.spec.event in [event.act for event in unit.events.of(case_id)[before:]]


@pytest.mark.parametrize(
    ("act", "state"), [(act, state) for act in Act for state in sorted(set(State) - ACTS[act].states)]
)
def test_an_act_is_refused_where_it_is_not_open_and_nothing_is_written(unit: FakeUnit, act: Act, state: State) -> None:
    case_id = in_state(unit, state)
    before = len(unit.events.of(case_id))
    with pytest.raises(RefusalError, match=r"act\.not_allowed"):
        do_act(unit, case_id, act)
    assert len(unit.events.of(case_id)) == before


@pytest.mark.parametrize("act", Act)
def test_who_lacks_the_role_is_told_whose_act_it_is(unit: FakeUnit, act: Act) -> None:
    case_id = in_state(unit, min(act.spec.states))
    other = User("示例丙", frozenset(Role) - act.spec.roles)
    refusal = refusal_of(other, unit.applications.get(case_id), act)
    assert refusal is not None
    assert refusal.code == "act.role_needed"
    assert refusal.values == {"act": act.label, "needed": role_words(act.spec.roles)}
