"""One measured figure: how many times the yardstick it took, and its goal, as one JSON line.

Every goal is a ratio. A slow or busy machine makes the work and its yardstick slower alike, so a figure that is short
of its goal tells of the program and not of the machine.
"""

from __future__ import annotations

import json
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


@dataclass(frozen=True, slots=True)
class Figure:
    """A ratio (`value`) and what it was made of.

    `absolute` in `absolute_unit` is told for information only; `yardstick` names what did the same work barely in the
    same run and `yardstick_value` says what it took. `spread` is the largest ratio of all turns over the smallest: far
    from 1, the machine was too restless for this figure. `fonts` are the font files in memory, where memory is counted.
    `missing` says why nothing could be measured here; the goal is then neither met nor missed.
    """

    name: str
    value: float
    absolute: float
    absolute_unit: str
    yardstick: str
    yardstick_value: float
    goal: str
    is_met: bool
    spread: float = 1.0
    fonts: tuple[str, ...] = ()
    missing: str = ""

    def line(self, note: str = "") -> str:
        """The figure as one JSON line; `note` says when fewer rows were used."""
        values: dict[str, object] = {
            "name": self.name,
            "value": round(self.value, 3),
            "unit": "x",
            "absolute": round(self.absolute, 3),
            "absolute_unit": self.absolute_unit,
            "yardstick": self.yardstick,
            "yardstick_value": round(self.yardstick_value, 3),
            "goal": self.goal,
            "is_met": self.is_met,
            "spread": round(self.spread, 2),
        }
        if self.missing:
            values |= {"is_met": None, "not_measured": self.missing}
        if self.fonts:
            values["fonts"] = list(self.fonts)
        if note:
            values["note"] = note
        return json.dumps(values, ensure_ascii=False)


def not_measured(name: str, goal: str, why: str) -> Figure:
    """A figure this machine cannot give: its line says why, so that its absence is seen."""
    return Figure(name, 0.0, 0.0, "", "", 0.0, goal, False, missing=why)


def at_most(
    name: str, turns: Sequence[Turn], unit: str, yardstick: str, limit: float, fonts: Sequence[str] = ()
) -> Figure:
    """A figure that may be at most `limit` times its yardstick; the turn with the median ratio counts."""
    middle = _middle(turns)
    is_met = middle.ratio <= limit
    return _figure(name, turns, unit, yardstick, f"<= {limit:g} x", is_met, fonts)


def at_least(name: str, turns: Sequence[Turn], unit: str, yardstick: str, limit: float) -> Figure:
    """A rate that has to be at least `limit` times its yardstick's; the turn with the median ratio counts."""
    middle = _middle(turns)
    return _figure(name, turns, unit, yardstick, f">= {limit:g} x", middle.ratio >= limit, ())


def _figure(
    name: str, turns: Sequence[Turn], unit: str, yardstick: str, goal: str, is_met: bool, fonts: Sequence[str]
) -> Figure:
    middle = _middle(turns)
    ratios = [turn.ratio for turn in turns]
    spread = max(ratios) / max(min(ratios), 1e-9)
    return Figure(name, middle.ratio, middle.ours, unit, yardstick, middle.bare, goal, is_met, spread, tuple(fonts))


def _middle(turns: Sequence[Turn]) -> Turn:
    return sorted(turns, key=lambda turn: turn.ratio)[len(turns) // 2]
