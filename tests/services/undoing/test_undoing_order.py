"""A move of the recommended order is taken back by another move on record, one after the other, and done again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import Recusal
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.ordering import place_case, recommended_order
from reviewer_app.services.undoing.undoing import order_steps, redo_step, undo_step
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


def _undo(unit: FakeUnit) -> str:
    step = order_steps(unit)[0]
    assert step is not None
    return undo_step(unit, step.case_id, step.name).words


def _redo(unit: FakeUnit) -> None:
    step = order_steps(unit)[1]
    assert step is not None
    redo_step(unit, step.case_id, step.name)


def test_moves_come_back_one_by_one_and_are_done_again(unit: FakeUnit) -> None:
    orders = [order_of(unit)]
    for case_id, position in ((4, 2), (3, 1), (4, 4)):
        place_case(unit, case_id, position, "示范作用更强")
        orders.append(order_of(unit))
    assert _undo(unit) == "推荐顺序改为排在 2024-示-0002 之后"
    assert order_of(unit) == orders[2]
    _undo(unit)
    _undo(unit)
    assert order_of(unit) == orders[0]
    assert order_steps(unit)[0] is None
    _redo(unit)
    assert order_of(unit) == orders[1]
    entry = unit.events.of(4)[-1]
    assert (entry.act, entry.detail[RecordKey.REDONE_ACT]) == (EventAct.REDONE, "推荐顺序改为排在 2024-示-0001 之后")
    assert entry.detail["推荐顺序"].startswith("排在 2024-示-0003 之后 → 排在 2024-示-0001 之后")
    assert len(unit.batches.placements("2024")) == 7


def _last(unit: FakeUnit, case_id: int) -> tuple[str, str] | None:
    """Who placed a case and why, as the order shows it."""
    [last] = [case.last for case in recommended_order(unit) if case.application_id == case_id]
    return (last.by, last.reason) if last is not None else None


def test_with_a_move_its_reason_is_taken_back_and_the_one_before_counts_again(unit: FakeUnit) -> None:
    place_case(unit, 4, 2, "示范作用更强")
    place_case(unit.acting("示例乙"), 4, 1, "主任意见")
    _undo(unit)
    assert _last(unit, 4) == ("示例甲", "示范作用更强")
    _redo(unit)
    assert _last(unit, 4) == ("示例乙", "主任意见")


def test_a_first_move_taken_back_leaves_no_reason(unit: FakeUnit) -> None:
    place_case(unit, 4, 2, "示范作用更强")
    _undo(unit)
    assert (_last(unit, 4), unit.batches.placements("2024")[-1].reason) == (None, "")
    _redo(unit)
    assert _last(unit, 4) == ("示例甲", "示范作用更强")


def test_what_a_move_is_called_stays_true_when_other_cases_have_left(unit: FakeUnit) -> None:
    place_case(unit, 4, 2, "示范作用更强")
    _undo(unit)
    unit.applications.cases[2] = replace(unit.applications.cases[2], state=State.SENT)
    step = order_steps(unit)[1]
    assert step is not None
    assert (step.number, step.words) == ("2024-示-0004", "推荐顺序改为排在 2024-示-0001 之后")
    assert redo_step(unit, step.case_id, step.name).words == step.words
    order = order_of(unit)
    assert order.index(4) == order.index(1) + 1


def test_after_the_move_of_another_nothing_comes_back(unit: FakeUnit) -> None:
    place_case(unit, 4, 2, "示范作用更强")
    unit.acting("示例乙")
    place_case(unit, 3, 2, "基础更好")
    unit.acting("示例甲")
    assert order_steps(unit) == (None, None)
    with pytest.raises(RefusalError, match=r"undo\.changed_since"):
        undo_step(unit, 4)
    assert order_of(unit) == [1, 3, 4, 2]


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda unit: _state(unit, State.SENT), r"undo\.changed_since|order\.not_ready"),
        (lambda unit: unit.applications.recuse(4, Recusal("示例甲", "近亲属", unit.now)), r"act\.recused"),
    ],
)
def test_rules_hold_for_taking_back_too(unit: FakeUnit, spoil: object, code: str) -> None:
    place_case(unit, 4, 2, "示范作用更强")
    assert callable(spoil)
    spoil(unit)
    before = len(unit.batches.placements("2024"))
    with pytest.raises(RefusalError, match=code):
        undo_step(unit, 4)
    assert len(unit.batches.placements("2024")) == before


def _state(unit: FakeUnit, state: State) -> None:
    unit.applications.cases[4] = replace(unit.applications.get(4), state=state)
