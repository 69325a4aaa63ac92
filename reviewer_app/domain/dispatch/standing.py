"""How far one step of a batch's road has come, as each part of the office tells it."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class StepStanding:
    """How much of a step is done, and one line of words that says so."""

    done: int
    total: int
    line: str
