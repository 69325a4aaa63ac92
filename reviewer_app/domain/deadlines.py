"""Days that bind: working days by the year tables, the look-back window, the days that are left."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from reviewer_app.domain import notice
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.notice import Limits

_SATURDAY = 5


@dataclass(frozen=True, slots=True)
class Calendar:
    """The years that have a table, their days off and their worked weekend days."""

    years: frozenset[int]
    days_off: frozenset[date]
    worked_weekends: frozenset[date]

    def is_workday(self, day: date) -> bool:
        """Whether the office works on a day; RefusalError `calendar.no_year` for a year without a table."""
        if day.year not in self.years:
            raise RefusalError("calendar.no_year", year=day.year)
        if day in self.worked_weekends:
            return True
        return day.weekday() < _SATURDAY and day not in self.days_off


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which a limit stands still, the first not among them and the last one is; `why` is a code."""

    start: date
    end: date
    why: str = ""
    whom: str = ""
    is_open: bool = False

    def holds(self, day: date) -> bool:
        """Whether a day is not counted for it."""
        return self.start < day <= self.end


def add_workdays(calendar: Calendar, day: date, count: int, pauses: Sequence[Pause] = ()) -> date:
    """The day `count` working days after `day`, which itself is not counted; nor are the days of a pause.

    Raises RefusalError `calendar.no_year` when the way leads into a year without a table.
    """
    calendar.is_workday(day)
    left = count
    while left > 0:
        day += timedelta(days=1)
        left -= calendar.is_workday(day) and not any(pause.holds(day) for pause in pauses)
    return day


def workdays_counted(calendar: Calendar, day: date, last: date, pauses: Sequence[Pause] = ()) -> tuple[date, ...]:
    """The working days after `day` up to `last` that no pause holds; RefusalError `calendar.no_year`."""
    days = (day + timedelta(days=number) for number in range(1, (last - day).days + 1))
    return tuple(one for one in days if calendar.is_workday(one) and not any(pause.holds(one) for pause in pauses))


def add_months(day: date, months: int) -> date:
    """The same day some months later (or earlier); the last of the month where the day does not exist.

    No year comes before the first or after the last that can be written.
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = min(max(day.year + years, MINYEAR), MAXYEAR)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def chinese_date(day: date) -> str:
    """A date as official papers write it: Arabic digits without zeros in front (GB/T 9704-2012, 7.3.5.4)."""
    return f"{day.year}年{day.month}月{day.day}日"


def lookback_window(limits: Limits, values: Mapping[str, str], today: date) -> tuple[date, date]:
    """First and last day of the last years that count (二（五）): back from the season's day, else from today."""
    end = counted_from(limits, values) or today
    return add_months(end, -12 * limits.lookback_years), end


def counted_from(limits: Limits, values: Mapping[str, str]) -> date | None:
    """The day the season counts the years back from; None for today, and where the form does not give the day."""
    match limits.lookback_from:
        case notice.FROM_TODAY:
            return None
        case notice.FROM_DEADLINE:
            return limits.deadlines_of(values)[0]
    try:
        return date.fromisoformat(values.get(limits.lookback_from, ""))
    except ValueError:
        return None


def days_shown(season: str, due: date, today: date) -> int | None:
    """The days left of a season's case; none once the day has passed and the season with it: nothing presses then."""
    left = days_left(due, today)
    return None if left < 0 and is_past(season, due, today) else left


def is_past(season: str, last: date, today: date) -> bool:
    """Whether a season is over: its year has ended, and that of its last day too."""
    return today.year > max(int(season), last.year)


def days_left(due: date, today: date) -> int:
    """Calendar days from today to the due day; negative once it has passed."""
    return (due - today).days
