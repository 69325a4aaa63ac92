"""What goes between the reading of a foreign file and whoever waits for it: stop, so far, and these rows already.

Whoever does long work says how its cancel is asked for and to whom a count is told; the child tells it from the file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
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


#: Rows done, rows there are.
Teller = Callable[[int, int], None]
_told: ContextVar[Teller | None] = ContextVar("on_count", default=None)


@contextmanager
def telling(on_count: Teller) -> Iterator[None]:
    """Within it, on this thread, the count of rows goes there."""
    token = _told.set(on_count)
    try:
        yield
    finally:
        _told.reset(token)


def tell_count(done: int, total: int) -> None:
    """So many rows of so many are read."""
    teller = _told.get()
    if teller is not None:
        teller(done, total)


def asked_to_tell() -> Teller:
    """To whom the work on this thread tells a count; to nobody, where nobody asked for it."""
    return _told.get() or (lambda _done, _total: None)


#: Takes some rows that are read, in their order.
Taker = Callable[[Sequence[object]], None]
_taking: ContextVar[Taker | None] = ContextVar("take_rows", default=None)


@contextmanager
def handing_over(take: Taker) -> Iterator[None]:
    """Within it, on this thread, rows are handed over as they are read, and are no part of the answer any more."""
    token = _taking.set(take)
    try:
        yield
    finally:
        _taking.reset(token)


def taker_of_rows() -> Taker | None:
    """Who takes rows as they are read; None where the answer is to hold them."""
    return _taking.get()
