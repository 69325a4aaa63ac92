"""The year tables of official holidays and worked weekends, read from resources/…/calendars."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from functools import cache

from reviewer_app.domain.deadlines import Calendar
from reviewer_app.domain.errors import TroubleError
from reviewer_app.pack_node import Node
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
    years: set[int] = set()
    days_off: set[date] = set()
    worked: set[date] = set()
    for name in names("calendars", ".toml"):
        year, off, weekends = load_year(resource_text("calendars", name), name)
        years.add(year)
        days_off |= off
        worked |= weekends
    return Calendar(frozenset(years), frozenset(days_off), frozenset(worked))
