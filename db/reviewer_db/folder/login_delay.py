"""Waiting after wrong passwords: each failure doubles the wait, and a restart of the program does not shorten it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

from reviewer_app.domain.errors import RefusalError
from reviewer_app.small_files import json_of
from reviewer_db.folder.layout import write_whole

_LONGEST_SECONDS = 300

#: Seconds since 1970; replaced in tests so that nobody waits.
SecondsClock = Callable[[], float]


class LoginDelay:
    """The failed logins of one library, kept in its folder; names without a slot are counted together."""

    def __init__(self, path: Path, clock: SecondsClock) -> None:
        self._path = path
        self._clock = clock

    def check(self, user: str) -> None:
        """Refuses a try that comes too early: RefusalError `login.wait` with `seconds`."""
        seconds = self._left(user)
        if seconds > 0:
            raise RefusalError("login.wait", seconds=seconds, wait_seconds=seconds, field="password")

    def failed(self, user: str) -> int:
        """Counts a failure; the seconds until the next try."""
        entries = self._entries()
        count = entries.get(user, (0, 0.0))[0] + 1
        wait = _wait_after(count)
        entries[user] = (count, self._clock() + wait)
        self._save(entries)
        return wait

    def succeeded(self, user: str) -> None:
        """Forgets the failures of a person who got in."""
        entries = self._entries()
        if entries.pop(user, None) is not None:
            self._save(entries)

    def _left(self, user: str) -> int:
        count, until = self._entries().get(user, (0, 0.0))
        left = until - self._clock()
        # A clock set back must not lock anybody out for longer than the wait itself.
        return math.ceil(min(left, _wait_after(count))) if left > 0 else 0

    def _entries(self) -> dict[str, tuple[int, float]]:
        try:
            stored = json_of(self._path)
            return {user: (int(entry["count"]), float(entry["until"])) for user, entry in stored.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError):
            return {}

    def _save(self, entries: dict[str, tuple[int, float]]) -> None:
        content = {user: {"count": count, "until": until} for user, (count, until) in entries.items()}
        write_whole(self._path, json.dumps(content, ensure_ascii=False).encode())


def _wait_after(failures: int) -> int:
    seconds: int = 1 << min(max(failures - 1, 0), 16)
    return min(seconds, _LONGEST_SECONDS)
