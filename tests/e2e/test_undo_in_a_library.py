"""Work taken back in a real library: exact, on record with the digests of its rows, and quick for a whole batch act."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.roles import Role
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import answer_item, begin_review
from reviewer_app.services.listing.batch_acts import assign_cases
from reviewer_app.services.ports.records import Grade
from reviewer_app.services.undoing.batch_undoing import BatchStep, undo_batch
from reviewer_db import OpenLibrary
from support.builders import CLEAN
from support.libraries import FIRST, make_desk, new_case, person, register
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
