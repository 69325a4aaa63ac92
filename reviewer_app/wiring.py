"""How the parts are joined, once: gate, reader, workshop, verifier, window. Heavy parts are loaded late."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.foreign_parts import ForeignReader, ForeignVerifier
from reviewer_app.late_parts import LateGate
from reviewer_app.late_workshop import LateWorkshop
from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER

if TYPE_CHECKING:
    from reviewer_app.services.ports.library import Libraries, Library, SheetReader, Verifier
    from reviewer_app.services.ports.papers import DocumentMaker, PageStamper, Signer, SummaryWriter
    from reviewer_db.gate import LibraryGate


def make_reader() -> SheetReader:
    """Reads lists of applications."""
    return ForeignReader()


def make_verifier() -> Verifier:
    """Looks whether exports and PDFs are intact."""
    return ForeignVerifier()


def make_workshop() -> LateWorkshop:
    """Everything that makes, stamps, signs and checks documents, over one maker's fonts."""
    return LateWorkshop()


def make_maker() -> DocumentMaker:
    """Makes documents."""
    return make_workshop().maker


def make_stamper() -> PageStamper:
    """Lays texts and seals on other people's pages."""
    return make_workshop().stamper


def make_signer() -> Signer:
    """Signs PDFs and looks at signatures."""
    return make_workshop().signer


def make_summary_writer() -> SummaryWriter:
    """Writes the summary in every form."""
    return make_workshop().summaries


def write_findings(path: Path, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """Writes the findings of a list as a workbook."""
    from reviewer_app.outputs.summary.findings import write_findings_sheet

    write_findings_sheet(path, heads, rows)


def make_gate() -> LibraryGate:
    """The way into libraries, the practice season included."""
    from reviewer_db.gate import LibraryGate, PracticeSeason

    return LibraryGate(PracticeSeason(PRACTICE_USER, PRACTICE_PASSWORD, _build_practice))


def open_window(folder: Path | None) -> int:
    """Opens the window, on a library when one is given; the exit code. TroubleError where there is no screen."""
    from reviewer_ui.start.display import require_display

    require_display()
    from reviewer_ui.start.application import run_window

    workshop = make_workshop()
    return run_window(LateGate(make_gate), ForeignReader(), workshop.maker, folder, workshop)


def take_screenshots(library: Library, folder: Path) -> list[str]:
    """Pictures of the real window on an open library, without a display; the file names."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from reviewer_ui.pictures.desk import take_pictures
    from reviewer_ui.pictures.offscreen import without_size_remarks

    with without_size_remarks():
        workshop = make_workshop()
        return take_pictures(library, make_gate(), make_reader(), workshop.maker, folder, workshop)


def take_page_pictures(files: Sequence[Path]) -> list[str]:
    """A picture of every page of some PDFs, beside them; the file names."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from reviewer_ui.pictures.pages import save_page_pictures

    return save_page_pictures(files, make_workshop().shown)


def _build_practice(gate: Libraries, folder: Path) -> None:
    from reviewer_app.intake.spreadsheet import SpreadsheetReader
    from reviewer_app.practice.season import build_practice

    # Its list is our own.
    build_practice(gate, SpreadsheetReader(), make_maker(), folder)
