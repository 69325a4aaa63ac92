"""Work and its yardstick in turns: what slows the machine for a while slows both."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import ParamSpec

P = ParamSpec("P")


@dataclass(frozen=True, slots=True)
class Turn:
    """What the work and its yardstick took, or brought, one right after the other."""

    ours: float
    bare: float

    @property
    def ratio(self) -> float:
        """How many times the yardstick."""
        return self.ours / self.bare if self.bare else float("inf")

    def times(self, factor: float) -> Turn:
        """The same in another unit."""
        return Turn(self.ours * factor, self.bare * factor)


def seconds(work: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> float:
    """How long one piece of work takes."""
    began = time.perf_counter()
    work(*args, **kwargs)
    return time.perf_counter() - began


def take_turns(ours: Callable[[], object], bare: Callable[[], object], rounds: int, unit: float = 1e3) -> list[Turn]:
    """The yardstick, then the work, so many times; in seconds times `unit` (milliseconds when not said)."""
    turns = []
    for _ in range(rounds):
        by_bare = seconds(bare)
        turns.append(Turn(seconds(ours), by_bare).times(unit))
    return turns


def a_second(act: Callable[[], object], count: int) -> float:
    """How often a second something is done, over so many times; done once before, unmeasured."""
    act()
    began = time.perf_counter()
    for _ in range(count):
        act()
    return count / (time.perf_counter() - began)


def slowest(turns: Sequence[Turn], share: float = 0.95, parts: int = 4) -> list[Turn]:
    """The value that `share` of the turns stay below, of the work and of the yardstick, in each part of the run."""
    size = max(1, len(turns) // parts)
    runs = [turns[start : start + size] for start in range(0, size * min(parts, len(turns)), size)]
    return [Turn(_share([one.ours for one in run], share), _share([one.bare for one in run], share)) for run in runs]


def _share(values: Sequence[float], share: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]
