"""Printing the sheets of a batch into files: by a press that can do many at once, else one after the other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, runtime_checkable

from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.ports.library import Cancelled, Press
from reviewer_app.services.ports.records import RecommendationValues


@dataclass(frozen=True, slots=True)
class PrintJob:
    """One sheet to be printed, and the file it goes into."""

    values: RecommendationValues
    file: Path


@dataclass(frozen=True, slots=True)
class PrintOutcome:
    """What became of the job at a place: nothing to say, or why there is no file."""

    place: int
    error: OfficeError | None = None


@runtime_checkable
class BatchPress(Protocol):
    """A press that prints many sheets at once."""

    def recommendation_files(
        self, jobs: Sequence[PrintJob], seal: str, is_cancelled: Cancelled
    ) -> Iterator[PrintOutcome]:
        """Writes every job's file and tells of each as it is done, in any order; ends early when cancelled.

        Raises OSError as the system does (disk full); whoever stops listening stops the work.
        """


def print_files(press: Press, jobs: Sequence[PrintJob], seal: str, is_cancelled: Cancelled) -> Iterator[PrintOutcome]:
    """Prints every job with the press there is; ends early when cancelled."""
    if isinstance(press, BatchPress):
        yield from press.recommendation_files(jobs, seal, is_cancelled)
        return
    press.prepare(text for job in jobs for text in spoken_texts(job.values))
    for place, job in enumerate(jobs):
        if is_cancelled():
            return
        yield print_one(press, place, job, seal)


def print_one(press: Press, place: int, job: PrintJob, seal: str) -> PrintOutcome:
    """Prints one job; a failure of the office is its outcome, one of the system is raised."""
    try:
        job.file.write_bytes(press.recommendation(job.values, seal))
    except OfficeError as error:
        return PrintOutcome(place, error)
    return PrintOutcome(place)


def spoken_texts(values: RecommendationValues) -> Iterator[str]:
    """Every text of a recommendation that gets onto the page."""
    yield from (values.intake_number, values.document_number, values.notice_number, values.bureau)
    yield from (values.lookback, values.opinion_text, values.outcome, values.proposed_class)
    yield from (values.handler, values.head, values.contact, values.address, values.audit_head, values.pack)
    for row in (*values.facts, *values.checklist):
        yield from row
