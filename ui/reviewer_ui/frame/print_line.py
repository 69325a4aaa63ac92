"""The print jobs at the window's foot: what was left open is taken up at the start and told as long as it is open."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QMainWindow

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.services.printing.standing import open_jobs
from reviewer_ui.context import Context
from reviewer_ui.frame.foot_line import FootLine

if TYPE_CHECKING:
    from reviewer_app.domain.dispatch.prints import PrintJob
    from reviewer_ui.printing.jobs.desk import PrintDesk


class PrintLine(QObject):
    """Reads the open jobs; what prints is loaded only where there are some."""

    def __init__(self, context: Context, foot: FootLine, window: QMainWindow) -> None:
        super().__init__(window)
        self._context, self._foot, self._window = context, foot, window
        self._desk: PrintDesk | None = None
        context.background.changed.connect(self._note_changes)
        # The window stands before anything else is read.
        first = QTimer(self)
        first.setSingleShot(True)
        first.timeout.connect(self.refresh)
        first.start(0)

    def refresh(self) -> None:
        """Looks whether a job is open."""
        if self._desk is None and not self._context.background.is_closed:
            self._context.background.run_read(open_jobs, then=self._take)

    def _note_changes(self, changes: Changes) -> None:
        if Noun.BATCH in changes.nouns:
            self.refresh()

    def _take(self, jobs: tuple[PrintJob, ...]) -> None:
        if not jobs or self._desk is not None:
            return
        from reviewer_ui.printing.jobs.desk import print_desk

        self._desk = print_desk(self._context, self._window)
        self._desk.told.connect(self._tell)
        self._desk.begin()

    def _tell(self, _jobs: tuple[PrintJob, ...]) -> None:
        if self._desk is not None:
            self._foot.show_prints(self._desk.words())
