"""The program is killed in the middle of writing: nothing that was acknowledged is lost, and nothing is half there."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db import OpenLibrary
from support.libraries import make_desk, new_case, register

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="no SIGKILL on Windows")

#: What the other program does; each line it prints is an act the desk has acknowledged.
_WRITER = """
import sys
from pathlib import Path
from support.libraries import FIRST, PASSWORD, make_gate, new_case, register

desk = make_gate().open(Path(sys.argv[1]), FIRST, PASSWORD)
start = int(sys.argv[2])

def act(unit, number):
    case_id = register(unit, [new_case(number)])[0]
    unit.drafts.put(0, "opinion.text", f"写到第{number}句")
    unit.attachments.add(case_id, "证明.pdf", str(number).encode() * 2000, "evidence")

def delivery(unit, number):
    register(unit, [new_case(number * 1000 + place) for place in range(400)])

for number in range(start, start + 100_000):
    desk.change(act, number)
    print("act", number, flush=True)
    if number % 5 == 0:
        desk.change(delivery, number)
        print("delivery", number, flush=True)
"""


def _kill_after(folder: Path, start: int, lines: int) -> list[tuple[str, int]]:
    """Lets another program write and kills it once it has acknowledged so many acts."""
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", _WRITER, str(folder), str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as program:
        assert program.stdout is not None
        said = [program.stdout.readline() for _ in range(lines)]
        program.send_signal(signal.SIGKILL)
        # What it acknowledged between the last line read here and the blow counts as well.
        said += [line for line in program.stdout.read().splitlines(keepends=True) if line.endswith("\n")]
        assert program.wait() == -signal.SIGKILL
    return [(line.split()[0], int(line.split()[1])) for line in said]


def _numbers(unit: UnitOfWork) -> set[str]:
    return {case.intake_number for case in unit.applications.known("2024")}


def _draft(unit: UnitOfWork) -> int:
    return int(unit.drafts.of(0)["opinion.text"].text.removeprefix("写到第").removesuffix("句"))


@pytest.mark.parametrize("lines", [1, 4, 6, 9, 17, 26])
def test_whatever_was_acknowledged_is_there_after_the_blow(
    folder: Path, reopen: Callable[[], OpenLibrary], lines: int
) -> None:
    make_desk(folder).close()
    said = _kill_after(folder, 1, lines)
    library = reopen()
    numbers = library.read(_numbers)
    for kind, number in said:
        expected = [number] if kind == "act" else [number * 1000 + place for place in range(400)]
        assert {new_case(one).intake_number for one in expected} <= numbers
    acts = [number for kind, number in said if kind == "act"]
    # One act more may have been carried out and its line not printed.
    assert library.read(_draft) in (acts[-1], acts[-1] + 1)
    assert sum(len(number) <= len("2024-示-0001") and int(number[-4:]) < 1000 for number in numbers) == library.read(
        _draft
    )
    assert (len(numbers) - library.read(_draft)) % 400 == 0
    assert library.read(lambda unit: len(unit.events.latest(100_000))) == len(numbers) + 1
    assert [line.message for line in library.verify() if line.is_broken] == []
    library.change(register, [new_case(999_999)])
    library.close()


def test_a_library_survives_one_blow_after_another(folder: Path, reopen: Callable[[], OpenLibrary]) -> None:
    make_desk(folder).close()
    last = 0
    for _ in range(4):
        said = _kill_after(folder, last + 1, 7)
        library = reopen()
        last = library.read(_draft)
        assert last >= max(number for kind, number in said if kind == "act")
        library.close()
    library = reopen()
    assert [line.message for line in library.verify() if line.is_broken] == []
    library.close()
