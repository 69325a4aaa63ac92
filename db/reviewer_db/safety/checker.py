"""Looks at an open library whole, beside the work at the desk, and keeps what was found."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

from reviewer_app import logbook
from reviewer_app.services.ports.records import CheckLine, LastCheck
from reviewer_db.stores.clock import Clock

#: What `verify` is given to call between its steps; it raises when the check is to end.
Pause = Callable[[], None]
#: Seconds the check stands still between its steps, so that the window has its turns.
_TURN = 0.001


class LibraryChecker:
    """Works on a thread of its own, or at once when somebody waits for it."""

    def __init__(self, verify: Callable[[Pause], list[CheckLine]], clock: Clock) -> None:
        self._verify, self._clock = verify, clock
        self.last: LastCheck | None = None
        self.told: Callable[[], None] = lambda: None
        #: Held while the files are put under another master key: a look in between would call them damaged.
        self.guard = threading.Lock()
        self._is_closing = threading.Event()
        self._thread: threading.Thread | None = None

    def start(self, after: float) -> None:
        """Looks once, after some seconds."""
        self._thread = threading.Thread(target=self._run, args=(after,), name="check", daemon=True)
        self._thread.start()

    def check(self) -> LastCheck:
        """Looks now; the work at the desk goes on beside it."""
        with self.guard:
            found = LastCheck(self._clock(), tuple(self._verify(self._pause)))
        self.last = found
        broken = sum(line.is_broken for line in found.lines)
        logbook.note("check", parts=len(found.lines), broken=broken)
        self.told()
        return found

    def stop(self) -> None:
        """Ends a check that is under way."""
        self._is_closing.set()
        if self._thread is not None:
            self._thread.join()

    def _run(self, after: float) -> None:
        if self._is_closing.wait(after):
            return
        try:
            self.check()
        except _ClosingError:
            return

    def _pause(self) -> None:
        if self._is_closing.is_set():
            raise _ClosingError
        time.sleep(_TURN)


class _ClosingError(BaseException):
    """The desk is being closed: what was seen so far is no finding, nor is this (any Exception would be one)."""
