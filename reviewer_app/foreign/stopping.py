"""When the reading of foreign files is to stop: whoever does long work says how its cancel is asked for."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_asked: ContextVar[Callable[[], bool] | None] = ContextVar("is_cancelled", default=None)


@contextmanager
def stopping_when(is_cancelled: Callable[[], bool]) -> Iterator[None]:
    """Within it, on this thread, every child process is ended as soon as the work is cancelled."""
    token = _asked.set(is_cancelled)
    try:
        yield
    finally:
        _asked.reset(token)


def asked_to_stop() -> Callable[[], bool]:
    """How the work on this thread is asked whether it was cancelled; work that cannot be never was."""
    return _asked.get() or (lambda: False)
