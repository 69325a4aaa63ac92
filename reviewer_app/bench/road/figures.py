"""A batch of a hundred by the window's own buttons: from the click to its folder, and sealed by certificate."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path

from reviewer_app.bench.batch_figures import bare_rate, bare_signing
from reviewer_app.bench.figure import Figure, Turn, at_most
from reviewer_app.bench.road.approved import approved_cases
from reviewer_app.domain.dispatch.seals import SealSetup
from reviewer_app.practice.credential import make_demo_credential, write_sample_seal
from reviewer_app.practice.names import PRACTICE_PASSWORD
from reviewer_app.practice.season import agree_to_seal, desk_of
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.sealing.lists import ask_for_seal, papers_of_batch
from reviewer_app.services.sealing.setup import ImageFile, write_setup
from reviewer_app.wiring import Parts

_CASES = 100
#: What a batch of a hundred may take by the clock, in seconds; each part of it as much of that.
_EXPORTED, _SEALED = 5.0, 8.0
_SECOND = "示例乙"
_UNIT = "上海市示例区市场监督管理局"


def measure(quick: bool) -> Iterator[Figure]:
    """One batch in the real window, beside as many sheets by reportlab alone, plain and signed."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from reviewer_ui.measuring.batch_waits import export_seconds, sealing_seconds

    count = _CASES // 10 if quick else _CASES
    with tempfile.TemporaryDirectory() as scratch:
        place, parts = Path(scratch), Parts()
        folder = place / "library"
        first, _ids = approved_cases(parts.libraries, folder, count)
        demo = make_demo_credential(place, _UNIT, date.today() - timedelta(days=1))
        write_sample_seal(place / "seal.pdf", _UNIT)
        bare, bare_signed = count / bare_rate(count), count / bare_rate(count, bare_signing())
        library = parts.libraries.open(folder, first, PRACTICE_PASSWORD)
        took = export_seconds(library, parts, place, count)
        yield from _figures(f"road.batch_of_{count}", took, bare, _EXPORTED * count / _CASES)
        with desk_of(parts.libraries, folder, first) as desk:
            setup = SealSetup(key_file=str(demo.credential.file))
            image = ImageFile("seal.pdf", (place / "seal.pdf").read_bytes())
            desk.change(write_setup, setup, image)
            desk.change(_ask)
        with desk_of(parts.libraries, folder, _SECOND) as desk:
            desk.change(agree_to_seal)
        library = parts.libraries.open(folder, first, PRACTICE_PASSWORD)
        took = sealing_seconds(library, parts, place, count, demo.password)
        yield from _figures(f"road.sealed_batch_of_{count}", took, bare_signed, _SEALED * count / _CASES)


def _figures(name: str, took: float, bare: float, allowed: float) -> Sequence[Figure]:
    """A wait beside the bare work, and beside what it may take by the clock."""
    yardstick = "as many sheets by reportlab alone in as many processes (and barely signed where ours are)"
    return (
        at_most(f"{name}_beside_bare", [Turn(took, bare)], "s", yardstick, 10),
        at_most(f"{name}_by_the_clock", [Turn(took, allowed)], "s", "what a batch may take by the clock", 1),
    )


def _ask(unit: UnitOfWork) -> None:
    """The recommendations of the batch are put on a seal list, two impressions each."""
    batch = list_batches(unit)[0]
    ask_for_seal(unit, {one.id: 2 for one in papers_of_batch(unit, batch.id) if one.case_id}, batch.id)
