"""The term of a project and what its lines come to, over any dates and any order of acts."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.guarantee.dues import DueKind, Group, Leads, dues_of, group_of, is_reminded, reminders_of
from reviewer_app.domain.guarantee.entries import EntryKind, LedgerEntry, VisitKind
from reviewer_app.domain.guarantee.project import Project, end_of
from reviewer_app.domain.guarantee.rules import (
    AcceptanceWords,
    ApprovalWords,
    ExtensionWords,
    PlanWords,
    VisitWords,
    check_acceptance,
    check_certificate,
    check_closing,
    check_extension,
    check_plan,
    check_taking_back,
    check_visit,
    require_line,
    score_text,
)
from reviewer_app.domain.states import State, moves_from

AT = datetime(2026, 1, 5, 9, 0)
DAYS = st.dates(date(2015, 1, 1), date(2060, 12, 31))
LEADS = Leads()
_QUICK = settings(max_examples=60, deadline=None)


def line(kind: EntryKind, day: date, entry_id: int, **said: object) -> LedgerEntry:
    entry = LedgerEntry(application_id=1, kind=kind, day=day, by="示例甲", at=AT, id=entry_id)
    return replace(entry, **said)  # type: ignore[arg-type]


def project(approved_on: date, *more: LedgerEntry, months: int = 24) -> Project:
    begun = line(EntryKind.TAKEN_ON, approved_on, 1, number="演练立项〔2023〕18号", months=months)
    return Project.of(1, [begun, *more])


def extended(approved_on: date, months: int) -> Project:
    return project(approved_on, line(EntryKind.EXTENDED, approved_on, 2, months=months, number="演练延〔2025〕4号"))


@pytest.mark.parametrize(
    ("approved", "months", "end"),
    [
        (date(2023, 9, 20), 24, date(2025, 9, 20)),
        (date(2023, 9, 20), 30, date(2026, 3, 20)),
        (date(2024, 2, 29), 24, date(2026, 2, 28)),
        (date(2024, 2, 29), 30, date(2026, 8, 29)),
        (date(2024, 2, 29), 48, date(2028, 2, 29)),
        (date(2022, 2, 28), 24, date(2024, 2, 28)),
        (date(2023, 8, 31), 30, date(2026, 2, 28)),
        (date(2025, 8, 31), 30, date(2028, 2, 29)),
        (date(2023, 12, 31), 26, date(2026, 2, 28)),
    ],
)
def test_the_end_is_the_day_of_the_same_number_or_the_last_of_the_month(approved: date, months: int, end: date) -> None:
    assert end_of(approved, months) == end


@_QUICK
@given(approved=DAYS, months=st.integers(1, 6))
def test_an_extension_moves_the_end_forward_and_leaves_the_original(approved: date, months: int) -> None:
    plain, longer = project(approved), extended(approved, months)
    assert plain.ends_on == plain.original_end == longer.original_end < longer.ends_on
    over = (longer.ends_on.year - approved.year) * 12 + longer.ends_on.month - approved.month
    assert over == 24 + months
    last = monthrange(longer.ends_on.year, longer.ends_on.month)[1]
    assert longer.ends_on.day == min(approved.day, last)


@_QUICK
@given(approved=DAYS, months=st.integers(-3, 40), wait=st.integers(-40, 800))
def test_only_one_extension_of_at_most_six_months_approved_within_the_term(
    approved: date, months: int, wait: int
) -> None:
    day = approved + timedelta(days=wait)
    words = ExtensionWords("演练延〔2025〕4号", day, months)
    is_right = 1 <= months <= 6 and wait >= 0 and day <= end_of(approved, 24)
    if is_right:
        check_extension(project(approved), words, date(2099, 1, 1))
    else:
        with pytest.raises(RefusalError, match=r"guarantee\.(extension|day)_"):
            check_extension(project(approved), words, date(2099, 1, 1))
    with pytest.raises(RefusalError, match=r"guarantee\.extended_already"):
        check_extension(extended(approved, 1), replace(words, months=1, day=approved), date(2099, 1, 1))


@_QUICK
@given(approved=DAYS, months=st.integers(0, 6), wait=st.integers(0, 1200))
def test_an_acceptance_before_the_end_in_force_needs_its_reason(approved: date, months: int, wait: int) -> None:
    one = extended(approved, months) if months else project(approved)
    day = approved + timedelta(days=wait)
    words = AcceptanceWords(True, day, score="98.5")
    if day < one.ends_on:
        with pytest.raises(RefusalError, match=r"guarantee\.accepted_early") as refused:
            check_acceptance(one, words, date(2099, 1, 1))
        assert refused.value.values["end"] == one.ends_on
    check_acceptance(one, replace(words, early="市局通知提前验收"), date(2099, 1, 1))


_KINDS = [one for one in EntryKind if one is not EntryKind.TAKEN_BACK]


@_QUICK
@given(
    approved=DAYS,
    order=st.lists(st.tuples(st.sampled_from(_KINDS), st.integers(0, 900), st.integers(1, 6)), max_size=12),
    today=DAYS,
)
def test_whatever_lines_there_are_what_is_due_is_in_order_and_ends_with_the_closing(
    approved: date, order: Sequence[tuple[EntryKind, int, int]], today: date
) -> None:
    lines = [
        line(kind, approved + timedelta(days=wait), number, months=months, subject=VisitKind.MIDTERM.value)
        for number, (kind, wait, months) in enumerate(order, start=2)
        if kind is not EntryKind.TAKEN_ON
    ]
    one = project(approved, *lines)
    dues = dues_of(one, LEADS)
    assert [due.day for due in dues] == sorted(due.day for due in dues)
    assert bool(dues) == one.is_open
    assert sum(due.kind in (DueKind.END, DueKind.CERTIFICATE, DueKind.CLOSING) for due in dues) == bool(dues)
    assert {due.entry for due in dues if due.entry} == {plan.entry.id for plan in one.open_plans if one.is_open}
    for due in dues:
        assert (due.group(today) is Group.OVERDUE) == (due.day < today)
        assert is_reminded(due, LEADS, due.day)
        assert not is_reminded(due, LEADS, due.day - timedelta(days=61))
    assert Project.of(1, reversed(one.all_lines)) == one


def test_what_is_taken_back_leaves_the_project_as_it_was() -> None:
    begun = project(date(2024, 2, 29))
    longer = extended(date(2024, 2, 29), 6)
    back = line(EntryKind.TAKEN_BACK, date(2026, 1, 5), 3, of_entry=2)
    again = Project.of(1, [*longer.all_lines, back])
    assert again.lines == begun.lines
    assert (again.ends_on, again.state) == (date(2026, 2, 28), State.RUNNING)
    assert len(again.all_lines) == 3


def test_lines_that_move_are_taken_back_in_their_order_and_with_a_reason() -> None:
    one = project(
        date(2023, 9, 20),
        line(EntryKind.EXTENDED, date(2025, 8, 28), 2, months=6),
        line(EntryKind.ACCEPTED, date(2026, 3, 20), 3),
    )
    extension, acceptance = require_line(one, 2), require_line(one, 3)
    with pytest.raises(RefusalError, match=r"guarantee\.rested_on"):
        check_taking_back(one, extension, "录错")
    with pytest.raises(RefusalError, match=r"guarantee\.back_reason"):
        check_taking_back(one, acceptance, " ")
    check_taking_back(one, acceptance, "录错")
    with pytest.raises(RefusalError, match=r"guarantee\.no_line"):
        require_line(one, 4)


def test_every_state_the_lines_can_put_a_case_in_is_one_the_road_leads_to() -> None:
    begun = date(2023, 9, 20)
    steps = {
        State.RUNNING: (),
        State.EXTENDED: (EntryKind.EXTENDED,),
        State.ACCEPTED: (EntryKind.EXTENDED, EntryKind.ACCEPTED),
        State.FAILED_ACCEPTANCE: (EntryKind.FAILED,),
        State.CLOSED: (EntryKind.ACCEPTED, EntryKind.CERTIFIED, EntryKind.CLOSED),
        State.PILOT_ENDED: (EntryKind.EXTENDED, EntryKind.ENDED),
    }
    for state, kinds in steps.items():
        lines = [line(kind, begun, number) for number, kind in enumerate(kinds, start=2)]
        whole, before = project(begun, *lines), project(begun, *lines[:-1])
        assert whole.state is state
        if kinds:
            # Forward by the act, and back by taking it back.
            assert state in moves_from(before.state)
            assert before.state in moves_from(state)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("98.50", "98.5"),
        ("103.5", "103.5"),
        ("１００", "100"),
        ("120.00", "120"),
        ("", ""),
        (" 0 ", "0"),
        ("98。5", "98.5"),
    ],
)
def test_a_score_may_exceed_a_hundred(typed: str, kept: str) -> None:
    assert score_text(typed) == kept


@pytest.mark.parametrize("typed", ["-1", "1000", "98.555", "九十", "1e2", "98,5", "nan", "٩٨"])
def test_what_is_no_score_is_refused(typed: str) -> None:
    with pytest.raises(RefusalError, match=r"guarantee\.score"):
        score_text(typed)


def test_a_bonus_alone_is_no_score() -> None:
    words = AcceptanceWords(True, date(2025, 9, 20), bonus="5")
    with pytest.raises(RefusalError, match=r"guarantee\.bonus_alone"):
        check_acceptance(project(date(2023, 9, 20)), words, date(2026, 1, 5))


def test_plans_lie_ahead_and_milestones_within_the_term() -> None:
    today, one = date(2025, 1, 6), project(date(2023, 9, 20))
    check_plan(one, PlanWords(True, VisitKind.MIDTERM.value, today), today)
    for words, code in (
        (PlanWords(True, VisitKind.MIDTERM.value, today - timedelta(days=1)), "plan_past"),
        (PlanWords(False, "标准发布", date(2025, 9, 21)), "milestone_after_end"),
        (PlanWords(False, " ", today), "milestone_name"),
        (PlanWords(True, VisitKind.MIDTERM.value, date(2052, 1, 6)), "plan_far"),
    ):
        with pytest.raises(RefusalError, match=rf"guarantee\.{code}"):
            check_plan(one, words, today)


def test_a_visit_was_paid_by_somebody_who_found_something() -> None:
    today, one = date(2025, 1, 6), project(date(2023, 9, 20))
    words = VisitWords(VisitKind.MIDTERM, today, "示例甲", "3 处驿站已按标准运行")
    check_visit(one, words, today)
    for changed, code in (
        (replace(words, people=" "), "people"),
        (replace(words, found=""), "found"),
        (replace(words, day=today + timedelta(days=1)), "day_late"),
        (replace(words, day=date(2023, 9, 19)), "day_before_approval"),
        (replace(words, plan=77), "plan_gone"),
    ):
        with pytest.raises(RefusalError, match=rf"guarantee\.{code}"):
            check_visit(one, changed, today)


def test_nothing_is_entered_of_a_project_that_is_over() -> None:
    closed = project(
        date(2023, 9, 20),
        line(EntryKind.ACCEPTED, date(2025, 9, 22), 2),
        line(EntryKind.CLOSED, date(2025, 10, 22), 3),
    )
    today = date(2026, 1, 5)
    acts: tuple[Callable[[], object], ...] = (
        lambda: check_extension(closed, ExtensionWords("一号", today, 1), today),
        lambda: check_plan(closed, PlanWords(True, "midterm", today), today),
        lambda: check_visit(closed, VisitWords(VisitKind.OTHER, today, "示例甲", "看过"), today),
        lambda: check_acceptance(closed, AcceptanceWords(True, today), today),
        lambda: check_certificate(closed, ApprovalWords("一号", today), today),
        lambda: check_closing(closed, "有理由"),
    )
    for act in acts:
        with pytest.raises(RefusalError, match=r"guarantee\.ended"):
            act()


def test_closing_without_certificate_needs_a_reason() -> None:
    accepted = project(date(2023, 9, 20), line(EntryKind.ACCEPTED, date(2025, 9, 22), 2))
    with pytest.raises(RefusalError, match=r"guarantee\.close_reason"):
        check_closing(accepted, "")
    check_closing(accepted, "市局本年度不发证书")
    check_closing(project(date(2023, 9, 20), line(EntryKind.FAILED, date(2025, 9, 22), 2)), "")


def test_reminders_stand_before_what_is_due_in_their_order() -> None:
    one = project(
        date(2023, 9, 20), line(EntryKind.VISIT_PLANNED, date(2025, 8, 1), 2, subject=VisitKind.BEFORE_END.value)
    )
    assert [(found.day, found.words) for found in reminders_of(dues_of(one, LEADS), LEADS)] == [
        (date(2025, 7, 22), "期满前 60 天"),
        (date(2025, 7, 25), "走访前 7 天"),
        (date(2025, 8, 21), "期满前 30 天"),
    ]


def test_today_is_not_overdue_and_thirty_days_are_soon() -> None:
    assert [group_of(days) for days in (-1, 0, 30, 31)] == [Group.OVERDUE, Group.SOON, Group.SOON, Group.LATER]
