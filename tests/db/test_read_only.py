"""A library that cannot be written opens for reading: it says so, refuses every act, and leaves no trace."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role
from reviewer_app.domain.drafts import DraftBox
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.services.cases.draft_keeping import save_draft
from reviewer_app.services.cases.reading import window_status
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary
from support.libraries import FIRST, OFFICE, PASSWORD, make_desk, new_case, person, register
from support.small_disk import SmallDisk

pytestmark = pytest.mark.rootdisk

_NEW = "示例密码二二"
_ACTS: dict[str, Callable[[OpenLibrary], object]] = {
    "an act": lambda library: library.change(register, [new_case(2)]),
    "a draft": lambda library: library.change(save_draft, 1, DraftBox.OPINION_TEXT, "示例"),
    "a backup": lambda library: library.back_up(),
    "a second place": lambda library: library.choose_backup_place(library.folder.parent),
    "a rehearsal": lambda library: library.rehearse(),
    "a new key": lambda library: library.change_master_key(),
    "a new person": lambda library: library.add_user(person("示例丁", Role.HANDLER), _NEW),
    "a new password": lambda library: library.change_password(PASSWORD, _NEW),
    "somebody leaving": lambda library: library.retire("示例乙"),
    "a sheet": lambda library: library.put_sheet_in_force(library.new_sheet_words()),
}


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    """A disk that can be made one for reading."""
    disk = SmallDisk(tmp_path / "disk")
    disk.becomes("size=64m")
    yield disk
    disk.away()


@pytest.fixture
def looked_at(disk: SmallDisk, gate: LibraryGate) -> Iterator[OpenLibrary]:
    """A library of one case, closed in order, open on a disk that cannot be written."""
    library = make_desk(disk.place / "案卷库", gate)
    library.add_user(person("示例乙", Role.HANDLER), _NEW)
    library.change(register, [new_case(1)])
    library.close()
    disk.becomes("ro")
    library = gate.open(library.folder, FIRST, PASSWORD)
    yield library
    library.close()


def _number(unit: UnitOfWork) -> str:
    return unit.applications.get(1).intake_number


def _code(work: Callable[[], object]) -> str:
    with pytest.raises(OfficeError) as caught:
        work()
    return caught.value.code


def test_what_is_there_is_read_and_is_intact(looked_at: OpenLibrary, gate: LibraryGate) -> None:
    assert looked_at.is_read_only
    assert looked_at.read(_number) == "2024-示-0001"
    for lines in (looked_at.verify(), gate.verify(looked_at.folder, FIRST, PASSWORD)):
        assert [line.message for line in lines if line.is_broken] == []
        assert len(lines) > 8
    assert looked_at.backup_standing.trouble == ""


@pytest.mark.parametrize("name", _ACTS)
def test_every_act_is_refused(looked_at: OpenLibrary, name: str) -> None:
    with pytest.raises(RefusalError) as caught:
        _ACTS[name](looked_at)
    assert caught.value.code == "library.only_reading"
    assert looked_at.read(_number) == "2024-示-0001"


def test_whoever_could_not_get_in_otherwise_does_not_here(looked_at: OpenLibrary, gate: LibraryGate) -> None:
    folder = looked_at.folder
    looked_at.close()
    assert _code(lambda: gate.open(folder, FIRST, "另一个密码")) == "login.wrong"
    assert _code(lambda: gate.open(folder, "示例乙", _NEW)) == "library.only_reading", "his first password is another's"
    assert _code(lambda: gate.create(folder.parent / "新", OFFICE, FIRST, PASSWORD)) == "library.read_only"


def test_what_a_power_cut_left_in_the_log_is_read_with_the_rest(disk: SmallDisk, gate: LibraryGate) -> None:
    library = make_desk(disk.place / "案卷库", gate)
    library.change(register, [new_case(1)])
    cut = disk.place / "断电"
    shutil.copytree(library.folder, cut)
    library.close()
    disk.becomes("ro")
    again = gate.open(cut, FIRST, PASSWORD)
    try:
        assert again.read(_number) == "2024-示-0001"
        assert [line.message for line in again.verify() if line.is_broken] == []
    finally:
        again.close()


def test_a_log_that_cannot_be_read_with_the_rest_is_never_left_out(disk: SmallDisk, gate: LibraryGate) -> None:
    """Without its index a log is read by nobody on such a disk; the file alone would be of an earlier day."""
    library = make_desk(disk.place / "案卷库", gate)
    library.change(register, [new_case(1)])
    cut = disk.place / "断电"
    shutil.copytree(library.folder, cut)
    library.close()
    for index in cut.glob("*-shm"):
        index.unlink()
    disk.becomes("ro")
    with pytest.raises(TroubleError):
        gate.open(cut, FIRST, PASSWORD)


def test_a_library_at_work_is_not_opened_beside(disk: SmallDisk, gate: LibraryGate, tmp_path: Path) -> None:
    library = make_desk(disk.place / "案卷库", gate)
    seen = tmp_path / "seen"
    seen.mkdir()
    disk.bind_read_only(library.folder, seen)
    try:
        assert _code(lambda: gate.open(seen, FIRST, PASSWORD)) == "library.already_open"
        library.close()
        beside = gate.open(seen, FIRST, PASSWORD)
        assert beside.is_read_only
        assert _code(lambda: gate.open(library.folder, FIRST, PASSWORD)) == "library.already_open"
        beside.close()
        gate.open(library.folder, FIRST, PASSWORD).close()
    finally:
        disk.unbind(seen)


def test_a_library_without_a_lock_file_opens(disk: SmallDisk, gate: LibraryGate) -> None:
    library = make_desk(disk.place / "案卷库", gate)
    library.close()
    (library.folder / "library.lock").unlink()
    disk.becomes("ro")
    before = sorted(library.folder.iterdir())
    gate.open(library.folder, FIRST, PASSWORD).close()
    assert sorted(library.folder.iterdir()) == before


def test_the_window_is_told(looked_at: OpenLibrary) -> None:
    assert looked_at.read(window_status, "库", None, is_read_only=looked_at.is_read_only).is_read_only
