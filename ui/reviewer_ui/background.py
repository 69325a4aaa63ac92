"""Work off the window's thread: reads, changes in order, and long jobs with progress and cancel."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from contextlib import suppress
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from reviewer_app.domain.changes import Changes, Noun, changed
from reviewer_app.domain.errors import OfficeError
from reviewer_app.foreign.stopping import stopping_when
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_ui.messages import Messages

T = TypeVar("T")
Failed = Callable[[Exception], None]
LongWork = Callable[[Library, Progress, Cancelled], T]

#: Progress is told to the window at most this often, in seconds.
PROGRESS_INTERVAL = 0.05
#: Seconds after the window stands until the library is looked at whole.
CHECK_AFTER = 20.0

#: Refusals that say the case is another by now than the one that was looked at: it is read again everywhere.
_OF_AN_OLD_READING = frozenset(
    {
        *("act.not_allowed", "case.changed_elsewhere", "opinion.none_waiting", "opinion.changed_meanwhile"),
        *("answer.changed_elsewhere", "answer.other_pack", "note.changed_elsewhere"),
        *("paper_copy.changed_elsewhere", "comparison.online_changed"),
        *("comparison.found_elsewhere", "comparison.settled_elsewhere"),
    }
)


class Job:
    """One piece of work on its way; `forget()` drops its result, `cancel()` also asks a long one to stop."""

    def __init__(self, then: Callable[[Any], None] | None, failed: Failed | None, is_change: bool) -> None:
        self.then = then
        self.failed = failed
        self.is_change = is_change
        self.result: object = None
        self.error: Exception | None = None
        self.is_forgotten = False
        #: Nobody waits for it and it leaves nothing half done: the window may be closed meanwhile.
        self.is_quiet = False
        self._stop = threading.Event()

    def forget(self) -> None:
        """The caller no longer wants the answer (another case was chosen)."""
        self.is_forgotten = True

    def cancel(self) -> None:
        """Asks a long job to stop at its next step; its result still comes, as a cancelled one."""
        self._stop.set()

    def is_cancelled(self) -> bool:
        """Whether the job was asked to stop."""
        return self._stop.is_set()


class Background(QObject):
    """Runs services on the desk and brings results back to the window's thread.

    `then` gets the result. `failed`, when given, gets a refusal or trouble instead of the general message; a fault of
    ours is always told to `Messages` and, too, to `failed`. With `synchronous=True` all is done before a call returns.
    """

    changed = Signal(object)  # Changes
    busy_changed = Signal(bool)
    _arrived = Signal(object)
    _progressed = Signal(object)
    _backed_up = Signal()

    def __init__(
        self, library: Library, messages: Messages, synchronous: bool = False, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.library = library
        self._messages = messages
        self._synchronous = synchronous
        self._jobs: set[Job] = set()
        self._long: dict[Job, threading.Thread] = {}
        self._is_closed = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)
        self._progressed.connect(lambda call: call(), Qt.ConnectionType.QueuedConnection)
        self._backed_up.connect(self._tell_backup)
        library.tell_backups(self._send_backup)
        if not synchronous:
            library.tell_checks(self._send_backup, CHECK_AFTER)

    def run_read(
        self,
        act: Callable[..., T],
        *args: object,
        then: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> Job:
        """Runs a reading service on the database thread; once the window has gone nothing is read any more."""
        return self._submit(self.library.submit_read, act, args, Job(then, failed, is_change=False))

    def run_change(
        self,
        act: Callable[..., T],
        *args: object,
        then: Callable[[T], None] | None = None,
        failed: Failed | None = None,
    ) -> Job:
        """Runs a writing service in one transaction; `changed` follows when the result says what was touched."""
        return self._submit(self.library.submit_change, act, args, Job(then, failed, is_change=True))

    def run_long(
        self,
        work: LongWork[T],
        then: Callable[[T], None] | None = None,
        failed: Failed | None = None,
        progress: Progress | None = None,
        is_quiet: bool = False,
    ) -> Job:
        """Runs `work(desk, on_progress, is_cancelled)` on a thread of its own; progress comes back throttled.

        What is quiet keeps no window open: nobody waits for it and it leaves nothing half done.
        """
        job = Job(then, failed, is_change=True)
        job.is_quiet = is_quiet
        tell = self._progress_teller(job, progress)
        if self._synchronous:
            self._work(job, work, tell)
            return job
        thread = threading.Thread(target=self._work, args=(job, work, tell), name="long-work", daemon=True)
        self._long[job] = thread
        self.busy_changed.emit(True)
        thread.start()
        return job

    @property
    def is_synchronous(self) -> bool:
        """Whether all is done before a call returns (tests, pictures)."""
        return self._synchronous

    @property
    def is_busy(self) -> bool:
        """Whether a long job is running that somebody waits for."""
        return any(not job.is_quiet for job in self._long)

    @property
    def is_closed(self) -> bool:
        """Whether the window has gone: nothing may be asked of the library any more."""
        return self._is_closed

    @property
    def is_idle(self) -> bool:
        """Whether nothing at all is being read, written or worked on."""
        return not self._jobs and not self._long

    def cancel(self) -> None:
        """Asks every long job to stop."""
        for job in self._long:
            job.cancel()

    def close(self) -> None:
        """Stops long jobs, waits for them and drops what has not been delivered; the desk can then be closed."""
        self.cancel()
        for thread in list(self._long.values()):
            thread.join()
        for job in [*self._jobs, *self._long]:
            job.forget()
        self._long.clear()
        self._is_closed = True

    def _submit(
        self, submit: Callable[..., Future[T]], act: Callable[..., T], args: tuple[object, ...], job: Job
    ) -> Job:
        if self._is_closed and not job.is_change:
            # A timer or a last signal of a window that is going: nobody is there to see the answer.
            job.forget()
            return job
        self._jobs.add(job)
        future = submit(act, *args)
        if self._synchronous:
            self._take(job, future)
            self._deliver(job)
        else:
            future.add_done_callback(lambda done: self._take_and_send(job, done))
        return job

    def _take_and_send(self, job: Job, done: Future[Any]) -> None:
        """Runs on the database thread: the signal carries the job over to the window's."""
        self._take(job, done)
        self._send(job)

    def _send(self, job: Job) -> None:
        try:
            self._arrived.emit(job)
        except RuntimeError:
            # The window is gone (process is ending): nobody waits for the answer any more.
            job.forget()

    def _send_backup(self) -> None:
        """On the thread that made a backup, perhaps the desk's own daily one: the signal carries it over."""
        with suppress(RuntimeError):  # the window is gone
            self._backed_up.emit()

    def _tell_backup(self) -> None:
        if self._is_closed:
            # Told on the library's own thread before it was closed: every pane would ask it now.
            return
        self.changed.emit(changed(Noun.BACKUP))

    @staticmethod
    def _take(job: Job, done: Future[Any]) -> None:
        try:
            job.result = done.result()
        except CancelledError:
            job.forget()
        except Exception as error:
            job.error = error

    def _work(self, job: Job, work: LongWork[Any], tell: Progress) -> None:
        try:
            with stopping_when(job.is_cancelled):
                job.result = work(self.library, tell, job.is_cancelled)
        except Exception as error:
            job.error = error
        if self._synchronous:
            self._deliver(job)
        else:
            self._send(job)

    def _progress_teller(self, job: Job, progress: Progress | None) -> Progress:
        last = [0.0]

        def tell(done: int, total: int) -> None:
            if progress is None:
                return
            if self._synchronous:
                progress(done, total)
                return
            now = time.monotonic()
            if done >= total or now - last[0] >= PROGRESS_INTERVAL:
                last[0] = now
                self._progressed.emit(lambda: None if job.is_forgotten else progress(done, total))

        return tell

    def _deliver(self, job: Job) -> None:
        """On the window's thread: result, or failure, to whoever asked."""
        self._jobs.discard(job)
        if self._is_closed:
            # Stored it is; but a pane that read it again would ask a library that is closed.
            return
        thread = self._long.pop(job, None)
        if thread is not None:
            # It has said its last word; waiting for its end keeps it from outliving the application.
            thread.join()
            if not self._long:
                self.busy_changed.emit(False)
        if job.error is None:
            self._tell_changes(job)
            if job.then is not None and not job.is_forgotten:
                job.then(job.result)
        elif not job.is_forgotten:
            self._fail(job, job.error)

    def _tell_changes(self, job: Job) -> None:
        if not job.is_change:
            return
        changes = job.result if isinstance(job.result, Changes) else getattr(job.result, "changes", None)
        if isinstance(changes, Changes):
            self.changed.emit(changes)

    def _fail(self, job: Job, error: Exception) -> None:
        if job.failed is None or not isinstance(error, OfficeError):
            self._messages.failure(error)
        if job.failed is not None:
            job.failed(error)
        if job.is_change and isinstance(error, OfficeError) and error.code in _OF_AN_OLD_READING:
            self.changed.emit(changed(Noun.QUEUE, Noun.CASE))
