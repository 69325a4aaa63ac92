"""The print jobs of the batches, with what the printer and people said of them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.dispatch.prints import PrintJob, PrintPart, PrintReport, PrintWord, Sides
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError

if TYPE_CHECKING:
    from sqlite3 import Connection

_JOB = "id, batch_id, printer, profile, mark, made_by, made_at"
_LAST_WORDS = (PrintWord.ALL_OUT.value, PrintWord.GIVEN_UP.value)


class Prints:
    """Implements ports.PrintStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main

    def add(self, job: PrintJob) -> int:
        """Stores a job with its parts; the new id."""
        made = (job.batch_id, job.printer, job.profile, job.mark, job.count, job.made_by, job.made_at.isoformat())
        cursor = self._main.execute("INSERT INTO print_jobs VALUES (NULL, ?, ?, ?, ?, ?, ?, ?)", made)
        job_id = int(cursor.lastrowid or 0)
        self._main.executemany(
            "INSERT INTO print_job_parts VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [(job_id, place, *_part_values(part)) for place, part in enumerate(job.parts)],
        )
        return job_id

    def report(self, job_id: int, report: PrintReport) -> None:
        """Adds one report."""
        said = (report.word.value, report.run, report.spool_id, report.sheets, report.sides, report.detail)
        self._main.execute(
            "INSERT INTO print_reports VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (job_id, *said, report.by, report.at.isoformat()),
        )

    def get(self, job_id: int) -> PrintJob:
        """One job; RefusalError `prints.unknown`."""
        found = self._read("WHERE id = ?", (job_id,))
        if not found:
            raise RefusalError("prints.unknown")
        return found[0]

    def of_batch(self, batch_id: int) -> tuple[PrintJob, ...]:
        """The jobs of a batch, oldest first."""
        return self._read("WHERE batch_id = ?", (batch_id,))

    def unsettled(self) -> tuple[PrintJob, ...]:
        """The jobs nobody has said the last word of, oldest first."""
        return self._read(
            "WHERE NOT EXISTS (SELECT 1 FROM print_reports r WHERE r.job_id = print_jobs.id AND r.word IN (?, ?))",
            _LAST_WORDS,
        )

    def _read(self, where: str, values: Sequence[object]) -> tuple[PrintJob, ...]:
        rows = self._main.execute(f"SELECT {_JOB} FROM print_jobs {where} ORDER BY id", tuple(values)).fetchall()
        return tuple(self._job(row) for row in rows)

    def _job(self, row: Sequence[Any]) -> PrintJob:
        job_id, batch_id, printer, profile, mark, made_by, made_at = row
        parts = self._main.execute(
            "SELECT kind, title, pages, copies, application_id, number, contact, sides, tray, sha256 "
            "FROM print_job_parts WHERE job_id = ? ORDER BY place",
            (job_id,),
        )
        reports = self._main.execute(
            "SELECT word, told_at, told_by, run, spool_id, sheets, sides, detail "
            "FROM print_reports WHERE job_id = ? ORDER BY id",
            (job_id,),
        )
        return PrintJob(
            batch_id,
            printer,
            profile,
            mark,
            made_by,
            datetime.fromisoformat(made_at),
            tuple(_part(part) for part in parts),
            tuple(PrintReport(PrintWord(word), datetime.fromisoformat(at), *said) for word, at, *said in reports),
            job_id,
        )


def _part_values(part: PrintPart) -> tuple[object, ...]:
    of = (part.case_id or None, part.number, part.contact)
    fed = (part.sides.value, part.tray, part.sha256)
    return (part.kind.value, part.title, part.pages, part.copies, *of, *fed)


def _part(row: Sequence[Any]) -> PrintPart:
    kind, title, pages, copies, case_id, number, contact, sides, tray, sha256 = row
    said = (DocumentKind(kind), title, pages, copies, case_id or 0, number, contact)
    return PrintPart(*said, Sides(sides), tray, sha256)
