"""What the child processes of outside files take: their own memory, not that of the process they were split from."""

from __future__ import annotations

import re
import sys
import threading
import time
from pathlib import Path
from typing import Self

from reviewer_app.foreign.child import MODULE
from reviewer_app.foreign.forked import SERVER, seconds_spent

_PAUSE = 0.02  # seconds between two looks; a process keeps its own highest mark, so only the very last is missed
_MARK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


def spent_by_children() -> float:
    """Seconds of the processor the children have had; of the clock where the system does not say."""
    if sys.platform == "win32":
        return time.monotonic()
    import resource

    of_children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return of_children.ru_utime + of_children.ru_stime + seconds_spent()


class MemoryWatch:
    """The most memory, in MB, that a child of this process took while it read an outside file; 0 without /proc.

    The system's own count of ended children begins with what their parent had when they were split from it, so that
    the children of a large program would all look large.
    """

    def __init__(self) -> None:
        self.most = 0
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._look_on, name="memory-watch", daemon=True)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *ended: object) -> None:
        self._is_over.set()
        self._thread.join()

    def _look_on(self) -> None:
        while not self._is_over.wait(_PAUSE):
            self.most = max([self.most, *map(_highest_of, _children())])


def _children() -> list[Path]:
    """The running processes that read outside files for this one: its own children, or those of its fork server."""
    found = []
    for child in _children_of(Path("/proc/self")):
        words = _words_of(child)
        if MODULE.encode() in words:
            found.append(child)
        elif SERVER.encode() in words:
            found += _children_of(child)
    return found


def _children_of(process: Path) -> list[Path]:
    found: list[Path] = []
    for tasks in process.glob("task/*/children"):
        try:
            found += [Path("/proc") / number for number in tasks.read_text().split()]
        except OSError:
            continue  # that thread has ended
    return found


def _words_of(child: Path) -> list[bytes]:
    try:
        return (child / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return []


def _highest_of(child: Path) -> int:
    try:
        found = _MARK.search((child / "status").read_text())
    except OSError:
        return 0
    return int(found[1]) >> 10 if found else 0
