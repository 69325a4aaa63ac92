"""The one thread that owns the connection: work in the order it came; a superseded read can be called off."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

T = TypeVar("T")


class Work(Future[T]):
    """A piece of work on its way; a read that is already running can be called off."""

    def __init__(self, call: Callable[[], T], is_read: bool) -> None:
        super().__init__()
        self.call = call
        self.is_called_off = False
        self._is_read = is_read

    def cancel(self) -> bool:
        """Takes the work off the queue, or calls a running read off; its result is then a CancelledError."""
        if super().cancel():
            return True
        if self._is_read and self.running():
            self.is_called_off = True
        return self.is_called_off


class Worker:
    """A thread with a queue of work."""

    def __init__(self, name: str) -> None:
        self._queue: queue.SimpleQueue[Work[Any] | None] = queue.SimpleQueue()
        self._running: Work[Any] | None = None
        # A daemon, so that a program that ends without closing the desk ends at all; commits are whole in any case.
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)
        self._is_closed = False
        self._thread.start()

    def is_here(self) -> bool:
        """Whether the caller is on this thread."""
        return threading.current_thread() is self._thread

    def is_called_off(self) -> bool:
        """Whether the work now running is no longer wanted; asked from within it, now and then."""
        return self._running is not None and self._running.is_called_off

    def submit(self, call: Callable[[], T], is_read: bool) -> Work[T]:
        """Puts work at the end of the queue."""
        work = Work(call, is_read)
        if self._is_closed:
            raise RuntimeError("the desk is closed")
        self._queue.put(work)
        return work

    def close(self) -> None:
        """Finishes the queue and ends the thread."""
        if not self._is_closed:
            self._is_closed = True
            self._queue.put(None)
        if not self.is_here():
            self._thread.join()

    def _run(self) -> None:
        while (work := self._queue.get()) is not None:
            if work.set_running_or_notify_cancel():
                self._carry_out(work)

    def _carry_out(self, work: Work[Any]) -> None:
        self._running = work
        try:
            result = work.call()
        except BaseException as problem:
            work.set_exception(CancelledError() if work.is_called_off else problem)
        else:
            work.set_result(result)
        finally:
            self._running = None
