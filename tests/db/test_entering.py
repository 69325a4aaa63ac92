"""Getting into a library: names and passwords, waiting after a wrong one, and what a folder may be instead."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import LibraryGate, OpenLibrary, PracticeSeason, holder
from reviewer_db.folder.keys import Cost, KeyRing
from reviewer_resources.phrases import sentence
from support.libraries import FIRST, OFFICE, PASSWORD, Hands, inside, make_desk, make_gate, person


@pytest.fixture
def closed(folder: Path, gate: LibraryGate) -> Path:
    """A library with nobody at it."""
    make_desk(folder, gate).close()
    return folder


def _refusal(work: Callable[[], object]) -> OfficeError:
    with pytest.raises(OfficeError) as caught:
        work()
    said = sentence(caught.value.code, caught.value.values)
    assert said.endswith("。")
    assert "—" not in said
    return caught.value


def test_the_first_person_holds_every_role_and_finds_the_library_again(closed: Path, gate: LibraryGate) -> None:
    assert gate.users(closed) == (FIRST,)
    library = gate.open(closed, FIRST, PASSWORD)
    assert library.user == person(FIRST, *Role)
    assert library.read(lambda unit: unit.settings.get()) == OFFICE
    library.close()


def test_a_wrong_password_waits_longer_each_time_and_a_restart_does_not_shorten_it(closed: Path, hands: Hands) -> None:
    for wait in (1, 2, 4, 8):
        refusal = _refusal(lambda: make_gate(hands).open(closed, FIRST, "不是这个"))
        assert (refusal.code, refusal.values["wait_seconds"]) == ("login.wrong", wait)
        early = _refusal(lambda: make_gate(hands).open(closed, FIRST, PASSWORD))
        assert (early.code, early.values["seconds"]) == ("login.wait", wait)
        hands.seconds += wait
    make_gate(hands).open(closed, FIRST, PASSWORD).close()
    refusal = _refusal(lambda: make_gate(hands).open(closed, FIRST, "不是这个"))
    assert refusal.values["wait_seconds"] == 1


def test_nobody_waits_longer_than_five_minutes_even_when_the_clock_goes_back(
    closed: Path, gate: LibraryGate, hands: Hands
) -> None:
    for _ in range(12):
        _refusal(lambda: gate.open(closed, FIRST, "不是这个"))
        hands.seconds += 300
    _refusal(lambda: gate.open(closed, FIRST, "不是这个"))
    hands.seconds -= 100_000
    assert _refusal(lambda: gate.open(closed, FIRST, PASSWORD)).values["seconds"] == 300


def test_one_persons_failures_do_not_keep_another_out(closed: Path, gate: LibraryGate) -> None:
    library = gate.open(closed, FIRST, PASSWORD)
    library.add_user(person("示例乙", Role.HEAD), "示例密码二", is_own=True)
    library.close()
    _refusal(lambda: gate.open(closed, FIRST, "不是这个"))
    library = gate.open(closed, "示例乙", "示例密码二")
    assert library.user == person("示例乙", Role.HEAD)
    library.close()


def test_a_name_that_is_not_there_is_refused_like_a_wrong_password(closed: Path, gate: LibraryGate) -> None:
    assert _refusal(lambda: gate.open(closed, "没有这个人", PASSWORD)).code == "login.wrong"
    assert _refusal(lambda: gate.open(closed, "也没有", PASSWORD)).code == "login.wait"


def test_a_changed_password_opens_and_the_old_one_does_not(closed: Path, gate: LibraryGate, hands: Hands) -> None:
    library = gate.open(closed, FIRST, PASSWORD)
    assert _refusal(lambda: library.change_password("不是这个", "示例密码三")).code == "login.wrong"
    assert _refusal(lambda: library.change_password(PASSWORD, "")).code == "login.empty"
    library.change_password(PASSWORD, "示例密码三")
    assert library.read(lambda unit: unit.events.latest(1)[0].act) == "password_changed"
    library.close()
    assert _refusal(lambda: gate.open(closed, FIRST, PASSWORD)).code == "login.wrong"
    hands.seconds += 1
    gate.open(closed, FIRST, "示例密码三").close()


def test_the_same_password_typed_with_another_input_method_opens(closed: Path, gate: LibraryGate) -> None:
    library = gate.open(closed, FIRST, PASSWORD)
    library.change_password(PASSWORD, "cafe\u0301 2024")
    library.close()
    gate.open(closed, FIRST, "caf\u00e9 2024").close()


def test_only_the_library_itself_vouches(library: OpenLibrary, gate: LibraryGate, tmp_path: Path) -> None:
    """Whoever opens it, today or later, gets the same mark; another library cannot give it."""
    mark = library.vouch(b"line")
    assert mark != library.vouch(b"lines")
    library.add_user(person("示例乙", Role.HANDLER), "示例密码二", is_own=True)
    library.close()
    again = gate.open(library.folder, "示例乙", "示例密码二")
    assert again.vouch(b"line") == mark
    again.close()
    other = gate.create(tmp_path / "另一个", OFFICE, FIRST, PASSWORD)
    assert other.vouch(b"line") != mark
    other.close()


def test_only_an_admin_adds_people_and_each_name_once(library: OpenLibrary, gate: LibraryGate) -> None:
    library.add_user(person("示例乙", Role.HANDLER), "示例密码二", is_own=True)
    assert library.read(lambda unit: unit.events.latest(1)[0].detail) == {"name": "示例乙", "roles": "经办"}
    assert _refusal(lambda: library.add_user(person("示例乙", Role.HEAD), "示例密码三")).code == "user.exists"
    assert _refusal(lambda: library.add_user(person(" "), "示例密码三")).code == "user.no_name"
    assert _refusal(lambda: library.add_user(person("示例丙"), "")).code == "login.empty"
    library.close()
    other = gate.open(library.folder, "示例乙", "示例密码二")
    assert _refusal(lambda: other.add_user(person("示例丁"), "示例密码四")).code == "user.not_admin"
    other.close()


def test_somebody_with_a_slot_but_no_entry_is_not_let_in(closed: Path, gate: LibraryGate) -> None:
    """A stop between key file and database leaves such a slot."""
    library = gate.open(closed, FIRST, PASSWORD)
    before = library.read(lambda unit: unit.users.all())
    kept = (closed / "library.db").read_bytes(), (closed / "library.db-wal").read_bytes()
    library.add_user(person("示例乙", Role.HEAD), "示例密码二", is_own=True)
    library.close()
    (closed / "library.db").write_bytes(kept[0])
    (closed / "library.db-wal").write_bytes(kept[1])
    assert _refusal(lambda: gate.open(closed, "示例乙", "示例密码二")).code == "user.unknown"
    library = gate.open(closed, FIRST, PASSWORD)
    assert library.read(lambda unit: unit.users.all()) == before
    library.close()


def test_the_roles_at_the_desk_follow_the_office_list(library: OpenLibrary) -> None:
    library.change(lambda unit: unit.users.put(person(FIRST, Role.HANDLER)))
    assert library.user == person(FIRST, Role.HANDLER)
    with pytest.raises(RefusalError):
        library.change(_demote_and_fail)
    assert library.user == person(FIRST, Role.HANDLER)


def _demote_and_fail(unit: UnitOfWork) -> None:
    unit.users.put(person(FIRST))
    unit.users.get("没有这个人")


def test_a_library_is_open_once_and_says_by_whom(library: OpenLibrary, gate: LibraryGate) -> None:
    refusal = _refusal(lambda: gate.open(library.folder, FIRST, PASSWORD))
    assert (refusal.code, refusal.values["pid"]) == ("library.already_open", str(os.getpid()))
    assert holder(library.folder / "library.lock") == os.getpid()
    library.close()
    assert holder(library.folder / "library.lock") is None
    gate.open(library.folder, FIRST, PASSWORD).close()


_HOLD = """
import sys
from pathlib import Path
from support.libraries import PASSWORD, FIRST, make_gate
desk = make_gate().open(Path(sys.argv[1]), FIRST, PASSWORD)
print("open", flush=True)
sys.stdin.read()
"""


@pytest.fixture
def other_program(closed: Path) -> Iterator[subprocess.Popen[str]]:
    """Another program that has the library open."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", _HOLD, str(closed)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment
    ) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "open\n"
        yield program
        program.kill()


def test_a_killed_program_leaves_nothing_to_clean_up(
    other_program: subprocess.Popen[str], closed: Path, gate: LibraryGate
) -> None:
    refusal = _refusal(lambda: gate.open(closed, FIRST, PASSWORD))
    assert refusal.values["pid"] == str(other_program.pid)
    other_program.kill()
    other_program.wait()
    gate.open(closed, FIRST, PASSWORD).close()


def test_a_folder_without_library_and_a_full_folder_are_told_apart(tmp_path: Path, gate: LibraryGate) -> None:
    assert _refusal(lambda: gate.open(tmp_path / "没有", FIRST, PASSWORD)).code == "library.none"
    assert _refusal(lambda: gate.users(tmp_path)).code == "library.none"
    (tmp_path / "别的文件.txt").write_text("别的", encoding="utf-8")
    assert _refusal(lambda: gate.create(tmp_path, OFFICE, FIRST, PASSWORD)).code == "library.not_empty"
    assert _refusal(lambda: gate.create(tmp_path / "新", OFFICE, " ", PASSWORD)).code == "user.no_name"
    assert _refusal(lambda: gate.create(tmp_path / "新", OFFICE, FIRST, "")).code == "login.empty"
    assert not (tmp_path / "新").exists()


def test_a_library_of_a_newer_program_is_left_alone(closed: Path, gate: LibraryGate) -> None:
    before = (closed / "library.db").read_bytes()
    library = gate.open(closed, FIRST, PASSWORD)
    library.change(_claim_newer)
    library.close()
    assert _refusal(lambda: gate.open(closed, FIRST, PASSWORD)).code == "library.newer"
    assert _refusal(lambda: gate.open(closed, FIRST, PASSWORD)).code == "library.newer"
    (closed / "library.db").write_bytes(before)
    keys = json.loads((closed / "keys.json").read_bytes())
    (closed / "keys.json").write_text(json.dumps({**keys, "format": 99, "slots": "?"}), encoding="utf-8")
    assert _refusal(lambda: gate.users(closed)).code == "library.newer"


def _claim_newer(unit: UnitOfWork) -> None:
    inside(unit).main.execute("PRAGMA user_version = 99")


def _flip(path: Path, place: int) -> None:
    with path.open("r+b") as file:
        file.seek(place if place >= 0 else path.stat().st_size + place)
        byte = file.read(1)
        file.seek(-1, os.SEEK_CUR)
        file.write(bytes([byte[0] ^ 0xFF]))


def _cut(path: Path, left: int) -> None:
    os.truncate(path, left)


@pytest.mark.parametrize(
    "damage",
    [
        lambda folder: _flip(folder / "library.db", 3),
        lambda folder: _flip(folder / "library.db", 5_000),
        lambda folder: _cut(folder / "library.db", 0),
        lambda folder: _cut(folder / "library.db", 3_000),
        lambda folder: _cut(folder / "library.db", 8_192 * 2),
        lambda folder: _cut(folder / "attachments.db", 0),
        lambda folder: _flip(folder / "attachments.db", 100),
        lambda folder: (folder / "library.db").unlink(),
        lambda folder: (folder / "attachments.db").unlink(),
        lambda folder: _cut(folder / "keys.json", 40),
        lambda folder: (folder / "keys.json").write_text("[]", encoding="utf-8"),
        lambda folder: _alter_slot(folder / "keys.json"),
    ],
)
def test_a_damaged_library_is_called_damaged_not_a_wrong_password(
    closed: Path, gate: LibraryGate, damage: Callable[[Path], object]
) -> None:
    damage(closed)
    assert _refusal(lambda: gate.open(closed, FIRST, PASSWORD)).code == "library.damaged"
    assert not (closed / "attempts.json").exists()


def _alter_slot(path: Path) -> None:
    keys = json.loads(path.read_bytes())
    slot = keys["slots"][FIRST]
    slot["wrapped"] = slot["wrapped"][:-6] + "AAAA=="
    path.write_text(json.dumps(keys), encoding="utf-8")


def test_nothing_readable_lies_in_the_folder(library: OpenLibrary, folder: Path) -> None:
    secret = "绝密示例项目ABCDEF0123456789"
    library.change(lambda unit: unit.drafts.put(0, "register:project_name", secret * 50))
    library.change(lambda unit: unit.settings.put(replace(OFFICE, bureau=secret)))
    library.back_up()
    library.close()
    for path in folder.rglob("*"):
        content = path.read_bytes() if path.is_file() else b""
        for shape in (
            secret.encode(),
            secret.encode("utf-16-le"),
            b"SQLite format 3",
            b"CREATE TABLE",
            PASSWORD.encode(),
        ):
            assert shape not in content, path


def test_the_master_key_is_in_no_file_and_no_name_of_the_desk(folder: Path, gate: LibraryGate) -> None:
    library = make_desk(folder, gate)
    master = KeyRing.load(folder / "keys.json").slots[FIRST].unwrap(FIRST, PASSWORD)
    library.close()
    assert master is not None
    assert len(master) == 32
    assert master.hex() not in repr(library) + repr(vars(library).keys())
    for path in folder.rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert master not in content
            assert master.hex().encode() not in content


def test_a_slot_is_bound_to_its_name_and_keeps_the_cost_it_was_made_with(folder: Path, gate: LibraryGate) -> None:
    make_desk(folder, gate).close()
    ring = KeyRing.load(folder / "keys.json")
    assert ring.slots[FIRST].unwrap("示例乙", PASSWORD) is None
    dearer = LibraryGate(cost=Cost(passes=2, memory_kib=512, lanes=2))
    dearer.open(folder, FIRST, PASSWORD).close()
    assert Cost() == Cost(passes=3, memory_kib=65_536, lanes=4)


def test_the_practice_library_is_made_whole_or_not_at_all(tmp_path: Path) -> None:
    built: list[Path] = []

    def build(gate: object, folder: Path) -> None:
        built.append(folder)
        make_desk(folder).close()
        if len(built) == 1:
            raise TroubleError("library.disk_full")

    gate = make_gate()
    gate.practice = PracticeSeason(FIRST, PASSWORD, build)
    with pytest.raises(TroubleError):
        gate.open_practice(tmp_path / "演练")
    assert not (tmp_path / "演练").exists()
    library = gate.open_practice(tmp_path / "演练")
    assert library.folder == tmp_path / "演练"
    library.close()
    gate.open_practice(tmp_path / "演练").close()
    assert len(built) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["演练"]
    shutil.rmtree(tmp_path / "演练")
