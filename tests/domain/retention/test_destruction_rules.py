"""What stands against a destruction: each thing is told, and nothing goes a day too early."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer_app.domain.dispatch.retention import kind_of
from reviewer_app.domain.retention.destruction import Hold, KeptCase, hindrances, holds_in_force
from reviewer_app.domain.retention.rules import (
    OVER,
    PERSONAL_FIELDS,
    RULES,
    SKELETON_FIELDS,
    Depth,
    due_from,
    rule_for,
)
from reviewer_app.domain.states import State, moves_from

CASE = KeptCase(
    application_id=1,
    intake_number="2024-示-0001",
    project_name="示例项目",
    applicant="上海示例甲有限公司",
    state=State.DECLINED,
    revision=7,
    ended_on=date(2024, 5, 20),
    years=10,
    is_settled=True,
    is_archived=True,
    counts={"文件": 3},
)
DUE = date(2035, 1, 1)


def codes(case: KeptCase, depth: Depth = Depth.FILES, today: date = DUE) -> list[str]:
    return [one.code.removeprefix("retention.") for one in hindrances(case, depth, today)]


def test_a_case_goes_on_the_first_day_after_its_period_and_not_a_day_before() -> None:
    assert codes(CASE) == []
    assert codes(CASE, today=date(2034, 12, 31)) == ["not_due"]


@given(st.dates(date(1990, 1, 1), date(2100, 12, 31)), st.integers(1, 99))
def test_a_period_never_ends_early_and_always_on_a_new_year(ended: date, years: int) -> None:
    due = due_from(ended, years)
    assert due is not None
    assert (due.month, due.day) == (1, 1)
    assert due.year - ended.year == years + 1
    assert due_from(ended, 100) is None


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"state": State.SENT}, "not_over"),
        ({"state": State.RUNNING}, "not_over"),
        ({"state": State.ACCEPTED}, "not_over"),
        ({"is_settled": False}, "unsettled"),
        ({"years": 100}, "for_good"),
        ({"is_away": True}, "away"),
        ({"open_matters": ("示例委员会",)}, "matter_open"),
        ({"copies_here": 2}, "originals_here"),
        ({"is_archived": False}, "not_archived"),
        ({"counts": {"文件": 0}}, "nothing_there"),
        ({"gone": Depth.FILES}, "gone_already"),
    ],
)
def test_each_thing_that_stands_against_it_stops_it(changed: dict[str, object], code: str) -> None:
    assert codes(replace(CASE, **changed)) == [code]  # type: ignore[arg-type]


def test_everything_that_stands_against_it_is_told_at_once() -> None:
    case = replace(CASE, is_settled=False, is_away=True, copies_here=1, is_archived=False)
    assert codes(case) == ["unsettled", "away", "originals_here", "not_archived"]


def test_drafts_and_personal_data_need_no_archive_and_may_go_while_originals_are_here() -> None:
    case = replace(CASE, copies_here=3, is_archived=False)
    assert codes(case, Depth.PERSONAL) == codes(case, Depth.WORKING) == []


def test_a_deeper_destruction_covers_what_goes_before_and_not_the_other_way_round() -> None:
    assert codes(replace(CASE, gone=Depth.FILES), Depth.PERSONAL) == ["gone_already"]
    assert codes(replace(CASE, gone=Depth.PERSONAL), Depth.FILES) == []


def test_a_hold_stops_it_until_it_is_lifted_by_a_line_of_its_own() -> None:
    at = datetime(2030, 1, 2, 9, 0)
    held = Hold(1, "行政诉讼", "示例乙", at, id=1)
    assert codes(replace(CASE, holds=holds_in_force([held]))) == ["held"]
    assert holds_in_force([held, Hold(1, "已结案", "示例乙", at, lifts=1, id=2)]) == ()


def test_a_signature_rests_on_everything_the_decision_rests_on() -> None:
    seen = CASE.fingerprint(Depth.FILES)
    others = [
        replace(CASE, revision=8),
        replace(CASE, counts={"文件": 4}),
        replace(CASE, years=9),
        replace(CASE, holds=(Hold(1, "诉讼", "示例乙", datetime(2030, 1, 2), id=1),)),
        replace(CASE, copies_here=1),
    ]
    assert seen not in {one.fingerprint(Depth.FILES) for one in others}
    assert CASE.fingerprint(Depth.PERSONAL) != seen
    assert replace(CASE).fingerprint(Depth.FILES) == seen


def test_the_table_has_a_rule_for_each_depth_of_each_kind_and_no_personal_data_stays_in_a_skeleton() -> None:
    for kept_as in OVER.values():
        for depth in Depth:
            assert rule_for(depth, kept_as) in RULES
    assert SKELETON_FIELDS.isdisjoint(PERSONAL_FIELDS)


def test_a_case_is_destroyed_by_the_period_it_was_archived_under() -> None:
    assert {state: kind_of(state) for state in OVER} == dict(OVER)
    assert {state for state in State if not moves_from(state) and state is not State.PAIRED} <= OVER.keys()
