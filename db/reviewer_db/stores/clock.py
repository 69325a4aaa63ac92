"""The office's clock: the computer's own, or the practice day with the computer's time of day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime

#: Local time without a zone, as the office writes it.
Clock = Callable[[], datetime]


def office_time(clock: Clock, practice_date: date | None) -> datetime:
    """Now, moved to the practice day when the library has one."""
    now = clock()
    return datetime.combine(practice_date, now.time()) if practice_date else now
