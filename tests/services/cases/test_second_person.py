"""Who wrote an opinion does not sign it, unless the library allows it and the reason stands on record."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import ReadinessAct
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases import reviewing
from reviewer_app.services.office.settings import write_settings
from support.casework import proposed
from support.fakes import FakeUnit
from support.sealing import seal_case

WHY = "本所复核人员休假，由经办人代为复核，已报分管领导。"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def allow(unit: FakeUnit) -> None:
    write_settings(unit, replace(unit.settings.get(), allows_self_approval=True))


def test_ones_own_opinion_is_not_signed(unit: FakeUnit) -> None:
    case_id = proposed(unit)
    with pytest.raises(RefusalError) as refused:
        reviewing.sign_off(unit, case_id, "", {"self_approval": WHY})
    assert refused.value.code == "readiness.stopped"
    assert unit.applications.get(case_id).state is State.PROPOSED
    reviewing.challenge(unit, case_id, "自己发现有误")
    assert unit.applications.get(case_id).state is State.CHALLENGED


def test_where_it_is_allowed_it_needs_a_reason_and_says_so(unit: FakeUnit) -> None:
    allow(unit)
    case_id = proposed(unit)
    with pytest.raises(RefusalError, match=r"readiness\.reason_needed"):
        reviewing.sign_off(unit, case_id)
    reviewing.sign_off(unit, case_id, "", {"self_approval": WHY})
    opinion = unit.opinions.of(case_id)[-1]
    assert opinion.is_self_approved
    assert [(one.point_id, one.reason, one.act) for one in opinion.departures] == [
        ("self_approval", WHY, ReadinessAct.SIGN_OFF)
    ]
    given, signed = unit.events.of(case_id)[-2:]
    assert (given.act, given.reason) == (EventAct.REASON_GIVEN, WHY)
    assert signed.detail[RecordKey.APPROVAL] == "经办与复核为同一人"
    seal_case(unit, case_id)


def test_who_answered_points_signs_what_a_colleague_submitted_only_with_a_reason(unit: FakeUnit) -> None:
    case_id = proposed(unit)
    (opinion,) = unit.opinions.of(case_id)
    unit.opinions.update(replace(opinion, submitted_by="示例乙"))
    with pytest.raises(RefusalError, match=r"readiness\.reason_needed") as refused:
        reviewing.sign_off(unit, case_id)
    assert "个条目由示例甲本人作答" in str(refused.value.values)
    reviewing.sign_off(unit, case_id, "", {"own_answers": WHY})
    assert unit.applications.get(case_id).state is State.SIGNED_OFF
    assert WHY in [event.reason for event in unit.events.of(case_id)]


def test_the_switch_is_an_admins_and_stands_on_record(unit: FakeUnit) -> None:
    unit.actor = User("示例丙", frozenset({Role.HANDLER, Role.HEAD}))
    with pytest.raises(RefusalError, match=r"settings\.not_admin"):
        allow(unit)
    unit.acting("示例甲")
    allow(unit)
    assert unit.events.latest(1)[0].detail[RecordKey.SELF_APPROVAL] == "允许，须写明理由"


def test_an_opinion_signed_by_its_writer_before_there_was_a_rule_is_explained_later(unit: FakeUnit) -> None:
    case_id = proposed(unit)
    reviewing.sign_off(unit.acting("示例乙"), case_id)
    unit.acting("示例甲")
    unit.opinions.update(replace(unit.opinions.of(case_id)[-1], is_self_approved=True, departures=()))
    with pytest.raises(RefusalError, match=r"readiness\.stopped_case"):
        seal_case(unit, case_id)
