"""A piece of work in a child process of its own, started for this one file and ended with it."""

from __future__ import annotations

import pickle
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Generic, TypeVar

from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.foreign.child_work import (
    CHILD,
    COUNT,
    COUNT_BYTES,
    DONE,
    OUT_OF_MEMORY,
    PIECE,
    READY,
    REFUSED,
    TROUBLED,
)
from reviewer_app.foreign.forked import ForkedChild, forked_child
from reviewer_app.foreign.lending import ASK, QUESTION, Lent
from reviewer_app.foreign.limits import BUSY, Limits
from reviewer_app.foreign.plain_values import NoAnswerError, unpacked
from reviewer_app.foreign.stopping import Teller, asked_to_stop, asked_to_tell
from reviewer_app.small_files import is_strange
from reviewer_resources.phrases import codes

T = TypeVar("T")
R = TypeVar("R")
#: Brings what a child works on, and with which limits.
Fetch = Callable[[], tuple[tuple[object, ...], Limits]]

#: Split from the fork server, or started for the file.
Child = ForkedChild | subprocess.Popen[bytes]

USUAL = Limits()
#: What the child runs as, where the program is not one frozen file.
MODULE = "reviewer_app.foreign"
#: No answer is longer: a list of 200,000 applications takes half of it.
_MOST_BYTES = 256 << 20
_PIECE = 1 << 20
#: How often cancel and time are looked at, in seconds.
_LOOK = 0.05
#: A machine with much to do may take so long to start a process, in seconds; that is not the file's fault.
_STARTING = 20.0
_NO_CONSOLE = getattr(subprocess, "CREATE_NO_WINDOW", 0)
#: How a process ends whose time on the processor is up; Windows has no such end.
_OUT_OF_TIME = -getattr(signal, "SIGXCPU", 1 << 16)


@dataclass(frozen=True, slots=True)
class RowsAhead(Generic[R]):
    """Rows of a kind that come ahead of the answer, some at a time, while the child reads on."""

    kind: type[list[R]]
    take: Callable[[list[R]], None]


def in_child(
    work: str,
    kind: type[T],
    about: str,
    *arguments: object,
    limits: Limits = USUAL,
    ahead: RowsAhead[R] | None = None,
) -> T:
    """What `work` (`package.module:function`, or `…:Class.method`) gives, done in a child process.

    `about` is the file's name for the sentence, `kind` what the answer has to be. Raises what the work raises as an
    OfficeError; TroubleError `foreign.no_file`, `.too_slow`, `.too_much`, `.died`, `.failed`, `.not_started`;
    RefusalError `foreign.stopped` when the work of this thread is cancelled (see `stopping`).
    """
    for path in (one for one in arguments if isinstance(one, Path)):
        if is_strange(path):
            # A pipe or a device: the child would wait for its end.
            raise TroubleError("foreign.no_file", file=about)
    return in_child_at_once(work, kind, about, lambda: (arguments, limits), ahead)


def in_child_at_once(work: str, kind: type[T], about: str, fetch: Fetch, ahead: RowsAhead[R] | None = None) -> T:
    """As `in_child`, but the child makes itself ready while `fetch` brings what it works on, and with which limits.

    What `fetch` raises is raised here.
    """
    is_cancelled = asked_to_stop()

    def pause() -> None:
        if is_cancelled():
            raise RefusalError("foreign.stopped", file=about)

    def take(piece: bytes) -> None:
        pause()
        if ahead is None:
            raise NoAnswerError("rows nobody asked for")
        ahead.take(unpacked(piece, ahead.kind))

    watch = _Watch(about, is_cancelled, asked_to_tell(), take)
    try:
        answer = watch.answer((work, ahead is not None), fetch)
    except NoAnswerError as error:
        raise TroubleError("foreign.failed", file=about) from error
    return _read(answer, kind, about, pause)


class _Watch:
    """One child process, watched by a thread that ends it when its time is up or nobody wants the answer."""

    def __init__(
        self, about: str, is_cancelled: Callable[[], bool], on_count: Teller, on_piece: Callable[[bytes], None]
    ) -> None:
        self._about, self._seconds, self._is_cancelled = about, 0.0, is_cancelled
        self._on_count, self._on_piece = on_count, on_piece
        self._is_over = threading.Event()
        self._is_slow = self._is_stopped = False
        self._latest = time.monotonic() + _STARTING

    def answer(self, work: tuple[str, bool], fetch: Fetch) -> bytes:
        """The bytes that came back; an error when the child did not end by itself."""
        process = forked_child() or self._started()
        watching = threading.Thread(target=self._watch, args=(process,), name="foreign-file", daemon=True)
        watching.start()
        try:
            answer = self._exchanged(process, work, fetch)
        finally:
            self._is_over.set()
            watching.join()
            process.kill()
            process.wait()
        if self._is_stopped:
            raise RefusalError("foreign.stopped", file=self._about)
        if self._is_slow or process.returncode == _OUT_OF_TIME:
            raise TroubleError("foreign.too_slow", file=self._about, seconds=round(self._seconds))
        if answer is None:
            raise TroubleError("foreign.too_much", file=self._about)
        if process.returncode:
            raise TroubleError("foreign.died", file=self._about)
        return answer

    def _started(self) -> Child:
        try:
            return subprocess.Popen(
                _command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                creationflags=_NO_CONSOLE,
            )
        except (OSError, MemoryError) as error:
            raise TroubleError("foreign.not_started", file=self._about) from error

    def _watch(self, process: Child) -> None:
        while not self._is_over.wait(_LOOK):
            self._is_stopped = self._is_cancelled()
            self._is_slow = time.monotonic() > self._latest
            if self._is_stopped or self._is_slow:
                process.kill()
                return

    def _exchanged(self, process: Child, work: tuple[str, bool], fetch: Fetch) -> bytes | None:
        """Hands the work over and takes what comes back; None when there is more than anybody asked for."""
        sending, coming = process.stdin, process.stdout
        if sending is None or coming is None:
            return None
        with coming:
            # It died before it had heard all: how it ended says so.
            with suppress(OSError):
                pickle.dump(work, sending)
                sending.flush()
            try:
                arguments, limits = fetch()
                lent = next((one for one in arguments if isinstance(one, Lent)), None)
                self._seconds = limits.seconds
                with suppress(OSError):
                    # Straight into the pipe: a large content is not copied first.
                    pickle.dump((arguments, limits), sending, protocol=pickle.HIGHEST_PROTOCOL)
                    sending.flush()
                if lent is None:
                    with suppress(OSError):
                        sending.close()
                return self._told(process, coming, sending, lent)
            finally:
                with suppress(OSError):
                    sending.close()

    def _told(self, process: Child, coming: IO[bytes], sending: IO[bytes], lent: Lent | None) -> bytes | None:
        """Lends the child what it asks for, passes counts and rows on, and takes its answer."""
        if coming.read(1) == READY:
            self._latest = time.monotonic() + self._seconds * BUSY
        mark, length = coming.read(1), 0
        while mark in (COUNT, PIECE, ASK):
            if mark == ASK:
                if lent is None:
                    break
                with suppress(OSError):
                    sending.write(lent.part(coming.read(QUESTION)))
                    sending.flush()
            elif mark == COUNT:
                self._on_count(_number(coming), _number(coming))
            elif (length := length + (size := _number(coming))) > _MOST_BYTES:
                return None
            elif not size or len(piece := coming.read(size)) < size:
                # It died in the middle of it; how it ended says so.
                break
            else:
                self._on_piece(piece)
            mark = coming.read(1)
        return _all_of(mark, coming, process)


def _command() -> list[str]:
    if getattr(sys, "frozen", False):
        return [sys.executable, CHILD]
    return [sys.executable, "-P", "-m", MODULE]


def _number(coming: IO[bytes]) -> int:
    return int.from_bytes(coming.read(COUNT_BYTES), "big")


def _all_of(mark: bytes, coming: IO[bytes], process: Child) -> bytes | None:
    pieces, length = [mark], 0
    while piece := coming.read(_PIECE):
        pieces.append(piece)
        length += len(piece)
        if length > _MOST_BYTES:
            return None
    process.wait()
    return b"".join(pieces)


def _read(answer: bytes, kind: type[T], about: str, pause: Callable[[], None]) -> T:
    mark, content = answer[:1], answer[1:]
    try:
        match mark:
            case m if m == DONE:
                return unpacked(content, kind, pause)
            case m if m in (REFUSED, TROUBLED):
                code, values = unpacked(content, tuple[str, dict[str, str]])
                if code in codes():
                    raise (RefusalError if m == REFUSED else TroubleError)(code, **values)
            case m if m == OUT_OF_MEMORY:
                raise TroubleError("foreign.too_much", file=about)
    except NoAnswerError as error:
        raise TroubleError("foreign.failed", file=about) from error
    raise TroubleError("foreign.failed", file=about)
