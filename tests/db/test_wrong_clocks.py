"""A computer's clock that is wrong costs no backup, and is told and put on record."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from reviewer_app.domain.application import Event
from reviewer_app.domain.backups import DAYS
from reviewer_app.services.ports.library import OfficeSettings, UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety import backup, shelf
from support.libraries import MOMENT, Hands, new_case, register

Reopen = Callable[[], OpenLibrary]
DAY = timedelta(days=1)


def _events(unit: UnitOfWork) -> list[Event]:
    return [event for event in unit.events.latest(100) if event.act == "clock_jumped"]


def _open(reopen: Reopen, hands: Hands, now: datetime) -> OpenLibrary:
    hands.now = now
    library = reopen()
    library.finish_backup()
    return library


def _fourteen_days(library: OpenLibrary, hands: Hands) -> list[datetime]:
    """Backups of the fourteen days up to now, and then the library closed."""
    days = [MOMENT - DAY * back for back in range(13, -1, -1)]
    for day in days:
        hands.now = day
        library.back_up()
    library.close()
    return days


def _kept(gate: LibraryGate, library: OpenLibrary) -> list[datetime]:
    return [info.made_at for info in gate.backups(library.folder)]


def test_a_clock_one_day_ahead_makes_one_backup_and_pushes_none_out(
    library: OpenLibrary, reopen: Reopen, hands: Hands, gate: LibraryGate
) -> None:
    days = _fourteen_days(library, hands)
    for opening in range(16):
        _open(reopen, hands, MOMENT + DAY + timedelta(minutes=opening)).close()
    assert _kept(gate, library) == [MOMENT + DAY, *reversed(days[1:])]


@pytest.mark.parametrize("off", [-400, -1, 1])
def test_a_clock_that_goes_to_and_fro_pushes_no_day_out(
    library: OpenLibrary, reopen: Reopen, hands: Hands, gate: LibraryGate, off: int
) -> None:
    """Sixteen openings, every second one by the wrong clock: the days before stay, a day takes one place."""
    days = _fourteen_days(library, hands)
    for opening in range(1, 17):
        now = MOMENT + timedelta(minutes=opening)
        library = _open(reopen, hands, now + DAY * off if opening % 2 else now)
        newest = gate.backups(library.folder)[0]
        assert newest.made_at == hands.now == library.last_backup
        assert shelf.changed_files(newest.path) == []
        library.close()
    kept = {made_at.date() for made_at in _kept(gate, library)}
    assert kept >= {day.date() for day in days[3:]}
    assert len(_kept(gate, library)) <= 2 * DAYS


def test_a_clock_that_is_behind_loses_no_backup(
    library: OpenLibrary, reopen: Reopen, hands: Hands, gate: LibraryGate
) -> None:
    """What was just made stays; going on behind is as any other day, and so is the right time after it."""
    days = _fourteen_days(library, hands)
    for opening in range(5):
        now = MOMENT - DAY * 300 + timedelta(hours=opening)
        library = _open(reopen, hands, now)
        assert library.last_backup == MOMENT - DAY * 300
        library.close()
    assert _kept(gate, library) == [MOMENT - DAY * 300, *reversed(days[1:])]
    library = _open(reopen, hands, MOMENT + DAY)
    assert library.last_backup == MOMENT + DAY
    library.close()


def test_a_clock_that_starts_anew_with_the_computer_still_makes_backups(
    library: OpenLibrary, reopen: Reopen, hands: Hands, gate: LibraryGate
) -> None:
    """Every morning is the same morning: what was done in between is in a backup all the same."""
    days = _fourteen_days(library, hands)
    for morning in range(15):
        library = _open(reopen, hands, datetime(2000, 1, 1, 0, 5))
        library.close()
        library = _open(reopen, hands, datetime(2000, 1, 1, 8, 0))
        library.change(register, [new_case(morning + 1)])
        library.back_up()
        library.close()
    made = gate.backups(library.folder)
    assert made[0].entries == 15 + 15 + 1, "fifteen cases, fifteen jumps"
    assert {info.made_at for info in made} >= set(days[1:])


def test_making_a_backup_never_removes_it(library: OpenLibrary, hands: Hands, gate: LibraryGate) -> None:
    for back in range(20):
        hands.now = MOMENT - DAY * back
        made = library.back_up()
        assert made.is_dir()
        assert gate.backups(library.folder)[0].path == made
    assert len(gate.backups(library.folder)) == DAYS + 1, "and one of the week that no day of those is in"


def test_many_backups_of_one_day_leave_the_days_before(library: OpenLibrary, hands: Hands, gate: LibraryGate) -> None:
    days = [MOMENT - DAY * back for back in range(13, 0, -1)]
    for now in (*days, *(MOMENT + timedelta(minutes=minute) for minute in range(30))):
        hands.now = now
        library.back_up()
    kept = _kept(gate, library)
    assert kept[:30] == [MOMENT + timedelta(minutes=minute) for minute in range(29, -1, -1)]
    assert kept[30:] == list(reversed(days))


def test_backups_made_before_they_were_counted_stand_behind_the_counted_ones(
    library: OpenLibrary, hands: Hands, gate: LibraryGate
) -> None:
    """A list of an older program has neither number nor length of the record."""
    for ahead in (1, 0, 2):
        hands.now = MOMENT + DAY * ahead
        path = library.back_up() / "backup.json"
        content = json.loads(path.read_bytes())
        del content["sequence"], content["entries"]
        path.write_text(json.dumps(content), encoding="utf-8")
    assert _kept(gate, library) == [MOMENT + DAY * 2, MOMENT + DAY, MOMENT]
    hands.now = MOMENT - DAY
    library.back_up()
    assert _kept(gate, library) == [MOMENT - DAY, MOMENT + DAY * 2, MOMENT + DAY, MOMENT]
    assert backup.latest(LibraryFolder(library.folder)) == gate.backups(library.folder)[0]


def test_a_clock_set_back_is_told_once_and_put_on_record(library: OpenLibrary, reopen: Reopen, hands: Hands) -> None:
    library.change(register, [new_case(1)])
    library.close()
    library = _open(reopen, hands, MOMENT - DAY)
    jump = library.clock_jump
    assert jump is not None
    assert (jump.now, jump.last, jump.is_behind) == (MOMENT - DAY, MOMENT, True)
    (event,) = library.read(_events)
    assert event.detail == {"clock_said": "2024-05-19 09:30", "last_recorded": "2024-05-20 09:30"}
    assert event.at == MOMENT - DAY
    assert all(not line.is_broken for line in library.verify())
    library.close()
    for hours in (1, 2, 24):
        library = _open(reopen, hands, MOMENT - DAY + timedelta(hours=hours))
        assert library.clock_jump is None
        assert len(library.read(_events)) == 1
        library.close()


def test_a_day_ahead_without_any_work_is_told_when_the_clock_comes_back(
    library: OpenLibrary, reopen: Reopen, hands: Hands
) -> None:
    """The backup alone tells of it, again and again."""
    library.close()
    for opening in range(1, 5):
        _open(reopen, hands, MOMENT + DAY).close()
        library = _open(reopen, hands, MOMENT + timedelta(minutes=opening))
        assert library.clock_jump is not None
        assert library.clock_jump.last == MOMENT + DAY
        assert len(library.read(_events)) == opening
        library.close()


@pytest.mark.parametrize(("days", "is_told"), [(1, False), (10, False), (30, True), (365, True)])
def test_a_clock_far_ahead_is_told_and_a_holiday_is_none(
    library: OpenLibrary, reopen: Reopen, hands: Hands, days: int, is_told: bool
) -> None:
    library.close()
    _open(reopen, hands, MOMENT).close()
    library = _open(reopen, hands, MOMENT + DAY * days)
    assert (library.clock_jump is not None) is is_told
    assert len(library.read(_events)) == is_told
    if library.clock_jump is not None:
        assert not library.clock_jump.is_behind
    library.close()


def test_two_computers_that_differ_by_minutes_are_left_in_peace(
    library: OpenLibrary, reopen: Reopen, hands: Hands
) -> None:
    library.close()
    library = _open(reopen, hands, MOMENT - timedelta(minutes=9))
    assert library.clock_jump is None
    library.close()


def test_a_practice_library_is_told_of_its_backups_time_alone(
    library: OpenLibrary, reopen: Reopen, hands: Hands
) -> None:
    """Its record goes by the practice day."""
    library.change(
        lambda unit: unit.settings.put(OfficeSettings(season="2024", practice_date=datetime(2030, 1, 1).date()))
    )
    library.change(register, [new_case(1)])
    library.close()
    library = _open(reopen, hands, MOMENT + DAY * 90)
    assert library.clock_jump is None
    library.close()
    library = _open(reopen, hands, MOMENT + DAY * 80)
    assert library.clock_jump is not None
    library.close()
