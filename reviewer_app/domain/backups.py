"""When a backup is due, and which ones may go: decided by acts, days and the order they were made in."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

#: So many days, weeks and years have their last backup kept.
DAYS, WEEKS, YEARS = 14, 8, 10
#: All backups of the newest day are kept, up to a number no honest day reaches: a clock that starts anew with each
#: morning makes one endless day.
MOST_OF_A_DAY = 60


@dataclass(frozen=True, slots=True)
class Rhythm:
    """How often a backup is made while a library is open, and how often it is looked whether one is due (seconds)."""

    acts: int = 100
    pause: float = 2 * 3600.0
    look_every: float = 60.0
    on_closing: bool = True


@dataclass(frozen=True, slots=True)
class LastMade:
    """The newest backup: when its clock said it was made, how long the record was (None: not known)."""

    made_at: datetime
    entries: int | None


def is_due(rhythm: Rhythm, last: LastMade | None, now: datetime, entries: int, waited: float, opening: bool) -> bool:
    """Whether a backup is to be made now.

    `entries` is how long the record is, `waited` the seconds since the last backup or the opening by a clock nobody
    can set. Each new day has one, and so has a clock that went back, which proves nothing of the day. What is on
    record and in no backup does not wait for the next day: at the opening it is copied at once, later after some acts
    or some hours.
    """
    if last is None or last.made_at.date() != now.date() or last.made_at > now:
        return True
    fresh = fresh_acts(last, entries)
    return fresh > 0 and (opening or fresh >= rhythm.acts or waited >= rhythm.pause)


def fresh_acts(last: LastMade | None, entries: int) -> int:
    """How many entries of the record are in no backup; a record shorter than its backup was restored, and is new."""
    if last is None or last.entries is None:
        return entries
    return entries - last.entries if entries >= last.entries else entries


def dispensable(newest_first: Sequence[date]) -> list[int]:
    """The places of the backups that may go, given their days in the order they were made, the newest first.

    Kept are all of the newest day and the last one of each of so many days, weeks and years. They are counted and not
    compared with today: days far ahead or long past take a place each as any other day does, and no more.
    """
    classes: tuple[tuple[Callable[[date], Hashable], int], ...] = (
        (lambda day: day, DAYS),
        (lambda day: day.isocalendar()[:2], WEEKS),
        (lambda day: day.year, YEARS),
    )
    seen: list[set[Hashable]] = [set() for _ in classes]
    left, of_newest_day = [], 0
    for place, day in enumerate(newest_first):
        is_kept = day == newest_first[0] and of_newest_day < MOST_OF_A_DAY
        of_newest_day += day == newest_first[0]
        for (class_of, most), had in zip(classes, seen, strict=True):
            own = class_of(day)
            is_kept |= own not in had and len(had) < most
            had.add(own)
        if not is_kept:
            left.append(place)
    return left
