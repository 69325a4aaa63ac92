"""A full disk, a disk that cannot be written, a file that is damaged in its middle: a sentence, and nothing lost."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role
from reviewer_app.domain.errors import TroubleError
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, SortKey, Tab
from reviewer_db import LibraryGate, OpenLibrary
from support.builders import CLEAN, values
from support.libraries import FIRST, OFFICE, PASSWORD, Hands, make_desk, make_gate, new_case, person, register
from support.small_disk import SmallDisk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A disk of four megabytes."""
    disk = SmallDisk(tmp_path / "disk")
    yield disk
    disk.away()


def _trouble(work: Callable[[], object]) -> str:
    with pytest.raises(TroubleError) as caught:
        work()
    return caught.value.code


def _count(unit: UnitOfWork) -> int:
    return unit.worklist.index(QueueQuery("2024", Tab.ALL), unit.actor).counts[Tab.ALL]


def _fill(library: OpenLibrary) -> int:
    """Registers cases until nothing more is taken; how many were."""
    for start in range(0, 100_000, 50):
        cases = [new_case(start + place, values(CLEAN, goal="目标" * 400)) for place in range(1, 51)]
        try:
            library.change(register, cases)
        except TroubleError as trouble:
            if trouble.code == "library.disk_full":
                return start
            raise
    raise AssertionError("the disk was never full")


@pytest.mark.rootdisk
def test_a_full_disk_takes_nothing_more_and_loses_nothing(disk: SmallDisk, gate: LibraryGate) -> None:
    folder = disk.place / "案卷库"
    library = make_desk(folder, gate)
    library.change(lambda unit: unit.drafts.put(0, "opinion.text", "写到这里"))
    stored = _fill(library)
    assert library.read(_count) == stored > 50
    assert library.read(lambda unit: unit.drafts.of(0)["opinion.text"].text) == "写到这里"
    disk.fill_up()
    assert _trouble(lambda: library.change(lambda unit: unit.drafts.put(0, "opinion.text", "放" * 2_000_000))) == (
        "library.disk_full"
    )
    disk.make_room()
    disk.becomes("size=64m")
    library.change(lambda unit: unit.drafts.put(0, "opinion.text", "放得下了"))
    library.change(register, [new_case(100_000)])
    assert library.read(_count) == stored + 1
    assert [line.message for line in library.verify() if line.is_broken] == []
    library.close()


@pytest.mark.rootdisk
def test_a_large_attachment_that_does_not_fit_leaves_nothing(disk: SmallDisk, gate: LibraryGate) -> None:
    library = make_desk(disk.place / "案卷库", gate)
    case_id = library.change(register, [new_case(1)])[0]
    assert _trouble(
        lambda: library.change(lambda unit: unit.attachments.add(case_id, "大.pdf", os.urandom(5_000_000), "evidence"))
    ) == ("library.disk_full")
    assert library.read(lambda unit: unit.attachments.of(case_id)) == ()
    kept = library.change(lambda unit: unit.attachments.add(case_id, "小.pdf", b"%PDF", "evidence"))
    assert library.read(lambda unit: unit.attachments.content(kept.sha256)) == b"%PDF"
    library.close()


@pytest.mark.rootdisk
def test_a_backup_that_does_not_fit_leaves_nothing_of_itself(disk: SmallDisk, gate: LibraryGate) -> None:
    library = make_desk(disk.place / "案卷库", gate)
    disk.fill_up(leave=200_000)
    assert _trouble(library.back_up) == "library.disk_full"
    assert library.backup_standing.trouble == "library.disk_full", "and the foot line says so until one is made"
    assert library.last_backup is None
    assert list((library.folder / "backups").iterdir()) == []
    library.close()


@pytest.mark.rootdisk
def test_a_library_on_a_full_disk_says_so_and_opens_when_there_is_room(disk: SmallDisk, gate: LibraryGate) -> None:
    library = make_desk(disk.place / "案卷库", gate)
    stored = _fill(library)
    library.close()
    disk.fill_up()
    assert _trouble(lambda: gate.open(library.folder, FIRST, PASSWORD)) == "library.disk_full"
    disk.make_room()
    library = gate.open(library.folder, FIRST, PASSWORD)
    library.finish_backup()
    assert library.read(_count) == stored
    # The day's backup of a library that takes nearly all of the disk does not fit; the work goes on without it.
    assert library.last_backup is None
    library.close()


@pytest.mark.rootdisk
def test_a_full_disk_adds_nobody_and_changes_no_password(disk: SmallDisk, gate: LibraryGate) -> None:
    library = make_desk(disk.place / "案卷库", gate)
    disk.fill_up()
    assert (
        _trouble(lambda: library.add_user(person("示例乙", Role.HEAD), "示例密码二", is_own=True))
        == "library.disk_full"
    )
    assert _trouble(lambda: library.change_password(PASSWORD, "示例密码三")) == "library.disk_full"
    assert [user.name for user in library.read(lambda unit: unit.users.all())] == [FIRST]
    disk.make_room()
    library.close()
    assert gate.users(library.folder) == (FIRST,)
    gate.open(library.folder, FIRST, PASSWORD).close()


@pytest.mark.rootdisk
def test_a_library_is_not_made_on_a_full_disk(disk: SmallDisk, gate: LibraryGate) -> None:
    disk.fill_up(leave=50_000)
    assert _trouble(lambda: gate.create(disk.place / "案卷库", OFFICE, FIRST, PASSWORD)) == "library.disk_full"
    assert _trouble(lambda: gate.users(disk.place / "案卷库")) == "library.none"
    disk.make_room()
    make_desk(disk.place / "案卷库", gate).close()


@pytest.mark.rootdisk
def test_restoring_on_a_full_disk_leaves_the_library_as_it_was(disk: SmallDisk, gate: LibraryGate) -> None:
    library = make_desk(disk.place / "案卷库", gate)
    made = library.back_up()
    library.change(register, [new_case(1)])
    library.close()
    disk.fill_up(leave=100_000)
    assert _trouble(lambda: gate.restore(library.folder, made, FIRST, PASSWORD)) == "library.disk_full"
    disk.make_room()
    library = gate.open(library.folder, FIRST, PASSWORD)
    assert library.read(_count) == 1
    library.close()


def test_damage_in_the_middle_is_met_where_it_lies_and_the_rest_still_reads(
    library: OpenLibrary, gate: LibraryGate, hands: Hands
) -> None:
    library.change(register, [new_case(number, values(CLEAN, goal="目标" * 200)) for number in range(1, 600)])
    made = library.back_up()
    library.close()
    library = _opened_damaged(library.folder, hands)
    codes = set()
    for case_id in range(1, 600):
        try:
            library.read(_read_case, case_id)
        except TroubleError as trouble:
            codes.add(trouble.code)
    assert codes == {"library.damaged"}
    assert library.read(lambda unit: unit.users.get(FIRST)).name == FIRST
    library.close()
    gate.restore(library.folder, made, FIRST, PASSWORD, told=())
    library = gate.open(library.folder, FIRST, PASSWORD)
    for sort in SortKey:
        assert library.read(_listed, sort) == 599
    library.close()


def _opened_damaged(folder: Path, hands: Hands) -> OpenLibrary:
    """Every 29th page damaged, but none that every opening reads, as that of the last entry of the record."""
    path = folder / "library.db"
    whole = path.read_bytes()
    for first in range(29):
        spoiled = bytearray(whole)
        for page in range(len(whole) // 8192 // 3 + first, len(whole) // 8192, 29):
            spoiled[page * 8192 + 4000 : page * 8192 + 4006] = b"damage"
        path.write_bytes(spoiled)
        try:
            return make_gate(hands).open(folder, FIRST, PASSWORD)
        except TroubleError:
            continue
    raise AssertionError("every 29th page is read by the opening, wherever one begins")


def _read_case(unit: UnitOfWork, case_id: int) -> None:
    unit.applications.get(case_id)


def _listed(unit: UnitOfWork, sort: SortKey) -> int:
    return len(unit.worklist.index(QueueQuery("2024", Tab.ALL, sort=sort), unit.actor).ids)
