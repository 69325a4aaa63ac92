"""Every act of a case is done where the table opens it and refused elsewhere, and the record says it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.acts import ACTS, Act, acts_for, refusal_of, role_words
from reviewer_app.domain.application import PaperCopy, Role, Source, User
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import Outcome, ProjectClass
from reviewer_app.domain.states import State
from reviewer_app.services.cases import reviewing
from reviewer_app.services.cases.acting import SERVICES, carry_out
from reviewer_app.services.cases.registering import register_application
from support.builders import CLEAN
from support.fake_consultations import REPLY, asked_of_one
from support.fakes import FakeUnit

_SUBMITTED = (Outcome.DECLINE, ProjectClass.GENERAL, "不予推荐。")
_REASON = "申报单位来函"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def _submitted(unit: FakeUnit) -> int:
    case_id = register_application(unit, CLEAN, Source.PAPER).application_id
    said = reviewing.contradictions_of(unit, case_id, *_SUBMITTED)
    reviewing.submit_opinion(unit, case_id, *_SUBMITTED, said)
    return case_id


def _in_state(unit: FakeUnit, state: State) -> int:
    """A case with an opinion that waits, put into a state."""
    case_id = _submitted(unit)
    unit.applications.update(replace(unit.applications.get(case_id), state=state))
    asked_of_one(unit, case_id)
    return case_id


def _do(unit: FakeUnit, case_id: int, act: Act) -> None:
    """Does an act by its service, with what its place in the window hands over."""
    case = unit.applications.get(case_id)
    said: dict[Act, tuple[object, ...]] = {
        Act.EDIT: (case.revision, {**case.values, "contact_person": "样本丁"}, _REASON),
        Act.ANSWER: ("E1.registered", Verdict.MET),
        Act.RECORD_PAPER: (PaperCopy(1, is_received=True),),
        Act.SUBMIT: (*_SUBMITTED, reviewing.contradictions_of(unit, case_id, *_SUBMITTED)),
        Act.SIGN_OFF: ("",),
        Act.CHALLENGE: (_REASON,),
        Act.CONSULT: ("上海市示例交通主管部门", 10),
        Act.TAKE_VIEW: (1, REPLY),
    }
    if act in said:
        SERVICES[act](unit, case_id, *said[act])
    else:
        carry_out(unit, case_id, act, _REASON, "示例乙")


def test_every_act_has_its_line_and_its_service() -> None:
    assert set(ACTS) == set(SERVICES) == set(Act)
    assert all(spec.roles and spec.states for spec in ACTS.values())
    assert len({spec.label for spec in ACTS.values()}) == len(ACTS)


@pytest.mark.parametrize(("act", "state"), [(act, state) for act in Act for state in sorted(ACTS[act].states)])
def test_an_act_is_done_where_it_is_open_and_the_record_says_it(unit: FakeUnit, act: Act, state: State) -> None:
    case_id = _in_state(unit, state)
    assert act in acts_for(unit.actor, unit.applications.get(case_id))
    _do(unit, case_id, act)
    assert unit.events.of(case_id)[-1].act == act.spec.event


@pytest.mark.parametrize(
    ("act", "state"), [(act, state) for act in Act for state in sorted(set(State) - ACTS[act].states)]
)
def test_an_act_is_refused_where_it_is_not_open_and_nothing_is_written(unit: FakeUnit, act: Act, state: State) -> None:
    case_id = _in_state(unit, state)
    before = len(unit.events.of(case_id))
    with pytest.raises(RefusalError, match=r"act\.not_allowed"):
        _do(unit, case_id, act)
    assert len(unit.events.of(case_id)) == before


@pytest.mark.parametrize("act", Act)
def test_who_lacks_the_role_is_told_whose_act_it_is(unit: FakeUnit, act: Act) -> None:
    case_id = _in_state(unit, min(act.spec.states))
    other = User("示例丙", frozenset(Role) - act.spec.roles)
    refusal = refusal_of(other, unit.applications.get(case_id), act)
    assert refusal is not None
    assert refusal.code == "act.role_needed"
    assert refusal.values == {"act": act.label, "needed": role_words(act.spec.roles)}
