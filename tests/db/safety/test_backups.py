"""Backups are whole, the last fourteen are kept, and what they are restored over is kept aside."""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role
from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety import backup, restore, shelf
from support.libraries import FIRST, PASSWORD, Hands, make_desk, make_gate, new_case, person, register


def _count(unit: UnitOfWork) -> int:
    return len(list(unit.applications.known("2024")))


def _register_one(unit: UnitOfWork, number: int) -> None:
    case_id = register(unit, [new_case(number)])[0]
    unit.attachments.add(case_id, "一.pdf", b"%d" % number * 1000, "evidence")


def test_a_backup_is_a_whole_library_of_its_moment(
    library: OpenLibrary, gate: LibraryGate, hands: Hands, tmp_path: Path
) -> None:
    library.change(_register_one, 1)
    made = library.back_up()
    library.change(_register_one, 2)
    assert library.last_backup == hands.now
    assert {path.name for path in made.iterdir()} == {"library.db", "attachments.db", "keys.json", "backup.json"}
    assert shelf.changed_files(made) == []
    assert all(not line.is_broken for line in gate.verify(made, FIRST, PASSWORD))
    other = make_gate().open(shutil.copytree(made, tmp_path / "别处"), FIRST, PASSWORD)
    assert other.read(_count) == 1
    other.close()
    assert library.read(_count) == 2


def test_a_backup_is_of_one_moment_while_the_work_goes_on(
    library: OpenLibrary, gate: LibraryGate, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """The copying stops after its first pages, a case is registered, then it goes on."""
    library.change(register, [new_case(number) for number in range(1, 300)])
    monkeypatch.setattr(backup, "_PAGES_A_STEP", 8)
    steps: list[int] = []

    def register_between() -> bool:
        steps.append(1)
        if len(steps) == 3:
            library.change(register, [new_case(number) for number in range(1_000, 1_100)])
        return False

    master = library._master
    made = backup.make(LibraryFolder(library.folder), master, datetime(2024, 5, 21), register_between)
    assert len(steps) > 10
    assert library.read(_count) == 399
    assert all(not line.is_broken for line in gate.verify(made.path, FIRST, PASSWORD))
    other = make_gate().open(shutil.copytree(made.path, tmp_path / "别处"), FIRST, PASSWORD)
    assert other.read(_count) == 299
    other.close()


def test_a_library_that_is_closed_stops_its_backup_and_leaves_nothing_of_it(library: OpenLibrary) -> None:
    with pytest.raises(backup.BackupCancelledError):
        backup.make(LibraryFolder(library.folder), library._master, datetime(2024, 5, 21), lambda: True)
    assert list((library.folder / "backups").iterdir()) == []
    assert backup.latest(LibraryFolder(library.folder)) is None


def test_the_first_opening_of_a_day_makes_a_backup_and_the_second_none(
    library: OpenLibrary, reopen: Callable[[], OpenLibrary], hands: Hands, gate: LibraryGate
) -> None:
    library.close()
    assert gate.backups(library.folder) == ()
    for days, expected in ((0, 1), (0, 1), (1, 2), (0, 2), (1, 3)):
        hands.now += timedelta(days=days, minutes=5)
        library = reopen()
        library.finish_backup()
        assert library.last_backup is not None
        assert library.last_backup.date() == hands.now.date()
        library.close()
        assert len(gate.backups(library.folder)) == expected
    times = [info.made_at for info in gate.backups(library.folder)]
    assert times == sorted(times, reverse=True)


def test_fourteen_backups_are_kept_and_the_oldest_go(library: OpenLibrary, gate: LibraryGate, hands: Hands) -> None:
    for _ in range(17):
        hands.now += timedelta(days=1)
        library.back_up()
    kept = gate.backups(library.folder)
    # The days before the fourteen are in weeks and years that a later day stands for.
    assert [(hands.now - info.made_at).days for info in kept] == [*range(14)]
    assert len(list((library.folder / "backups").iterdir())) == 14
    assert all(info.size > 50_000 for info in kept)


def test_two_backups_in_one_second_do_not_overwrite_each_other(library: OpenLibrary, gate: LibraryGate) -> None:
    assert library.back_up() != library.back_up()
    assert len(gate.backups(library.folder)) == 2


def test_what_a_killed_program_left_half_made_is_no_backup_and_goes(library: OpenLibrary, gate: LibraryGate) -> None:
    left = library.folder / "backups" / ".making-2024-05-19_080000"
    left.mkdir(parents=True)
    (left / "library.db").write_bytes(b"half")
    assert gate.backups(library.folder) == ()
    library.back_up()
    assert not left.exists()
    assert len(gate.backups(library.folder)) == 1


def test_restoring_brings_back_the_state_and_keeps_the_replaced_one(
    library: OpenLibrary, gate: LibraryGate, hands: Hands, reopen: Callable[[], OpenLibrary]
) -> None:
    library.change(_register_one, 1)
    made = library.back_up()
    library.change(_register_one, 2)
    library.change_password(PASSWORD, "示例密码三")
    library.close()
    hands.now += timedelta(hours=1)
    aside = gate.restore(library.folder, made, FIRST, "示例密码三")
    library = reopen()
    assert library.read(_count) == 1
    assert library.read(lambda unit: unit.attachments.of(1)[0].size) == 1000
    assert all(not line.is_broken for line in library.verify())
    library.close()
    replaced = make_gate().open(aside, FIRST, "示例密码三")
    assert replaced.read(_count) == 2
    replaced.close()


def test_a_damaged_library_can_be_restored(
    library: OpenLibrary, gate: LibraryGate, reopen: Callable[[], OpenLibrary]
) -> None:
    library.change(_register_one, 1)
    made = library.back_up()
    library.close()
    (library.folder / "library.db").write_bytes(b"damaged")
    (library.folder / "keys.json").unlink()
    gate.restore(library.folder, made, FIRST, PASSWORD, [])
    library = reopen()
    assert library.read(_count) == 1
    library.close()


def test_an_open_library_is_not_restored_over(library: OpenLibrary, gate: LibraryGate) -> None:
    made = library.back_up()
    with pytest.raises(TroubleError) as caught:
        gate.restore(library.folder, made, FIRST, PASSWORD)
    assert caught.value.code == "library.already_open"


@pytest.mark.parametrize("name", ["library.db", "attachments.db", "keys.json", "backup.json"])
def test_a_backup_that_was_touched_is_not_restored(library: OpenLibrary, gate: LibraryGate, name: str) -> None:
    made = library.back_up()
    before = (library.folder / "keys.json").read_bytes()
    library.close()
    content = bytearray((made / name).read_bytes())
    content[len(content) // 2] ^= 1
    (made / name).write_bytes(content)
    if name == "backup.json":
        (made / name).write_bytes(content[:-20])
    with pytest.raises(TroubleError) as caught:
        gate.restore(library.folder, made, FIRST, PASSWORD)
    assert caught.value.code == "library.backup_damaged"
    assert name in str(caught.value.values["files"])
    assert (library.folder / "keys.json").read_bytes() == before
    assert any(line.is_broken for line in gate.verify(library.folder, FIRST, PASSWORD) if line.part == "备份")


@pytest.mark.parametrize("moved", [0, 1, 2, 3, 4, 5])
def test_a_restoring_cut_off_at_any_point_is_finished_by_the_next_start(
    library: OpenLibrary,
    gate: LibraryGate,
    reopen: Callable[[], OpenLibrary],
    monkeypatch: pytest.MonkeyPatch,
    moved: int,
) -> None:
    library.change(_register_one, 1)
    made = library.back_up()
    library.change(_register_one, 2)
    library.close()
    original = restore._put_aside
    done: list[Path] = []

    def cut_off(path: Path, aside: Path) -> None:
        if len(done) == moved:
            raise KeyboardInterrupt
        done.append(path)
        original(path, aside)

    monkeypatch.setattr(restore, "_put_aside", cut_off)
    if moved < 5:
        with pytest.raises(KeyboardInterrupt):
            gate.restore(library.folder, made, FIRST, PASSWORD)
    else:
        gate.restore(library.folder, made, FIRST, PASSWORD)
    monkeypatch.undo()
    assert gate.users(library.folder) == (FIRST,)
    library = reopen()
    assert library.read(_count) == 1
    library.close()
    assert not (library.folder / ".restoring").exists()


def test_people_added_since_the_backup_are_gone_with_it(
    library: OpenLibrary, gate: LibraryGate, reopen: Callable[[], OpenLibrary]
) -> None:
    made = library.back_up()
    library.add_user(person("示例乙", Role.HEAD), "示例密码二", is_own=True)
    library.close()
    gate.restore(library.folder, made, FIRST, PASSWORD)
    assert gate.users(library.folder) == (FIRST,)
    library = reopen()
    assert [user.name for user in library.read(lambda unit: unit.users.all())] == [FIRST]
    library.close()


def test_the_list_of_a_backup_names_its_day_and_hashes(library: OpenLibrary, hands: Hands) -> None:
    content = json.loads((library.back_up() / "backup.json").read_bytes())
    assert content["made_at"] == hands.now.isoformat()
    assert (content["sequence"], content["entries"]) == (1, 1)
    assert set(content["files"]) == {"library.db", "attachments.db", "keys.json"}


def test_work_and_backups_from_several_threads_do_not_disturb_each_other(
    library: OpenLibrary, gate: LibraryGate
) -> None:
    library.change(register, [new_case(number) for number in range(1, 200)])
    threads = [threading.Thread(target=library.back_up) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(200, 260):
        library.change(_register_one, number)
    for thread in threads:
        thread.join()
    assert len(gate.backups(library.folder)) == 3
    assert all(not line.is_broken for line in library.verify())


def test_a_backup_that_goes_is_never_seen_half(
    library: OpenLibrary, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A check may look while old backups are thinned out, and the program may be stopped in the midst of it."""
    for _ in range(2):
        library.back_up()
    hands.now += timedelta(days=1)
    seen: list[str] = []
    remove = shutil.rmtree

    def removed(path: Path, ignore_errors: bool) -> None:
        if (path / shelf.LIST).exists():
            (path / "library.db").unlink()
            seen.extend(["looked", *(line.message for line in library.verify() if line.is_broken)])
        remove(path, ignore_errors)

    monkeypatch.setattr(shutil, "rmtree", removed)
    library.back_up()
    assert set(seen) == {"looked"}
    library.close()


def test_a_new_library_has_no_backup_of_its_opening_to_wait_for(tmp_path: Path) -> None:
    library = make_desk(tmp_path / "新案卷库")
    library.finish_backup()
    assert library.last_backup is None
    library.close()
