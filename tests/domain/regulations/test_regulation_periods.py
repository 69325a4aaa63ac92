"""Periods of regulations: which day is in force, which overlap, and what is said at a point on a day out of it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.regulations.regulation import (
    Named,
    Regulation,
    RulePin,
    check_alone,
    checked,
    grounds_on,
    title_key,
)

_DAYS = st.dates(date(2018, 1, 1), date(2026, 12, 31))
_PERIODS = st.tuples(_DAYS, st.one_of(st.none(), _DAYS)).map(
    lambda pair: (pair[0], max(pair) if pair[1] is not None else None)  # type: ignore[type-var]
)
AT = datetime(2024, 5, 19, 9)


def _rule(begins: date, ends: date | None = None, number: str = "示规〔2018〕1号") -> Named:
    return Named("示例标准化试点管理办法", number, "上海市示例机关", begins, ends)


@given(_PERIODS, _PERIODS, _DAYS)
def test_two_periods_overlap_when_a_day_is_in_both(
    first: tuple[date, date | None], second: tuple[date, date | None], day: date
) -> None:
    one, other = _rule(*first), _rule(*second)
    assert one.overlaps(other) == other.overlaps(one)
    if one.is_in_force(day) and other.is_in_force(day):
        assert one.overlaps(other)
    if one.overlaps(other):
        later = max(one.begins, other.begins)
        assert one.is_in_force(later)
        assert other.is_in_force(later)


def test_the_day_after_the_last_is_free_for_the_next() -> None:
    old = Regulation(_rule(date(2018, 3, 1), date(2024, 2, 29)), id=1)
    check_alone(_rule(date(2024, 3, 1)), [old])
    with pytest.raises(RefusalError) as refused:
        check_alone(_rule(date(2024, 2, 29)), [old])
    assert (refused.value.code, refused.value.values["period"]) == ("regulation.overlaps", "2018-03-01 至 2024-02-29")
    check_alone(_rule(date(2024, 2, 29)), [Regulation(old.named, is_struck=True, id=1)])


@pytest.mark.parametrize(
    "title", ["《示例标准化试点管理办法》", "示例标准化 试点管理办法", "示例标准化试点管理办法\u200b"][:]
)
def test_one_title_written_in_other_ways_is_the_same_rule(title: str) -> None:
    assert title_key(title) == title_key("示例标准化试点管理办法")


@pytest.mark.parametrize(
    ("named", "code"),
    [
        (Named("《》", "", "", date(2020, 1, 1)), "regulation.title"),
        (_rule(date(1900, 1, 1)), "regulation.day_far"),
        (_rule(date(2020, 1, 1), date(2099, 1, 1)), "regulation.day_far"),
        (_rule(date(2020, 1, 2), date(2020, 1, 1)), "regulation.ends_early"),
        (_rule(date(2020, 1, 1), number="长" * 61), "text.too_long"),
    ],
)
def test_what_cannot_be_so_is_refused(named: Named, code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        checked(named, date(2024, 5, 19))
    assert refused.value.code == code


def test_a_rule_out_of_force_is_said_at_its_point_with_the_one_in_force_now() -> None:
    old, new = _rule(date(2018, 3, 1), date(2024, 2, 29)), _rule(date(2024, 3, 1), number="示规〔2024〕2号")
    kept = {1: Regulation(old, id=1), 2: Regulation(new, id=2)}
    pins = [
        RulePin("E5.policy", 1, "第十二条", "示例甲", AT),
        RulePin("E1.credit", 2, "第三条", "示例甲", AT),
        RulePin("E1.credit", 1, "第三条", "示例甲", AT, "示例乙", AT, "新办法施行"),
    ]
    on_last = grounds_on(date(2024, 2, 29), pins, kept)
    assert [(one.item, bool(one.warning)) for one in on_last] == [("E5.policy", False), ("E1.credit", True)]
    assert "还没有施行" in on_last[1].warning
    after = grounds_on(date(2024, 2, 29) + timedelta(days=1), pins, kept)
    assert [one.cited for one in after] == [f"{old.cited}第十二条", f"{new.cited}第三条"]
    assert after[0].warning.endswith("2024-03-01 已不在施行期内，现行的是示规〔2024〕2号")
    assert after[1].warning == ""
    assert grounds_on(date(2024, 3, 1), pins, {1: Regulation(old, is_struck=True, id=1)}) == ()
