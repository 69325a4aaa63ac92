"""Waiting after wrong passwords: each failure doubles the wait, and a restart of the program does not shorten it."""

from __future__ import annotations

import json
import math
from collections.abc import Callable
from pathlib import Path

from reviewer_app.domain.errors import RefusalError, TroubleError
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
        entries = self._entries()
        count, until = entries.get(user, (0, 0.0))
        now, wait = self._clock(), _wait_after(count)
        left = until - now
        if not left > 0:
            return 0
        if left > wait:
            # The clock was set back: the wait begins anew, once, by the clock as it is now. Where that cannot be
            # noted it would begin anew each time, so there is none.
            entries[user] = (count, now + wait)
            return wait if self._save(entries) else 0
        return math.ceil(left)

    def _entries(self) -> dict[str, tuple[int, float]]:
        try:
            stored = json_of(self._path)
            return {user: (int(entry["count"]), float(entry["until"])) for user, entry in stored.items()}
        except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
            return {}

    def _save(self, entries: dict[str, tuple[int, float]]) -> bool:
        """Notes the failures; a full disk or one that cannot be written keeps nobody out, so it is no failure here."""
        content = {user: {"count": count, "until": until} for user, (count, until) in entries.items()}
        try:
            write_whole(self._path, json.dumps(content, ensure_ascii=False).encode())
        except TroubleError:
            return False
        return True


def _wait_after(failures: int) -> int:
    seconds: int = 1 << min(max(failures - 1, 0), 16)
    return min(seconds, _LONGEST_SECONDS)
