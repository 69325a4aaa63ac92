"""The year tables of official holidays and worked weekends: ours, and those the office adds for a new year."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path

from reviewer_app.domain.deadlines import Calendar
from reviewer_app.domain.errors import TroubleError
from reviewer_app.packs.node import Node
from reviewer_resources import names
from reviewer_resources import text as resource_text


def load_year(text: str, source: str) -> tuple[int, frozenset[date], frozenset[date]]:
    """Year, days off and worked weekend days of one table; TroubleError `pack.broken` where it is wrong."""
    try:
        root = Node(tomllib.loads(text), "", source)
    except tomllib.TOMLDecodeError as problem:
        raise TroubleError("pack.broken", file=source, key="（全文）", reason="不是正确的 TOML 文本") from problem
    year = root.whole("year")
    root.text("source")
    days_off: set[date] = set()
    for node in root.nodes("holidays"):
        node.text("name")
        first, last = node.day("first"), node.day("last")
        if last < first:
            node.broken("last", "不能早于 first")
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

    Raises TroubleError `pack.broken` naming the table that is wrong.
    """
    own = {path.name: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.toml"))}
    if not own:
        return shipped_calendar()
    mine, ours = _joined(own), shipped_calendar()
    return Calendar(
        ours.years | mine.years,
        mine.days_off | {day for day in ours.days_off if day.year not in mine.years},
        mine.worked_weekends | {day for day in ours.worked_weekends if day.year not in mine.years},
    )


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
