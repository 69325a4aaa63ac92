"""How much memory a program holds, those it started included, and which font files it has in it.

Counted is the proportional set size: a page that several processes share counts once between them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

_FONTS = (".ttf", ".ttc", ".otf", ".otc")


@dataclass(frozen=True, slots=True)
class Held:
    """What a program said, the megabytes it then held, and its fonts; 0 MB where the system does not tell by /proc."""

    said: Any
    megabytes: float
    fonts: tuple[str, ...]


def run_and_weigh(program: Path, *arguments: str) -> Held:
    """Runs a program that says one JSON line and then waits until its input is closed; weighs it meanwhile."""
    # As on an officer's machine: with the compiled modules kept.
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, str(program), *arguments]
    with (
        tempfile.TemporaryFile() as complaints,
        subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=complaints, text=True, env=environment
        ) as running,
    ):
        assert running.stdin is not None
        assert running.stdout is not None
        line = running.stdout.readline()
        held = Held(json.loads(line), megabytes_of(running.pid), fonts_of(running.pid)) if line.strip() else None
        running.stdin.close()
        running.stdout.read()
        ended = running.wait()
        complaints.seek(0)
        said = complaints.read().decode(errors="replace")
    if held is None or ended:
        raise RuntimeError(f"{program.name} ended with {ended}: {said}")
    return held


def say_and_wait(said: object) -> None:
    """The other side of `run_and_weigh`: says one JSON line and stays as it is until that has been weighed."""
    sys.stdout.write(json.dumps(said, ensure_ascii=False) + "\n")
    sys.stdout.flush()
    sys.stdin.read()


def megabytes_of(process: int | None = None) -> float:
    """The proportional set size of a process (of this one when none is given) and of all it started."""
    return sum(_own(one) for one in _family(process or os.getpid()))


def fonts_of(process: int | None = None) -> tuple[str, ...]:
    """The names of the font files that a process or one it started has mapped into memory."""
    found = set()
    for one in _family(process or os.getpid()):
        maps = Path(f"/proc/{one}/maps")
        if maps.exists():
            lines = maps.read_text(encoding="utf-8", errors="replace").splitlines()
            found |= {Path(line.split(maxsplit=5)[-1]).name for line in lines if line.lower().endswith(_FONTS)}
    return tuple(sorted(found))


def _family(process: int) -> Iterator[int]:
    yield process
    for task in Path(f"/proc/{process}/task").glob("*/children"):
        try:
            children = task.read_text().split()
        except OSError:
            continue
        for child in children:
            yield from _family(int(child))


def _own(process: int) -> float:
    try:
        told = Path(f"/proc/{process}/smaps_rollup").read_text()
    except OSError:
        # It has just ended, or the system does not tell.
        return 0.0
    line = next((line for line in told.splitlines() if line.startswith("Pss:")), "Pss: 0")
    return int(line.split()[1]) / 1024
