"""Work on one case in any order, taken back and done again: what must hold of it, on any office."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from reviewer_app.domain.application import PaperCopy, Source
from reviewer_app.domain.checklist import Verdict
from reviewer_app.domain.drafts import DraftBoxes
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import Adopted
from reviewer_app.domain.states import OPEN_FOR_WORK, State
from reviewer_app.domain.steps.trace import PartKind, trace_of
from reviewer_app.services.cases import assigning, checking, looking_up, registering
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.listing import batch_acts
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.undoing.looking_back import look_back, parts_now
from reviewer_app.services.undoing.undoing import redo_step, undo_step
from support.builders import CLEAN
from support.grounds import looked_up

POINTS = ("E1.registered", "E2.staff", "E2.foundation")
FIELDS = ("contact_person", "sector", "applicant")
WORDS = st.text("三人示例\n“”→{}𠮷é", max_size=12)
#: What of the rules of today may keep a step from being taken back; it then stands as it did.
_ALSO_REFUSED = ("undo.of_another", "answer.against_record", "handover.")
_KEPT_BOX = DraftBoxes.REASON.of("undo")
Content = dict[Any, str | None]


def content_of(unit: UnitOfWork, case_id: int) -> Content:
    """All that is on a case today, part by part, and the values checked anew; parts that say nothing are left out."""
    view = open_case(unit, case_id)
    now: Content = {place: text for place, text in parts_now(unit, view).items() if text}
    return now | {"findings": str(view.findings), "due": str(view.application.due_on)}


class UndoMachine(RuleBasedStateMachine):
    """Holds a list of what each step found before it; a step of somebody else and a move of the case empty it."""

    people: tuple[str, ...] = ("示例甲", "示例乙")

    def __init__(self) -> None:
        super().__init__()
        self.begin()
        self.case_id = self.do(registering.register_application, self.form(), Source.ONLINE).application_id
        self.do(_keep_draft, self.case_id)
        self.undo: list[Content] = []
        self.redo: list[Content] = []
        self.owner = self.person = self.people[0]
        self.written: set[str] = set()
        self.hashes: list[str] = []

    def begin(self) -> None:
        """Opens the office."""
        raise NotImplementedError

    def form(self) -> dict[str, str]:
        """What the case is registered with."""
        return dict(CLEAN)

    def do(self, service: Callable[..., Any], *told: Any) -> Any:
        """Does an act of the office in one piece."""
        raise NotImplementedError

    def be(self, name: str) -> None:
        """Another person sits down."""

    def content(self) -> Content:
        found: Content = self.do(content_of, self.case_id)
        return found

    def step(self, service: Callable[..., Any], *told: Any, moves: bool = False) -> bool:
        """Does an act; whether anything came of it."""
        before, entries, was = self.content(), self.entries(), self.state()
        try:
            self.do(service, self.case_id, *told)
        except RefusalError:
            assert self.content() == before
            assert self.entries() == entries
            return False
        if self.entries() == entries:
            return False
        if self.owner != self.person or moves or self.state() is not was:
            # The first work on a case takes it into checking: what came before stays.
            self.undo.clear()
        if self.state() is not was:
            # That it was set aside ended with its state: taking the work back does not set it aside anew.
            before = {place: text for place, text in before.items() if place[0] is not PartKind.ASIDE}
        self.redo.clear()
        self.owner = self.person
        if not moves:
            self.undo.append(before)
        return True

    def state(self) -> State:
        found: State = self.do(lambda unit: unit.applications.get(self.case_id).state)
        return found

    def entries(self) -> list[str]:
        hashes: list[str] = self.do(lambda unit: [one.hash for one in unit.events.of(self.case_id)])
        return hashes

    @rule(name=st.sampled_from(POINTS), verdict=st.sampled_from(Verdict))
    def answers(self, name: str, verdict: Verdict) -> None:
        self.step(checking.answer_item, name, verdict)

    @rule(part=st.sampled_from(("count", "list")), is_lacking=st.booleans())
    def marks(self, part: str, is_lacking: bool) -> None:
        self.step(checking.mark_part, "E2.staff", part, is_lacking)

    @rule(names=st.lists(st.sampled_from(POINTS), min_size=1, max_size=3, unique=True))
    def answers_together(self, names: list[str]) -> None:
        self.step(checking.answer_together, names)

    @rule(name=st.sampled_from(POINTS), text=WORDS)
    def notes(self, name: str, text: str) -> None:
        if self.step(checking.note_item, name, text):
            self.written.add(text.strip())

    @rule(name=st.sampled_from(FIELDS), text=WORDS)
    def edits(self, name: str, text: str) -> None:
        case = self.do(lambda unit: unit.applications.get(self.case_id))
        self.step(registering.amend_application, case.revision, {**case.values, name: text})

    @rule(number=st.integers(1, 3), is_here=st.booleans(), pages=st.integers(0, 3))
    def takes_a_copy(self, number: int, is_here: bool, pages: int) -> None:
        self.step(checking.record_paper, PaperCopy(number, is_here, is_here, pages=pages))

    @rule(name=st.sampled_from(FIELDS), is_same=st.booleans(), text=WORDS)
    def compares(self, name: str, is_same: bool, text: str) -> None:
        self.step(checking.record_comparison, name, is_same, text)

    @rule(name=st.sampled_from(FIELDS), adopted=st.sampled_from(Adopted))
    def settles(self, name: str, adopted: Adopted) -> None:
        self.step(checking.settle_difference, name, adopted, "以此为准", "示例值")

    @rule(words=st.sampled_from(["甲", "乙"]))
    def looks_up(self, words: str) -> None:
        self.step(_look_up, words)

    @rule()
    def withdraws_a_look_up(self) -> None:
        self.step(_withdraw)

    @rule(to=st.sampled_from(["示例甲", "示例乙"]))
    def hands_over(self, to: str) -> None:
        self.step(assigning.hand_over, to, "外出")

    @rule(days=st.integers(1, 3), reason=WORDS)
    def sets_aside(self, days: int, reason: str) -> None:
        self.step(_set_aside, days, reason)

    @rule()
    def takes_up(self) -> None:
        self.step(assigning.take_up)

    @rule(to=st.sampled_from(["示例甲", "示例乙"]))
    def gives_it_to_another_with_others(self, to: str) -> None:
        self.step(_assign, to)

    @rule()
    def begins_the_review(self) -> None:
        self.step(checking.begin_review, moves=True)

    @rule(data=st.data())
    def changes_places(self, data: st.DataObject) -> None:
        self.person = data.draw(st.sampled_from(self.people))
        self.be(self.person)

    @rule()
    def takes_back(self) -> None:
        self.turn(undo_step, self.undo, self.redo)

    @rule()
    def does_again(self) -> None:
        self.turn(redo_step, self.redo, self.undo)

    @rule()
    def takes_all_back_and_does_it_again(self) -> None:
        before, steps = self.content(), len(self.undo)
        taken = 0
        while self.owner == self.person and self.undo and self.turn(undo_step, self.undo, self.redo):
            taken += 1
        for _ in range(taken):
            assert self.turn(redo_step, self.redo, self.undo)
        assert self.content() == before
        assert len(self.undo) == steps

    def turn(self, service: Callable[..., Any], source: list[Content], goal: list[Content]) -> bool:
        """Takes a step back or does it again: exactly, or not at all; whether it was done."""
        before, entries = self.content(), self.entries()
        try:
            self.do(service, self.case_id)
        except RefusalError as refusal:
            refused = refusal.code
        else:
            refused = ""
        is_owed = self.owner == self.person and bool(source)
        if refused:
            assert not is_owed or refused.startswith(_ALSO_REFUSED), refused
            assert (self.content(), self.entries()) == (before, entries)
            return False
        assert is_owed
        assert self.content() == source.pop()
        assert len(self.entries()) == len(entries) + 1
        goal.append(before)
        return True

    @invariant()
    def nothing_is_lost(self) -> None:
        """Entries only come, each taken back once names one there is, and every text stands somewhere on record."""
        kept = self.do(lambda unit: unit.events.of(self.case_id))
        hashes = [one.hash for one in kept]
        assert hashes[: len(self.hashes)] == self.hashes
        self.hashes = hashes
        traces = [trace for one in kept if (trace := trace_of(one.trace)) is not None]
        assert {name for trace in traces for name in trace.undoes} <= set(hashes)
        said = "".join(part.after or "" for trace in traces for part in trace.parts)
        assert all(text.replace("\n", "\\n") in said for text in self.written)
        assert self.do(lambda unit: unit.drafts.of(self.case_id))[_KEPT_BOX].text == "未写完"
        assert self.do(lambda unit: unit.applications.get(self.case_id)).state in OPEN_FOR_WORK

    def teardown(self) -> None:
        """Looking back to the last entry shows today, and to the first one nothing that is not known."""
        assert self.do(look_back, self.case_id, self.hashes[-1]).differing == 0
        assert all(line.is_known for line in self.do(look_back, self.case_id, self.hashes[0]).lines)


def _keep_draft(unit: UnitOfWork, case_id: int) -> None:
    unit.drafts.put(case_id, _KEPT_BOX, "未写完")


def _set_aside(unit: UnitOfWork, case_id: int, days: int, reason: str) -> None:
    assigning.set_aside(unit, case_id, unit.today + timedelta(days=days), reason)


def _assign(unit: UnitOfWork, case_id: int, to: str) -> None:
    batch_acts.assign_cases(unit, [case_id], to, "分工")


def _look_up(unit: UnitOfWork, case_id: int, words: str) -> None:
    looking_up.record_look_up(unit, case_id, looked_up(unit, case_id, words=words))


def _withdraw(unit: UnitOfWork, case_id: int) -> None:
    standing = [one for one in unit.look_ups.of(case_id) if one.is_standing]
    if standing:
        looking_up.withdraw_look_up(unit, case_id, standing[0].id, "查错了")
