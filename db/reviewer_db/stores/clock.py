"""The office's clock: the computer's own, or the practice day with the computer's time of day."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta

from reviewer_app.services.ports.records import ClockJump

#: Local time without a zone, as the office writes it.
Clock = Callable[[], datetime]
#: Two computers that take turns with a library may differ by so much.
_BEHIND = timedelta(minutes=10)
#: A longer pause than any holiday of the office.
_AHEAD = timedelta(days=15)


def office_time(clock: Clock, practice_date: date | None) -> datetime:
    """Now, moved to the practice day when the library has one."""
    now = clock()
    return datetime.combine(practice_date, now.time()) if practice_date else now


def jump_since(last: datetime, latest: datetime, now: datetime) -> ClockJump | None:
    """How the clock jumped since the last moment on record; `latest` is the furthest of those that may be the last.

    One day too far ahead cannot be told from the next day: it is told when the clock comes back.
    """
    if now < last - _BEHIND:
        return ClockJump(now, last)
    return ClockJump(now, latest) if now > latest + _AHEAD else None
