"""One measured start of the desk in a process of its own: says the waits and the password check in milliseconds.

Then it stays as an officer has it, with the list and the first case open, until its input is closed.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reviewer_app.bench.memory import say_and_wait
from reviewer_app.wiring import Parts


def main(started: float, folder: Path, password: str) -> None:
    """Starts as the program does and logs in; `started` is the moment (time.monotonic) before the process began."""
    from reviewer_ui.measuring.window_start import StartTimes, watch_start

    def say(times: StartTimes) -> None:
        say_and_wait([times.to_login, times.to_list, times.password])

    watch_start(Parts(), folder, password, started, say)


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
