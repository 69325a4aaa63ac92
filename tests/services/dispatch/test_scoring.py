"""Scores by the criteria of the season's pack: who may give which, and the order arranged by them and taken back."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import Recusal, Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.outside.custody import Custody, CustodyStand
from reviewer_app.domain.ranking.scores import Agreement
from reviewer_app.domain.states import State
from reviewer_app.packs.loading import load_pack
from reviewer_app.services.dispatch.ordering import place_case, recommended_order
from reviewer_app.services.dispatch.scoring import give_score, order_by_scores, score_sheet, take_back_order
from reviewer_app.services.undoing.undoing import undo_step
from support.desk_pages import signed_off
from support.fakes import FakeUnit
from support.other_packs import WITH_CRITERIA

PACK = load_pack(WITH_CRITERIA, "sh-2024.toml")
CRITERIA = ("influence", "output", "effect")


@pytest.fixture
def unit() -> FakeUnit:
    """Three cases that could be sent, in a season whose pack has criteria."""
    unit = FakeUnit()
    for number in range(1, 4):
        signed_off(unit, number)
    unit.packs.keep(PACK)
    return unit


def scored(unit: FakeUnit, *sums: tuple[int, int, int]) -> None:
    for case, points in enumerate(sums, start=1):
        for criterion, one in zip(CRITERIA, points, strict=True):
            give_score(unit, case, criterion, one)


def order_of(unit: FakeUnit) -> list[int]:
    return [case.application_id for case in recommended_order(unit)]


def agreements(unit: FakeUnit) -> list[Agreement]:
    return [case.standing.agreement for case in recommended_order(unit) if case.standing is not None]


def test_a_score_stands_on_record_with_its_ground_and_the_sum_follows(unit: FakeUnit) -> None:
    give_score(unit, 2, "influence", 8, " 参编国家标准两项 ")
    event = unit.events.of(2)[-1]
    assert (event.act, event.reason) == ("scored", "参编国家标准两项")
    assert event.detail == {"point": "行业影响", "value_before": "", "value_after": "8 / 10"}
    assert [case.standing.total for case in recommended_order(unit) if case.standing] == [None, None, None]
    scored(unit, (1, 2, 3))
    assert [case.standing.total for case in recommended_order(unit) if case.standing] == [6, None, None]
    give_score(unit, 1, "effect", None, seen=3)
    assert unit.events.of(1)[-1].detail["value_after"] == ""
    assert "effect" not in recommended_order(unit)[0].scores


def test_the_order_is_arranged_by_the_sums_and_taken_back_with_its_reasons(unit: FakeUnit) -> None:
    place_case(unit, 3, 1, "市级重点")
    scored(unit, (5, 5, 5), (10, 20, 30), (5, 5, 5))
    assert agreements(unit) == [Agreement.BY_REASON, Agreement.BY_SCORE, Agreement.UNEXPLAINED]
    order_by_scores(unit, [3, 1, 2])
    assert order_of(unit) == [2, 3, 1]
    assert agreements(unit) == [Agreement.BY_SCORE] * 3
    numbers = [unit.applications.get(one).intake_number for one in (3, 1, 2)]
    event = unit.events.kept[-1]
    assert event.act == "ordered_by_scores"
    assert event.detail["value_before"] == "、".join(numbers)
    take_back_order(unit, [2, 3, 1])
    assert order_of(unit) == [3, 1, 2]
    first = recommended_order(unit)[0]
    assert first.last is not None
    assert first.last.reason == "市级重点"
    with pytest.raises(RefusalError, match=r"scores\.nothing_to_take_back"):
        take_back_order(unit)


def test_after_somebody_moved_a_case_the_arrangement_is_not_taken_back_and_its_departure_is_told(
    unit: FakeUnit,
) -> None:
    scored(unit, (1, 1, 1), (3, 3, 3), (2, 2, 2))
    order_by_scores(unit)
    place_case(unit, 1, 1, "市级重点")
    assert order_of(unit) == [1, 2, 3]
    assert agreements(unit) == [Agreement.BY_REASON, Agreement.BY_OTHERS, Agreement.BY_OTHERS]
    with pytest.raises(RefusalError, match=r"scores\.moved_since"):
        take_back_order(unit)
    order_by_scores(unit)
    assert order_of(unit) == [2, 3, 1]
    take_back_order(unit)
    assert order_of(unit) == [1, 2, 3]


@pytest.mark.parametrize(
    ("criterion", "points", "code"),
    [("influence", 11, "range"), ("influence", -1, "range"), ("charm", 1, "criterion")],
)
def test_what_lies_beyond_the_highest_or_in_no_pack_is_refused_and_leaves_nothing(
    unit: FakeUnit, criterion: str, points: int, code: str
) -> None:
    head = unit.events.head()
    with pytest.raises(RefusalError, match=rf"scores\.{code}"):
        give_score(unit, 1, criterion, points)
    assert (unit.events.head(), unit.ranking.given) == (head, [])


def test_of_two_people_who_score_the_second_is_told_of_the_first(unit: FakeUnit) -> None:
    give_score(unit, 1, "influence", 8)
    with pytest.raises(RefusalError, match=r"scores\.changed_meanwhile"):
        give_score(unit.acting("示例乙"), 1, "influence", 3)
    head = unit.events.head()
    give_score(unit, 1, "influence", 8)
    assert unit.events.head() == head
    give_score(unit, 1, "influence", None, seen=8)
    with pytest.raises(RefusalError, match=r"scores\.cleared_meanwhile"):
        give_score(unit, 1, "influence", 3, seen=8)


def test_the_order_waits_for_every_score_and_for_a_second_case(unit: FakeUnit) -> None:
    scored(unit, (1, 1, 1), (2, 2, 2))
    with pytest.raises(RefusalError, match=r"scores\.open") as refused:
        order_by_scores(unit)
    assert refused.value.values["count"] == 1
    unit.applications.cases[3] = replace(unit.applications.get(3), state=State.WITHDRAWN)
    order_by_scores(unit)
    with pytest.raises(RefusalError, match=r"order\.not_ready"):
        give_score(unit, 3, "influence", 1)
    with pytest.raises(RefusalError, match=r"scores\.already"):
        order_by_scores(unit)
    with pytest.raises(RefusalError, match=r"order\.changed_meanwhile"):
        order_by_scores(unit, [1, 2])
    unit.applications.cases[2] = replace(unit.applications.get(2), state=State.SENT)
    with pytest.raises(RefusalError, match=r"scores\.too_few"):
        order_by_scores(unit)


def test_a_case_at_another_desk_keeps_its_place_and_the_others_are_arranged(unit: FakeUnit) -> None:
    signed_off(unit, 4)
    scored(unit, (1, 1, 1), (2, 2, 2), (3, 3, 3))
    give_score(unit, 4, "influence", 9)
    custody = Custody("k", 1, CustodyStand.AWAY, "f" * 64, "初审室", unit.now, 1, "h")
    for away in (2, 4):
        unit.applications.cases[away] = replace(unit.applications.get(away), custody=custody)
    order_by_scores(unit, [1, 2, 3, 4])
    assert order_of(unit) == [3, 2, 1, 4]
    found = recommended_order(unit)
    assert [case.standing.position if case.standing else 0 for case in found] == [1, 0, 3, 0]
    assert agreements(unit) == [Agreement.BY_SCORE] * 2
    assert [case.last is not None for case in found] == [True, False, True, False]
    with pytest.raises(RefusalError, match=r"scores\.already"):
        order_by_scores(unit)
    take_back_order(unit)
    assert order_of(unit) == [1, 2, 3, 4]


def test_who_recused_himself_scores_nothing_of_the_case_and_arranges_by_what_others_gave(unit: FakeUnit) -> None:
    scored(unit, (1, 1, 1), (2, 2, 2), (3, 3, 3))
    unit.applications.recuse(2, Recusal("示例甲", "亲属在该单位任职", unit.now))
    with pytest.raises(RefusalError, match=r"act\.recused"):
        give_score(unit, 2, "influence", 5, seen=2)
    order_by_scores(unit)
    assert order_of(unit) == [3, 2, 1]
    unit.users.put(User("示例戊", frozenset({Role.SEAL})))
    unit.acting("示例戊")
    for act in (order_by_scores, take_back_order):
        with pytest.raises(RefusalError, match=r"act\.role_needed"):
            act(unit)


def test_without_criteria_nothing_is_scored_and_the_order_is_as_before() -> None:
    unit = FakeUnit()
    signed_off(unit, 1)
    signed_off(unit, 2)
    sheet = score_sheet(unit)
    assert (sheet.criteria, sheet.unexplained) == ((), 0)
    assert all(case.standing is None for case in sheet.cases)
    with pytest.raises(RefusalError, match=r"scores\.no_criteria"):
        order_by_scores(unit)
    with pytest.raises(RefusalError, match=r"scores\.criterion"):
        give_score(unit, 1, "influence", 1)


def test_scores_given_out_of_other_points_are_asked_anew(unit: FakeUnit) -> None:
    scored(unit, (1, 1, 1), (2, 2, 2), (3, 3, 3))
    unit.packs.keep(load_pack(WITH_CRITERIA.replace("points = 20", "points = 15"), "sh-2024.toml"))
    assert [case.standing.total for case in recommended_order(unit) if case.standing] == [None, None, None]
    give_score(unit, 1, "output", 15)
    assert recommended_order(unit)[0].scores["output"].points == 15


def test_a_move_taken_back_leaves_its_case_arranged_as_it_was(unit: FakeUnit) -> None:
    scored(unit, (1, 1, 1), (3, 3, 3), (2, 2, 2))
    place_case(unit, 1, 2, "主任意见")
    order_by_scores(unit)
    arranged = recommended_order(unit)
    place_case(unit, 1, 1, "示范作用更强")
    assert agreements(unit)[0] is Agreement.BY_REASON
    undo_step(unit, 1)
    assert recommended_order(unit) == arranged


def test_a_place_nobody_explained_is_not_explained_by_taking_a_reason_back(unit: FakeUnit) -> None:
    scored(unit, (1, 1, 1), (3, 3, 3), (2, 2, 2))
    before = recommended_order(unit)
    assert agreements(unit)[0] is Agreement.UNEXPLAINED
    place_case(unit, 1, 2, "示范作用更强")
    undo_step(unit, 1)
    assert recommended_order(unit) == before
