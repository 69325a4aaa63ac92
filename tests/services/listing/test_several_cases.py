"""Several cases at once: told first, done each by itself, each with its own entry; setting aside and labels."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reviewer_app.domain.application import Recusal, Role, Source, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.assigning import hand_over, set_aside, take_up
from reviewer_app.services.cases.reading import queue_index, queue_rows
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.intake.paper_sets import CopyMark, receive_set
from reviewer_app.services.listing.batch_acts import (
    MOST,
    BatchAct,
    BatchOrder,
    assign_cases,
    do_batch,
    label_cases,
    plan_batch,
    proposed_day,
    set_cases_aside,
    take_cases_up,
)
from reviewer_app.services.ports.listing import Label
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_app.services.seasons.running_dates import days_ahead
from support.builders import values
from support.fakes import FakeUnit


@pytest.fixture
def unit() -> FakeUnit:
    """An office with three cases of 示例甲, the second of them sent."""
    made = FakeUnit()
    for number in range(3):
        form = values(filing_number=f"SH{number}", project_name=f"第{number}件")
        register_application(made, form, Source.ONLINE)
    made.applications.update(replace(made.applications.get(2), state=State.SENT))
    return made


def test_who_changes_and_who_does_not_is_told_before_anything_is_written(unit: FakeUnit) -> None:
    before = len(unit.events.kept)
    lines = plan_batch(unit, BatchOrder(BatchAct.ASSIGN, to="示例乙", reason="分工"), [1, 2, 3])
    assert [bool(line.refusal) for line in lines] == [False, True, False]
    assert lines[0].change == "经办：示例甲 → 示例乙"
    assert "已报送" in lines[1].refusal
    assert len(unit.events.kept) == before
    assert {unit.applications.get(one).handler for one in (1, 2, 3)} == {"示例甲"}


def test_each_case_is_done_by_itself_with_its_own_entry(unit: FakeUnit) -> None:
    done = assign_cases(unit, [1, 2, 3, 1], "示例乙", "分工")
    assert done.done == (1, 3)
    assert done.changes.applications == {1, 3}
    acts = [(event.application_id, event.act) for event in unit.events.kept[-2:]]
    assert acts == [(1, EventAct.HANDED_OVER), (3, EventAct.HANDED_OVER)]
    assert unit.applications.get(2).handler == "示例甲"
    again = assign_cases(unit, [1, 3], "示例乙", "分工")
    assert again.done == ()
    assert not again.changes.nouns


def test_the_dry_run_and_the_act_agree_on_every_case(unit: FakeUnit) -> None:
    unit.applications.recuse(3, Recusal("示例乙", "近亲属", unit.now))
    for order in (
        BatchOrder(BatchAct.ASSIGN, to="示例乙"),
        BatchOrder(BatchAct.SET_ASIDE, until=unit.today + timedelta(days=3), reason="等单位来电"),
        BatchOrder(BatchAct.TAKE_UP),
        BatchOrder(BatchAct.LABEL, label=Label("急")),
        BatchOrder(BatchAct.UNLABEL, label=Label("急")),
        BatchOrder(BatchAct.RECEIVE),
        BatchOrder(BatchAct.RECEIVE, is_sealed=True, received_from="单位专人"),
    ):
        planned = plan_batch(unit, order, [1, 2, 3])
        assert do_batch(unit, order, [1, 2, 3]).lines == planned, order.act


def test_setting_aside_beyond_a_day_that_runs_is_told_and_the_day_before_it_is_proposed(unit: FakeUnit) -> None:
    telling = days_ahead(unit, [unit.applications.get(1)])[1][0]
    assert telling[1] == "一次性告知时限"
    until = telling[0] + timedelta(days=1)
    order = BatchOrder(BatchAct.SET_ASIDE, until=until, reason="等单位来电")
    assert plan_batch(unit, order, [1])[0].change.endswith(f"；其间到期：一次性告知时限 {telling[0]:%m-%d}")
    assert "其间到期" not in plan_batch(unit, replace(order, until=telling[0]), [1])[0].change
    assert proposed_day(unit, [1, 3]) == min(telling[0] - timedelta(days=1), unit.today + timedelta(days=7))
    unit.clock = unit.clock + (telling[0] - unit.today)
    assert proposed_day(unit, [1]) == unit.today + timedelta(days=1)


def test_nobody_without_the_right_changes_anything_through_the_list(unit: FakeUnit) -> None:
    unit.users.put(User("示例丙", frozenset({Role.ADMIN})))
    unit.acting("示例丙")
    before = len(unit.events.kept)
    assert set_cases_aside(unit, [1, 3], unit.today + timedelta(days=2), "理由").done == ()
    assert assign_cases(unit, [1, 3], "示例乙", "理由").done == ()
    assert len(unit.events.kept) == before


def test_too_many_and_none_are_refused(unit: FakeUnit) -> None:
    with pytest.raises(RefusalError, match=r"batch\.too_many"):
        take_cases_up(unit, [1] * (MOST + 1))
    with pytest.raises(RefusalError, match=r"batch\.nothing"):
        plan_batch(unit, BatchOrder(BatchAct.TAKE_UP), [])


def listed(unit: FakeUnit, tab: Tab) -> list[int]:
    """The cases of a chip."""
    return sorted(queue_index(unit, QueueQuery("2024", tab)).ids)


def test_a_case_set_aside_leaves_what_waits_and_comes_back_by_itself(unit: FakeUnit) -> None:
    state = unit.applications.get(1).state
    set_aside(unit, 1, unit.today + timedelta(days=2), "等单位来电")
    assert (listed(unit, Tab.MINE), listed(unit, Tab.ASIDE)) == ([3], [1])
    assert unit.applications.get(1).state is state
    assert unit.events.of(1)[-1].detail == {RecordKey.UNTIL: (unit.today + timedelta(days=2)).isoformat()}
    assert queue_rows(unit, [1])[0].aside_until == unit.today + timedelta(days=2)
    unit.clock += timedelta(days=2)
    assert (listed(unit, Tab.MINE), listed(unit, Tab.ASIDE)) == ([1, 3], [])


def test_a_case_set_aside_can_be_taken_up_before_its_day_once(unit: FakeUnit) -> None:
    set_aside(unit, 1, unit.today + timedelta(days=2), "等单位来电")
    take_up(unit, 1)
    assert listed(unit, Tab.MINE) == [1, 3]
    with pytest.raises(RefusalError, match=r"aside\.none"):
        take_up(unit, 1)


def test_who_gets_a_case_set_aside_has_it_among_his_own_at_once(unit: FakeUnit) -> None:
    set_aside(unit, 1, unit.today + timedelta(days=2), "等单位来电")
    hand_over(unit, 1, "示例乙", "分工")
    unit.acting("示例乙")
    assert (listed(unit, Tab.MINE), listed(unit, Tab.ASIDE)) == ([1], [])


def test_a_case_is_never_set_aside_without_reason_backwards_or_beyond_its_day(unit: FakeUnit) -> None:
    due = unit.applications.get(1).due_on
    for until, reason, code in (
        (unit.today + timedelta(days=1), "  ", "reason"),
        (unit.today, "理由", "day_gone"),
        (due + timedelta(days=1), "理由", "after_due"),
    ):
        with pytest.raises(RefusalError, match=rf"aside\.{code}"):
            set_aside(unit, 1, until, reason)
    assert listed(unit, Tab.ASIDE) == []


def test_a_private_label_is_seen_by_its_owner_alone_and_is_no_act(unit: FakeUnit) -> None:
    before = len(unit.events.kept)
    label_cases(unit, [1, 2], Label("急"))
    label_cases(unit, [1], Label("问过老王", is_private=True))
    assert unit.marks.labels_of([1])[1] == (Label("急"), Label("问过老王", is_private=True))
    unit.acting("示例乙")
    assert unit.marks.labels_of([1])[1] == (Label("急"),)
    assert len(unit.events.kept) == before
    for words in ("", " 急", "两\n行", "长" * 13):
        with pytest.raises(RefusalError, match=r"label\."):
            label_cases(unit, [1], Label(words))


def test_paper_of_several_cases_is_taken_in_and_copies_already_here_stay_as_they_are(unit: FakeUnit) -> None:
    receive_set(unit, 1, (CopyMark.UNSEALED, CopyMark.MISSING, CopyMark.MISSING), 12, "1 号柜", "邮寄", are_alike=False)
    first = unit.papers.of(1)[0]
    unit.clock += timedelta(days=1)
    order = BatchOrder(BatchAct.RECEIVE, is_sealed=True, received_from=" 单位\n专人 ", place="3 号柜")
    assert [line.change for line in plan_batch(unit, order, [1, 3])] == [
        "收下第 2、3 份（已盖章）",
        "收下第 1、2、3 份（已盖章）",
    ]
    done = do_batch(unit, order, [1, 2, 3, 3])
    assert done.done == (1, 3)
    assert "已报送" in done.lines[1].refusal
    copies = {copy.number: copy for copy in unit.papers.of(1)}
    assert copies[1] == first
    assert [(copies[number].is_sealed, copies[number].received_on, copies[number].place) for number in (2, 3)] == [
        (True, unit.today, "3 号柜")
    ] * 2
    assert {copy.received_from for copy in unit.papers.of(3)} == {"单位 专人"}
    assert not any(copy.is_like_first or copy.seal_name or copy.pages for copy in unit.papers.of(3))
    assert unit.applications.get(3).source is Source.BOTH
    acts = [(event.application_id, event.act) for event in unit.events.kept[-2:]]
    assert acts == [(1, EventAct.SET_RECEIVED), (3, EventAct.SET_RECEIVED)]
    again = do_batch(unit, order, [1, 3])
    assert (again.done, again.changes.nouns) == ((), frozenset())
    assert all("没有未到的" in line.refusal for line in again.lines)


def test_no_paper_is_taken_in_until_it_was_said_whether_it_is_sealed_nor_by_who_may_not(unit: FakeUnit) -> None:
    unsaid = BatchOrder(BatchAct.RECEIVE)
    assert do_batch(unit, unsaid, [1, 3]).done == ()
    assert {line.refusal for line in plan_batch(unit, unsaid, [1, 3])} == {"请先说明各份盖章没有。"}
    unit.users.put(User("示例丙", frozenset({Role.SEAL})))
    other = unit.acting("示例丙")
    assert do_batch(other, BatchOrder(BatchAct.RECEIVE, is_sealed=False), [1, 3]).done == ()
    assert unit.papers.of(1) == ()
