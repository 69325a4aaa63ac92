"""A day of writing acts in a process of its own: each is announced, done, and acknowledged in a journal outside.

The journal is what an officer was told. Whatever happens to the process or the power, what it acknowledges must be
found again by `reviewer_app.bench.survival.finding`.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from reviewer_app.bench.survival.further_acts import FURTHER
from reviewer_app.bench.survival.office import Day, Fact
from reviewer_app.wiring import Parts

ACTS: Mapping[str, Callable[[Day], Fact]] = {
    "register": Day.register,
    "answer": Day.answer,
    "draft": Day.draft,
    "attach": Day.attach,
    "settings": Day.settings,
    "password": Day.password,
    "person": Day.person,
    "save": Day.save,
    "back_up": Day.back_up,
    "export": Day.export,
    "half_export": Day.half_export,
    "restore": Day.restore,
    **FURTHER,
}


def work(root: Path, journal: Path, seed: int, acts: Sequence[str], parts: Parts) -> None:
    """Does the acts one after another; `journal` gets a line before and after each."""
    handle = os.open(journal, os.O_WRONLY | os.O_CREAT | os.O_APPEND)
    day = Day(root, seed, parts)
    for number, name in enumerate(acts):
        _say(handle, {"begun": name, "number": number})
        day.next_number()
        _say(handle, {"done": name, "number": number, "fact": ACTS[name](day)})
    _say(handle, {"over": True})
    day.library.close()


def serve() -> None:
    """Reads one order a line (root, journal, seed, acts) and does each in a child, whose number it prints."""
    parts = Parts()
    parts.maker.missing_characters("上海")
    for line in sys.stdin:
        root, journal, seed, acts = json.loads(line)
        child = os.fork()
        if not child:
            os.setpgid(0, 0)
            work(Path(root), Path(journal), seed, acts, parts)
            os._exit(0)
        print(child, flush=True)
        _pid, status = os.waitpid(child, 0)
        print(status, flush=True)


def _say(handle: int, said: Mapping[str, object]) -> None:
    os.write(handle, json.dumps(said, ensure_ascii=False).encode() + b"\n")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        work(Path(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3]), json.loads(sys.argv[4]), Parts())
    else:
        serve()
