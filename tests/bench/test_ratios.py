"""A figure is a ratio to a yardstick of the same run; its line says all that went into it."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from reviewer_app.bench.figure import Turn, at_least, at_most, slowest, take_turns
from reviewer_app.bench.memory import fonts_of, megabytes_of, run_and_weigh

CHILDREN = """
import mmap, pathlib, subprocess, sys
held = bytearray(8 << 20)
text = "import sys; held = bytearray(32 << 20); print(flush=True); sys.stdin.read()"
command = [sys.executable, "-c", text]
child = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
child.stdout.readline()
font = pathlib.Path(sys.argv[1]).open("rb")
view = mmap.mmap(font.fileno(), 0, access=mmap.ACCESS_READ)
print("[7]", flush=True)
sys.stdin.read()
child.communicate()
"""


def test_the_line_says_ratio_absolute_value_yardstick_and_goal() -> None:
    """All that a reader needs to judge a figure stands in its line."""
    turns = [Turn(30.0, 20.0), Turn(90.0, 10.0), Turn(40.0, 20.0)]
    line = json.loads(at_most("queue.page", turns, "ms", "bare rows", 2.5).line("quick"))
    assert line == {
        "name": "queue.page",
        "value": 2.0,
        "unit": "x",
        "absolute": 40.0,
        "absolute_unit": "ms",
        "yardstick": "bare rows",
        "yardstick_value": 20.0,
        "goal": "<= 2.5 x",
        "is_met": True,
        "spread": 6.0,
        "note": "quick",
    }


@pytest.mark.parametrize(("slower", "is_met"), [(1.0, True), (7.0, True)])
def test_a_slower_machine_changes_no_verdict(slower: float, is_met: bool) -> None:
    """Work and yardstick are slower alike."""
    turns = [Turn(30.0, 20.0).times(slower), Turn(31.0, 20.0).times(slower)]
    assert at_most("one", turns, "ms", "bare", 2.0).is_met is is_met
    assert at_least("one", turns, "PDF/s", "bare", 1.5).is_met is is_met


def test_a_figure_short_of_its_goal_says_so() -> None:
    """Too slow, and too few."""
    assert not at_most("one", [Turn(30.0, 10.0)], "ms", "bare", 2.9).is_met
    assert not at_least("one", [Turn(30.0, 10.0)], "PDF/s", "bare", 3.1).is_met


def test_work_and_yardstick_take_turns() -> None:
    """What slows the machine for a while slows both."""
    order: list[str] = []
    turns = take_turns(lambda: order.append("work"), lambda: order.append("bare"), 3)
    assert order == ["bare", "work"] * 3
    assert len(turns) == 3


def test_the_slow_ones_are_taken_of_work_and_yardstick_alike() -> None:
    """Ninety-five of a hundred are faster, in each part of the run."""
    turns = [Turn(float(place % 100), float(place % 100) * 2) for place in range(400)]
    assert slowest(turns) == [Turn(95.0, 190.0)] * 4
    assert slowest([Turn(1.0, 2.0)]) == [Turn(1.0, 2.0)]


def test_memory_counts_what_a_program_started_and_names_its_fonts(tmp_path: Path) -> None:
    """A child's memory is the program's; font files are those that are mapped."""
    if not Path("/proc/self/smaps_rollup").exists():
        pytest.skip("this system does not tell of memory by /proc")
    program, font = tmp_path / "parent.py", tmp_path / "Example.ttf"
    program.write_text(CHILDREN, encoding="utf-8")
    font.write_bytes(bytes(5000))
    held = run_and_weigh(program, str(font))
    assert held.said == [7]
    assert 40 < held.megabytes < 200
    assert held.fonts == ("Example.ttf",)
    assert megabytes_of() == pytest.approx(megabytes_of(os.getpid()), rel=0.2)
    assert "Example.ttf" not in fonts_of()


def test_a_program_that_fails_is_told_with_its_words(tmp_path: Path) -> None:
    """A figure is never made of nothing."""
    program = tmp_path / "failing.py"
    program.write_text("raise SystemExit('no such library')", encoding="utf-8")
    with pytest.raises(RuntimeError, match="no such library"):
        run_and_weigh(program)
