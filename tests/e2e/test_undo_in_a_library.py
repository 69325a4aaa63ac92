"""Work taken back in a real library: exact, on record with the digests of its rows, and quick for a whole batch act."""

from __future__ import annotations

import itertools
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.roles import Role
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import answer_item, begin_review
from reviewer_app.services.listing.batch_acts import assign_cases, set_cases_aside
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import Grade
from reviewer_app.services.undoing.batch_undoing import BatchStep, last_batch, undo_batch
from reviewer_db import OpenLibrary
from support.builders import CLEAN
from support.libraries import FIRST, PASSWORD, make_desk, make_gate, new_case, person, register
from support.undo_machine import UndoMachine

OTHER = "示例乙"


@pytest.fixture
def library(tmp_path: Path) -> Iterator[OpenLibrary]:
    made = make_desk(tmp_path / "案卷库")
    made.add_user(person(OTHER, Role.HANDLER), "示例密码二", is_own=True)
    yield made
    made.close(without_backup=True)


def _machine(library: OpenLibrary) -> type[UndoMachine]:
    """The same acts as in memory, each case of its own in one library."""
    numbers = itertools.count(1)

    class InALibrary(UndoMachine):
        people = (FIRST,)

        def begin(self) -> None:
            self.number = next(numbers)

        def form(self) -> dict[str, str]:
            own = {"project_name": f"示例项目{self.number}", "filing_number": f"SH2024617{self.number:06d}"}
            return {**CLEAN, **own, "applicant": f"上海示例{self.number}号服务有限公司"}

        def do(self, service: Callable[..., Any], *told: Any) -> Any:
            return library.change(service, *told)

    return InALibrary


def _try(library: OpenLibrary, examples: int, steps: int) -> None:
    tried = settings(
        max_examples=examples,
        stateful_step_count=steps,
        deadline=None,
        suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
    )
    run_state_machine_as_test(_machine(library), settings=tried)
    check = library.check()
    assert [line.message for line in check.lines if line.standing is not Grade.INTACT] == []


def test_any_order_of_acts_is_taken_back_exactly_and_the_record_holds(library: OpenLibrary) -> None:
    _try(library, examples=12, steps=20)


@pytest.mark.bench
def test_many_orders_of_acts_are_taken_back_exactly(library: OpenLibrary) -> None:
    _try(library, examples=120, steps=40)


def test_a_batch_act_is_taken_back_case_by_case_with_a_result_for_each(library: OpenLibrary) -> None:
    cases = library.change(register, [new_case(one, intake_number=f"2024-示-{one:04d}") for one in range(1, 6)])
    untouched, moved, gone_on, *rest = cases
    for case_id in cases:
        library.change(answer_item, case_id, "E2.staff", Verdict.MET)
    done = library.change(assign_cases, cases[1:], OTHER, "外出")
    step = BatchStep("分派", done.done, done.together)
    library.change(begin_review, moved)
    library.change(answer_item, gone_on, "E2.staff", Verdict.NOT_MET)
    result = library.change(undo_batch, step)
    assert {one.case_id: one.why_not[:10] for one in result.cases} == {
        moved: "案件此后已“进入初审",
        gone_on: "这一步之后案件又有办",
        **dict.fromkeys(rest, ""),
    }
    assert result.changes.applications == frozenset(rest)
    handlers = {one.id: one for one in library.read(lambda unit: unit.applications.some(cases))}
    assert [handlers[one].handler for one in (untouched, moved, gone_on)] == [FIRST, OTHER, OTHER]
    assert {handlers[one].handler for one in rest} == {FIRST}
    assert handlers[moved].state is State.REVIEWING
    assert library.change(undo_batch, step).done == ()
    assert library.change(undo_batch, replace(step, name="不是校验值")).cases == ()


def test_stopped_in_the_middle_nothing_is_taken_back_and_after_a_restart_all_of_it(
    library: OpenLibrary, tmp_path: Path
) -> None:
    cases = library.change(register, [new_case(one, intake_number=f"2024-示-{one:04d}") for one in range(1, 9)])
    done = library.change(assign_cases, cases, OTHER, "外出")
    library.change(set_cases_aside, cases, library.read(lambda unit: unit.today) + timedelta(days=2), "等来电")
    as_killed = tmp_path / "断电时"

    def killed(unit: UnitOfWork) -> None:
        undo_batch(unit, BatchStep("搁置", done.done, last_batch_name(unit)))
        unit.events.write_waiting()
        # What lies on the disk at this moment is what a killed program leaves.
        shutil.copytree(tmp_path / "案卷库", as_killed)
        raise _KilledError

    with pytest.raises(_KilledError):
        library.change(killed)
    again = make_gate().open(as_killed, FIRST, PASSWORD)
    try:
        assert set(_handlers(again, cases)) == {OTHER}
        assert all(again.read(lambda unit: [unit.asides.standing(one, unit.today) for one in cases]))
        for words in ("搁置 ", "移交 "):
            step, _ = again.read(last_batch)
            assert step is not None
            assert step.words.startswith(words)
            assert len(again.change(undo_batch, step).done) == len(cases)
        step, redo = again.read(last_batch)
        assert (step, redo is not None) == (None, True)
        assert set(_handlers(again, cases)) == {FIRST}
        assert [line.message for line in again.check().lines if line.standing is not Grade.INTACT] == []
    finally:
        again.close(without_backup=True)


class _KilledError(Exception):
    pass


def last_batch_name(unit: UnitOfWork) -> str:
    """By what the entries of the newest act on many cases are one."""
    step, _ = last_batch(unit)
    assert step is not None
    return step.name


def _handlers(library: OpenLibrary, cases: list[int]) -> list[str]:
    return [one.handler for one in library.read(lambda unit: unit.applications.some(cases))]
