"""Children split from a server: they hold nothing of others, stand where the desk stands, and end with it."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import reviewer_app
from reviewer_app.domain.errors import TroubleError
from reviewer_app.foreign import forked
from reviewer_app.foreign.child import in_child
from reviewer_app.foreign.limits import Limits
from support.children import has_ended, told_in, wait_for_server

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux splits children from a server")
WORK = "support.hostile_work"


@pytest.fixture(autouse=True)
def _server_that_finds_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent), prepend=os.pathsep)
    wait_for_server()


def parent_of_a_child(tmp_path: Path) -> int:
    """The server, told by a child of it that has ended since."""
    mark = tmp_path / "later"
    with ThreadPoolExecutor(1) as threads:
        job = threads.submit(in_child, f"{WORK}:parent_of", int, "a", mark, limits=Limits(10.0))
        server = told_in(mark)
        os.kill(told_in(mark.with_suffix(".own")), signal.SIGKILL)
        with pytest.raises(TroubleError, match=r"foreign\.died"):
            job.result(timeout=20)
    return server


def test_a_child_has_nothing_open_but_its_line_to_the_desk(tmp_path: Path) -> None:
    with (tmp_path / "案卷库.db").open("wb"), ThreadPoolExecutor(1) as threads:
        beside = threads.submit(in_child, f"{WORK}:sleeps", int, "a", 1.0)
        found = in_child(f"{WORK}:what_is_open", list[str], "b")
        beside.result(timeout=20)
    assert {re.sub(r"\d+", "", each) for each in found} <= {"pipe:[]", "/dev/null"}
    assert len({each for each in found if each.startswith("pipe")}) == 2


def test_the_server_is_a_clean_program_without_the_desks_files(tmp_path: Path) -> None:
    forked.end_server()
    with (tmp_path / "案卷库.db").open("wb"):
        wait_for_server()
        server = Path(f"/proc/{parent_of_a_child(tmp_path)}")
        held = {str(place.readlink()) for place in (server / "fd").iterdir()}
    assert forked.SERVER.encode() in (server / "cmdline").read_bytes().split(b"\0")
    assert {re.sub(r"\d+", "", each) for each in held} == {"/dev/null", "socket:[]"}


def test_a_child_stands_where_the_desk_stands_now(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DESK_WORD", "此时")
    monkeypatch.chdir(tmp_path)
    assert in_child(f"{WORK}:where_it_stands", tuple[str, str], "a", "DESK_WORD") == ("此时", str(tmp_path))


@pytest.mark.parametrize(
    ("work", "code"),
    [
        ("swells", "foreign.too_much"),
        ("aborts", "foreign.died"),
        ("reaches_nowhere", "foreign.died"),
        ("stumbles", "foreign.failed"),
        ("no_such_work", "foreign.died"),
        ("runs_a_program", "foreign.failed"),
        ("calls_home", "foreign.failed"),
        ("never_rests", "foreign.too_slow"),
    ],
)
def test_however_a_child_ends_the_server_splits_the_next_one_off(work: str, code: str) -> None:
    with pytest.raises(TroubleError) as failure:
        in_child(f"{WORK}:{work}", type(None), "清单.xlsx", limits=Limits(seconds=1.0, memory=300 << 20))
    assert failure.value.code == code
    child = forked.forked_child()
    assert child is not None
    child.kill()
    for line in (child.stdin, child.stdout):
        line.close()
    assert child.wait() == -signal.SIGKILL


@pytest.mark.parametrize("megabytes", [100, 400])
def test_what_the_server_holds_is_not_counted_against_a_file(megabytes: int) -> None:
    """And not in its favour: with a quarter of a gigabyte more than it has, the file is refused."""
    limits = Limits(seconds=10.0, memory=300 << 20)
    if megabytes < 300:
        assert in_child(f"{WORK}:takes", int, "清单.xlsx", megabytes, limits=limits) == megabytes << 20
        return
    with pytest.raises(TroubleError, match=r"foreign\.too_much"):
        in_child(f"{WORK}:takes", int, "清单.xlsx", megabytes, limits=limits)


def test_a_server_that_is_killed_takes_its_children_along_and_the_next_file_is_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with ThreadPoolExecutor(1) as threads:
        job = threads.submit(in_child, f"{WORK}:parent_of", int, "清单.xlsx", tmp_path / "mark", limits=Limits(10.0))
        server, child = told_in(tmp_path / "mark"), told_in(tmp_path / "mark.own")
        os.kill(server, signal.SIGKILL)
        with pytest.raises(TroubleError, match=r"foreign\.died"):
            job.result(timeout=20)
    assert has_ended(child)
    # It goes by itself, too, whenever nothing is read for a while: that is no failure, however often.
    monkeypatch.setattr(forked, "_FAILURES", 2)
    assert in_child(f"{WORK}:prints", int, "a") == 7
    wait_for_server()
    second = parent_of_a_child(tmp_path)
    assert second != server
    os.kill(second, signal.SIGKILL)
    assert has_ended(second)
    wait_for_server()


def test_server_and_children_end_with_a_desk_that_is_killed(tmp_path: Path) -> None:
    desk = f"""
from pathlib import Path
from reviewer_app.foreign.child import in_child
from reviewer_app.foreign.limits import Limits
from support.children import wait_for_server
wait_for_server()
in_child("{WORK}:parent_of", int, "a", Path({str(tmp_path / "mark")!r}), limits=Limits(10.0))
"""
    with subprocess.Popen([sys.executable, "-c", desk]) as process:
        server, child = told_in(tmp_path / "mark"), told_in(tmp_path / "mark.own")
        process.kill()
    assert has_ended(server)
    assert has_ended(child)


def test_where_the_server_cannot_begin_every_file_is_read_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    forked.end_server()
    monkeypatch.setattr(forked, "SERVER", "reviewer_app.no_such_module")
    for _ in range(5):
        assert in_child(f"{WORK}:prints", int, "a") == 7
    forked.end_server()


def test_no_work_on_a_file_of_others_waits_for_its_libraries() -> None:
    rooms = Path(reviewer_app.__file__).parent
    sources = [*rooms.glob("foreign_*.py"), *(rooms / "foreign").glob("*.py")]
    works = {name for source in sources for name in re.findall(r'"(reviewer_\w+(?:\.\w+)+):\w+', source.read_text())}
    assert len(works) >= 20
    assert not in_child(f"{WORK}:not_yet_loaded", list[str], "a", sorted(works))


def test_told_that_work_is_coming_the_very_first_child_is_split_from_the_server() -> None:
    """In a desk that has read no file yet: while the officer types the PIN the server gets ready."""
    code = (
        "import time\n"
        "from reviewer_app.foreign import forked\n"
        "forked.get_ready()\n"
        "assert forked._server._process is not None\n"
        "child, until = None, time.monotonic() + 60\n"
        "while child is None and time.monotonic() < until:\n"
        "    child = forked.forked_child()\n"
        "    time.sleep(0.05)\n"
        "print(type(child).__name__)\n"
        "child.kill()\n"
        "child.wait()\n"
        "forked.end_server()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True, timeout=90)
    assert done.stdout.strip() == "ForkedChild"
