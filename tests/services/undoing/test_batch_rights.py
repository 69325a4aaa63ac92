"""Acts on many cases, their undo and the marks of sub-points are refused case by case to whoever has not the right."""

from __future__ import annotations

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.cases.checking import mark_part
from reviewer_app.services.listing.batch_acts import BatchAct, BatchOrder, assign_cases, receive_paper
from reviewer_app.services.undoing.batch_undoing import redo_batch, step_of, undo_batch
from support.casework import registered
from support.fakes import FakeUnit


@pytest.fixture
def unit() -> FakeUnit:
    """Two cases, and somebody who only keeps the seal."""
    unit = FakeUnit()
    for number in ("SH20240001", "SH20240002"):
        registered(unit, filing_number=number)
    unit.users.put(User("示例戊", frozenset({Role.SEAL})))
    return unit


def test_paper_of_many_cases_is_taken_in_by_a_role_that_records_it(unit: FakeUnit) -> None:
    head = unit.events.head()
    done = receive_paper(unit.acting("示例戊"), [1, 2], BatchOrder(BatchAct.RECEIVE, is_sealed=True))
    assert done.done == ()
    assert all("须由" in line.refusal for line in done.lines)
    assert (unit.events.head(), unit.papers.of(1)) == (head, ())


def test_what_was_done_to_many_is_neither_taken_back_nor_done_again_by_another_role(unit: FakeUnit) -> None:
    step = step_of(assign_cases(unit, [1, 2], "示例乙", "外出"))
    assert step is not None
    head = unit.events.head()
    for act in (undo_batch, redo_batch):
        taken = act(unit.acting("示例戊"), step)
        assert taken.done == ()
        assert all(one.why_not for one in taken.cases)
    assert unit.events.head() == head
    assert [unit.applications.get(case).handler for case in (1, 2)] == ["示例乙"] * 2


def test_a_sub_point_is_marked_by_who_may_answer(unit: FakeUnit) -> None:
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        mark_part(unit.acting("示例戊"), 1, "E2.staff", "list", True)
    assert unit.answers.of(1) == {}
