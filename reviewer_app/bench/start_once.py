"""One measured start of the desk in a process of its own: prints the wait and the password check in milliseconds."""

from __future__ import annotations

import sys
from pathlib import Path

from reviewer_app.foreign_parts import ForeignReader
from reviewer_app.late_parts import LateGate, LatePress
from reviewer_app.wiring import make_gate


def main(started: float, folder: Path, password: str) -> None:
    """Starts as the program does and logs in; `started` is the moment (time.monotonic) before the process began."""
    from reviewer_ui.measuring.window_start import watch_start

    times = watch_start(LateGate(make_gate), ForeignReader(), LatePress(), folder, password, started)
    sys.stdout.write(f"{times.waited:.1f} {times.password:.1f}\n")


if __name__ == "__main__":
    main(float(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
