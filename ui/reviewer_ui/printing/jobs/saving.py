"""另存为 PDF: the papers of a whole job in one file, in the order and number in which they would be printed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.prints import PrintPart
from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import write_file
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_app.services.printing.planning import BatchPaper, whole_job
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog
from reviewer_ui.printing.jobs.handing import pages_of

Printed = tuple[tuple[PrintPart, BatchPaper], ...]


def ask_to_save(
    context: Context,
    batch: Batch,
    printed: Printed,
    parent: QWidget,
    saved: Callable[[str], None],
    failed: Callable[[Exception], None],
) -> QFileDialog:
    """Asks for a place and saves the job there; the dialog, already open, is given back."""
    name = sentence("prints.file_name", {"season": batch.season, "number": batch.number})
    dialog = place_dialog(context.preferences, "整批另存为 PDF", f"{name}.pdf", parent)
    dialog.fileSelected.connect(lambda chosen: save_job(context, batch, printed, Path(chosen), saved, failed))
    dialog.open()
    return dialog


def save_job(
    context: Context,
    batch: Batch,
    printed: Printed,
    chosen: Path,
    saved: Callable[[str], None],
    failed: Callable[[Exception], None],
) -> None:
    """Writes the file beside the window; `saved` gets its name."""
    path = chosen if chosen.suffix.lower() == ".pdf" else chosen.with_name(f"{chosen.name}.pdf")
    parts = context.parts

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> None:
        content = whole_job(library, parts, batch, printed, pages_of)
        try:
            write_file(path, content)
        except OSError as problem:
            raise TroubleError("panes.copy_unwritable", path=str(path)) from problem

    context.background.run_long(work, then=lambda _none: saved(path.name), failed=failed)
