"""What the child processes of outside files take: their own memory, not that of the process they were split from."""

from __future__ import annotations

import os
import re
import threading
from pathlib import Path
from typing import Self

from reviewer_app.foreign.child import MODULE

_PAUSE = 0.02  # seconds between two looks; a process keeps its own highest mark, so only the very last is missed
_MARK = re.compile(r"^VmHWM:\s+(\d+) kB", re.MULTILINE)


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
    """The running children of this process that have become readers of outside files."""
    mine, found = os.getpid(), []
    for tasks in Path(f"/proc/{mine}/task").glob("*/children"):
        try:
            found += [Path("/proc") / number for number in tasks.read_text().split()]
        except OSError:
            continue  # that thread has ended
    return [child for child in found if _is_reader(child)]


def _is_reader(child: Path) -> bool:
    try:
        return MODULE.encode() in (child / "cmdline").read_bytes().split(b"\0")
    except OSError:
        return False


def _highest_of(child: Path) -> int:
    try:
        found = _MARK.search((child / "status").read_text())
    except OSError:
        return 0
    return int(found[1]) >> 10 if found else 0
