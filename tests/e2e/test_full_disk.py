"""A disk nearly full, for every writing act: it is acknowledged and lasts, or refused, and nothing has changed."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.dispatch.placing import settle_export
from reviewer_app.services.handover.sending import settle_packages
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import codes
from support.libraries import FIRST, inside
from support.outside_acts import OUTSIDE
from support.small_disk import PieceDisk, SmallDisk
from support.small_office import Office, copied_office, make_office
from support.writing_acts import WRITING

pytestmark = pytest.mark.rootdisk
#: Room left on the disk, in thousands of bytes.
ROOM = (0, 4, 8, 16, 32, 64, 128, 512, 1024, 4096)
_ACTS = {**WRITING, **OUTSIDE}
#: Each act is tried on every fifth step of the ladder; the next acts on those between.
_STEPS = {name: (*ROOM[number % 5 : -1 : 5], ROOM[-1]) for number, name in enumerate(_ACTS)}
#: What lies outside the library when its own disk has room.
_GOES_OUT = ("export", "forms", "hand_over_out", "second_place", "back_up_twice", "save")
#: Who comes in by which password stands here and in the key file, and nowhere else.
_WHO_COMES_IN = {"main.users", "main.access", "main.master_keys"}
#: A content is kept before it is named: refused in between, it stays there unnamed until somebody keeps it again.
_NOBODYS = ("vault.blobs",)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The office that is copied for each try."""
    place = tmp_path_factory.mktemp("office")
    make_office(place)
    return place


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[SmallDisk]:
    disk = SmallDisk(tmp_path / "disk")
    disk.becomes("size=64m")
    yield disk
    disk.away()


@pytest.mark.parametrize("name", _ACTS)
def test_an_act_on_a_disk_nearly_full_is_whole_or_refused(made: Path, disk: SmallDisk, name: str) -> None:
    """The library and what leaves it lie on the same disk."""
    outcomes = []
    for room in _STEPS[name]:
        place = disk.place / str(room)
        goal = place / "报送"
        goal.mkdir(parents=True)
        with copied_office(made, place, goal) as office:
            outcomes.append(_tried(office, disk, name, room))
        disk.clear()
        if outcomes[-1] == "":
            break
    assert outcomes[-1] == "", outcomes


@pytest.mark.parametrize("name", _GOES_OUT)
def test_what_leaves_the_library_for_a_disk_nearly_full_is_whole_or_refused(
    made: Path, disk: SmallDisk, tmp_path: Path, name: str
) -> None:
    outcomes = []
    for room in (*ROOM[:-1:3], ROOM[-1]):
        goal = disk.place / "报送"
        goal.mkdir()
        with copied_office(made, tmp_path / str(room), goal) as office:
            outcomes.append(_tried(office, disk, name, room))
        disk.clear()
    assert outcomes[-1] == "", outcomes


@pytest.mark.parametrize("name", ["change_password", "master_key", "evidence", "import", "back_up", "restore"])
def test_a_disk_that_gives_room_in_small_pieces_ends_no_program(made: Path, tmp_path: Path, name: str) -> None:
    """Memory that is a file there has no room of its own: writing into it on a full disk kills (SIGBUS)."""
    if shutil.which("mkfs.ext4") is None:
        pytest.skip("mkfs.ext4 is not installed")
    disk, outcomes = PieceDisk(tmp_path / "disk"), []
    try:
        for room in ROOM[::3]:
            place = disk.place / str(room)
            goal = place / "报送"
            goal.mkdir(parents=True)
            with copied_office(made, place, goal) as office:
                outcomes.append(_tried(office, disk, name, room))
            disk.clear()
    finally:
        disk.away()
    assert outcomes[0] == "library.disk_full"
    assert outcomes[-1] == "", outcomes


def _tried(office: Office, disk: SmallDisk, name: str, room: int) -> str:
    """Does the act with so much room; the code of its refusal, empty when it was acknowledged."""
    at = f"{name} with {room} kB"
    steps = _ACTS[name](office)
    next(steps)
    is_open = name != "restore"
    before, files = office.library.read(_content) if is_open else {}, _files(office.goal)
    keys, people = (office.library.folder / "keys.json").read_bytes(), set(office.passwords.items())
    disk.leave(room * 1024)
    refused = ""
    try:
        next(steps, None)
    except OfficeError as error:
        refused = error.code
    assert refused in {"", *codes()}, f"{at}: {refused} has no sentence"
    if is_open:
        after = office.library.read(_content)
    disk.grow()
    if is_open:
        changed = [name for name in _differing(before, after) if name not in _NOBODYS]
        assert not (refused and changed), f"{at}: refused with {refused}, yet changed: {changed}"
        office.library.close(without_backup=True)
    if refused:
        # The sheets that were made wait for the next export there, as its sentence says.
        left = {path for path in _files(office.goal) - files if not path.startswith(".日报")}
        assert left == set(), f"{at}: refused with {refused}, yet left {left}"
    is_as_before = is_open and _WHO_COMES_IN.isdisjoint(_differing(before, after))
    is_as_before &= (office.library.folder / "keys.json").read_bytes() == keys
    who_else = not is_as_before or set(office.passwords.items()) != people
    _looked_at(office, at, who_else=who_else, miscounted=bool(refused) and name == "count_again")
    if is_open:
        settle_export(office.library)
        settle_packages(office.library)
        found = office.library.read(_content)
        assert found == after, f"{at}: {refused or 'acknowledged'}, found otherwise: {_differing(after, found)}"
    return refused


def _looked_at(office: Office, at: str, *, who_else: bool, miscounted: bool) -> None:
    """Opens the library again: for everybody by the acknowledged password, whole, and for work.

    For the others only where anything changed that decides who comes in; what did not lets them in as it did before.
    What was got ready to be counted again stands as it was where that was refused.
    """
    for name, password in office.passwords.items():
        if name != FIRST and who_else:
            office.gate.open(office.library.folder, name, password).close(without_backup=True)
    lines = [line for line in office.again().verify() if line.is_broken]
    broken = [line.message for line in lines if not (miscounted and line.can_count_again)]
    assert set(office.gate.users(office.library.folder)) == set(office.passwords), at
    assert broken == [], at


def _content(unit: UnitOfWork) -> dict[str, str]:
    """Each table of both files, as one digest; of the search's own tables nobody reads the rows."""
    digests = {}
    for file, connection in (("main", inside(unit).main), ("vault", inside(unit).vault)):
        names = connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' "
            "AND name NOT LIKE 'sqlite_%' AND name NOT LIKE '%search%'"
        ).fetchall()
        for (name,) in names:
            rows = sorted(map(repr, connection.execute(f'SELECT * FROM "{name}"')))
            digests[f"{file}.{name}"] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
    return digests


def _differing(one: dict[str, str], other: dict[str, str]) -> list[str]:
    return sorted(name for name in one.keys() | other.keys() if one.get(name) != other.get(name))


def _files(folder: Path) -> set[str]:
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*")}
