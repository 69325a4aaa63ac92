"""What the officer feels of the window: its start, the queue's first screen and scrolling, and whether typing waits."""

from __future__ import annotations

import importlib.util
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from reviewer_app.bench.figure import Figure, at_most, within_ratio
from reviewer_app.bench.filling import fill
from reviewer_app.bench.intake_figures import write_list
from reviewer_app.bench.invented import PRACTICE_OFFICE
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.intake.importing import ImportResult, preview_import, write_import
from reviewer_app.services.ports.library import Cancelled, Desk, Progress
from reviewer_app.wiring import make_gate, make_maker, make_reader

_CASES, _ROWS = 100_000, 10_000
_STARTS = 7
_PASSWORD = "measuring-only"
_USER = "示例甲"
_OURS = Path(__file__).with_name("start_once.py")


def measure(quick: bool) -> Iterator[Figure]:
    """The start against a bare window, each in processes of its own, and typing while an import runs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    cases, rows = (_CASES // 10, _ROWS // 10) if quick else (_CASES, _ROWS)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "library"
        desk = make_gate().create(folder, PRACTICE_OFFICE, _USER, _PASSWORD)
        fill(desk, cases)
        desk.close()
        yield from _starts(folder, cases)
        yield _typing(folder, Path(scratch), rows)


def queue_figures(desk: Desk, scratch: Path) -> Iterator[Figure]:
    """The real queue pane over the open library: first screen, memory, jumps to random places."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from reviewer_ui.measuring.queue_speed import measure_queue
    from reviewer_ui.measuring.waiting import percentile

    seen = measure_queue(desk, make_gate(), make_reader(), make_maker(), scratch / "preferences.ini")
    yield at_most(f"window.queue_first_paint_{seen.rows}", seen.first_paint, "ms", 400.0)
    yield at_most(f"window.queue_whole_order_{seen.rows}", seen.whole_order, "ms", 1000.0)
    yield at_most(f"window.queue_memory_{seen.rows}", seen.memory, "MB", 40.0)
    yield at_most(f"window.queue_jump_p95_{seen.rows}", percentile(seen.jumps, 0.95), "ms", 16.0)


def _starts(folder: Path, cases: int) -> Iterator[Figure]:
    """Ours and the bare window take turns, so that a busy moment of the machine hits both."""
    # By path, so that nothing of ours is loaded beside the bare window.
    bare_program = str(path_of("reviewer_ui.measuring.bare_window"))
    bare: list[float] = []
    waited: list[float] = []
    password: list[float] = []
    for warm in range(-1, _STARTS):
        bare.append(float(_run(bare_program)))
        ours = _run(str(_OURS), str(folder), _PASSWORD).split()
        waited.append(float(ours[0]))
        password.append(float(ours[1]))
        if warm < 0:
            # The first start compiles the modules and fills the disk's cache, ours and the bare window's alike.
            bare.clear()
            waited.clear()
            password.clear()
    name = "bare PySide6 window of three panes"
    yield within_ratio(f"window.start_{cases}", statistics.median(waited), "ms", statistics.median(bare), name, 2.0)
    yield at_most("window.password_check", statistics.median(password), "ms", 500.0)


def path_of(module: str) -> Path:
    """Where a module's file lies, without loading it."""
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None:
        raise RuntimeError(f"{module} is not installed")
    return Path(found.origin)


def _run(program: str, *arguments: str) -> str:
    """One program in a process of its own, started as on an officer's machine: with the compiled modules kept."""
    environment = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
    command = [sys.executable, program, str(time.monotonic()), *arguments]
    return subprocess.run(command, capture_output=True, check=True, text=True, env=environment).stdout.strip()


def _typing(folder: Path, scratch: Path, rows: int) -> Figure:
    from reviewer_ui.measuring.lateness import lateness_while
    from reviewer_ui.measuring.waiting import percentile

    file = scratch / "list.xlsx"
    write_list(file, rows)

    def import_list(desk: Desk, on_progress: Progress, is_cancelled: Cancelled) -> ImportResult:
        sheet = make_reader().read(file, desk.read(current_pack))
        return desk.change(write_import, desk.read(preview_import, sheet), on_progress, is_cancelled)

    gate = make_gate()
    desk = gate.open(folder, _USER, _PASSWORD)
    late = lateness_while(desk, gate, make_reader(), make_maker(), scratch / "typing.ini", import_list)
    return at_most(f"window.typing_lateness_p99_while_importing_{rows}", percentile(late, 0.99), "ms", 16.0)
