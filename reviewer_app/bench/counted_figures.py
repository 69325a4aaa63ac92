"""What is counted instead of timed: statements for opening a case, reads after an answer, work for each exported case.

A count is the same on every machine; its yardstick is a number that was agreed or that was counted once.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, Any

from reviewer_app.bench.figure import Figure, Turn, at_most
from reviewer_app.domain.batch import SealStyle
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.wiring import Parts
from reviewer_db.measuring.statements import StatementLog, noted_statements

if TYPE_CHECKING:
    from reviewer_app.services.ports.library import Library

#: The most statements that opening a case may take, both panes together, and the reads of a case after an answer.
_OPENING, _READS = 12, 1
#: What exporting the practice season's twelve cases took for each when it was first counted (version 0.1.0, each case
#: opened whole): statements, and calls of Python functions on the library's thread.
_EXPORT_STATEMENTS, _EXPORT_CALLS = 15.0, 1590.75
_CASES = 12


def measure(quick: bool) -> Iterator[Figure]:
    """Counts on the practice season, in the real window and in a real export."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    with tempfile.TemporaryDirectory() as scratch:
        parts = Parts()
        folder = Path(scratch) / "library"
        yield from _exported(parts.libraries.open_practice(folder), Path(scratch) / "out")
        counts = case_counts(parts.libraries.open_practice(folder), Path(scratch))
    yardstick = "the statements agreed on for both panes together"
    yield _counted("case.statements_to_open", counts["opened"][0], "statements", yardstick, _OPENING, 1)
    yardstick = "the reads agreed on"
    yield _counted("case.reads_to_open", counts["opened"][1], "reads", yardstick, _READS, 1)
    yield _counted("case.reads_after_an_answer", counts["answered"][1], "reads", yardstick, _READS, 1)


def case_counts(library: Library, scratch: Path) -> dict[str, tuple[int, int]]:
    """By act of the window: the statements of all reads of the case it led to, and how many reads those were.

    Closes the desk.
    """
    from reviewer_ui.measuring.case_reads import open_and_answer

    counts: dict[str, tuple[int, int]] = {}
    log = StatementLog()

    def note(act: str, case_id: int) -> None:
        reads = log.reads_of_case(case_id)
        counts[act] = sum(map(len, reads)), len(reads)
        log.clear()

    with noted_statements(library, log, ends_with_desk=True):
        open_and_answer(library, Parts(), scratch / "reads.ini", lambda: len(log.statements), note)
    return counts


def _exported(library: Library, folder: Path) -> Iterator[Figure]:
    """Statements and calls for each of twelve cases, from the first read to the batch on record."""
    try:
        ids = [choice.application_id for choice in library.read(plan_batch) if not choice.refusal][:_CASES]
        if len(ids) != _CASES:
            raise RuntimeError(f"the practice season has {len(ids)} cases to send")
        watched = CallCounter(library)
        with noted_statements(library) as log:
            export_batch(watched, Parts().maker, ids, folder, SealStyle.SAMPLE, lambda *_: None, lambda: False)
            statements = len(log.statements) / _CASES
    finally:
        library.close()
    yardstick = "the same export when it was first counted"
    name = f"export.statements_a_case_of_{_CASES}"
    # Since it was first counted each sheet is also entered in the register and its bytes are kept.
    yield _counted(name, statements, "statements", yardstick, _EXPORT_STATEMENTS, 0.65)
    name = f"export.calls_a_case_of_{_CASES}"
    yield _counted(name, watched.calls / _CASES, "calls", yardstick, _EXPORT_CALLS, 0.5)


def _counted(name: str, count: float, unit: str, yardstick: str, value: float, limit: float) -> Figure:
    return at_most(name, [Turn(float(count), float(value))], unit, yardstick, limit)


class CallCounter:
    """A desk that counts the Python functions called by what it is asked to read and to change."""

    def __init__(self, library: Library) -> None:
        self._desk = library
        self.calls = 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self._desk, name)

    def read(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """As the desk's own."""
        return self._desk.read(self._counting, act, args, kwargs)

    def change(self, act: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:
        """As the desk's own."""
        return self._desk.change(self._counting, act, args, kwargs)

    def _counting(self, unit: UnitOfWork, act: Callable[..., Any], args: Any, kwargs: Any) -> Any:
        def count(_frame: FrameType, event: str, _arg: object) -> None:
            self.calls += event == "call"

        sys.setprofile(count)
        try:
            return act(unit, *args, **kwargs)
        finally:
            sys.setprofile(None)
