"""Work that has no library yet: a call on a thread of its own, its result brought back to the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, QTimer, Signal

T = TypeVar("T")


class Errands(QObject):
    """Runs calls one after the other beside the window (making keys takes about a second); `synchronous` for tests."""

    _returned = Signal(object)

    def __init__(self, synchronous: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._synchronous = synchronous
        self._thread: threading.Thread | None = None
        self._waiting: list[Callable[[], Callable[[], None]]] = []
        self._returned.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether an errand is under way."""
        return self._thread is not None

    def run(
        self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None], pause_ms: int = 0
    ) -> None:
        """Runs a call, after those that are still under way; `pause_ms` lets a page be painted first."""
        if self._synchronous:
            _outcome(work, then, failed)()
            return
        self._waiting.append(lambda: _outcome(work, then, failed))
        QTimer.singleShot(pause_ms, self, self._begin_next)

    def wait(self) -> None:
        """Waits for what is under way; its result is dropped, and so is what has not begun."""
        self._waiting.clear()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _begin_next(self) -> None:
        if self._thread is None and self._waiting:
            errand = self._waiting.pop(0)
            self._thread = threading.Thread(target=lambda: self._returned.emit(errand()), name="errand", daemon=True)
            self._thread.start()

    def _hand_over(self, tell: Callable[[], None]) -> None:
        if self._thread is None:
            return
        self._thread.join()
        self._thread = None
        self._begin_next()
        tell()


def _outcome(
    work: Callable[[], Any], then: Callable[[Any], None], failed: Callable[[Exception], None]
) -> Callable[[], None]:
    """Does the work and gives what is to be told on the window's thread."""
    try:
        result = work()
    except Exception as error:
        problem = error
        return lambda: failed(problem)
    return lambda: then(result)
