"""How the print jobs of a batch stand: read for the window, and for the road of the batch."""

from __future__ import annotations

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.prints import JobState, PrintJob
from reviewer_app.domain.dispatch.road import StepStanding
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

_OUT = frozenset({JobState.DONE, JobState.ALL_OUT})


def read_job(unit: UnitOfWork, job_id: int) -> PrintJob:
    """A job as it stands; RefusalError `prints.unknown`."""
    return unit.prints.get(job_id)


def jobs_of_batch(unit: UnitOfWork, batch_id: int) -> tuple[PrintJob, ...]:
    """The jobs of a batch, oldest first."""
    return unit.prints.of_batch(batch_id)


def open_jobs(unit: UnitOfWork) -> tuple[PrintJob, ...]:
    """The jobs that still wait for the printer or for a person, oldest first."""
    return tuple(job for job in unit.prints.unsettled() if job.state.is_open)


def printing_standing(unit: UnitOfWork, batch: Batch) -> StepStanding:
    """How many of a batch's recommendations the printer or a person says are out, and how the last job stands."""
    jobs = unit.prints.of_batch(batch.id)
    out = {
        part.case_id
        for job in jobs
        if job.state in _OUT
        for part in job.parts
        if part.kind is DocumentKind.RECOMMENDATION
    }
    cases = {line.application_id for line in batch.lines}
    if not jobs:
        return StepStanding(0, len(cases), sentence("prints.never_printed"))
    last = jobs[-1]
    told = {"job": last.id, "state": sentence(f"print_state.{last.state.value}"), "sheets": last.count}
    return StepStanding(len(out & cases), len(cases), sentence("prints.standing", told))
