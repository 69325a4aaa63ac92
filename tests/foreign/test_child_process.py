"""Work in a child process: what it says comes back as values, and however it ends the desk goes on with a sentence."""

from __future__ import annotations

import os
import signal
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from reviewer_app import foreign_parts
from reviewer_app.bench.hostile.children import MemoryWatch
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.foreign import child
from reviewer_app.foreign.child import RowsAhead, in_child
from reviewer_app.foreign.limits import Limits
from reviewer_app.foreign.stopping import stopping_when, telling
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.records import CheckLine
from reviewer_resources.phrases import sentence
from support.hostile_work import lines

NOTHING: type[object] = type(None)
SHORT = Limits(seconds=3.0, memory=300 << 20)


@pytest.fixture(autouse=True)
def _tests_can_be_imported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))


def told(work: str, *arguments: object, limits: Limits = SHORT, kind: type[object] = NOTHING) -> str:
    """The code and the sentence a piece of work ends with."""
    with pytest.raises(OfficeError) as failure:
        in_child(f"support.hostile_work:{work}", kind, "清单.xlsx", *arguments, limits=limits)
    said = sentence(failure.value.code, failure.value.values)
    assert "—" not in said
    return f"{failure.value.code} {said}"


def waited_for(mark: Path) -> int:
    """The process that left its id in a file."""
    latest = time.monotonic() + 20
    while not mark.exists():
        assert time.monotonic() < latest, "the child did not begin"
        time.sleep(0.02)
    return int(mark.read_text())


def is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_what_it_says_comes_back_as_values() -> None:
    assert in_child("support.hostile_work:lines", list[CheckLine], "a.pdf", 3) == lines(3)


def test_each_piece_of_work_has_a_process_of_its_own() -> None:
    first, second = (in_child("support.hostile_work:sleeps", int, "a", 0) for _ in range(2))
    assert len({first, second, os.getpid()}) == 3


@pytest.mark.parametrize(
    ("work", "code"),
    [
        ("swells", "foreign.too_much"),
        ("aborts", "foreign.died"),
        ("reaches_nowhere", "foreign.died"),
        ("stumbles", "foreign.failed"),
        ("troubled", "foreign.failed"),
        ("lines", "foreign.failed"),
        ("no_such_work", "foreign.died"),
        ("runs_a_program", "foreign.failed"),
        ("calls_home", "foreign.failed"),
    ],
)
def test_however_it_ends_there_is_a_sentence_that_names_the_file(work: str, code: str) -> None:
    said = told(work, *([1] if work == "lines" else []))
    assert said.startswith(code)
    assert "“清单.xlsx”" in said


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says what a running process took")
@pytest.mark.parametrize("megabytes", [10, 200])
def test_the_memory_a_child_takes_is_its_own(megabytes: int) -> None:
    held_here = bytearray(b"1" * (300 << 20))
    with MemoryWatch() as memory:
        assert in_child("support.hostile_work:takes", int, "清单.xlsx", megabytes, limits=SHORT) == megabytes << 20
    assert megabytes <= memory.most < megabytes + 100
    assert len(held_here) >> 20 == 300


def test_one_that_says_too_much_is_not_listened_to() -> None:
    assert told("floods", kind=bytes, limits=Limits(20.0, 2 << 30)).startswith("foreign.too_much")


def handed(*arguments: object) -> tuple[list[CheckLine], list[tuple[int, int]], str]:
    """What came ahead of an answer, what was counted, and the code it ended with."""
    taken: list[CheckLine] = []
    counted: list[tuple[int, int]] = []
    ahead = RowsAhead(list[CheckLine], taken.extend)
    code = ""
    try:
        with telling(lambda done, total: counted.append((done, total))):
            in_child("support.hostile_work:hands_over", int, "清单.xlsx", *arguments, limits=SHORT, ahead=ahead)
    except OfficeError as error:
        code = error.code
    return taken, counted, code


@pytest.mark.parametrize(
    ("ending", "code"),
    [("", ""), ("dies", "foreign.died"), ("else", "foreign.failed"), ("floods", "foreign.too_much")],
)
def test_rows_that_come_ahead_are_taken_as_they_come(ending: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(child, "_MOST_BYTES", 1 << 20)
    taken, counted, ended = handed(3, ending)
    assert ended == code
    if ending != "else":
        assert taken[:6] == lines(2) * 3
        assert counted == [(0, 3), (1, 3), (2, 3)]


def test_rows_nobody_asked_for_are_no_answer() -> None:
    assert told("hands_over_unasked").startswith("foreign.failed")


def test_one_that_takes_too_long_is_ended() -> None:
    began = time.monotonic()
    said = told("sleeps", 600, kind=int, limits=Limits(seconds=1.0))
    assert said.startswith("foreign.too_slow")
    assert "读了 1 秒" in said
    assert time.monotonic() - began < 60


def test_one_that_keeps_the_processor_busy_is_ended_by_the_system() -> None:
    """Its own time counts, not that of the other programs on the machine."""
    assert told("never_rests", limits=Limits(seconds=1.0)).startswith("foreign.too_slow")


def test_a_refusal_of_the_work_stays_that_refusal() -> None:
    with pytest.raises(RefusalError) as refusal:
        in_child("support.hostile_work:refuses", type(None), "证书.cer")
    assert (refusal.value.code, refusal.value.values) == ("trust.not_certificate", {"name": "证书.cer"})


def test_what_a_library_prints_is_no_part_of_the_answer() -> None:
    assert in_child("support.hostile_work:prints", int, "a") == 7


def test_one_that_is_killed_from_outside_is_said(tmp_path: Path) -> None:
    mark = tmp_path / "pid"
    with ThreadPoolExecutor(1) as threads:
        job = threads.submit(in_child, "support.hostile_work:sleeps", int, "清单.xlsx", 600, mark, limits=Limits(30.0))
        os.kill(waited_for(mark), signal.SIGKILL)
        with pytest.raises(TroubleError, match=r"foreign\.died"):
            job.result(timeout=10)


def test_a_cancel_ends_the_child_at_once(tmp_path: Path) -> None:
    mark, cancelled = tmp_path / "pid", threading.Event()

    def reads() -> int:
        with stopping_when(cancelled.is_set):
            return in_child("support.hostile_work:sleeps", int, "清单.xlsx", 600, mark, limits=Limits(60.0))

    with ThreadPoolExecutor(1) as threads:
        job = threads.submit(reads)
        process = waited_for(mark)
        cancelled.set()
        with pytest.raises(RefusalError, match=r"foreign\.stopped"):
            job.result(timeout=5)
    assert not is_alive(process)


def test_two_are_read_at_once_and_one_may_die_without_the_other(tmp_path: Path) -> None:
    with ThreadPoolExecutor(2) as threads:
        good = threads.submit(in_child, "support.hostile_work:lines", list[CheckLine], "a", 2000)
        bad = threads.submit(in_child, "support.hostile_work:aborts", type(None), "b")
        assert len(good.result(timeout=20)) == 2000
        with pytest.raises(TroubleError, match=r"foreign\.died"):
            bad.result(timeout=20)


def test_a_machine_that_lets_no_process_be_started_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    assert told("prints", kind=int).startswith("foreign.not_started")


def children() -> set[str]:
    """The processes of this one."""
    tasks = Path(f"/proc/{os.getpid()}/task").iterdir()
    return {child for task in tasks for child in (task / "children").read_text().split()}


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="this system has no /proc")
def test_nothing_is_left_running() -> None:
    before = children()
    told("sleeps", 600, kind=int, limits=Limits(seconds=0.5))
    assert children() <= before


def test_two_rows_of_one_number_are_no_list(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "清单.csv").write_text("项目名称,申报单位\n甲试点,上海示例甲有限公司", "utf-8")
    monkeypatch.setattr(foreign_parts, "_READER", "support.hostile_work:TellsTwice")
    with pytest.raises(TroubleError, match=r"foreign\.failed"):
        foreign_parts.ForeignReader().read(tmp_path / "清单.csv", shipped_pack())
