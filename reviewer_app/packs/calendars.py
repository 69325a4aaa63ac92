"""The year tables of official holidays and worked weekends: ours, and those the office adds for a new year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from reviewer_app.domain.deadlines import Calendar
from reviewer_app.domain.errors import TroubleError
from reviewer_app.packs.decoding import decoded
from reviewer_app.packs.node import Node, toml_of
from reviewer_app.small_files import content_of
from reviewer_resources import names
from reviewer_resources import text as resource_text

#: A table of a year takes two kilobytes, an office has a few of them; no holiday lasts half a year.
_MOST_BYTES, _MOST_TABLES, _LONGEST_HOLIDAY = 1 << 18, 100, 180


class YearTable(Node):
    """A table of the file; what is wrong with it is said as of a year table."""

    code = "calendar.broken"


def load_year(text: str, source: str) -> tuple[int, frozenset[date], frozenset[date]]:
    """Year, days off and worked weekend days of one table; TroubleError `calendar.broken` where it is wrong."""
    try:
        root = YearTable(toml_of(text), "", source)
    except ValueError as problem:
        raise TroubleError("calendar.broken", file=source, key="（全文）", reason="不是正确的 TOML 文本") from problem
    year = root.whole("year")
    root.text("source")
    days_off: set[date] = set()
    for node in root.nodes("holidays"):
        node.text("name")
        first, last = node.day("first"), node.day("last")
        if last < first:
            node.broken("last", "不能早于 first")
        if (last - first).days > _LONGEST_HOLIDAY:
            node.broken("last", f"一个假期不会长过 {_LONGEST_HOLIDAY} 天")
        days_off.update(first + timedelta(days=offset) for offset in range((last - first).days + 1))
        node.finish()
    worked = frozenset(root.days("worked_weekends"))
    root.finish()
    for day in (*days_off, *worked):
        if day.year != year:
            root.broken("year", f"{day.isoformat()} 不在 {year} 年")
    for day in worked:
        if day.weekday() < 5 or day in days_off:
            root.broken("worked_weekends", f"{day.isoformat()} 不是要上班的周末")
    return year, frozenset(days_off), worked


@cache
def shipped_calendar() -> Calendar:
    """All year tables that come with the desk, as one calendar."""
    return _joined({name: resource_text("calendars", name) for name in names("calendars", ".toml")})


def office_calendar(folder: Path) -> Calendar:
    """The shipped tables and those the office has put into a folder; a year of the office's own goes before ours.

    Raises TroubleError `calendar.broken`, `calendar.unreadable` naming the table that is wrong, `calendar.too_many`.
    """
    paths = sorted(folder.glob("*.toml"))
    if len(paths) > _MOST_TABLES:
        raise TroubleError("calendar.too_many", most=_MOST_TABLES)
    own = {path.name: _text_of(path) for path in paths}
    if not own:
        return shipped_calendar()
    mine, ours = _joined(own), shipped_calendar()
    return Calendar(
        ours.years | mine.years,
        mine.days_off | {day for day in ours.days_off if day.year not in mine.years},
        mine.worked_weekends | {day for day in ours.worked_weekends if day.year not in mine.years},
    )


def _text_of(path: Path) -> str:
    try:
        return decoded(content_of(path, _MOST_BYTES))
    except UnicodeDecodeError as error:
        raise TroubleError("calendar.broken", file=path.name, key="（全文）", reason="不是文本文件") from error
    except ValueError as error:
        raise TroubleError("calendar.broken", file=path.name, key="（全文）", reason="太大，不像年表") from error
    except OSError as error:
        raise TroubleError("calendar.unreadable", file=path.name) from error


def _joined(tables: Mapping[str, str]) -> Calendar:
    years: set[int] = set()
    days_off: set[date] = set()
    worked: set[date] = set()
    for name, table in tables.items():
        year, off, weekends = load_year(table, name)
        years.add(year)
        days_off |= off
        worked |= weekends
    return Calendar(frozenset(years), frozenset(days_off), frozenset(worked))
