"""Making many documents on all cores: processes that each have a maker of their own, one job at a time to each.

A process that dies takes only its own document with it: that one gets a sentence, another process takes the place.
What is done is told as it comes; whoever stops listening, or cancels, ends the processes at once.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection, wait
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.services.ports.papers import DocumentMaker, PrintJob, PrintOutcome

if TYPE_CHECKING:
    from multiprocessing.context import ForkServerContext, SpawnContext
    from multiprocessing.process import BaseProcess

    from reviewer_app.services.ports.library import Cancelled

    Context = SpawnContext | ForkServerContext

#: Starting the processes takes as long as making so many documents; fewer are printed where we are.
WORTH_STARTING = 20
#: Each process holds the fonts: more than two together exceed the memory an office computer can spare.
MOST_PROCESSES = 2
#: How often a cancel is looked for while nothing is finished, in seconds.
_LOOK = 0.1
_READY = -1
#: What takes longest to load; the processes are split from one that has it (Linux), a clean program without our memory.
_LIBRARIES = ["pikepdf.pdfa", "reviewer_app.outputs.papers.composing", "reviewer_app.outputs.papers.template_maker"]
#: A sheet leaves many small things in circles; to look for them at each few hundred took a tenth of its time.
_LOOSE_THINGS = 20_000


def processes_for(count: int) -> int:
    """How many processes make so many documents; 0 means none besides our own."""
    cores = os.cpu_count() or 1
    return min(cores, MOST_PROCESSES) if count >= WORTH_STARTING and cores > 1 else 0


def context() -> Context:
    """How this system starts the processes: from nothing, or split from a clean one that goes on to the next batch."""
    if sys.platform != "linux" or getattr(sys, "frozen", False):
        return multiprocessing.get_context("spawn")
    server = multiprocessing.get_context("forkserver")
    server.set_forkserver_preload(_LIBRARIES)
    return server


def get_ready(count: int) -> None:
    """Begins to load what the processes for so many documents are split from, where this system has that."""
    if processes_for(count) and context().get_start_method() == "forkserver":
        from multiprocessing.forkserver import ensure_running

        # Where there is no room for it, the batch itself will find out.
        with suppress(OSError):
            ensure_running()


@dataclass
class _Printer:
    """One process with its end of the line; `place` is the job it has, `is_ready` whether it ever answered."""

    process: BaseProcess
    line: Connection
    place: int | None = None
    is_ready: bool = False


@dataclass
class PrintPool:
    """The processes of one batch; each gets a copy of the maker. With a `count` of 0 all is made where we are."""

    maker: DocumentMaker
    jobs: Sequence[PrintJob]
    seal: str
    count: int
    printers: list[_Printer] = field(default_factory=list)
    waiting: deque[int] = field(default_factory=deque)

    def run(self, is_cancelled: Cancelled) -> Iterator[PrintOutcome]:
        """Tells of each job as it is done. Raises OSError of a process as its own."""
        self.waiting = deque(range(len(self.jobs)))
        left = len(self.jobs)
        way = context()
        try:
            for _ in range(self.count):
                self._start(way)
            while left and self.printers and not is_cancelled():
                for outcome in self._next(way):
                    left -= 1
                    yield outcome
            if left and not is_cancelled():
                yield from self._print_here(is_cancelled)
        finally:
            self._end()

    def _start(self, way: Context) -> None:
        """One more process, unless the system has no room for it: then those there are go on."""
        try:
            ours, theirs = way.Pipe()
            process = way.Process(target=_print, args=(theirs, self.maker, self.seal), daemon=True)
            process.start()
        except OSError:
            return
        theirs.close()
        self.printers.append(_Printer(process, ours))

    def _next(self, way: Context) -> Iterator[PrintOutcome]:
        """What has been finished within a moment."""
        ready = wait([printer.line for printer in self.printers], _LOOK)
        for printer in [printer for printer in self.printers if printer.line in ready]:
            try:
                place, failure = printer.line.recv()
            except (EOFError, OSError):
                yield from self._replace(way, printer)
                continue
            printer.is_ready, printer.place = True, None
            if self.waiting:
                self._hand(printer)
            if place != _READY:
                yield PrintOutcome(place, _error(failure))

    def _hand(self, printer: _Printer) -> None:
        printer.place = self.waiting.popleft()
        try:
            printer.line.send((printer.place, self.jobs[printer.place]))
        except OSError:
            # It has just died; its end of the line says so at the next look.
            return

    def _replace(self, way: Context, printer: _Printer) -> Iterator[PrintOutcome]:
        """A process has died: its job is lost and said so; a new one goes on, unless it could not even start."""
        self.printers.remove(printer)
        printer.line.close()
        printer.process.join()
        if printer.place is not None:
            values = self.jobs[printer.place].values
            case = values.case or values.number
            yield PrintOutcome(printer.place, TroubleError("export.worker_died", case=case))
        if printer.is_ready and self.waiting:
            self._start(way)

    def _print_here(self, is_cancelled: Cancelled) -> Iterator[PrintOutcome]:
        """No process is worth starting, or none can be: the rest is made where we are."""
        while self.waiting and not is_cancelled():
            place = self.waiting.popleft()
            yield _print_one(self.maker, place, self.jobs[place], self.seal)

    def _end(self) -> None:
        for printer in self.printers:
            printer.process.kill()
        for printer in self.printers:
            printer.process.join()
            printer.line.close()


def _print_one(maker: DocumentMaker, place: int, job: PrintJob, seal: str) -> PrintOutcome:
    """Makes one file; a failure of the office is its outcome, one of the system is raised."""
    try:
        job.file.write_bytes(maker.document(job.values, seal))
    except OfficeError as error:
        return PrintOutcome(place, error)
    return PrintOutcome(place)


def _error(failure: tuple[str, str, dict[str, Any]] | tuple[str, int, str] | None) -> OfficeError | None:
    """A failure as it came over the line: the office's own as an error, the system's raised."""
    if failure is None:
        return None
    kind, code, values = failure
    if kind == "system":
        raise OSError(code, values)
    made = RefusalError if kind == "refusal" else TroubleError
    return made(str(code), **values) if isinstance(values, dict) else TroubleError(str(code))


def _print(line: Connection, maker: DocumentMaker, seal: str) -> None:
    """A process's work: print what comes, say how it went, until the line is closed or nobody is there any more."""
    gc.freeze()
    gc.set_threshold(_LOOSE_THINGS)
    line.send((_READY, None))
    while True:
        try:
            place, job = line.recv()
            line.send((place, _try(maker, place, job, seal)))
        except (EOFError, OSError, KeyboardInterrupt):
            return


def _try(maker: DocumentMaker, place: int, job: PrintJob, seal: str) -> tuple[str, object, object] | None:
    try:
        error = _print_one(maker, place, job, seal).error
    except OSError as problem:
        return "system", problem.errno or 0, str(problem.strerror)
    if error is None:
        return None
    return "refusal" if isinstance(error, RefusalError) else "trouble", error.code, error.values
