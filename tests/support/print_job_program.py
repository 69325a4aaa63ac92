"""Prints the first batch of a library as one job, as the window does, in a process of its own.

A process speaks to one print service all its life. Arguments: the library, the printer, and what to do: `print`,
`killed` (ended between the printer and the record), `follow`, `go_on` with the last good sheet.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from PySide6.QtGui import QGuiApplication
from PySide6.QtPrintSupport import QPrinter

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.prints import PrintJob, PrintPart, Sides, sheets_of
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.services.dispatch.dispatching import list_batches
from reviewer_app.services.ports.library import Library
from reviewer_app.services.printing.jobs import NewPrintJob, kept_papers
from reviewer_app.services.printing.planning import Feeding, gather_papers, parts_of
from reviewer_app.services.printing.standing import jobs_of_batch
from reviewer_app.wiring import Parts
from reviewer_ui.printing.jobs import handing
from reviewer_ui.printing.jobs.cups import CupsService
from reviewer_ui.printing.jobs.profiles import printer_for

#: What is printed, in this order: three runs, for the sheets are printed on both sides and labels have their own paper.
ORDER = (DocumentKind.SEAL_COUNT, DocumentKind.RECOMMENDATION, DocumentKind.COVERING_LETTER, DocumentKind.LABELS)
FEEDING = {**{kind: Feeding() for kind in ORDER}, DocumentKind.RECOMMENDATION: Feeding(2, Sides.LONG)}
_DOTS = 100


def unseen(_done: int, _total: int) -> None:
    """Nobody looks on."""


def printers_of(name: str, parts: tuple[PrintPart, ...]) -> handing.Printers:
    """The printers at few dots, so that the test does not wait for pictures."""
    made: dict[tuple[Sides, str], QPrinter] = {}
    for part in parts:
        made[part.sides, part.tray] = printer = printer_for(name, part.sides, part.tray)
        printer.setResolution(_DOTS)
    return handing.Printers(name, made)


def do(library: Library, parts: Parts, printer: str, what: str, good: str) -> PrintJob:
    """Carries out one of the steps; the job afterwards."""
    batch = library.read(list_batches)[-1]
    jobs = library.read(jobs_of_batch, batch.id)
    service = CupsService()
    if what in ("print", "killed"):
        papers = gather_papers(library, parts, batch.id, handing.pages_of, unseen, lambda: False)
        chosen = parts_of(papers, ORDER, FEEDING)
        wanted = NewPrintJob(printer, "通常", chosen)
        if what == "killed":
            service = _Deadly()
        told = printers_of(printer, tuple(part for part, _ in chosen))
        handing.handing_new(parts, papers, wanted, told, service)(library, unseen, lambda: False)
    elif what == "go_on":
        told = printers_of(printer, jobs[-1].parts)
        done = handing.handing_on(jobs[-1].id, int(good), told, service)(library, unseen, lambda: False)
        assert not done.trouble, done.trouble
    else:
        followed = handing.following(service, frozenset)(library, unseen, lambda: False)
        assert isinstance(followed.changes, Changes | None)
    return library.read(jobs_of_batch, batch.id)[-1]


class _Deadly(CupsService):
    """Ends the process where it is asked for the number of what was just printed."""

    def find(self, name: str) -> str | None:
        os._exit(9)


def main() -> None:
    """Prints what became of the job, as JSON."""
    folder, printer, what, good = sys.argv[1:]
    application = QGuiApplication([])
    parts = Parts()
    library = parts.libraries.open_practice(Path(folder))
    job = do(library, parts, printer, what, good)
    for place, pdf in enumerate(library.read(kept_papers, job)):
        (Path(folder).parent / f"paper-{place}.pdf").write_bytes(pdf)
    runs = [[run.number, list(run.sheets), run.spool_id, run.word.value, run.sides] for run in job.runs]
    sheets = [[one.part, one.copy, one.first, one.last] for one in sheets_of(job.parts)]
    said = {"state": job.state.value, "runs": runs, "good": job.proposed_good, "sheets": sheets, "count": job.count}
    print(json.dumps(said))
    library.close()
    del application


if __name__ == "__main__":
    main()
