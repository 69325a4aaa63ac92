"""Work that has no library yet: a call on a thread of its own, its result brought back to the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came of a piece of work: how it is told, and what is done with it when nobody waits any more."""

    tell: Callable[[], object]
    drop: Callable[[], object]


class EarlyWork(QObject):
    """Runs calls one after the other beside the window (making keys takes about a second); `synchronous` for tests."""

    _returned = Signal()

    def __init__(self, synchronous: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._synchronous = synchronous
        self._thread: threading.Thread | None = None
        self._waiting: list[Callable[[], _Outcome]] = []
        self._come: _Outcome | None = None
        self._returned.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether a piece of work is under way."""
        return self._thread is not None

    def run(
        self,
        work: Callable[[], T],
        then: Callable[[T], None],
        failed: Callable[[Exception], None],
        pause_ms: int = 0,
        dropped: Callable[[T], None] | None = None,
    ) -> None:
        """Runs a call, after those that are still under way; `pause_ms` lets a page be painted first.

        `dropped` gets a result that comes when nobody waits for it any more (an opened library has to be closed).
        """
        if self._synchronous:
            _outcome(work, then, failed, dropped).tell()
            return
        self._waiting.append(lambda: _outcome(work, then, failed, dropped))
        QTimer.singleShot(pause_ms, self, self._begin_next)

    def wait(self) -> None:
        """Waits for what is under way; its result is dropped, and so is what has not begun."""
        self._waiting.clear()
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            self._take_outcome().drop()

    def _begin_next(self) -> None:
        if self._thread is None and self._waiting:
            work = self._waiting.pop(0)
            self._thread = threading.Thread(target=lambda: self._carry_out(work), name="early work", daemon=True)
            self._thread.start()

    def _carry_out(self, work: Callable[[], _Outcome]) -> None:
        self._come = work()
        self._returned.emit()

    def _take_outcome(self) -> _Outcome:
        outcome, self._come = self._come, None
        return outcome or _Outcome(_nothing, _nothing)

    def _hand_over(self) -> None:
        if self._thread is None:
            return
        self._thread.join()
        self._thread = None
        outcome = self._take_outcome()
        self._begin_next()
        outcome.tell()


def _outcome(
    work: Callable[[], Any],
    then: Callable[[Any], None],
    failed: Callable[[Exception], None],
    dropped: Callable[[Any], None] | None,
) -> _Outcome:
    """Does the work; what is to be told on the window's thread."""
    try:
        result = work()
    except Exception as error:
        problem = error
        return _Outcome(lambda: failed(problem), _nothing)
    return _Outcome(lambda: then(result), lambda: dropped(result) if dropped is not None else None)


def _nothing() -> None:
    """A failure that nobody waits for needs nothing done."""
