"""Children that read files of others: split from the fork server for certain, and when a process has gone."""

from __future__ import annotations

import time
from pathlib import Path

from reviewer_app.foreign import forked

_LONGEST = 60


def wait_for_server() -> None:
    """Goes on once the fork server splits children off."""
    latest = time.monotonic() + _LONGEST
    while (child := forked.forked_child()) is None:
        assert time.monotonic() < latest, "no server"
        time.sleep(0.05)
    child.kill()
    child.stdin.close()
    child.stdout.close()
    child.wait()


def told_in(mark: Path) -> int:
    """The number that a process has left in a file by now or will."""
    latest = time.monotonic() + _LONGEST
    while not mark.exists():
        assert time.monotonic() < latest, "the child did not begin"
        time.sleep(0.02)
    return int(mark.read_text())


def has_ended(process: int) -> bool:
    """Whether a process is gone within a while, or waits for nothing but being counted."""
    latest = time.monotonic() + _LONGEST
    while time.monotonic() < latest:
        try:
            state = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0]
        except (FileNotFoundError, ProcessLookupError):
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False
