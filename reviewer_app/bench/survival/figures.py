"""How much of what was acknowledged is lost by kills and power cuts at random moments of every writing act: nothing."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from reviewer_app.bench.figure import Figure, not_measured
from reviewer_app.bench.survival import images
from reviewer_app.bench.survival.cuts import cut_days
from reviewer_app.bench.survival.kills import Outcome, kill_days
from reviewer_app.bench.survival.recording import is_offered

_KILLS, _CUTS, _IMAGES = 1_000, 200, 26
_GOAL = "0 faults"


def measure(quick: bool) -> Iterator[Figure]:
    """Kills and power cuts; what is lost or half is counted, none is the goal, and what cannot be tried is said."""
    part = 10 if quick else 1
    if is_offered():
        with tempfile.TemporaryDirectory() as scratch:
            yield _figure("trust.power_cuts", cut_days(Path(scratch), _CUTS // part))
    else:
        yield not_measured("trust.power_cuts", _GOAL, "strace is needed to see what is synced")
    if why := images.why_not():
        yield not_measured("trust.image_cuts", _GOAL, why)
    else:
        with tempfile.TemporaryDirectory() as scratch:
            yield _figure("trust.image_cuts", images.cut_images(Path(scratch), max(_IMAGES // part, 3)))
    with tempfile.TemporaryDirectory() as scratch:
        yield _figure("trust.kills", kill_days(Path(scratch), _KILLS // part))


def _figure(name: str, outcome: Outcome) -> Figure:
    faults = len(outcome.faults)
    for fault in outcome.faults:
        print(fault, file=sys.stderr)
    said = f"{outcome.stops} stops, {outcome.within} within an act, {outcome.acknowledged} acts acknowledged before"
    return Figure(name, faults, faults, "faults", said, outcome.stops, _GOAL, not faults)
