"""Days that bind: working days over holidays and worked weekends, the look-back window, the days that are left."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from reviewer_app.domain.deadlines import add_months, add_workdays, days_left, days_shown, lookback_window
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.packs.calendars import load_year, shipped_calendar
from reviewer_app.packs.loading import shipped_pack
from reviewer_resources.phrases import sentence

LIMITS = shipped_pack().limits


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (date(2026, 2, 11), date(2026, 2, 25)),
        (date(2026, 4, 29), date(2026, 5, 9)),
        (date(2026, 9, 23), date(2026, 10, 8)),
        (date(2026, 9, 30), date(2026, 10, 13)),
        (date(2024, 5, 19), date(2024, 5, 24)),
        (date(2022, 4, 27), date(2022, 5, 7)),
        (date(2023, 9, 27), date(2023, 10, 10)),
        (date(2024, 9, 27), date(2024, 10, 10)),
        (date(2025, 1, 24), date(2025, 2, 7)),
    ],
)
def test_five_working_days_on(start: date, end: date) -> None:
    assert add_workdays(shipped_calendar(), start, 5) == end


def test_a_year_without_a_table_is_refused_and_never_guessed() -> None:
    with pytest.raises(RefusalError) as refused:
        add_workdays(shipped_calendar(), date(2026, 12, 30), 5)
    assert sentence(refused.value.code, refused.value.values).startswith("没有 2027 年的节假日安排")
    with pytest.raises(RefusalError):
        add_workdays(shipped_calendar(), date(1999, 1, 1), 1)


def test_the_shipped_tables_cover_five_years() -> None:
    calendar = shipped_calendar()
    assert calendar.years == {2022, 2023, 2024, 2025, 2026}
    assert not calendar.is_workday(date(2024, 6, 10))
    assert calendar.is_workday(date(2024, 5, 11))
    assert not calendar.is_workday(date(2025, 10, 8))
    assert calendar.is_workday(date(2026, 1, 4))


TABLE = """year = 2030
source = "示例"
worked_weekends = [2030-02-02]
[[holidays]]
name = "元旦"
first = 2030-01-01
last = 2030-01-03
"""


def test_an_office_may_write_a_year_of_its_own() -> None:
    year, off, worked = load_year(TABLE, "2030.toml")
    assert (year, len(off), worked) == (2030, 3, frozenset({date(2030, 2, 2)}))


@pytest.mark.parametrize(
    ("before", "after", "key"),
    [
        ("[2030-02-02]", "[2030-02-04]", "worked_weekends"),
        ("last = 2030-01-03", "last = 2029-01-03", "holidays[0].last"),
        ("first = 2030-01-01", "first = 2029-12-31", "year"),
        ('source = "示例"\n', "", "source"),
        ("[2030-02-02]", '["二月二日"]', "worked_weekends"),
        ("year = 2030", "year = ", "（全文）"),
    ],
)
def test_a_broken_table_is_named_by_file_and_key(before: str, after: str, key: str) -> None:
    with pytest.raises(TroubleError) as refused:
        load_year(TABLE.replace(before, after), "2030.toml")
    assert (refused.value.values["file"], refused.value.values["key"]) == ("2030.toml", key)


def test_the_lookback_window_counts_from_the_filing() -> None:
    window = lookback_window(LIMITS, {"filed_on": "2024-05-20"}, date(2024, 6, 1))
    assert window == (date(2021, 5, 20), date(2024, 5, 20))


@pytest.mark.parametrize("filed_on", ["", "五月底"])
def test_without_a_filing_day_the_window_counts_from_today(filed_on: str) -> None:
    window = lookback_window(LIMITS, {"filed_on": filed_on}, date(2024, 2, 29))
    assert window == (date(2021, 2, 28), date(2024, 2, 29))


def test_the_office_may_count_from_today_anyway() -> None:
    limits = replace(LIMITS, lookback_from="today", lookback_years=1)
    assert lookback_window(limits, {"filed_on": "2024-05-20"}, date(2024, 6, 1))[0] == date(2023, 6, 1)


def test_months_end_on_the_last_day_there_is() -> None:
    assert add_months(date(2024, 8, 31), 6) == date(2025, 2, 28)
    assert add_months(date(2024, 12, 31), 24) == date(2026, 12, 31)


def test_days_left_go_below_zero() -> None:
    assert days_left(date(2024, 5, 31), date(2024, 5, 19)) == 12
    assert days_left(date(2024, 5, 31), date(2024, 6, 1)) == -1


@pytest.mark.parametrize(
    ("today", "left"),
    [("2024-05-19", 12), ("2024-06-10", -10), ("2024-12-31", -214), ("2025-01-01", None), ("2026-11-26", None)],
)
def test_a_season_that_is_over_counts_no_days(today: str, left: int | None) -> None:
    assert days_shown("2024", date(2024, 5, 31), date.fromisoformat(today)) == left


def test_a_day_still_to_come_is_counted_whatever_the_season() -> None:
    """A correction asked for in an old season's case presses as any other."""
    assert days_shown("2024", date(2026, 12, 1), date(2026, 11, 26)) == 5
    assert days_shown("2024", date(2026, 11, 20), date(2026, 11, 26)) == -6
