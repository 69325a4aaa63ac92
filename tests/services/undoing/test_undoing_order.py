"""A move of the recommended order is taken back by another move on record, one after the other, and done again."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import Recusal
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.domain.steps.parts import order_text
from reviewer_app.packs.loading import load_pack
from reviewer_app.services.dispatch import ordering
from reviewer_app.services.dispatch.ordering import place_case, recommended_order
from reviewer_app.services.dispatch.scoring import give_score, score_sheet
from reviewer_app.services.dispatch.second_looks import draw_second_looks
from reviewer_app.services.undoing.undoing import order_steps, redo_step, undo_step
from support.desk_pages import signed_off
from support.fakes import FakeUnit
from support.other_packs import WITH_CRITERIA


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
    (last,) = [case.last for case in recommended_order(unit) if case.application_id == case_id]
    return (last.reason, last.by) if last is not None else None


def test_the_reason_that_stood_before_stands_there_again_with_its_person(unit: FakeUnit) -> None:
    place_case(unit, 4, 2, "示范作用更强")
    place_case(unit.acting("示例乙"), 4, 1, "市级重点")
    undo_step(unit, 4)
    assert _last(unit, 4) == ("示范作用更强", "示例甲")
    redo_step(unit, 4)
    assert _last(unit, 4) == ("市级重点", "示例乙")
    undo_step(unit, 4)
    place_case(unit, 3, 1, "基础更好")
    undo_step(unit, 3)
    assert _last(unit, 3) is None
    assert order_of(unit) == [1, 4, 2, 3]


def test_a_case_placed_and_put_back_departs_from_its_score_without_a_reason_as_before(unit: FakeUnit) -> None:
    unit.packs.keep(load_pack(WITH_CRITERIA, "sh-2024.toml"))
    for case in (1, 2, 3, 4):
        for criterion in ("influence", "output", "effect"):
            give_score(unit, case, criterion, case)
    assert score_sheet(unit).unexplained == 4
    place_case(unit, 4, 2, "示范作用更强")
    _undo(unit)
    assert score_sheet(unit).unexplained == 4


def test_a_move_of_an_earlier_version_is_taken_back_without_a_reason(
    unit: FakeUnit, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(ordering, "order_text", lambda behind, number, _move=None: order_text(behind, number))
        place_case(unit, 4, 2, "示范作用更强")
    _undo(unit)
    assert (order_of(unit), _last(unit, 4)) == ([1, 2, 3, 4], None)


def test_nothing_is_offered_that_is_refused_since_the_case_was_worked_on(unit: FakeUnit) -> None:
    place_case(unit, 4, 2, "示范作用更强")
    draw_second_looks(unit, 4, "例行抽查")
    assert order_steps(unit) == (None, None)


def test_a_move_that_cannot_be_done_again_is_said_to_be_so(unit: FakeUnit) -> None:
    place_case(unit, 4, 2, "示范作用更强")
    _undo(unit)
    place_case(unit.acting("示例乙"), 3, 1, "基础更好")
    unit.acting("示例甲")
    place_case(unit, 2, 4, "基础较弱")
    assert order_steps(unit)[1] is None
    with pytest.raises(RefusalError, match=r"redo\.changed_since"):
        redo_step(unit, 4)


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
