"""How much of what was acknowledged is lost by kills and power cuts at random moments of every writing act: nothing."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reviewer_app.bench.figure import Figure
from reviewer_app.bench.survival.cuts import cut_days
from reviewer_app.bench.survival.kills import Outcome, kill_days
from reviewer_app.bench.survival.recording import is_offered

_KILLS, _CUTS = 1_000, 200


def measure(quick: bool) -> Iterator[Figure]:
    """Kills and power cuts; what is lost or half is counted, and its goal is none. Cuts need strace."""
    part = 10 if quick else 1
    if is_offered():
        with tempfile.TemporaryDirectory() as scratch:
            yield _figure("trust.power_cuts", cut_days(Path(scratch), _CUTS // part))
    with tempfile.TemporaryDirectory() as scratch:
        yield _figure("trust.kills", kill_days(Path(scratch), _KILLS // part))


def _figure(name: str, outcome: Outcome) -> Figure:
    faults = len(outcome.faults)
    for fault in outcome.faults:
        print(fault, file=sys.stderr)
    said = f"{outcome.stops} stops, {outcome.within} within an act, {outcome.acknowledged} acts acknowledged before"
    return Figure(name, faults, faults, "faults", said, outcome.stops, "0 faults", not faults)
