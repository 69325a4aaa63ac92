"""The acts of printing, each with what is got ready for it; and a batch whose papers need no printer."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewer_app.domain.batch import Batch, SealStyle
from reviewer_app.domain.dispatch.prints import PrintPart, PrintWord
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.papers.printing import PrintOrder, gather, record_printed
from reviewer_app.services.ports.dispatch.prints import SpoolWord
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.printing.jobs import NewPrintJob, begin_job, go_on_after, note_word, record_handed
from reviewer_app.services.printing.planning import BatchPaper, BatchPapers
from support.small_office import OPEN

PRINTER = "示例打印机"


def wanted_job(batch: Batch, copies: int = 1, printer: str = PRINTER) -> tuple[BatchPapers, NewPrintJob]:
    """A job of the batch's covering letter, two pages of it."""
    kind = DocumentKind.COVERING_LETTER
    paper = BatchPaper(kind, kind.label, number=f"第{batch.number}批", pdf=b"%PDF letter", pages=2)
    part = PrintPart(kind, kind.label, 2, copies, number=paper.number)
    return BatchPapers(batch, (paper,)), NewPrintJob(printer, "通常", ((part, paper),))


def no_batch(unit: UnitOfWork) -> Batch:
    """A batch nobody has made."""
    return Batch(1, "2024", "", SealStyle.CIRCLE, unit.actor.name, unit.now, "", ())


def begun(unit: UnitOfWork) -> int:
    """A job that was begun for the first batch; its id."""
    batch = unit.batches.all(unit.settings.get().season)[0]
    return begin_job(unit, *wanted_job(batch)).job.id


def handed(unit: UnitOfWork) -> int:
    """The same, handed to the printer."""
    job_id = begun(unit)
    record_handed(unit, job_id, [1, 2], "7")
    return job_id


def broken(unit: UnitOfWork) -> int:
    """The same, given up by the printer after its first side."""
    job_id = handed(unit)
    note_word(unit, job_id, 1, SpoolWord(PrintWord.ABORTED, 1))
    return job_id


def _print_run_sheet(unit: UnitOfWork) -> None:
    record_printed(unit, gather(unit, PrintOrder(DocumentKind.RUN_SHEET, OPEN)), 1, PRINTER)


_Act = Callable[[UnitOfWork], object]
PRINTING: Mapping[str, tuple[_Act, _Act | None]] = {
    "print": (_print_run_sheet, None),
    "print_job": (begun, None),
    "print_handed": (lambda unit: record_handed(unit, 1, [1, 2], "7"), begun),
    "print_told": (lambda unit: note_word(unit, 1, 1, SpoolWord(PrintWord.STOPPED, 1, "media-empty")), handed),
    "print_goes_on": (lambda unit: go_on_after(unit, 1, 1), broken),
}
