"""The real queue pane over a large library, beside a bare Qt table over a bare encrypted table of as many rows."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

from reviewer_app.bench.figure import Figure, Turn, at_most, slowest
from reviewer_app.bench.memory import Held, run_and_weigh
from reviewer_db.measuring.bare_file import BareFile

_PROGRAM = Path(__file__).with_name("queue_once.py")
_YARDSTICK = "bare Qt table over bare SQLCipher of as many rows"
_WEIGHINGS = 2


def measure_queue_pane(folder: Path, password: str, bare: BareFile) -> Iterator[Figure]:
    """First screen, whole order, jumps to random places, and the memory; each in processes of their own."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

    def run(what: str) -> Held:
        return run_and_weigh(_PROGRAM, what, str(folder), password, str(bare.path), bare.key.hex())

    rows, first_paint, whole_order, jumps = run("both").said
    yield at_most(f"window.queue_first_paint_{rows}", _turns(first_paint), "ms", _YARDSTICK, 8)
    yield at_most(f"window.queue_whole_order_{rows}", _turns(whole_order), "ms", _YARDSTICK, 2)
    yield at_most(f"window.queue_jump_p95_{rows}", slowest(_turns(jumps)), "ms", _YARDSTICK, 3)
    # In turns here too, although memory does not depend on the moment: what the two share is then the same.
    pairs = [(run("bare"), run("pane")) for _ in range(_WEIGHINGS)]
    if all(held.megabytes for pair in pairs for held in pair):
        turns = [Turn(ours.megabytes, alone.megabytes) for alone, ours in pairs]
        yardstick = f"{_YARDSTICK}, with the same fonts ({', '.join(pairs[0][0].fonts)})"
        yield at_most(f"window.queue_memory_{rows}", turns, "MB PSS", yardstick, 2.5, pairs[0][1].fonts)


def _turns(pairs: Sequence[Sequence[float]]) -> list[Turn]:
    return [Turn(ours, alone) for ours, alone in pairs]
