"""Reading one view of the queue: the first screen at once, the whole order after it, one reading at a time."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer_app.services.changes import Changes
from reviewer_app.services.ports import UnitOfWork
from reviewer_app.services.rows import QueueIndex, QueueQuery, QueueRow
from reviewer_app.services.worklist import queue_index, queue_rows
from reviewer_ui.background import Background, Job
from reviewer_ui.queue.pages import PAGE_ROWS

#: The whole order is read so long after the first screen (ms), so that typing on in the search does not wait for it.
SETTLE_MS = 150


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came in: the order as far as read, how many there are, the first rows; `is_new` for another view."""

    index: QueueIndex
    total: int
    rows: tuple[QueueRow, ...]
    is_new: bool


class QueueLoader(QObject):
    """Reads the queue in the background and tells what arrived."""

    arrived = Signal(object)  # Arrival

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._query: QueueQuery | None = None
        self._job: Job | None = None
        self._is_large = False
        self._is_stale = False
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._read_whole)
        background.changed.connect(self._on_changed)

    @property
    def query(self) -> QueueQuery | None:
        """The view now looked at."""
        return self._query

    def look(self, query: QueueQuery) -> None:
        """Reads another view; what was still on its way is dropped."""
        self._query = query
        self._drop()
        self._start(_first_screen, query, PAGE_ROWS, then=lambda found: self._take_first(found, is_new=True))

    def refresh(self) -> None:
        """Reads the same view again; while a reading is on its way, once more after it."""
        if self._query is None:
            return
        if self._job is not None:
            self._is_stale = True
        elif self._is_large:
            self._read_whole()
        else:
            self._start(_first_screen, self._query, PAGE_ROWS, then=lambda found: self._take_first(found, is_new=False))

    def fetch_rows(
        self,
        ids: Sequence[int],
        then: Callable[[list[QueueRow]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Reads rows for the model."""
        self._background.run_read(queue_rows, ids, then=then, failed=failed)

    def _start(self, act: Callable[..., object], *args: object, then: Callable[..., None]) -> None:
        # A synchronous background answers before run_read returns: the job is then already over.
        is_over: list[bool] = []

        def arrive(found: object) -> None:
            is_over.append(True)
            self._job = None
            then(found)

        def fail(_error: Exception) -> None:
            is_over.append(True)
            self._job = None

        job = self._background.run_read(act, *args, then=arrive, failed=fail)
        if not is_over:
            self._job = job

    def _take_first(self, found: tuple[QueueIndex, list[QueueRow]], is_new: bool) -> None:
        index, rows = found
        self._query = index.query
        self._is_large = not index.is_complete
        self._tell(index, tuple(rows), is_new)
        if self._is_large:
            self._settle.start()

    def _read_whole(self) -> None:
        if self._query is not None and self._job is None:
            self._start(queue_index, self._query, then=lambda index: self._tell(index, (), is_new=False))

    def _tell(self, index: QueueIndex, rows: tuple[QueueRow, ...], is_new: bool) -> None:
        total = max(len(index.ids), index.counts.get(index.query.tab, 0))
        self.arrived.emit(Arrival(index, total, rows, is_new))
        if self._is_stale:
            self._is_stale = False
            self.refresh()

    def _drop(self) -> None:
        self._settle.stop()
        self._is_stale = False
        if self._job is not None:
            self._job.forget()
            self._job = None

    def _on_changed(self, changes: Changes) -> None:
        if "queue" in changes.nouns:
            self.refresh()


def _first_screen(unit: UnitOfWork, query: QueueQuery, first: int) -> tuple[QueueIndex, list[QueueRow]]:
    """The first screen in one go: the order's beginning and its rows; without a season, of the office's current one."""
    if not query.season:
        query = replace(query, season=unit.settings.get().season)
    index = queue_index(unit, query, first)
    return index, queue_rows(unit, index.ids[:first])
