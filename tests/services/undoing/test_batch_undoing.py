"""An act on many cases is taken back as a whole and done again, with a result for each case."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from reviewer_app.domain.application import Source, User
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.roles import Role
from reviewer_app.services.cases.assigning import hand_over, set_aside, take_up
from reviewer_app.services.cases.checking import answer_item
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.listing.batch_acts import (
    BatchAct,
    BatchOrder,
    assign_cases,
    do_batch,
    set_cases_aside,
    take_cases_up,
)
from reviewer_app.services.ports.listing import Label
from reviewer_app.services.undoing.batch_undoing import (
    BatchStep,
    last_batch,
    plan_turn,
    redo_batch,
    step_of,
    undo_batch,
)
from reviewer_app.services.undoing.undoing import redo_step, undo_step
from support.builders import values
from support.fakes import FakeUnit

ALL = [1, 2, 3]


@pytest.fixture
def unit() -> FakeUnit:
    """An office with three cases of 示例甲."""
    made = FakeUnit()
    for number in range(3):
        form = values(filing_number=f"SH{number}", project_name=f"第{number}件")
        register_application(made, form, Source.ONLINE)
    return made


def _done(unit: FakeUnit, order: BatchOrder) -> BatchStep:
    step = step_of(do_batch(unit, order, ALL))
    assert step is not None
    return step


def _handlers(unit: FakeUnit) -> list[str]:
    return [unit.applications.get(one).handler for one in ALL]


def _aside(unit: FakeUnit) -> list[bool]:
    return [unit.asides.standing(one, unit.today) is not None for one in ALL]


def _labels(unit: FakeUnit) -> list[tuple[Label, ...]]:
    return [unit.marks.labels_of([one])[one] for one in ALL]


def _later(unit: FakeUnit, days: int) -> BatchOrder:
    return BatchOrder(BatchAct.SET_ASIDE, until=unit.today + timedelta(days=days), reason="等单位来电")


@pytest.mark.parametrize(
    ("order", "seen"),
    [
        (lambda _unit: BatchOrder(BatchAct.ASSIGN, to="示例乙", reason="分工"), _handlers),
        (lambda unit: _later(unit, 3), _aside),
        (lambda _unit: BatchOrder(BatchAct.LABEL, label=Label("急")), _labels),
        (lambda _unit: BatchOrder(BatchAct.LABEL, label=Label("问老王", is_private=True)), _labels),
    ],
)
def test_every_act_on_several_cases_is_taken_back_and_done_again(
    unit: FakeUnit, order: Callable[[FakeUnit], BatchOrder], seen: Callable[[FakeUnit], object]
) -> None:
    before = seen(unit)
    step = _done(unit, order(unit))
    after = seen(unit)
    for _ in range(2):
        undone = undo_batch(unit, step)
        assert (undone.done, undone.left, seen(unit)) == ((1, 2, 3), (), before)
        redone = redo_batch(unit, undone.step)
        assert (redone.done, seen(unit)) == ((1, 2, 3), after)
        step = redone.step


def test_taking_up_and_taking_a_label_off_come_back_too(unit: FakeUnit) -> None:
    _done(unit, _later(unit, 3))
    taken = _done(unit, BatchOrder(BatchAct.TAKE_UP))
    undo_batch(unit, taken)
    assert _aside(unit) == [True] * 3
    _done(unit, BatchOrder(BatchAct.LABEL, label=Label("急")))
    off = _done(unit, BatchOrder(BatchAct.UNLABEL, label=Label("急")))
    assert undo_batch(unit, off).done == (1, 2, 3)
    assert _labels(unit) == [(Label("急"),)] * 3


def test_a_case_on_which_somebody_acted_since_stays_and_is_told(unit: FakeUnit) -> None:
    step = _done(unit, BatchOrder(BatchAct.ASSIGN, to="示例乙"))
    unit.acting("示例乙")
    answer_item(unit, 2, "E2.staff", Verdict.MET)
    unit.acting("示例甲")
    planned = plan_turn(unit, step, is_undo=True)
    undone = undo_batch(unit, step)
    assert planned == undone.cases
    assert [one.why_not[:10] for one in undone.cases] == ["", "示例乙 此后已办理“", ""]
    assert _handlers(unit) == ["示例甲", "示例乙", "示例甲"]
    assert undo_batch(unit, step).done == ()
    assert redo_batch(unit, undone.step).done == (1, 3)


def test_nobody_takes_back_what_another_did_to_many(unit: FakeUnit) -> None:
    step = _done(unit, BatchOrder(BatchAct.ASSIGN, to="示例乙"))
    unit.acting("示例乙")
    assert undo_batch(unit, step).done == ()
    assert last_batch(unit) == (None, None)
    assert _handlers(unit) == ["示例乙"] * 3


def test_the_newest_act_on_many_is_found_on_the_record(unit: FakeUnit) -> None:
    first = _done(unit, BatchOrder(BatchAct.ASSIGN, to="示例乙"))
    second = _done(unit, _later(unit, 3))
    hand_over(unit, 1, "示例甲", "只这一件")
    undo_step(unit, 1)
    found, none = last_batch(unit)
    assert found is not None
    assert (found.words, found.cases, found.name) == ("搁置 2024-05-22", (1, 2, 3), second.name)
    assert none is None
    undo_batch(unit, found)
    before, again = last_batch(unit)
    assert before is not None
    assert again is not None
    assert (before.name, again.name, again.words) == (first.name, second.name, "搁置 2024-05-22")
    redo_batch(unit, again)
    assert _aside(unit) == [True] * 3
    assert last_batch(unit)[1] is None


def test_one_case_of_the_act_can_be_taken_back_alone(unit: FakeUnit) -> None:
    step = _done(unit, BatchOrder(BatchAct.ASSIGN, to="示例乙"))
    undo_step(unit, 2)
    assert _handlers(unit) == ["示例乙", "示例甲", "示例乙"]
    assert undo_batch(unit, step).done == (1, 3)
    redo_step(unit, 2)
    assert _handlers(unit) == ["示例甲", "示例乙", "示例甲"]


def test_what_still_stands_of_an_act_is_offered_before_an_older_one(unit: FakeUnit) -> None:
    first = _done(unit, BatchOrder(BatchAct.ASSIGN, to="示例乙"))
    second = _done(unit, _later(unit, 3))
    undo_step(unit, 2)
    found = last_batch(unit)[0]
    assert found is not None
    assert (found.name, found.cases) == (second.name, (1, 3))
    assert [one.case_id for one in plan_turn(unit, found, is_undo=True)] == [1, 3]
    answer_item(unit.acting("示例乙"), 3, "E2.staff", Verdict.MET)
    unit.acting("示例甲")
    undone = undo_batch(unit, found)
    assert (undone.done, [one.case_id for one in undone.left]) == ((1,), [3])
    older = last_batch(unit)[0]
    assert older is not None
    assert older.name == first.name


def test_a_case_set_aside_that_came_back_by_itself_needs_no_undoing(unit: FakeUnit) -> None:
    step = _done(unit, _later(unit, 2))
    unit.clock += timedelta(days=2)
    planned = plan_turn(unit, step, is_undo=True)
    undone = undo_batch(unit, step)
    assert planned == undone.cases
    assert undone.done == ()
    assert "已自动回到待我办" in undone.left[0].why_not
    unit.clock -= timedelta(days=1)
    again = undo_batch(unit, step)
    assert again.done == (1, 2, 3)
    unit.clock += timedelta(days=1)
    assert [one.why_not for one in redo_batch(unit, again.step).left] == ["请选今天以后的日期。"] * 3


def test_setting_aside_anew_comes_back_to_the_former_day(unit: FakeUnit) -> None:
    set_aside(unit, 1, unit.today + timedelta(days=2), "等来电")
    hand_over(unit, 1, "示例乙", "分工")
    set_aside(unit, 1, unit.today + timedelta(days=3), "再等")
    set_aside(unit, 1, unit.today + timedelta(days=4), "还等")
    undo_step(unit, 1)
    standing = unit.asides.standing(1, unit.today)
    assert standing is not None
    assert (standing.until, standing.reason) == (unit.today + timedelta(days=3), "再等")
    undo_step(unit, 1)
    assert unit.asides.standing(1, unit.today) is None
    undo_step(unit, 1)
    first = unit.asides.standing(1, unit.today)
    assert first is not None
    assert first.reason == "等来电"
    take_up(unit, 1)


def test_a_case_that_nobody_handled_goes_back_to_nobody(unit: FakeUnit) -> None:
    unit.applications.update(replace(unit.applications.get(1), handler=""))
    step = step_of(assign_cases(unit, [1, 2], "示例乙", "分工"))
    assert step is not None
    undone = undo_batch(unit, step)
    assert _handlers(unit)[:2] == ["", "示例甲"]
    redo_batch(unit, undone.step)
    assert _handlers(unit)[:2] == ["示例乙"] * 2


def test_who_lost_the_role_meanwhile_gets_nothing_back_and_is_told(unit: FakeUnit) -> None:
    step = _done(unit, BatchOrder(BatchAct.ASSIGN, to="示例乙"))
    unit.users.put(User("示例甲", frozenset({Role.SEAL})))
    unit.acting("示例甲")
    planned = plan_turn(unit, step, is_undo=True)
    undone = undo_batch(unit, step)
    assert planned == undone.cases
    assert undone.done == ()
    assert all("移交" in one.why_not for one in undone.left)
    left = [one.act for one in unit.events.kept if one.act == EventAct.UNDONE]
    assert left == []


def test_a_label_that_another_took_off_is_not_undone_twice(unit: FakeUnit) -> None:
    step = _done(unit, BatchOrder(BatchAct.LABEL, label=Label("急")))
    unit.acting("示例乙")
    unit.marks.lift([2], Label("急"))
    unit.acting("示例甲")
    undone = undo_batch(unit, step)
    assert [one.why_not for one in undone.cases] == ["", "没有标签“急”。", ""]
    assert undo_batch(unit, step).done == ()
    assert redo_batch(unit, undone.step).done == (1, 3)


def test_what_changed_nothing_is_no_step(unit: FakeUnit) -> None:
    assert step_of(take_cases_up(unit, ALL)) is None
    step = BatchStep("分派", tuple(ALL), "f" * 64)
    assert undo_batch(unit, step).cases == ()
    set_cases_aside(unit, [1], unit.today + timedelta(days=2), "等")
    assert last_batch(unit)[0] is None
    with pytest.raises(RefusalError, match=r"label\."):
        undo_batch(unit, BatchStep("标签", tuple(ALL), label=Label(" ")))
