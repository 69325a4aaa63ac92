"""Who looks after the print jobs while the window stands: handing over, asking the print service, telling the foot."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.prints import JobState, PrintJob
from reviewer_app.services.ports.dispatch.prints import PrintService
from reviewer_app.services.printing.standing import open_jobs
from reviewer_resources.phrases import sentence
from reviewer_ui.background import Job, LongWork
from reviewer_ui.context import Context
from reviewer_ui.printing.jobs.card import state_words
from reviewer_ui.printing.jobs.handing import Followed, HandedOver, following

#: The print service is asked this often while a job is at the printer (ms).
_EVERY = 3000


class PrintDesk(QObject):
    """One for each window; it outlives the dialog in which a job was decided.

    `told` carries the open jobs whenever they were looked at, `handed` how handing over ended.
    """

    told = Signal(object)  # tuple[PrintJob, ...]
    handed = Signal(object)  # HandedOver

    def __init__(self, context: Context, service: PrintService | None = None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._service = service
        self._is_asking = False
        self._handing: Job | None = None
        self.jobs: tuple[PrintJob, ...] = ()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY)
        self._timer.timeout.connect(self.follow)
        context.background.changed.connect(self._note_changes)

    @property
    def service(self) -> PrintService:
        """The print service of this machine."""
        if self._service is None:
            from reviewer_ui.printing.jobs.cups import CupsService

            self._service = CupsService()
        return self._service

    @property
    def is_handing(self) -> bool:
        """Whether a job is on its way to the printer right now."""
        return self._handing is not None

    def begin(self) -> None:
        """Takes up what was left when the window was last closed."""
        self._context.background.run_read(open_jobs, then=self._take_first)

    def hand(
        self,
        work: LongWork[HandedOver],
        failed: Callable[[Exception], None],
        progress: Callable[[int, int], None],
    ) -> None:
        """Hands a job over beside the window; one at a time."""
        if self._handing is not None:
            return

        def refuse(error: Exception) -> None:
            self._handing = None
            failed(error)

        def done(result: HandedOver) -> None:
            self._handing = None
            self._finish(result)

        # Work that is done at once has ended before it is known here.
        self._handing = Job(None, None, is_change=True)
        job = self._context.background.run_long(work, then=done, failed=refuse, progress=progress)
        if self._handing is not None:
            self._handing = job

    def stop_handing(self) -> None:
        """Asks what is on its way to stop after the run it is at."""
        if self._handing is not None:
            self._handing.cancel()

    def follow(self) -> None:
        """Asks the print service about every open job, unless it is being asked or a job is being handed over."""
        if self._is_asking or self._handing is not None or self._context.background.is_closed:
            return
        self._is_asking = True
        self._context.background.run_long(
            following(self.service, lambda: frozenset()), then=self._take, failed=self._missed, is_quiet=True
        )

    def words(self) -> str:
        """What the foot of the window says of the jobs; nothing where none is open."""
        if not self.jobs:
            return ""
        job = self.jobs[-1]
        return sentence("prints.running_foot", {"job": job.id, "state": state_words(job)})

    def _finish(self, result: HandedOver) -> None:
        self.handed.emit(result)
        self.follow()

    def _take_first(self, jobs: tuple[PrintJob, ...]) -> None:
        self._show(jobs)
        if jobs:
            self.follow()

    def _take(self, followed: Followed) -> None:
        self._is_asking = False
        ended = {job.id for job in self.jobs} - {job.id for job in followed.jobs}
        self._show(followed.jobs)
        for job_id in sorted(ended) if followed.changes is not None else ():
            self._context.messages.inform(sentence("prints.job_done", {"job": job_id}))

    def _missed(self, _error: Exception) -> None:
        # It is asked again at the next turn; what is wrong with the library is told by whoever works in it.
        self._is_asking = False

    def _note_changes(self, changes: Changes) -> None:
        if Noun.BATCH in changes.nouns and not self._is_asking:
            self._context.background.run_read(open_jobs, then=self._show)

    def _show(self, jobs: tuple[PrintJob, ...]) -> None:
        self.jobs = jobs
        is_waiting = any(run.is_followed for job in jobs for run in job.runs)
        is_unknown = any(job.state in (JobState.NOT_HANDED, JobState.PART_HANDED) for job in jobs)
        if is_waiting or (is_unknown and self._handing is not None):
            if not self._timer.isActive():
                self._timer.start()
        else:
            self._timer.stop()
        self.told.emit(jobs)


def print_desk(context: Context, widget: QWidget) -> PrintDesk:
    """The desk of a widget's window; made with the first question for it."""
    window = widget.window()
    return window.findChild(PrintDesk) or PrintDesk(context, parent=window)
