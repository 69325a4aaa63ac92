"""Going back to a backup is on record, repeats no number, and says beforehand what is lost and gained."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from reviewer_app.domain.application import Event
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction, RegisterEntry
from reviewer_app.domain.record import EventAct
from reviewer_app.services.ports.backups import Series, SpentNumber
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from support.libraries import FIRST, OFFICE, PASSWORD, Hands, make_desk, new_case, register
from support.with_the_key import with_the_key

Reopen = Callable[[], OpenLibrary]
LINE = RegisterEntry(Direction.OUTGOING, "correction-notice", 2024, 1, "", "示例公司", "补正", date(2024, 5, 20), FIRST)


def _take(unit: UnitOfWork, count: int) -> int:
    """Registers as the office does: with numbers from the counter."""
    first = unit.applications.next_numbers("2024", count)
    register(unit, [new_case(first + place) for place in range(count)])
    return first


def _issue(unit: UnitOfWork, serial: int) -> None:
    unit.register.add(replace(LINE, serial=serial, basis=f"opinion:{serial}"))


def _restored(unit: UnitOfWork) -> list[Event]:
    return [event for event in unit.events.latest(100) if event.act == EventAct.RESTORED]


@pytest.fixture
def made(library: OpenLibrary, hands: Hands) -> Path:
    """A backup with three cases and one notice; since then two cases and two notices more, over two days."""
    library.change(_take, 3)
    library.change(_issue, 1)
    made = library.back_up()
    for serial in (2, 3):
        hands.now += timedelta(days=1)
        library.change(_take, 1)
        library.change(_issue, serial)
    library.close()
    return made


def test_what_is_lost_is_shown_by_case_and_day(library: OpenLibrary, gate: LibraryGate, made: Path) -> None:
    before = {path.name: path.stat().st_mtime_ns for path in made.iterdir()}
    shown = gate.preview_restore(library.folder, made, FIRST, PASSWORD)
    assert shown.is_readable
    assert (shown.lost.entries, shown.gained.entries) == (4, 0)
    assert shown.lost.days == (date(2024, 5, 21), date(2024, 5, 22))
    assert [(case.number, case.is_new) for case in shown.lost.cases] == [("2024-示-0004", True), ("2024-示-0005", True)]
    assert [(one.series, one.before, one.last) for one in shown.numbers] == [
        (Series.INTAKE, 3, 5),
        (Series.OUTGOING, 1, 3),
    ]
    assert {path.name: path.stat().st_mtime_ns for path in made.iterdir()} == before
    assert list(library.folder.glob("replaced-*")) == []


def test_a_restoring_is_on_record_once_with_who_and_what(
    library: OpenLibrary, gate: LibraryGate, reopen: Reopen, made: Path
) -> None:
    aside = gate.restore(library.folder, made, FIRST, PASSWORD)
    for _ in range(2):
        library = reopen()
        (event,) = library.read(_restored)
        assert event.actor == FIRST
        assert event.detail["backup"] == made.name
        assert event.detail["aside"] == aside.name
        assert event.detail["entries_lost"] == "4"
        assert "收件编号（2024 年） 5" in event.detail["numbers_kept"]
        assert all(not line.is_broken for line in library.verify())
        library.close()
    assert not (library.folder / "restored.json").exists()


def test_a_note_whose_entry_was_cut_off_before_it_was_taken_away_is_not_entered_twice(
    library: OpenLibrary, gate: LibraryGate, reopen: Reopen, made: Path
) -> None:
    gate.restore(library.folder, made, FIRST, PASSWORD)
    note = (library.folder / "restored.json").read_bytes()
    reopen().close()
    (library.folder / "restored.json").write_bytes(note)
    library = reopen()
    assert len(library.read(_restored)) == 1
    library.close()


@pytest.mark.parametrize("content", [b"", b"{}", b"[1]", b'{"note": "{}", "seal": "00"}', b"\xff" * 100])
def test_a_note_that_nobody_here_wrote_is_not_believed_and_stops_nothing(
    library: OpenLibrary, reopen: Reopen, content: bytes
) -> None:
    library.close()
    (library.folder / "restored.json").write_bytes(content)
    library = reopen()
    assert library.read(_restored) == []
    library.close()


def test_numbers_given_since_the_backup_are_never_given_again(
    library: OpenLibrary, gate: LibraryGate, reopen: Reopen, made: Path
) -> None:
    gate.restore(library.folder, made, FIRST, PASSWORD)
    library = reopen()
    assert library.change(_take, 1) == 6
    assert library.read(lambda unit: unit.register.last_serial(Direction.OUTGOING, "correction-notice", 2024)) == 3
    assert library.read(lambda unit: unit.register.last_serial(Direction.OUTGOING, "correction-notice", 2025)) == 0
    assert library.read(lambda unit: unit.register.last_serial(Direction.INCOMING, "", 2024)) == 0
    library.close()


def test_going_back_twice_repeats_no_number_either(
    library: OpenLibrary, gate: LibraryGate, reopen: Reopen, made: Path, hands: Hands
) -> None:
    """Once without opening in between, once after work went on."""
    gate.restore(library.folder, made, FIRST, PASSWORD)
    hands.now += timedelta(minutes=1)
    gate.restore(library.folder, made, FIRST, PASSWORD)
    library = reopen()
    assert library.change(_take, 2) == 6
    library.close()
    hands.now += timedelta(minutes=1)
    gate.restore(library.folder, made, FIRST, PASSWORD)
    library = reopen()
    assert library.change(_take, 1) == 8
    assert library.read(lambda unit: unit.register.last_serial(Direction.OUTGOING, "correction-notice", 2024)) == 3
    library.close()


def test_a_backup_of_the_future_is_gained_and_what_was_done_since_the_fork_is_lost(
    library: OpenLibrary, gate: LibraryGate, reopen: Reopen, made: Path, hands: Hands
) -> None:
    aside = gate.restore(library.folder, made, FIRST, PASSWORD)
    library = reopen()
    library.change(_take, 1)
    later = library.back_up()
    library.close()
    hands.now += timedelta(minutes=1)
    gate.restore(library.folder, made, FIRST, PASSWORD)
    reopen().close()
    shown = gate.preview_restore(library.folder, later, FIRST, PASSWORD)
    assert [case.number for case in shown.gained.cases] == ["2024-示-0006"]
    assert (shown.gained.entries, shown.lost.entries) == (2, 1), "each has an entry of its own restoring"
    assert aside.is_dir()


def test_a_library_that_cannot_be_read_is_not_replaced_before_its_numbers_were_asked_for(
    library: OpenLibrary, gate: LibraryGate, reopen: Reopen, made: Path
) -> None:
    (library.folder / "library.db").write_bytes(b"damaged")
    shown = gate.preview_restore(library.folder, made, FIRST, PASSWORD)
    assert not shown.is_readable
    assert [(one.series, one.last) for one in shown.numbers if one.last] == [(Series.INTAKE, 3), (Series.OUTGOING, 1)]
    seasons = {one.of for one in shown.numbers if one.series is Series.BATCH and not one.last}
    assert seasons == {"2024", "2025"}, "the next season may have been begun"
    begun_since = {(one.series, one.kind) for one in shown.numbers if not one.last}
    assert begun_since >= {(Series.INCOMING, ""), (Series.OUTGOING, "decline-letter")}, "a series may have begun since"
    with pytest.raises(RefusalError) as caught:
        gate.restore(library.folder, made, FIRST, PASSWORD)
    assert caught.value.code == "restoring.numbers_asked"
    assert (library.folder / "library.db").read_bytes() == b"damaged"
    told = [replace(one, last=one.last + 7) for one in shown.numbers]
    gate.restore(library.folder, made, FIRST, PASSWORD, told)
    library = reopen()
    assert library.change(_take, 1) == 11
    (event,) = library.read(_restored)
    assert "entries_lost" not in event.detail
    library.close()


def test_every_year_since_the_backup_and_every_season_is_asked_for(
    library: OpenLibrary, gate: LibraryGate, hands: Hands, made: Path
) -> None:
    """Whichever clock is wrong, that of the backup's day or today's."""
    (library.folder / "library.db").write_bytes(b"damaged")
    for year in (2027, 2021):
        hands.now = hands.now.replace(year=year)
        shown = gate.preview_restore(library.folder, made, FIRST, PASSWORD).numbers
        first, last = sorted((2024, year))
        for series, latest in ((Series.OUTGOING, last), (Series.INCOMING, last), (Series.INTAKE, last + 1)):
            years = {int(one.of) for one in shown if one.series is series}
            assert years == set(range(first, latest + 1)), series


def test_what_is_there_and_no_number_is_asked_for_as_well(library: OpenLibrary, gate: LibraryGate, made: Path) -> None:
    with_the_key(library.folder, "UPDATE events SET at = 'gestern'")
    assert not gate.preview_restore(library.folder, made, FIRST, PASSWORD).is_readable


def test_a_lower_number_told_takes_nothing_back(
    library: OpenLibrary, gate: LibraryGate, reopen: Reopen, made: Path
) -> None:
    (library.folder / "library.db").unlink()
    told = [SpentNumber(Series.INTAKE, "2024", "", 3, 1)]
    gate.restore(library.folder, made, FIRST, PASSWORD, told)
    library = reopen()
    assert library.change(_take, 1) == 4
    library.close()


def test_a_backup_of_another_library_replaces_nothing(
    library: OpenLibrary, gate: LibraryGate, made: Path, tmp_path: Path
) -> None:
    other = make_desk(tmp_path / "别的", gate)
    foreign = other.back_up()
    other.close()
    for act in (gate.preview_restore, gate.restore):
        with pytest.raises(RefusalError) as caught:
            act(library.folder, foreign, FIRST, PASSWORD)
        assert caught.value.code == "restoring.other_library"
    assert list(library.folder.glob("replaced-*")) == []
    assert OFFICE.season == "2024"


def test_batches_go_on_after_those_that_were_lost(library: OpenLibrary, gate: LibraryGate, reopen: Reopen) -> None:
    made = library.back_up()
    library.close()
    (library.folder / "library.db").write_bytes(b"")
    gate.restore(library.folder, made, FIRST, PASSWORD, [SpentNumber(Series.BATCH, "2024", "", 0, 4)])
    library = reopen()
    assert library.read(lambda unit: unit.batches.next_number("2024")) == 5
    assert library.read(lambda unit: unit.batches.next_number("2025")) == 1
    library.close()
