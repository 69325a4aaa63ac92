"""Backups come by themselves: at the opening, while the window stays open, on closing; each one opened."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from reviewer_app.domain.backups import Rhythm
from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import sync_file
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.safety import backup, shelf
from support.libraries import CHEAP, FIRST, MOMENT, PASSWORD, Hands, make_desk, new_case, register


def _gate(hands: Hands, rhythm: Rhythm, after: float = 0) -> LibraryGate:
    return LibraryGate(
        clock=lambda: hands.now, seconds=lambda: hands.seconds, cost=CHEAP, backup_after=after, rhythm=rhythm
    )


def _wait_for(claim: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not claim():
        assert time.monotonic() < end
        time.sleep(0.01)


def _made(library: OpenLibrary) -> int:
    return len(list((library.folder / "backups").glob("2*")))


def test_closing_after_work_makes_a_backup_and_closing_without_none(tmp_path: Path, hands: Hands) -> None:
    gate = _gate(hands, Rhythm(look_every=3600))
    library = make_desk(tmp_path / "案卷库", gate)
    library.change(register, [new_case(1)])
    library.close()
    (made,) = gate.backups(library.folder)
    assert made.entries == 2
    assert shelf.changed_files(made.path) == []
    library = gate.open(library.folder, FIRST, PASSWORD)
    library.finish_backup()
    library.close()
    assert len(gate.backups(library.folder)) == 1, "nothing was done, and the last one is of today"
    library = gate.open(library.folder, FIRST, PASSWORD)
    library.finish_backup()
    library.change(register, [new_case(2)])
    library.close()
    assert [one.entries for one in gate.backups(library.folder)] == [3, 2]


def test_what_a_killed_program_left_in_no_backup_is_copied_at_the_next_opening(tmp_path: Path, hands: Hands) -> None:
    library = make_desk(tmp_path / "案卷库", _gate(hands, Rhythm(look_every=3600, on_closing=False)))
    library.back_up()
    library.change(register, [new_case(1)])
    library.close()
    gate = _gate(hands, Rhythm(look_every=3600))
    library = gate.open(library.folder, FIRST, PASSWORD)
    library.finish_backup()
    assert [one.entries for one in gate.backups(library.folder)] == [2, 1]
    library.close()


def test_a_window_that_stays_open_over_the_days_makes_one_each_day(tmp_path: Path, hands: Hands) -> None:
    gate = _gate(hands, Rhythm(look_every=0.02))
    library = make_desk(tmp_path / "案卷库", gate)
    for day in range(3):
        _wait_for(lambda want=day + 1: _made(library) == want)  # type: ignore[misc]
        hands.now += timedelta(days=1)
    _wait_for(lambda: _made(library) == 4)
    assert library.backup_standing.trouble == ""
    library.close()


def test_many_acts_make_one_whatever_the_clock_says(tmp_path: Path, hands: Hands) -> None:
    """The clock stands still the whole time."""
    library = make_desk(tmp_path / "案卷库", _gate(hands, Rhythm(acts=5, look_every=0.02)))
    _wait_for(lambda: _made(library) == 1)
    library.change(register, [new_case(number) for number in range(1, 5)])
    time.sleep(0.2)
    assert _made(library) == 1
    library.change(register, [new_case(5)])
    _wait_for(lambda: _made(library) == 2)
    library.close()


def test_one_act_is_copied_after_some_hours_of_open_window(tmp_path: Path, hands: Hands) -> None:
    library = make_desk(tmp_path / "案卷库", _gate(hands, Rhythm(pause=0.3, look_every=0.02)))
    _wait_for(lambda: _made(library) == 1)
    library.change(register, [new_case(1)])
    _wait_for(lambda: _made(library) == 2)
    time.sleep(0.6)
    assert _made(library) == 2, "nothing was done since"
    library.close()


def test_what_was_written_wrong_is_no_backup(library: OpenLibrary, monkeypatch: pytest.MonkeyPatch) -> None:
    """A disk that turns one byte over is found by opening what was written, and the former backups stay."""
    good = library.back_up()
    original = backup._copy

    def bad_disk(source: Path, target: Path, key: bytes, is_cancelled: backup.IsCancelled | None) -> int:
        length = original(source, target, key, is_cancelled)
        content = bytearray(target.read_bytes())
        content[len(content) // 2] ^= 1
        target.write_bytes(content)
        sync_file(target)
        return length

    monkeypatch.setattr(backup, "_copy", bad_disk)
    with pytest.raises(TroubleError) as caught:
        library.back_up()
    assert caught.value.code == "backup.not_verified"
    assert library.backup_standing.trouble == "backup.not_verified"
    assert [path.name for path in (library.folder / "backups").iterdir()] == [good.name]
    monkeypatch.undo()
    library.back_up()
    assert library.backup_standing.trouble == ""


BAD = ["9999-99-99_999999-", "2024-13-01_000000-", "0000-00-00_000000-", "2024-05-20_093000-"]
LISTS = [
    b"",
    b"{",
    b"[]",
    b'{"made_at": "2024-05-20T09:30:00+08:00", "sequence": 1e400}',
    b'{"made_at": "2024-05-20T09:30:00+08:00"}',
    b'{"made_at": 5}',
    b'{"made_at": "2024-05-20", "sequence": "x"}',
    b'{"made_at": null, "files": []}',
    b"[" * 90_000,
    b"\xff\xfe" * 10,
]


def test_no_bad_folder_among_the_backups_stops_the_library_from_opening(
    library: OpenLibrary, gate: LibraryGate, reopen: Callable[[], OpenLibrary]
) -> None:
    good = library.back_up()
    library.close()
    bad = [library.folder / "backups" / f"{stem}{place}" for stem in BAD for place in range(len(LISTS))]
    for place, folder in enumerate(bad):
        folder.mkdir()
        (folder / "backup.json").write_bytes(LISTS[place % len(LISTS)])
    (bad[0] / "backup.json").unlink()
    (bad[0] / "backup.json").mkdir()
    assert good in [info.path for info in gate.backups(library.folder)]
    library = reopen()
    library.back_up()
    assert shelf.changed_files(good) == []
    broken = [line.message for line in library.verify() if line.is_broken]
    assert [said for said in broken if not any(folder.name in said for folder in bad)] == []
    library.close()


def test_a_file_and_a_folder_of_others_among_the_backups_are_left_alone(
    library: OpenLibrary, gate: LibraryGate, hands: Hands
) -> None:
    place = library.folder / "backups"
    place.mkdir(exist_ok=True)
    (place / "2024-05-20_093001").write_text("一个文件", "utf-8")
    (place / "别的").mkdir()
    (place / "别的" / "重要.txt").write_text("不能删", "utf-8")
    for _ in range(20):
        hands.now += timedelta(days=1)
        library.back_up()
    assert (place / "别的" / "重要.txt").read_text("utf-8") == "不能删"
    assert (place / "2024-05-20_093001").is_file()
    assert datetime(2024, 5, 20, 9, 30, 1) not in [info.made_at for info in gate.backups(library.folder)]
    assert hands.now > MOMENT
