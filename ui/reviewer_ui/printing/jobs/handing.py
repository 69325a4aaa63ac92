"""Handing a job to the printer run by run, and taking up one whose window was gone before it was recorded."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from PySide6.QtPrintSupport import QPrinter

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.prints import PrintJob, PrintPart, Sheet, Sides, runs_of
from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.ports.dispatch.prints import PrintService
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.ports.parts import Parts
from reviewer_app.services.printing.jobs import (
    JobChange,
    NewPrintJob,
    begin_job,
    go_on_after,
    kept_papers,
    note_word,
    record_handed,
    runs_to_hand,
)
from reviewer_app.services.printing.planning import BatchPapers, counted_anew
from reviewer_app.services.printing.standing import open_jobs, read_job
from reviewer_ui.background import LongWork
from reviewer_ui.messages import sentence_of
from reviewer_ui.printing.jobs.profiles import printer_for
from reviewer_ui.printing.painting import NO_OFFSET, PaintedSide, print_sides
from reviewer_ui.printing.pdf_pages import PdfPages


@dataclass(frozen=True, slots=True)
class Printers:
    """A printer by name, set as each way of feeding wants it; made on the window's thread before the work begins."""

    name: str
    set_to: Mapping[tuple[Sides, str], QPrinter]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """A job after it went to the printer, as far as it went, and why not all of it did."""

    job: PrintJob
    changes: Changes
    trouble: str = ""


def printers_of(name: str, parts: Sequence[PrintPart]) -> Printers:
    """The printer set as each of the parts wants it."""
    fed = dict.fromkeys((part.sides, part.tray) for part in parts)
    return Printers(name, {one: printer_for(name, *one) for one in fed})


def pages_of(pdf: bytes) -> int:
    """How many pages a document has."""
    return PdfPages(pdf).count


def run_name(job: PrintJob, run: int) -> str:
    """What a run of a job is called at the print service."""
    return f"{job.mark}-{run}"


def handing_new(
    parts: Parts, papers: BatchPapers, wanted: NewPrintJob, printers: Printers, service: PrintService
) -> LongWork[HandedOver]:
    """The work of beginning a job, its count sheet made for just these papers, and handing all of it over."""

    def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> HandedOver:
        counted = counted_anew(library, parts, papers.batch, wanted.parts, pages_of)
        begun = library.change(begin_job, papers, replace(wanted, parts=counted))
        return _hand(library, begun, printers, service, on_progress, is_cancelled)

    return work


def handing_on(job_id: int, good: int | None, printers: Printers, service: PrintService) -> LongWork[HandedOver]:
    """The work of going on with a job after its last good sheet; without one what was never handed over goes now."""

    def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> HandedOver:
        if good is None:
            taken = JobChange(library.read(read_job, job_id), Changes(frozenset()))
        else:
            taken = library.change(go_on_after, job_id, good)
        return _hand(library, taken, printers, service, on_progress, is_cancelled)

    return work


def _hand(
    library: Library,
    begun: JobChange,
    printers: Printers,
    service: PrintService,
    on_progress: Progress,
    is_cancelled: Cancelled,
) -> HandedOver:
    job, touched = begun.job, set(begun.changes.applications)
    trouble = ""
    papers = [PdfPages(pdf) for pdf in library.read(kept_papers, job)]
    total, done = len(job.not_handed), 0
    try:
        for run in runs_to_hand(job):
            if is_cancelled():
                break
            part = job.parts[run[0].part]
            printer = printers.set_to[part.sides, part.tray]
            name = run_name(job, job.runs_handed + 1)
            printer.setDocName(name)
            told = _telling(on_progress, done, total)
            if not print_sides(_sides(job, run, papers), printer, NO_OFFSET, told, is_cancelled):
                break
            spool_id = service.find(name) or ""
            change = library.change(record_handed, job.id, [sheet.number for sheet in run], spool_id, printers.name)
            job, done = change.job, done + len(run)
            touched |= change.changes.applications
    except OfficeError as error:
        trouble = sentence_of(error)
    return HandedOver(job, Changes(frozenset({Noun.BATCH, Noun.CASE}), frozenset(touched)), trouble)


@dataclass(frozen=True, slots=True)
class Followed:
    """The jobs that are still open after they were asked about; nothing touched where there was no news."""

    jobs: tuple[PrintJob, ...]
    changes: Changes | None


def following(service: PrintService, in_hand: Callable[[], frozenset[int]]) -> LongWork[Followed]:
    """The work of asking the print service about every open job.

    A job `in_hand` is being handed over right now. Of any other one that was begun and never recorded as handed over,
    the service is asked whether it has it: the window may have been gone in between.
    """

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> Followed:
        touched: list[Changes] = []
        for job in library.read(open_jobs):
            if job.id not in in_hand():
                found = _found(library, job, service)
                asked = (*found, *_told(library, found[-1].job if found else job, service))
                touched += [change.changes for change in asked if change.changes.nouns]
        if not touched:
            return Followed(library.read(open_jobs), None)
        nouns = frozenset(noun for one in touched for noun in one.nouns)
        cases = frozenset(case for one in touched for case in one.applications)
        return Followed(library.read(open_jobs), Changes(nouns, cases))

    return work


def _found(library: Library, job: PrintJob, service: PrintService) -> Sequence[JobChange]:
    waiting = runs_of(job.parts, job.not_handed)
    if not waiting:
        return ()
    spool_id = service.find(run_name(job, job.runs_handed + 1))
    if not spool_id:
        return ()
    return (library.change(record_handed, job.id, [sheet.number for sheet in waiting[0]], spool_id),)


def _told(library: Library, job: PrintJob, service: PrintService) -> Sequence[JobChange]:
    alive = [run for run in job.runs if run.is_followed]
    return [library.change(note_word, job.id, run.number, service.ask(run.spool_id)) for run in alive]


def _sides(job: PrintJob, run: Sequence[Sheet], papers: Sequence[PdfPages]) -> list[PaintedSide]:
    """The sides of a run in order; a sheet printed on both sides whose paper has no page left gets an empty back."""
    found: list[PaintedSide] = []
    for sheet in run:
        pages = papers[sheet.part]
        found += [PaintedSide(pages, page - 1) for page in range(sheet.first, sheet.last + 1)]
        if job.parts[sheet.part].sides.is_both and sheet.first == sheet.last and sheet is not run[-1]:
            found.append(PaintedSide(pages, sheet.first - 1, is_blank=True))
    return found


def _telling(on_progress: Progress, before: int, total: int) -> Progress:
    def tell(done: int, sides: int) -> None:
        on_progress(min(before + done, total), total)

    return tell
