"""Work that has no library yet: a call on a thread of its own, its result brought back to the window's thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

T = TypeVar("T")


class Errands(QObject):
    """Runs one call at a time beside the window (making keys takes about a second); `synchronous` for tests."""

    busy_changed = Signal(bool)
    _returned = Signal(object)

    def __init__(self, synchronous: bool = False, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._synchronous = synchronous
        self._thread: threading.Thread | None = None
        self._returned.connect(self._hand_over, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether an errand is under way."""
        return self._thread is not None

    def run(self, work: Callable[[], T], then: Callable[[T], None], failed: Callable[[Exception], None]) -> None:
        """Runs a call; a second one while the first is under way is left out."""
        if self.is_busy:
            return
        if self._synchronous:
            self._hand_over(_outcome(work, then, failed))
            return
        self._thread = threading.Thread(
            target=lambda: self._returned.emit(_outcome(work, then, failed)), name="errand", daemon=True
        )
        self.busy_changed.emit(True)
        self._thread.start()

    def wait(self) -> None:
        """Waits for what is under way; its result is dropped."""
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def _hand_over(self, tell: Callable[[], None]) -> None:
        if self._thread is not None:
            self._thread.join()
            self._thread = None
            self.busy_changed.emit(False)
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
