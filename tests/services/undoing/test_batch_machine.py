"""Acts on many cases, labels and moves of the order in whatever order: taken back exactly, or left and told why."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from reviewer_app.domain.application import Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import OPEN_FOR_WORK
from reviewer_app.services.cases.checking import answer_item
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.dispatch.ordering import place_case, recommended_order
from reviewer_app.services.listing.batch_acts import BatchAct, BatchOrder, do_batch
from reviewer_app.services.ports.listing import Label
from reviewer_app.services.undoing.batch_undoing import BatchStep, BatchTakenBack, redo_batch, step_of, undo_batch
from reviewer_app.services.undoing.undoing import order_steps, redo_step, undo_step
from support.builders import values
from support.desk_pages import signed_off
from support.fakes import FakeUnit
from support.undo_machine import Content, content_of

PEOPLE = ("示例甲", "示例乙")
CASES = (1, 2, 3)
_SOME = st.lists(st.sampled_from(CASES), min_size=1, max_size=3, unique=True)
_LABELS = st.builds(Label, st.sampled_from(["急", "问"]), st.booleans())
_CHEAP = settings(max_examples=12, stateful_step_count=16, deadline=None, suppress_health_check=[HealthCheck.too_slow])


class Batches(RuleBasedStateMachine):
    """Remembers of each act what stood on its cases before; of an act on labels only the labels."""

    def __init__(self) -> None:
        super().__init__()
        self.unit = FakeUnit()
        for number in CASES:
            form = values(filing_number=f"SH{number}", project_name=f"第{number}件")
            register_application(self.unit, form, Source.ONLINE)
            answer_item(self.unit, number, "E2.staff", Verdict.MET)
        self.step: BatchStep | None = None
        self.before: dict[int, Content] = {}
        self.after: dict[int, Content] = {}
        self.hashes: list[str] = []

    def content(self, label: Label | None) -> dict[int, Content]:
        if label is not None:
            return {one: {"labels": str(self.unit.marks.labels_of([one])[one])} for one in CASES}
        return {one: content_of(self.unit, one) for one in CASES}

    @rule(ids=_SOME, to=st.sampled_from(PEOPLE))
    def assigns(self, ids: list[int], to: str) -> None:
        self.act(BatchOrder(BatchAct.ASSIGN, to=to, reason="分工"), ids)

    @rule(ids=_SOME, days=st.integers(1, 2))
    def sets_aside(self, ids: list[int], days: int) -> None:
        until = self.unit.today + timedelta(days=days)
        self.act(BatchOrder(BatchAct.SET_ASIDE, until=until, reason="等来电"), ids)

    @rule(ids=_SOME)
    def takes_up(self, ids: list[int]) -> None:
        self.act(BatchOrder(BatchAct.TAKE_UP), ids)

    @rule(ids=_SOME, label=_LABELS, is_laid=st.booleans())
    def labels(self, ids: list[int], label: Label, is_laid: bool) -> None:
        self.act(BatchOrder(BatchAct.LABEL if is_laid else BatchAct.UNLABEL, label=label), ids)

    def act(self, order: BatchOrder, ids: list[int]) -> None:
        """Does it; taken back at once it leaves nothing behind, and done again all of it."""
        label = order.label if order.act in (BatchAct.LABEL, BatchAct.UNLABEL) else None
        before = self.content(label)
        step = step_of(do_batch(self.unit, order, ids))
        if step is None:
            assert self.content(label) == before
            return
        after = self.content(label)
        undone = undo_batch(self.unit, step)
        assert (undone.done, undone.left) == (tuple(sorted(step.cases)) if not label else step.cases, ())
        assert self.content(label) == before
        redone = redo_batch(self.unit, undone.step)
        assert redone.left == ()
        assert self.content(label) == after
        self.step, self.before, self.after = redone.step, before, after

    @rule(name=st.sampled_from(PEOPLE))
    def changes_places(self, name: str) -> None:
        self.unit.acting(name)

    @rule(case_id=st.sampled_from(CASES), verdict=st.sampled_from(Verdict))
    def answers(self, case_id: int, verdict: Verdict) -> None:
        answer_item(self.unit, case_id, "E2.staff", verdict)

    @precondition(lambda self: self.step is not None)
    @rule()
    def takes_back(self) -> None:
        self.turn(undo_batch, self.before)

    @precondition(lambda self: self.step is not None)
    @rule()
    def does_again(self) -> None:
        self.turn(redo_batch, self.after)

    def turn(self, service: Callable[[FakeUnit, BatchStep], BatchTakenBack], wanted: dict[int, Content]) -> None:
        """Each case comes out as it is to be, or stays as it is and says why."""
        assert self.step is not None
        label = self.step.label
        before = self.content(label)
        if service is redo_batch and label is None and not self.step.undone:
            return
        # Which way a step on labels goes is told by the step itself.
        goal = self.before if label is not None and self.goes_back() else self.after if label is not None else wanted
        taken = service(self.unit, self.step)
        now = self.content(label)
        for one in taken.cases:
            told = (one.case_id in taken.done, bool(one.why_not))
            assert told in ((True, False), (False, True))
            if label is None:
                assert now[one.case_id] == (before[one.case_id] if one.why_not else goal[one.case_id])
        left = set(CASES) - set(taken.done)
        assert {one: now[one] for one in left} == {one: before[one] for one in left}
        if taken.done:
            self.step = taken.step

    def goes_back(self) -> bool:
        """Whether the cases have what the step on labels gave or took."""
        assert self.step is not None
        return self.step.is_laid

    @invariant()
    def entries_only_come_and_every_case_is_open(self) -> None:
        hashes = [one.hash for one in self.unit.events.kept]
        assert hashes[: len(self.hashes)] == self.hashes
        self.hashes = hashes
        assert all(self.unit.applications.get(one).state in OPEN_FOR_WORK for one in CASES)


class Orders(RuleBasedStateMachine):
    """Holds the orders that were; the move of somebody else ends what can be taken back."""

    def __init__(self) -> None:
        super().__init__()
        self.unit = FakeUnit()
        for number in range(1, 5):
            signed_off(self.unit, number)
        self.person = self.owner = PEOPLE[0]
        self.undo: list[list[int]] = []
        self.redo: list[list[int]] = []

    def order(self) -> list[int]:
        return [one.application_id for one in recommended_order(self.unit)]

    @rule(case_id=st.integers(1, 4), position=st.integers(1, 4))
    def places(self, case_id: int, position: int) -> None:
        before = self.order()
        try:
            place_case(self.unit, case_id, position, "示范作用更强")
        except RefusalError:
            assert self.order() == before
            return
        if self.owner != self.person:
            self.undo.clear()
        self.owner = self.person
        self.redo.clear()
        self.undo.append(before)

    @rule(name=st.sampled_from(PEOPLE))
    def changes_places(self, name: str) -> None:
        self.person = name
        self.unit.acting(name)

    @rule()
    def takes_back(self) -> None:
        self.turn(0, self.undo, self.redo)

    @rule()
    def does_again(self) -> None:
        self.turn(1, self.redo, self.undo)

    def turn(self, which: int, source: list[list[int]], goal: list[list[int]]) -> None:
        step, before = order_steps(self.unit)[which], self.order()
        is_owed = self.owner == self.person and bool(source)
        assert (step is not None) == is_owed
        if step is None:
            return
        (undo_step if which == 0 else redo_step)(self.unit, step.case_id, step.name)
        assert self.order() == source.pop()
        goal.append(before)


Batches.TestCase.settings = _CHEAP
Orders.TestCase.settings = _CHEAP
TestBatches = Batches.TestCase
TestOrders = Orders.TestCase
