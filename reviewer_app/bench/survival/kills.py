"""Days that end with SIGKILL at a random moment of a chosen act."""

from __future__ import annotations

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from reviewer_app.bench.survival.day import ACTS
from reviewer_app.bench.survival.finding import Told, faults_after
from reviewer_app.wiring import Parts

BEFORE = (
    "register",
    "attach",
    "back_up",
    "settings",
    "draft",
    "password",
    "save",
    "person",
    "answer",
    "export",
    "rekey",
    "hand_over",
)
#: How much of the time an act took undisturbed its kill waits at most: the first time of anything is slower.
_AT_MOST = 0.7


@dataclass(slots=True)
class Outcome:
    """What so many stops did: acts acknowledged before them, stops that fell into an act, and what was wrong."""

    stops: int = 0
    acknowledged: int = 0
    within: int = 0
    faults: list[str] = field(default_factory=list)


def kill_days(scratch: Path, count: int, seed: int = 1, acts: Sequence[str] = tuple(ACTS)) -> Outcome:
    """Kills so many days, each of the acts in turn, at a random moment; each library is then looked through."""
    template = make_template(scratch)
    server = Killer(scratch)
    outcome, chance = Outcome(), random.Random(seed)
    try:
        durations = server.durations(template)
        for number in range(count):
            victim = acts[number % len(acts)]
            before = chance.sample(BEFORE, 3)
            if victim == "restore" and "back_up" not in before:
                before[0] = "back_up"
            wait = chance.uniform(0, durations[victim] * _AT_MOST)
            told = server.kill(template, number + 1, (*before, victim), wait)
            outcome.stops += 1
            outcome.acknowledged += len(told.facts)
            outcome.within += bool(told.on_its_way)
            outcome.faults += [f"kill {number} in {victim}: {fault}" for fault in faults_after(scratch / "day", told)]
    finally:
        server.end()
    return outcome


def make_template(scratch: Path) -> Path:
    """The practice library from which each day begins."""
    template = scratch / "template"
    if not template.exists():
        Parts().libraries.open_practice(template / "library").close()
    return template


def _nothing() -> None:
    """An ordinary folder need not be settled first."""


class Killer:
    """A process that begins days in children, so that each of them is ready at once."""

    def __init__(self, scratch: Path, root: Path | None = None) -> None:
        """The days' own folder is `root`; what they are told stands outside it, in `scratch`."""
        self._root, self._journal = root or scratch / "day", scratch / "journal"
        self._process = subprocess.Popen(
            [sys.executable, "-m", "reviewer_app.bench.survival.day"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def durations(self, template: Path) -> dict[str, float]:
        """How long each act takes when nothing happens, as the journal's growth shows it."""
        took: dict[str, float] = {}
        order = ["back_up", *(name for name in ACTS if name != "back_up")]
        self._begin(template, 0, order)
        for place, name in enumerate(order):
            self._wait_for(2 * place + 1)
            began = time.monotonic()
            self._wait_for(2 * place + 2)
            took[name] = max(time.monotonic() - began, 0.002)
        self._answer()
        return took

    def kill(
        self, template: Path, seed: int, acts: Sequence[str], wait: float | None, settled: Callable[[], None] = _nothing
    ) -> Told:
        """Kills one day `wait` seconds after its last act has begun, or once it was acknowledged; what it was told.

        `settled` is called when the day's folder stands, before anything is done in it.
        """
        child = self._begin(template, seed, acts, settled)
        self._wait_for(2 * len(acts) - (wait is not None))
        time.sleep(wait or 0)
        with suppress(ProcessLookupError):
            os.killpg(child, signal.SIGKILL)
        self._answer()
        return Told.read(self._journal.read_bytes())

    def end(self) -> None:
        """Ends the process."""
        self._process.communicate()

    def _begin(self, template: Path, seed: int, acts: Sequence[str], settled: Callable[[], None] = _nothing) -> int:
        shutil.rmtree(self._root, ignore_errors=True)
        shutil.copytree(template, self._root)
        settled()
        self._journal.unlink(missing_ok=True)
        assert self._process.stdin is not None
        print(json.dumps([str(self._root), str(self._journal), seed, list(acts)]), file=self._process.stdin, flush=True)
        return int(self._answer())

    def _answer(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline()

    def _wait_for(self, lines: int) -> None:
        until = time.monotonic() + 120
        while not self._journal.exists() or self._journal.read_bytes().count(b"\n") < lines:
            if time.monotonic() > until:
                raise RuntimeError("the day does not go on")
            time.sleep(0.0005)
