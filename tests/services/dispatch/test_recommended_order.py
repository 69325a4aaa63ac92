"""The order in which cases are recommended: who was placed where and why, and what goes out in that order."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import Recusal, Role, User
from reviewer_app.domain.checklist import Answer, Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.ordering import ids_in_office_order, place_case, recommended_order
from reviewer_app.services.dispatch.side_by_side import side_by_side
from reviewer_app.services.summary.summaries import gather_summary, preview_summary
from support.desk_pages import signed_off
from support.fakes import FakeUnit


@pytest.fixture
def unit() -> FakeUnit:
    """Four cases that could be sent."""
    unit = FakeUnit()
    for number in range(1, 5):
        signed_off(unit, number)
    return unit


def order_of(unit: FakeUnit) -> list[int]:
    return [case.application_id for case in recommended_order(unit)]


def test_where_nobody_placed_any_the_order_is_by_number(unit: FakeUnit) -> None:
    assert order_of(unit) == [1, 2, 3, 4]
    assert ids_in_office_order(unit, [3, 1]) == [3, 1]


def test_each_move_stands_on_record_and_the_last_word_counts(unit: FakeUnit) -> None:
    place_case(unit, 4, 2, "示范作用更强")
    place_case(unit, 3, 3, "基础更好")
    place_case(unit, 4, 1, " 市级重点 ")
    assert order_of(unit) == [4, 1, 3, 2]
    event = unit.events.of(4)[-1]
    assert (event.act, event.reason) == ("placed", "市级重点")
    assert event.detail == {"value_before": "2", "value_after": "1", "cases": "4"}
    assert [case.last.reason if case.last else "" for case in recommended_order(unit)] == [
        "市级重点",
        "",
        "基础更好",
        "",
    ]


def test_summary_and_batch_keep_the_order_whatever_was_ticked_first(unit: FakeUnit) -> None:
    place_case(unit, 4, 1, "市级重点")
    assert [one.application_id for one in plan_batch(unit)] == [4, 1, 2, 3]
    assert gather_summary(unit).applications == (4, 1, 2, 3)
    assert gather_summary(unit, [1, 2, 4]).applications == (4, 1, 2)
    assert preview_summary(unit, [2, 4]).applications == (4, 2)


def test_a_case_that_comes_later_and_one_that_leaves_move_nobody(unit: FakeUnit) -> None:
    place_case(unit, 4, 1, "市级重点")
    place_case(unit, 1, 4, "基础较弱")
    unit.applications.cases[3] = replace(unit.applications.get(3), state=State.SENT)
    signed_off(unit, 5)
    assert order_of(unit) == [4, 2, 1, 5]
    unit.applications.cases[3] = replace(unit.applications.get(3), state=State.SEALED)
    assert order_of(unit) == [4, 2, 3, 1, 5]


@pytest.mark.parametrize(
    ("case_id", "position", "reason", "code"),
    [
        (1, 1, "理由", "order.same"),
        (1, 0, "理由", "order.position"),
        (1, 5, "理由", "order.position"),
        (1, 2, " \n", "order.reason"),
        (99, 1, "理由", "case.unknown"),
    ],
)
def test_a_move_that_means_nothing_is_refused_and_leaves_nothing(
    unit: FakeUnit, case_id: int, position: int, reason: str, code: str
) -> None:
    before = unit.events.head()
    with pytest.raises(RefusalError, match=code):
        place_case(unit, case_id, position, reason)
    assert (unit.events.head(), order_of(unit)) == (before, [1, 2, 3, 4])


def test_a_case_that_is_not_recommended_is_not_placed(unit: FakeUnit) -> None:
    unit.applications.cases[2] = replace(unit.applications.get(2), state=State.REVIEWING)
    with pytest.raises(RefusalError, match=r"order\.not_ready"):
        place_case(unit, 2, 1, "理由")


def test_who_recused_himself_does_not_place_the_case(unit: FakeUnit) -> None:
    unit.applications.recuse(2, Recusal("示例甲", "亲属在该单位任职", unit.now))
    with pytest.raises(RefusalError, match=r"act\.recused"):
        place_case(unit, 2, 1, "理由")
    unit.users.put(User("示例戊", frozenset({Role.SEAL})))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        place_case(unit.acting("示例戊"), 3, 1, "理由")


def test_of_two_people_who_move_the_second_is_told_of_the_first(unit: FakeUnit) -> None:
    seen = order_of(unit)
    place_case(unit, 4, 1, "市级重点", seen)
    with pytest.raises(RefusalError, match=r"order\.changed_meanwhile"):
        place_case(unit, 3, 1, "基础更好", seen)
    assert order_of(unit) == [4, 1, 2, 3]


def test_cases_stand_side_by_side_with_their_answers_and_look_ups(unit: FakeUnit) -> None:
    unit.answers.put(3, Answer("M3.copies", Verdict.NOT_MET, "只收到两份"))
    found = side_by_side(unit, [3, 1])
    assert [case.split()[0] for case in found.cases] == [unit.applications.get(one).intake_number for one in (3, 1)]
    lines = [line for line in found.lines if "只收到两份" in line.said[0]]
    assert [(line.said[0], line.differs) for line in lines] == [("不符合；只收到两份", True)]
    looked_up = [line for line in found.lines if "演练查询网站" in line.said[1]]
    assert looked_up
    assert not any(line.differs for line in looked_up)


@pytest.mark.parametrize("ids", [[1], [1, 1], [1, 2, 3, 4, 5]])
def test_one_case_alone_and_too_many_are_not_compared(unit: FakeUnit, ids: list[int]) -> None:
    with pytest.raises(RefusalError, match=r"order\.compared"):
        side_by_side(unit, ids)
