"""Days after which the power is cut at random moments, each on every kind of disk state the moment permits."""

from __future__ import annotations

import json
import random
import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from reviewer_app.bench.survival.day import ACTS
from reviewer_app.bench.survival.disk import Disk
from reviewer_app.bench.survival.finding import Told, faults_after
from reviewer_app.bench.survival.kills import Outcome, make_template
from reviewer_app.bench.survival.recording import Call, Replay, calls_in, record


def cut_days(scratch: Path, count: int, seed: int = 1, acts: Sequence[str] = ()) -> Outcome:
    """Records one day of every act and cuts the power so often: in each of the acts in turn (all, if none is
    named), at a random change of the disk.

    Every second state is the strictest (all that was not synced is gone), the others keep a random part of it.
    """
    root, journal, log = scratch / "day", scratch / "journal", scratch / "calls"
    template = make_template(scratch)
    shutil.copytree(template, root)
    order = ["back_up", *(name for name in ACTS if name != "back_up")]
    day = [sys.executable, "-m", "reviewer_app.bench.survival.day"]
    record(log, [*day, str(root), str(journal), str(seed), json.dumps(order)])
    calls = list(calls_in(log))
    outcome, chance, names = Outcome(), random.Random(seed), acts or order
    moments = _moments(calls, template, root, journal)
    for number in range(count):
        name = names[number % len(names)]
        cut = chance.choice(moments[name])
        replay = _replayed(calls[:cut], template, root, journal)
        told = Told.read(replay.told)
        left = scratch / "left"
        shutil.rmtree(left, ignore_errors=True)
        replay.disk.after_cut(left, random.Random(number) if number // len(names) % 2 else None)
        # The record names the places of the exports.
        shutil.rmtree(root, ignore_errors=True)
        left.rename(root)
        outcome.stops += 1
        outcome.acknowledged += len(told.facts)
        outcome.within += bool(told.on_its_way)
        outcome.faults += [f"cut {number} in {name} at {cut}: {fault}" for fault in faults_after(root, told)]
    return outcome


def _replayed(calls: list[Call], template: Path, root: Path, journal: Path) -> Replay:
    replay = Replay(Disk(template, root), journal)
    for call in calls:
        replay.do(call)
    return replay


def _moments(calls: list[Call], template: Path, root: Path, journal: Path) -> dict[str, list[int]]:
    """By act, after how many calls the disk had changed; RuntimeError when the day was not followed to the byte."""
    moments: dict[str, list[int]] = {name: [] for name in ACTS}
    replay = Replay(Disk(template, root), journal)
    for place, is_change in enumerate(_done(replay, calls), 1):
        if is_change:
            # The moment after the acknowledgement belongs to the act as well.
            last = json.loads(replay.told.splitlines()[-1]) if replay.told else {}
            name = last.get("begun") or last.get("done")
            if name:
                moments[name].append(place)
    if differing := replay.disk.differs_from(root):
        raise RuntimeError(f"what was recorded is not what stands there: {differing}")
    return moments


def _done(replay: Replay, calls: list[Call]) -> Iterator[bool]:
    for call in calls:
        yield replay.do(call)
