"""What is taken along from the ledger: the calendar file of one project or of all, saved where the officer wants it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import write_file
from reviewer_app.services.guarantee.reading import ledger_calendar
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_resources.phrases import sentence
from reviewer_ui.context import Context
from reviewer_ui.file_copy import place_dialog


def ask_calendar(context: Context, case_ids: Sequence[int], name: str, parent: QWidget) -> QFileDialog:
    """Asks where the calendar file goes; `case_ids` empty means every open project."""
    dialog = place_dialog(context.preferences, "存日历文件", f"{name}.ics", parent)
    dialog.setNameFilter("日历 (*.ics)")
    dialog.setDefaultSuffix("ics")
    dialog.fileSelected.connect(lambda chosen: save_calendar(context, case_ids, Path(chosen)))
    dialog.open()
    return dialog


def save_calendar(context: Context, case_ids: Sequence[int], path: Path) -> None:
    """Writes the file whole, or not at all, and says where it lies."""

    def work(library: Library, _progress: Progress, _cancelled: Cancelled) -> int:
        text = library.read(ledger_calendar, case_ids)
        try:
            write_file(path, text.encode())
        except OSError as problem:
            raise TroubleError("panes.copy_unwritable", path=str(path)) from problem
        return text.count("BEGIN:VEVENT")

    def done(count: int) -> None:
        context.messages.inform(sentence("guarantee.calendar_saved", {"count": count, "file": path.name}))

    context.background.run_long(work, then=done)
