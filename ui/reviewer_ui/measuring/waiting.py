"""Waiting in the event loop until something holds, as an officer's window would go on living meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEventLoop, QTimer


def wait_until(done: Callable[[], bool], limit_ms: int = 60_000) -> float:
    """Runs the event loop until `done`; how many milliseconds passed. TimeoutError after `limit_ms`."""
    started = time.perf_counter()
    loop = QEventLoop()
    timer = QTimer()
    # Not 0: asking without a pause would take the interpreter from the threads one waits for.
    timer.setInterval(1)

    def look() -> None:
        if done() or (time.perf_counter() - started) * 1000 > limit_ms:
            loop.quit()

    timer.timeout.connect(look)
    timer.start()
    if not done():
        loop.exec()
    timer.stop()
    if not done():
        raise TimeoutError(f"not done after {limit_ms} ms")
    return (time.perf_counter() - started) * 1000


def linger(ms: int) -> None:
    """Lets the event loop run for a while."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def percentile(values: list[float], share: float) -> float:
    """The value that `share` (0 to 1) of the values do not exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]
