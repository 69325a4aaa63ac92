"""When a backup is due and which ones may go, by acts, days and order alone."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from reviewer_app.domain.backups import MOST_OF_A_DAY, LastMade, Rhythm, dispensable, fresh_acts, is_due

NOW = datetime(2024, 5, 20, 14, 0)
RHYTHM = Rhythm()
LAST = LastMade(NOW - timedelta(hours=1), 500)
DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("last", "entries", "waited", "opening", "due"),
    [
        (None, 0, 0, True, True),
        (LAST, 500, 0, True, False),
        (LAST, 501, 0, True, True),
        (LAST, 500, 1e9, False, False),
        (LAST, 501, RHYTHM.pause - 1, False, False),
        (LAST, 501, RHYTHM.pause, False, True),
        (LAST, 599, 0, False, False),
        (LAST, 600, 0, False, True),
        (LastMade(NOW - DAY, 500), 500, 0, False, True),
        (LastMade(NOW + DAY * 300, 500), 500, 0, False, True),
        (LastMade(NOW + timedelta(minutes=5), 500), 500, 0, False, True),
        (LastMade(NOW, None), 3, RHYTHM.pause, False, True),
        (LAST, 499, 0, True, True),
    ],
)
def test_a_backup_is_due_by_acts_by_days_and_by_a_clock_nobody_sets(
    last: LastMade | None, entries: int, waited: float, opening: bool, due: bool
) -> None:
    assert is_due(RHYTHM, last, NOW, entries, waited, opening) is due


def test_acts_are_counted_by_the_record_and_not_by_the_clock() -> None:
    assert fresh_acts(LAST, 520) == 20
    assert fresh_acts(None, 7) == 7
    assert fresh_acts(LAST, 100) == 100


def _kept(days: list[date]) -> list[date]:
    left = set(dispensable(days))
    return [day for place, day in enumerate(days) if place not in left]


def test_a_year_of_daily_backups_is_thinned_by_age() -> None:
    newest = date(2026, 11, 27)
    kept = _kept([newest - DAY * back for back in range(400)])
    assert kept[:14] == [newest - DAY * back for back in range(14)]
    # Of eight weeks the last day; the first three have their last day among the fourteen.
    assert kept[14:19] == [date(2026, 11, 8) - timedelta(weeks=back) for back in range(5)]
    assert kept[19:] == [date(2025, 12, 31)]


def test_all_of_the_newest_day_stay_and_a_day_before_is_left_with_its_last() -> None:
    today, before = date(2024, 5, 20), date(2024, 5, 19)
    assert _kept([today] * 25 + [before] * 25) == [today] * 25 + [before]


def test_one_endless_day_does_not_fill_the_disk() -> None:
    assert len(_kept([date(2000, 1, 1)] * 500)) == MOST_OF_A_DAY


def test_the_newest_is_never_among_those_that_go() -> None:
    wild = [date(2000 + place * 37 % 90, 1 + place % 12, 1 + place % 28) for place in range(300)]
    for start in range(0, 200, 7):
        assert 0 not in dispensable(wild[start:])


def test_nothing_goes_of_nothing() -> None:
    assert dispensable([]) == []
