"""Reading one view of the queue: the first screen at once, the whole order when somebody looks further down."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from reviewer_app.services.cases.reading import queue_index, queue_rows
from reviewer_app.services.listing.places import KeptPlace, read_place
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import ALL_SEASONS, QueueIndex, QueueQuery, QueueRow
from reviewer_ui.background import Background, Job
from reviewer_ui.queue.pages import PAGE_ROWS

#: The whole order of a large library takes a second; it is read only once somebody looks beyond the first page, and so
#: long after that (ms), so that one drag of the scroll bar asks once.
WHOLE_DELAY_MS = 30


@dataclass(frozen=True, slots=True)
class Arrival:
    """What came in: the order as far as read, how many there are, the first rows; `is_new` for another view.

    The first one brings how the person left the list.
    """

    index: QueueIndex
    total: int
    rows: tuple[QueueRow, ...]
    is_new: bool
    place: KeptPlace | None = None


class QueueLoader(QObject):
    """Reads the queue in the background and tells what arrived, or why nothing could be read."""

    arrived = Signal(object)  # Arrival
    failed = Signal(object)  # Exception

    def __init__(self, background: Background, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._background = background
        self._query: QueueQuery | None = None
        self._job: Job | None = None
        #: Whether the lines say for how long each case waits, which the table alone shows.
        self.with_waiting = False
        self._is_partial = False
        self._is_view_awaited = False
        self._wanted_again: list[bool] = []
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(WHOLE_DELAY_MS)
        self._pause.timeout.connect(self._read_whole)

    @property
    def is_view_awaited(self) -> bool:
        """Whether another view was asked for and has not come yet."""
        return self._is_view_awaited

    def look(self, query: QueueQuery) -> None:
        """Reads another view; what was still on its way is dropped."""
        self._query = query
        self._drop()
        self._is_view_awaited = True
        self._read_first(is_new=True)

    def refresh(self, is_deep: bool) -> None:
        """Reads the same view again, all of it when one is `is_deep` down the list; after what is still on its way."""
        if self._query is None:
            return
        if self._job is not None:
            self._wanted_again.append(is_deep)
        elif is_deep:
            self._read_whole()
        else:
            self._read_first(is_new=False)

    def want_whole(self) -> None:
        """Somebody looks beyond the part of the order that was read."""
        if self._is_partial and not self._pause.isActive():
            self._pause.start()

    def fetch_rows(
        self,
        ids: Sequence[int],
        then: Callable[[list[QueueRow]], None],
        failed: Callable[[Exception], None],
    ) -> None:
        """Reads rows for the model."""
        is_of_all = self._query is not None and self._query.season == ALL_SEASONS
        self._background.run_read(_rows, ids, self.with_waiting, is_of_all, then=then, failed=failed)

    def _start(self, act: Callable[..., object], *args: object, then: Callable[..., None]) -> None:
        # A synchronous background answers before run_read returns: the job is then already over.
        is_over: list[bool] = []

        def arrive(found: object) -> None:
            is_over.append(True)
            self._job = None
            then(found)

        def fail(error: Exception) -> None:
            is_over.append(True)
            self._job = None
            self._is_view_awaited = False
            self.failed.emit(error)

        job = self._background.run_read(act, *args, then=arrive, failed=fail)
        if not is_over:
            self._job = job

    def _read_first(self, is_new: bool) -> None:
        def take(found: tuple[QueueIndex, list[QueueRow], KeptPlace | None]) -> None:
            self._tell(found[0], tuple(found[1]), is_new, found[2])

        self._start(_first_screen, self._query, PAGE_ROWS, self.with_waiting, then=take)

    def _read_whole(self) -> None:
        if self._job is not None:
            self._pause.start()
        elif self._query is not None:
            self._start(queue_index, self._query, then=lambda index: self._tell(index, (), is_new=False))

    def _tell(
        self, index: QueueIndex, rows: tuple[QueueRow, ...], is_new: bool, place: KeptPlace | None = None
    ) -> None:
        self._query = index.query
        self._is_view_awaited = False
        self._is_partial = not index.is_complete
        total = max(len(index.ids), index.counts.get(index.query.tab, 0))
        self.arrived.emit(Arrival(index, total, rows, is_new, place))
        wanted, self._wanted_again = self._wanted_again, []
        if wanted:
            self.refresh(any(wanted))

    def _drop(self) -> None:
        self._pause.stop()
        self._wanted_again.clear()
        if self._job is not None:
            self._job.forget()
            self._job = None


def _first_screen(
    unit: UnitOfWork, query: QueueQuery, first: int, with_waiting: bool
) -> tuple[QueueIndex, list[QueueRow], KeptPlace | None]:
    """The first screen in one go: the order's beginning and its rows.

    Without a season it is the office's current one, and the list as the person left it.
    """
    place = None
    if not query.season:
        place = read_place(unit)
        query = place.view_of(unit.settings.get().season)
    index = queue_index(unit, query, first)
    return index, _rows(unit, index.ids[:first], with_waiting, query.season == ALL_SEASONS), place


def _rows(unit: UnitOfWork, ids: Sequence[int], with_waiting: bool, is_of_all: bool) -> list[QueueRow]:
    """Lines of the list; where all seasons stand in it, each says its own."""
    rows = queue_rows(unit, ids, with_waiting)
    return [replace(row, tells_season=True) for row in rows] if is_of_all else rows
