"""Nothing passes that is open: each stop, each reason, one by one, tried through the services."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

import pytest

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import OpinionStatus, Outcome, ProjectClass, ReadinessAct
from reviewer_app.domain.readiness import Point, PointForce, Proposal, readiness
from reviewer_app.domain.record import EventAct
from reviewer_app.services.cases import checking, reviewing
from reviewer_app.services.cases.readying import facts_of
from support.casework import answered, registered
from support.fakes import FakeUnit
from support.grounds import signed_off
from support.readiness_lines import GENERAL, REASONS, STOPS, Line, grown_old, ready, ready_key, with_answer

TEXT = "经初审，各项条件具备，建议推荐。"
WHY = "已当面核实，见附卷说明。"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def asked(
    unit: FakeUnit, case_id: int, outcome: Outcome = Outcome.RECOMMEND, chosen: ProjectClass = GENERAL
) -> list[Point]:
    """What is asked at submitting, notes left out."""
    facts = facts_of(unit, unit.applications.get(case_id), Proposal(outcome, chosen, TEXT, unit.actor.name))
    return [point for point in readiness(facts, ReadinessAct.SUBMIT) if point.force is not PointForce.NOTE]


def submit(
    unit: FakeUnit, case_id: int, chosen: ProjectClass = GENERAL, reasons: Mapping[str, str] | None = None
) -> None:
    reviewing.submit_opinion(unit, case_id, Outcome.RECOMMEND, chosen, TEXT, reasons)


def test_a_plain_case_is_asked_for_nothing(unit: FakeUnit) -> None:
    case_id = ready(unit)
    assert asked(unit, case_id) == []
    submit(unit, case_id)
    assert unit.opinions.of(case_id)[-1].departures == ()
    signed_off(unit, case_id)


@pytest.mark.parametrize("line", STOPS.values(), ids=STOPS)
def test_a_stop_lets_no_reason_pass(unit: FakeUnit, line: Line) -> None:
    case_id = line.make(unit)
    (point,) = asked(unit, case_id, chosen=line.chosen)
    assert (point.id, point.force, point.place.kind) == (line.point, PointForce.STOP, line.place)
    with pytest.raises(RefusalError) as refused:
        submit(unit, case_id, line.chosen, {line.point: WHY})
    assert (refused.value.code, refused.value.values["point"]) == ("readiness.stopped", line.point)
    assert unit.opinions.of(case_id) == ()


@pytest.mark.parametrize("line", REASONS.values(), ids=REASONS)
def test_a_reason_is_asked_for_and_stays_on_record(unit: FakeUnit, line: Line) -> None:
    case_id = line.make(unit)
    points = asked(unit, case_id, chosen=line.chosen)
    assert {point.force for point in points} == {PointForce.REASON}
    (point,) = [point for point in points if point.id == line.point]
    assert point.place.kind is line.place
    given = {one.id: f"{WHY}{number}" for number, one in enumerate(points)}
    for reasons in ({}, {**given, line.point: "  "}, {**given, line.point: "\u200b\u3000"}):
        with pytest.raises(RefusalError, match=r"readiness\.reason_needed"):
            submit(unit, case_id, line.chosen, reasons)
    submit(unit, case_id, line.chosen, given)
    opinion = unit.opinions.of(case_id)[-1]
    assert dict(opinion.reasons) == given
    told = [event.reason for event in unit.events.of(case_id) if event.act == EventAct.REASON_GIVEN]
    assert told == list(given.values())
    assert {one.act for one in opinion.departures} == {ReadinessAct.SUBMIT}
    signed_off(unit, case_id)
    assert unit.opinions.of(case_id)[-1].status is OpinionStatus.SIGNED_OFF


def test_each_point_has_its_own_reason(unit: FakeUnit) -> None:
    """Three copies missing are three reasons; what is said of one says nothing of the others."""
    case_id = answered(unit, registered(unit))
    points = asked(unit, case_id)
    assert len(points) == 6
    for number in range(len(points)):
        with pytest.raises(RefusalError) as refused:
            submit(unit, case_id, GENERAL, {point.id: WHY for point in points[:number]})
        assert refused.value.values["point"] == points[number].id
    assert unit.opinions.of(case_id) == ()


@pytest.mark.parametrize("outcome", [Outcome.DECLINE, Outcome.TRANSFER, Outcome.RETURN_FOR_CORRECTION])
def test_other_outcomes_are_not_asked_for_the_grounds_of_a_recommendation(unit: FakeUnit, outcome: Outcome) -> None:
    assert asked(unit, registered(unit), outcome) == []


@pytest.mark.parametrize("outcome", list(Outcome))
def test_not_applicable_against_the_notice_stops_every_outcome(unit: FakeUnit, outcome: Outcome) -> None:
    case_id = ready(unit)
    checking.answer_item(unit, case_id, "E2.staff", Verdict.NOT_APPLICABLE)
    with pytest.raises(RefusalError, match=r"readiness\.stopped"):
        reviewing.submit_opinion(unit, case_id, outcome, GENERAL, TEXT)


def test_a_key_point_not_met_needs_no_reason_in_a_general_project(unit: FakeUnit) -> None:
    case_id = ready_key(unit)
    checking.answer_item(unit, case_id, "K4.authority", Verdict.NOT_MET)
    assert asked(unit, case_id) == []


def test_reasons_come_back_as_drafts_with_the_opinion(unit: FakeUnit) -> None:
    case_id = with_answer("E4.internal", Verdict.NOT_MET)(unit)
    submit(unit, case_id, GENERAL, {"not_met:E4.internal": WHY})
    reviewing.challenge(unit.acting("示例乙"), case_id, "请写清")
    assert unit.drafts.of(case_id)["opinion.departure:not_met:E4.internal"].text == WHY
    unit.acting("示例甲")
    with pytest.raises(RefusalError, match=r"readiness\.reason_needed"):
        submit(unit, case_id)


def test_what_has_grown_old_meanwhile_is_explained_by_who_signs(unit: FakeUnit) -> None:
    case_id = ready(unit)
    submit(unit, case_id)
    unit.clock += timedelta(days=31)
    with pytest.raises(RefusalError, match=r"readiness\.reason_needed"):
        signed_off(unit, case_id)
    names = [f"look_up:{rule}:old:2024-05-19" for rule in ("E1.credit", "E5.sanctions", "E5.incidents")]
    unit.acting("示例乙")
    reviewing.sign_off(unit, case_id, "", {name: "查询网站停机，单位另附证明" for name in names})
    assert [one.by for one in unit.opinions.of(case_id)[-1].departures] == ["示例乙"] * 3


def test_how_old_a_look_up_may_be_is_the_season_s(unit: FakeUnit) -> None:
    case_id = grown_old(unit)
    pack = unit.packs.current("2024")
    facts = facts_of(unit, unit.applications.get(case_id), Proposal(Outcome.RECOMMEND, GENERAL, TEXT, "示例甲"))
    longer = replace(facts, pack=replace(pack, limits=replace(pack.limits, look_up_days=31)))
    old = {True: facts, False: longer}
    for is_old, asked_of in old.items():
        points = readiness(asked_of, ReadinessAct.SUBMIT)
        assert any(point.code == "readiness.look_up_old" for point in points) is is_old


def test_hostile_words_stay_words(unit: FakeUnit) -> None:
    case_id = with_answer("E4.internal", Verdict.NOT_MET)(unit)
    hostile = "'); DROP TABLE departures; -- {title} \u202e<b>"
    submit(unit, case_id, GENERAL, {"not_met:E4.internal": hostile})
    assert unit.opinions.of(case_id)[-1].reasons["not_met:E4.internal"] == hostile
