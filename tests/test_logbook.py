"""The program's log: there from the first line, turned over by size, and without a word of a case or a person."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from reviewer_app import logbook
from reviewer_app.domain.errors import RefusalError, TroubleError
from support.libraries import FIRST, OFFICE, PASSWORD, make_desk, make_gate, new_case, register

SECRET = "示例丙 13800000000 mima-2024"
_START = "import sys; from reviewer_app import logbook; logbook.catch(); logbook.begin(); "


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The log of a program that has begun, in a data folder of its own."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "数据"))
    monkeypatch.setattr(logbook, "_is_begun", True)
    return tmp_path / "数据" / "reviewer-desk" / "log" / "desk.log"


def _run(code: str, home: Path) -> subprocess.CompletedProcess[str]:
    environ = {**os.environ, "XDG_DATA_HOME": str(home)}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environ)


def _said(home: Path) -> str:
    return (home / "reviewer-desk" / "log" / "desk.log").read_text("ascii")


def test_a_failure_that_nobody_catches_is_in_the_log_without_its_text(tmp_path: Path) -> None:
    done = _run(_START + f"raise ValueError({SECRET!r})", tmp_path)
    assert done.returncode == 1
    assert "ValueError" in done.stderr, "the error output says it as ever"
    assert "uncaught kind=ValueError" in _said(tmp_path)
    assert not any(word in _said(tmp_path) for word in SECRET.split())


def test_a_failure_in_a_thread_is_in_the_log(tmp_path: Path) -> None:
    _run(_START + "import threading; t = threading.Thread(target=lambda: 1 / 0); t.start(); t.join()", tmp_path)
    assert "uncaught kind=ZeroDivisionError" in _said(tmp_path)


def test_a_crash_of_the_interpreter_is_in_the_log_after_the_next_start(tmp_path: Path) -> None:
    fallen = _run(_START + "import faulthandler; faulthandler._sigsegv()", tmp_path)
    assert fallen.returncode != 0
    crash = tmp_path / "reviewer-desk" / "log" / "crash.log"
    assert "Segmentation fault" in crash.read_text("utf-8")
    _run(_START, tmp_path)
    assert "crash\n" in _said(tmp_path)
    assert crash.read_text("utf-8") == ""


@pytest.mark.skipif(os.name == "nt", reason="Windows keeps rights in another way")
def test_the_true_program_begins_its_log_and_nobody_else_reads_it(tmp_path: Path) -> None:
    environ = {**os.environ, "XDG_DATA_HOME": str(tmp_path)}
    subprocess.run([sys.executable, "-m", "reviewer_app", "--version"], env=environ, check=True, capture_output=True)
    assert "start python=3." in _said(tmp_path)
    log = tmp_path / "reviewer-desk" / "log"
    assert [oct(path.stat().st_mode & 0o077) for path in (log, *log.iterdir())] == ["0o0"] * 3


def test_a_data_folder_that_cannot_be_written_stops_nothing(tmp_path: Path) -> None:
    (tmp_path / "reviewer-desk").write_text("一个文件", "utf-8")
    assert _run(_START + "print('went on')", tmp_path).stdout == "went on\n"


def test_nothing_of_a_days_work_is_in_the_log(log: Path, tmp_path: Path) -> None:
    """A case, its people, a wrong password, troubles and a defect whose text is full of them."""
    library = make_desk(tmp_path / "案卷库", make_gate())
    library.change(register, [new_case(1)])
    try:
        raise RefusalError("login.wrong", name=FIRST, password=PASSWORD)
    except RefusalError as refusal:
        try:
            raise ValueError(f"{SECRET} {library.folder} {library._master.hex()}") from refusal
        except ValueError as defect:
            logbook.note_failure("defect", defect)
    logbook.note("trouble", code=TroubleError("library.disk_full", path=str(library.folder)).code)
    logbook.note(SECRET, who=FIRST, where=str(library.folder), words="a b", long="x" * 500, line="a\nb")
    hidden = [FIRST, PASSWORD, OFFICE.bureau, library._master.hex(), str(tmp_path), "案卷库", *SECRET.split()]
    hidden += [value for value in new_case(1).values.values() if len(value) > 3]
    library.close()
    said = log.read_text("ascii")
    assert [word for word in hidden if word in said] == []
    assert "RefusalError login.wrong" in said
    assert "trouble code=library.disk_full" in said
    assert "? who=? where=? words=? long=? line=?" in said
    assert str(Path.home()) not in said


def test_the_log_turns_over_and_keeps_so_many(log: Path) -> None:
    for number in range(logbook.LONGEST * (logbook.KEPT + 2) // 5_000):
        logbook.note("x" * 80, **{f"k{place}": "y" * 80 for place in range(58)}, number=number)
    files = sorted(log.parent.iterdir())
    assert len(files) == logbook.KEPT
    assert all(file.stat().st_size < logbook.LONGEST + 6_000 for file in files)
    assert [name for name, _ in logbook.logs()] == ["desk.log", "desk.1.log", "desk.2.log", "desk.3.log"]


def test_many_threads_write_whole_lines(log: Path) -> None:
    def write() -> None:
        for _ in range(50):
            logbook.note("line", a="b")

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    lines = log.read_text("ascii").splitlines()
    assert len(lines) == 400
    assert all(line.endswith("line a=b") for line in lines)
