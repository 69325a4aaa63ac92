"""Where print jobs are kept, and what is asked of the print service about them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from reviewer_app.domain.dispatch.prints import PrintJob, PrintReport, PrintWord


class PrintStore(Protocol):
    """Print jobs with their reports; both are added, never changed."""

    def add(self, job: PrintJob) -> int:
        """Stores a job with its parts; the new id."""

    def report(self, job_id: int, report: PrintReport) -> None:
        """Adds one report."""

    def get(self, job_id: int) -> PrintJob:
        """One job; RefusalError `prints.unknown`."""

    def of_batch(self, batch_id: int) -> tuple[PrintJob, ...]:
        """The jobs of a batch, oldest first."""

    def unsettled(self) -> tuple[PrintJob, ...]:
        """The jobs nobody has said the last word of, oldest first."""


@dataclass(frozen=True, slots=True)
class SpoolWord:
    """What the print service says of a job: how it stands, the sides put out, and why it stands still."""

    word: PrintWord
    sides: int = 0
    detail: str = ""


class PrintService(Protocol):
    """The print service of this machine, where there is one that tells; every answer comes within seconds."""

    def find(self, name: str) -> str | None:
        """The number of the job of this name; empty where there is none, None where nobody can tell."""

    def ask(self, spool_id: str) -> SpoolWord:
        """How a job stands; SILENT where the service does not answer."""

    def cancel(self, spool_id: str) -> bool:
        """Takes a job back; whether the service did."""
