"""One measured figure, its baseline and its goal, as one JSON line."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """A measured value; `goal` says in words what is asked, `met` whether this run reached it.

    Without a baseline (`baseline_name` empty) the goal is absolute and `ratio` is 0.
    """

    figure: str
    value: float
    unit: str
    baseline: float
    baseline_name: str
    ratio: float
    goal: str
    met: bool

    def line(self, note: str = "") -> str:
        """The figure as one JSON line; `note` says when fewer rows were used."""
        values = {key: round(value, 3) if isinstance(value, float) else value for key, value in asdict(self).items()}
        if note:
            values["note"] = note
        return json.dumps(values, ensure_ascii=False)


def at_most(figure: str, value: float, unit: str, limit: float) -> Figure:
    """A figure with an absolute limit."""
    return Figure(figure, value, unit, 0.0, "", 0.0, f"<= {limit:g} {unit}", value <= limit)


def at_least(figure: str, value: float, unit: str, limit: float) -> Figure:
    """A figure that has to reach an absolute value."""
    return Figure(figure, value, unit, 0.0, "", 0.0, f">= {limit:g} {unit}", value >= limit)


def within_ratio(figure: str, value: float, unit: str, baseline: float, baseline_name: str, limit: float) -> Figure:
    """A figure that may be at most `limit` times its baseline."""
    ratio = value / baseline if baseline else float("inf")
    return Figure(figure, value, unit, baseline, baseline_name, ratio, f"<= {limit:g} x baseline", ratio <= limit)


def times_baseline(figure: str, value: float, unit: str, baseline: float, baseline_name: str, least: float) -> Figure:
    """A figure that has to be at least `least` times its baseline."""
    ratio = value / baseline if baseline else float("inf")
    return Figure(figure, value, unit, baseline, baseline_name, ratio, f">= {least:g} x baseline", ratio >= least)
