"""Print jobs in memory, and a print service that says what a test lays in its mouth."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from reviewer_app.domain.dispatch.prints import PrintJob, PrintReport, PrintWord
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.ports.dispatch.prints import SpoolWord


class FakePrints:
    """Jobs in a list."""

    def __init__(self) -> None:
        self.kept: list[PrintJob] = []

    def add(self, job: PrintJob) -> int:
        self.kept.append(replace(job, id=len(self.kept) + 1))
        return len(self.kept)

    def report(self, job_id: int, report: PrintReport) -> None:
        job = self.get(job_id)
        self.kept[job_id - 1] = replace(job, reports=(*job.reports, report))

    def get(self, job_id: int) -> PrintJob:
        if not 0 < job_id <= len(self.kept):
            raise RefusalError("prints.unknown")
        return self.kept[job_id - 1]

    def of_batch(self, batch_id: int) -> tuple[PrintJob, ...]:
        return tuple(job for job in self.kept if job.batch_id == batch_id)

    def unsettled(self) -> tuple[PrintJob, ...]:
        return tuple(job for job in self.kept if job.state.value not in ("all_out", "given_up"))


@dataclass
class FakeSpooler:
    """Says of each job what a test told it; jobs are found by name."""

    names: dict[str, str] = field(default_factory=dict)
    words: dict[str, SpoolWord] = field(default_factory=dict)
    cancelled: list[str] = field(default_factory=list)
    is_there: bool = True

    def find(self, name: str) -> str | None:
        return self.names.get(name, "") if self.is_there else None

    def ask(self, spool_id: str) -> SpoolWord:
        return self.words.get(spool_id, SpoolWord(PrintWord.QUEUED)) if self.is_there else SpoolWord(PrintWord.SILENT)

    def cancel(self, spool_id: str) -> bool:
        self.cancelled.append(spool_id)
        self.words[spool_id] = SpoolWord(PrintWord.CANCELLED)
        return self.is_there
