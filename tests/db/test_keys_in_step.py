"""Key file and library never disagree: whatever stops a change, the password that was acknowledged opens."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from reviewer_app.domain.application import Role
from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.record import RecordKey
from reviewer_db import LibraryGate, OpenLibrary
from support.libraries import FIRST, PASSWORD, Hands, make_desk, make_gate, person

_CHANGING = """
import sys
from pathlib import Path
from support.libraries import FIRST, make_gate
library = make_gate().open(Path(sys.argv[1]), FIRST, sys.argv[2])
print(sys.argv[2], flush=True)
word = sys.argv[2]
for number in range(10_000):
    new = f"示例密码{number}号{sys.argv[3]}"
    library.change_password(word, new)
    word = new
    print(word, flush=True)
    if number % 4 == 3:
        library.change_master_key()
"""


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A disk of four megabytes."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs", str(place)], check=True)
    yield place
    subprocess.run(["umount", "-l", str(place)], check=True)


@pytest.mark.rootdisk
@pytest.mark.parametrize("free", [0, 4, 8, 12, 16, 20, 24, 32, 48, 64, 128])
def test_on_a_disk_nearly_full_the_password_in_force_is_the_one_acknowledged(
    small: Path, gate: LibraryGate, hands: Hands, free: int
) -> None:
    library = make_desk(small / "案卷库", gate)
    library.add_user(person("示例乙", Role.HEAD), "示例密码二", is_own=True)
    state = os.statvfs(small)
    (small / "别的.bin").write_bytes(bytes(max(state.f_bavail * state.f_frsize - free * 1024, 0)))
    good, bad = PASSWORD, "示例密码九"
    try:
        library.change_password(PASSWORD, bad)
        good, bad = bad, good
    except OfficeError as error:
        if error.code != "library.disk_full":
            raise
    (small / "别的.bin").unlink()
    library.close()
    with pytest.raises(OfficeError, match=r"login\.wrong"):
        gate.open(library.folder, FIRST, bad)
    hands.seconds += 10
    again = gate.open(library.folder, FIRST, good)
    assert [line for line in again.verify() if line.is_broken] == []
    again.close()
    gate.open(library.folder, "示例乙", "示例密码二").close()


@pytest.mark.skipif(os.name == "nt", reason="SIGKILL")
def test_a_kill_at_any_moment_leaves_the_password_that_was_acknowledged(library: OpenLibrary, hands: Hands) -> None:
    library.add_user(person("示例乙", Role.HEAD), "示例密码二", is_own=True)
    library.close()
    environ = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    word = PASSWORD
    for turn in range(6):
        command = [sys.executable, "-c", _CHANGING, str(library.folder), word, str(turn)]
        changing = subprocess.Popen(command, stdout=subprocess.PIPE, env=environ, encoding="utf-8")
        assert changing.stdout is not None
        assert changing.stdout.readline().strip() == word
        time.sleep(0.03 + 0.11 * turn)
        changing.send_signal(signal.SIGKILL)
        said = [line.strip() for line in changing.communicate()[0].splitlines(keepends=True) if line.endswith("\n")]
        last = int(said[-1].removeprefix("示例密码").partition("号")[0]) if said else -1
        # What was acknowledged last opens, or what was on its way then; nothing else.
        maybe = [(said or [word])[-1], f"示例密码{last + 1}号{turn}"]
        word = next(one for one in maybe if _opens(library.folder, one))
    _opens(library.folder, word)
    assert _opens(library.folder, "示例密码二", "示例乙")


def _opens(folder: Path, word: str, name: str = FIRST) -> bool:
    (folder / "attempts.json").unlink(missing_ok=True)
    try:
        again = make_gate().open(folder, name, word)
    except OfficeError as error:
        if error.code != "login.wrong":
            raise
        return False
    assert [line for line in again.verify() if line.is_broken] == []
    again.close()
    return True


def test_failed_logins_stand_on_record_once(library: OpenLibrary, gate: LibraryGate, hands: Hands) -> None:
    library.close()
    kept = b""
    for name in (FIRST, FIRST, "没有这个人"):
        with pytest.raises(OfficeError):
            gate.open(library.folder, name, "不是这个")
        hands.seconds += 10
        kept = (library.folder / "failed_logins.json").read_bytes()
    assert "没有这个人" not in kept.decode()
    for _ in range(2):
        again = gate.open(library.folder, FIRST, PASSWORD)
        found = [one.detail for one in again.read(lambda unit: unit.events.latest(20)) if one.act == "logins_failed"]
        assert [(one[RecordKey.NAME], one[RecordKey.TRIES]) for one in reversed(found)] == [
            (FIRST, "2"),
            ("不在册的姓名或恢复单", "1"),
        ]
        again.close()
        # As after a kill between the entry and taking the file away.
        (library.folder / "failed_logins.json").write_bytes(kept)
