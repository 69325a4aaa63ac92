"""A stack is laid beside what is awaited of a batch, and each paper that was found whole becomes the scan of record."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.dispatch.seals import (
    ListedPaper,
    ListWord,
    SaidOfList,
    ScanState,
    SealList,
    SealUse,
    SealWay,
    Strike,
)
from reviewer_app.domain.dispatch.stacks import SEALED_SCAN, PaperStand, StackPage
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.numbers import Sealing
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.numbering import give_up
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.office.register import void_number
from reviewer_app.services.sealing.sessions import stamp_list
from reviewer_app.services.stacks.awaiting import awaited_papers
from reviewer_app.services.stacks.taking import StackPlan, TakenStack, plan_stack, take_stack
from support.desk_pages import DeskParts
from support.fakes import FakeDesk, FakeUnit
from support.stack_pages import MARK, STACK, PagesRead, both, issued_batch, page


class _Desk:
    """A batch of two cases at a desk whose scanner gives what it is told."""

    def __init__(self) -> None:
        self.unit = FakeUnit()
        self.library = FakeDesk(self.unit)
        self.reader = PagesRead()
        self.batch, self.entries = issued_batch(self.unit)
        self.numbers = [line.intake_number for line in self.batch.lines]
        self.cases = [line.application_id for line in self.batch.lines]

    def plan(self, pages: Sequence[StackPage], paths: Sequence[Path] = (STACK,)) -> StackPlan:
        self.reader.pages = list(pages)
        return plan_stack(self.library, self._parts(), self.batch.id, paths)

    def take(self, plan: StackPlan, accepted: Collection[int] = (), stop_after: int = 99) -> TakenStack:
        count = [0]

        def is_cancelled() -> bool:
            return count[0] >= stop_after

        def told(done: int, _total: int) -> None:
            count[0] = done

        return take_stack(self.library, self._parts(), plan, accepted, told, is_cancelled)

    def all_pages(self) -> list[StackPage]:
        return [one for number in self.numbers for one in both(number)]

    def events(self, case: int = 0) -> list[str]:
        return [event.act for event in self.unit.events.of(self.cases[case])]

    def _parts(self) -> DeskParts:
        return DeskParts(reader_of_stacks=self.reader)


@pytest.fixture
def at() -> _Desk:
    """The desk."""
    return _Desk()


def test_what_was_found_whole_is_kept_with_its_case_and_said_on_record(at: _Desk) -> None:
    first, second = both(at.numbers[0])
    plan = at.plan([replace(second, turn=180), first, *both(at.numbers[1])])
    assert at.events().count(EventAct.SEALED_SCAN_KEPT) == 0
    taken = at.take(plan)
    assert taken.taken == ("示荐〔2024〕1号", "示荐〔2024〕2号")
    assert taken.changes.applications == set(at.cases)
    (scan,) = at.unit.sealed_scans.of_entries([at.entries[0].id])[at.entries[0].id]
    assert (scan.pages, scan.stand, scan.mark_page, scan.mark_diameter) == (2, PaperStand.COMPLETE, 2, MARK.diameter)
    assert (scan.application_id, scan.batch_id, scan.taken_by) == (at.cases[0], at.batch.id, "示例甲")
    assert at.unit.attachments.content(scan.sha256) == b"%PDF- 2/0 1/180"
    (kept,) = [one for one in at.unit.attachments.of(at.cases[0]) if one.purpose == SEALED_SCAN]
    assert kept.name == "示荐〔2024〕1号 已盖章扫描件.pdf"
    event = at.unit.events.of(at.cases[0])[-1]
    assert event.act == EventAct.SEALED_SCAN_KEPT
    assert event.detail[RecordKey.MARK_SEEN] == "第2页 42 毫米，压年月日"
    assert event.detail[RecordKey.CONTENT_HASH] == scan.sha256


def _use(at: _Desk, way: SealWay) -> int:
    """A use of the seal on the first paper, as the register has it."""
    entry, day = at.entries[0], at.unit.today
    who = ("示例甲", at.unit.now, "示例甲", "示例乙", entry.sha256, entry.sha256)
    return at.unit.seals.use(SealUse(2024, 1, day, 1, 1, entry.id, entry.case_id, at.batch.id, "1号", way, 2, *who))


def test_the_use_of_the_seal_has_its_scan(at: _Desk) -> None:
    """Whether it was recorded before the stack was read, or after and the stack is read once more."""
    used = _use(at, SealWay.STAMP)
    at.take(at.plan(at.all_pages()))
    scan = at.unit.seals.scans([used])[used]
    assert (scan.state, scan.page, scan.diameter, scan.by) == (ScanState.ACCEPTED, 2, MARK.diameter, "示例甲")
    at.unit.seals.scanned.clear()
    head = at.unit.events.head()
    assert at.take(at.plan(at.all_pages())).taken == ()
    assert at.unit.seals.scans([used])[used].sha256 == scan.sha256
    assert at.unit.events.head() != head


@pytest.mark.parametrize("is_asked_first", [True, False])
def test_a_scan_kept_before_its_use_is_registered_joins_it_at_once(at: _Desk, is_asked_first: bool) -> None:
    """A scan older than the list may show a sheet that was made anew since: it waits for its stack to be read again."""
    for is_asking in (is_asked_first, not is_asked_first):
        if is_asking:
            _list_on(at)
        else:
            at.take(at.plan(at.all_pages()))
        at.unit.clock += timedelta(hours=1)
    at.unit.users.put(User("示例丙", frozenset({Role.SEAL})))
    at.unit.acting("示例丙")
    done = stamp_list(at.unit, 1, [one.id for one in at.entries], 1)
    assert len(done.uses) == 2
    scans = at.unit.seals.scans([use.id for use in done.uses])
    assert [scans[use.id].sha256 for use in done.uses if use.id in scans] == [
        one.sha256 for one in at.unit.sealed_scans.kept if is_asked_first
    ]
    assert at.events().count(EventAct.SEALED_SCAN_KEPT) == (2 if is_asked_first else 1)


def _list_on(at: _Desk) -> None:
    asked = [ListedPaper(one.id, one.case_id, one.called, one.sha256, 2) for one in at.entries]
    at.unit.seals.ask(SealList("2024", at.batch.id, "示例甲", at.unit.now, tuple(asked)))
    at.unit.seals.say(1, SaidOfList(ListWord.APPROVED, "", "示例乙", at.unit.now))


@pytest.mark.parametrize("is_laid", [True, False])
def test_the_scan_of_a_stamping_struck_out_is_none_of_the_next(at: _Desk, is_laid: bool) -> None:
    """The former stack is read once more after the paper was stamped anew: it shows the former stamping."""
    if not is_laid:
        at.take(at.plan(at.all_pages()))
    use = at.unit.seals.use_of(_use(at, SealWay.STAMP))
    if is_laid:
        at.take(at.plan(at.all_pages()))
    at.unit.clock += timedelta(hours=1)
    at.unit.seals.strike(use, Strike("盖歪", "示例甲", at.unit.now))
    anew = _use(at, SealWay.STAMP)
    at.take(at.plan(at.all_pages()))
    assert anew not in at.unit.seals.scans([anew])
    at.unit.clock += timedelta(hours=1)
    at.take(at.plan([StackPage(0, 1, is_empty=True), *both(at.numbers[0])]))
    assert at.unit.seals.scans([anew])[anew].sha256 == at.unit.sealed_scans.kept[-1].sha256


def test_a_paper_sealed_as_a_file_is_not_awaited(at: _Desk) -> None:
    _use(at, SealWay.CERTIFICATE)
    at.take(at.plan(at.all_pages()))
    assert at.unit.seals.scanned == []
    at.unit.register.complete(replace(at.unit.register.get(1), sealed_how=Sealing.SIGNED))
    assert [one.entry.id for one in awaited_papers(at.unit, at.batch.id).papers] == [2]


def test_the_same_stack_twice_says_so_and_changes_nothing(at: _Desk) -> None:
    at.take(at.plan(at.all_pages()))
    head = at.unit.events.head()
    plan = at.plan(at.all_pages())
    assert all(plan.is_known(one) for one in plan.match.papers)
    taken = at.take(plan)
    assert (taken.taken, len(taken.known)) == ((), 2)
    assert at.unit.events.head() == head


def test_two_people_who_took_one_stack_at_once_keep_it_once(at: _Desk) -> None:
    """Both planned before either took; the second hears that it was kept."""
    mine, hers = at.plan(at.all_pages()), at.plan(at.all_pages())
    at.take(mine)
    taken = at.take(hers)
    assert (taken.taken, len(taken.known)) == ((), 2)
    assert len(at.unit.sealed_scans.kept) == 2


def test_a_second_scan_of_a_paper_stands_as_a_later_version(at: _Desk) -> None:
    at.take(at.plan(at.all_pages()))
    again = at.plan([StackPage(0, 1, is_empty=True), *both(at.numbers[0])])
    assert at.take(again).taken == ("示荐〔2024〕1号",)
    first, second = at.unit.sealed_scans.of_entries([at.entries[0].id])[at.entries[0].id]
    assert first.sha256 != second.sha256
    assert at.unit.events.of(at.cases[0])[-1].detail[RecordKey.REPLACED] == "第 2 版"
    assert "已收第 2 版" in awaited_papers(at.unit, at.batch.id).papers[0].kept


def test_what_lacks_pages_is_kept_nowhere_and_the_rest_goes_on(at: _Desk) -> None:
    taken = at.take(at.plan([page(at.numbers[0], 1), *both(at.numbers[1])]))
    assert taken.taken == ("示荐〔2024〕2号",)
    assert EventAct.SEALED_SCAN_KEPT not in at.events(0)
    assert len(at.unit.sealed_scans.kept) == 1


def test_a_mark_not_seen_is_kept_once_a_person_has_looked(at: _Desk) -> None:
    """Who looked stands beside it; without that the service refuses whatever the window says."""
    bare = [page(at.numbers[0], 1), page(at.numbers[0], 2)]
    assert at.take(at.plan(bare)).taken == ()
    taken = at.take(at.plan(bare), accepted=[at.entries[0].id])
    assert taken.taken == ("示荐〔2024〕1号",)
    (scan,) = at.unit.sealed_scans.kept
    assert (scan.stand, scan.accepted_by, scan.mark_page) == (PaperStand.MARK_NOT_SEEN, "示例甲", 0)
    assert at.unit.events.of(at.cases[0])[-1].detail[RecordKey.APPROVAL] == "人工看过并认可"


def test_a_case_taken_up_again_meanwhile_is_refused_by_name(at: _Desk) -> None:
    plan = at.plan(at.all_pages())
    at.unit.applications.update(replace(at.unit.applications.get(at.cases[0]), state=State.REVIEWING))
    taken = at.take(plan)
    assert taken.taken == ("示荐〔2024〕2号",)
    ((number, why),) = taken.refused
    assert number == "示荐〔2024〕1号"
    assert "已重新办理" in why
    assert at.plan(at.all_pages()).match.papers[0].stand is PaperStand.STALE


def test_a_number_given_up_a_sheet_made_anew_and_a_case_taken_out_are_refused(at: _Desk) -> None:
    plan = at.plan(at.all_pages())
    void_number(at.unit, at.entries[0].id, "写错")
    at.unit.register.complete(replace(at.entries[1], sha256="f" * 64))
    said = "".join(why for _, why in at.take(plan).refused)
    assert "编号已作废" in said
    assert "重新制作过" in said
    assert at.unit.sealed_scans.kept == []


def test_a_case_taken_out_of_the_batch_is_awaited_no_more(at: _Desk) -> None:
    leave_batch(at.unit, at.cases[0], "另案处理")
    match = at.plan(at.all_pages()).match
    assert [one.stand for one in match.papers] == [PaperStand.STALE, PaperStand.COMPLETE]


def test_files_changed_since_they_were_read_are_not_kept(at: _Desk) -> None:
    plan = at.plan(at.all_pages())
    at.reader.is_changed = True
    with pytest.raises(TroubleError, match=r"stack\.changed"):
        at.take(plan)
    assert at.unit.sealed_scans.kept == []


def test_after_a_cancel_what_is_kept_stays_and_the_rest_is_not_written(at: _Desk) -> None:
    taken = at.take(at.plan(at.all_pages()), stop_after=1)
    assert (taken.taken, taken.is_cancelled) == (("示荐〔2024〕1号",), True)
    assert len(at.unit.sealed_scans.kept) == 1


@pytest.mark.parametrize(
    ("problem", "is_cancelled"),
    [(RefusalError("foreign.stopped", file="a"), True), (TroubleError("reading.unreadable", file="a"), False)],
)
def test_what_was_kept_before_the_end_is_told(at: _Desk, problem: Exception, is_cancelled: bool) -> None:
    """The child is stopped, or the stick is pulled out, between two papers: one is kept, and the window hears of it."""

    def fails(place: int) -> None:
        if place == 1:
            raise problem

    at.reader.before_each = fails
    taken = at.take(at.plan(at.all_pages()))
    assert (taken.taken, taken.is_cancelled) == (("示荐〔2024〕1号",), is_cancelled)
    assert taken.changes.applications == {at.cases[0]}
    assert bool(taken.refused) != is_cancelled


def test_pages_of_another_batch_are_named_with_it(at: _Desk) -> None:
    other, _ = issued_batch(at.unit, 1)
    number = other.lines[0].intake_number
    plan = at.plan([*at.all_pages(), page(number, 1)])
    assert plan.others[number] == "第 2 批"
    assert len(plan.match.odd) == 1


def test_a_person_names_a_page_and_only_one_that_the_paper_has(at: _Desk) -> None:
    plan = at.plan([page(at.numbers[0], 1), StackPage(0, 1, marks=(MARK,))])
    named = plan.with_named(1, at.entries[0].id, 2)
    assert named.match.papers[0].stand is PaperStand.COMPLETE
    for place, entry, number in ((1, at.entries[0].id, 3), (1, 77, 1), (9, at.entries[0].id, 2)):
        with pytest.raises(RefusalError, match=r"stack\.no_such_page"):
            plan.with_named(place, entry, number)


def test_without_files_or_numbered_papers_there_is_nothing_to_take(at: _Desk) -> None:
    with pytest.raises(RefusalError, match=r"stack\.no_files"):
        at.plan([], ())
    for entry in at.entries:
        give_up(at.unit, entry, "重印")
    with pytest.raises(RefusalError, match=r"stack\.none"):
        at.plan(at.all_pages())


def test_whoever_has_no_right_to_it_takes_nothing(at: _Desk) -> None:
    plan = at.plan(at.all_pages())
    at.unit.users.put(User("示例丙", frozenset({Role.HEAD})))
    at.unit.acting("示例丙")
    assert {why.split("：")[0] for _, why in at.take(plan).refused} != set()
    assert at.unit.sealed_scans.kept == []
