"""Long lists in pieces: how far the work is, whether it is still wanted, and no clearing up in the middle of it."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.ports.library import Cancelled, Progress

#: So many rows are a piece: a cancel is never far.
PIECE = 500
T = TypeVar("T")


@dataclass(slots=True)
class Steps:
    """How far a work on so many rows is, and whether it is still wanted."""

    on_progress: Progress | None
    is_cancelled: Cancelled | None
    total: int
    done: int = 0

    def take(self, count: int) -> None:
        """So many rows more are done; RefusalError `import.cancelled` where nobody wants them any more."""
        if self.is_cancelled is not None and self.is_cancelled():
            raise RefusalError("import.cancelled")
        self.done += count
        if self.on_progress is not None and count:
            self.on_progress(self.done, self.total)

    def pause(self) -> None:
        """Between two parts of the work: only whether it is still wanted."""
        self.take(0)

    def each(self, rows: Iterable[T]) -> Iterator[T]:
        """The rows one after another, asked after every piece."""
        for place, row in enumerate(rows):
            if place % PIECE == 0:
                self.take(PIECE if place else 0)
            yield row


def pieces(rows: Sequence[T]) -> Iterator[tuple[int, Sequence[T]]]:
    """The rows piece by piece, each with the place of its first row."""
    for start in range(0, len(rows), PIECE):
        yield start, rows[start : start + PIECE]


@contextmanager
def nothing_cleared_up() -> Iterator[None]:
    """Within it Python looks for no circles among its values.

    A list of a hundred thousand rows has none, and looking through all of it again and again, while it grows, takes
    more time than the work itself.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
