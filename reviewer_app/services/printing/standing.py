"""How the print jobs of a batch stand: read for the window, and for the road of the batch."""

from __future__ import annotations

from reviewer_app.domain.dispatch.prints import PrintJob
from reviewer_app.services.ports.library import UnitOfWork


def read_job(unit: UnitOfWork, job_id: int) -> PrintJob:
    """A job as it stands; RefusalError `prints.unknown`."""
    return unit.prints.get(job_id)


def jobs_of_batch(unit: UnitOfWork, batch_id: int) -> tuple[PrintJob, ...]:
    """The jobs of a batch, oldest first."""
    return unit.prints.of_batch(batch_id)


def open_jobs(unit: UnitOfWork) -> tuple[PrintJob, ...]:
    """The jobs that still wait for the printer or for a person, oldest first."""
    return tuple(job for job in unit.prints.unsettled() if job.state.is_open)
