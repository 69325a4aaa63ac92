"""What the officer feels of the window: its start, the password, its memory, and whether typing waits."""

from __future__ import annotations

import importlib.util
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from argon2.low_level import Type, hash_secret_raw

from reviewer_app.bench.figure import Figure, Turn, at_most, seconds
from reviewer_app.bench.filling import fill
from reviewer_app.bench.intake_figures import bare_rows, write_list
from reviewer_app.bench.invented import PRACTICE_OFFICE
from reviewer_app.bench.memory import run_and_weigh
from reviewer_app.domain.application import evidence_purpose
from reviewer_app.domain.evidence.scans import SCAN
from reviewer_app.services.cases.registering import current_pack
from reviewer_app.services.intake.importing import ImportResult, write_import
from reviewer_app.services.intake.previewing import preview_import
from reviewer_app.services.ports.library import Cancelled, Library, Progress, UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_app.wiring import Parts
from reviewer_db.folder.keys import Cost
from reviewer_db.measuring.bare_file import BareFile, BareRow

_CASES, _ROWS = 100_000, 10_000
_STARTS, _WEIGHINGS, _TYPINGS, _INPUTS = 7, 2, 3, 11
#: What the lock may cost a typed character, and the barest event there is, a moved mouse over a text box.
_WATCHED = {"stroke": 1.25, "mouse_move": 2.5}
_SEASON, _FILES, _FIRST_CASES = "2024", 30, 4
_PURPOSE = evidence_purpose("E1.registered")
_PASSWORD = "measuring-only"
_USER = "示例甲"
_OURS = Path(__file__).with_name("start_once.py")
_BARE_WINDOW = "bare PySide6 window of three panes"


def measure(quick: bool) -> Iterator[Figure]:
    """The start and the memory against a bare window, in processes of their own, typing, and what watching it costs."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    cases, rows = (_CASES // 10, _ROWS // 10) if quick else (_CASES, _ROWS)
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch) / "library"
        library = Parts().libraries.create(folder, PRACTICE_OFFICE, _USER, _PASSWORD)
        fill(library, cases)
        library.close()
        yield from _starts(folder, cases)
        yield from _memory(folder, cases)
        yield _typing(folder, Path(scratch), rows)
        yield from _watched_input(folder, Path(scratch))
        yield from _moving_on(folder, Path(scratch))


def _starts(folder: Path, cases: int) -> Iterator[Figure]:
    """Ours and the bare window take turns, so that a busy moment of the machine hits both."""
    # By path, so that nothing of ours is loaded beside the bare window.
    bare_program = path_of("reviewer_ui.measuring.bare_window")
    starts: list[Turn] = []
    lists: list[Turn] = []
    checks: list[Turn] = []
    for warm in range(-1, _STARTS):
        bare = float(run_and_weigh(bare_program, str(time.monotonic())).said)
        hashed = seconds(_bare_hash) * 1e3
        to_login, to_list, password = run_start(folder)
        # The first start compiles the modules and fills the disk's cache, ours and the bare window's alike.
        if warm >= 0:
            starts.append(Turn(to_login, bare))
            lists.append(Turn(to_list, bare))
            checks.append(Turn(password, hashed))
    yield at_most(f"window.start_{cases}", starts, "ms", _BARE_WINDOW, 1.5)
    yield at_most(f"window.list_after_login_{cases}", lists, "ms", _BARE_WINDOW, 2)
    yield at_most("window.password_check", checks, "ms", "Argon2id alone, with the same cost", 2)


def run_start(folder: Path) -> tuple[float, float, float]:
    """One start on a library: the milliseconds to the login page, from there to the list, and for the password."""
    to_login, to_list, password = run_and_weigh(_OURS, str(time.monotonic()), str(folder), _PASSWORD).said
    return to_login, to_list, password


def _bare_hash() -> None:
    cost = Cost()
    hash_secret_raw(_PASSWORD.encode(), os.urandom(16), cost.passes, cost.memory_kib, cost.lanes, 32, Type.ID)


def _memory(folder: Path, cases: int) -> Iterator[Figure]:
    from reviewer_ui.theme import FAMILIES

    bare_program = path_of("reviewer_ui.measuring.bare_window")
    pairs = []
    for _ in range(_WEIGHINGS):
        bare = run_and_weigh(bare_program, str(time.monotonic()), *FAMILIES)
        pairs.append((bare, run_and_weigh(_OURS, str(time.monotonic()), str(folder), _PASSWORD)))
    if all(held.megabytes for pair in pairs for held in pair):
        turns = [Turn(ours.megabytes, bare.megabytes) for bare, ours in pairs]
        yardstick = f"{_BARE_WINDOW}, with the same fonts ({', '.join(pairs[0][0].fonts)})"
        yield at_most(f"window.memory_{cases}", turns, "MB PSS", yardstick, 3, pairs[0][1].fonts)


def path_of(module: str) -> Path:
    """Where a module's file lies, without loading it."""
    found = importlib.util.find_spec(module)
    if found is None or found.origin is None:
        raise RuntimeError(f"{module} is not installed")
    return Path(found.origin)


def _typing(folder: Path, scratch: Path, rows: int) -> Figure:
    """Writing during an import, and during the barest work like it: reading the same list and keeping its rows."""
    from reviewer_ui.measuring.lateness import bare_lateness_while, lateness_while
    from reviewer_ui.measuring.waiting import percentile

    parts, share = Parts(), rows // _TYPINGS
    turns = []
    for number in range(_TYPINGS):
        file = scratch / f"list-{number}.xlsx"
        write_list(file, share, start=number * share)

        def keep_barely(file: Path = file) -> None:
            bare = BareFile(file.with_suffix(".sqlite"))
            try:
                bare.add(BareRow(row[2], row[7], "", "", row[1], "　".join(row)) for row in bare_rows(file))
            finally:
                bare.close()

        def import_list(
            library: Library, on_progress: Progress, is_cancelled: Cancelled, file: Path = file
        ) -> ImportResult:
            sheet = parts.reader.read(file, library.read(current_pack))
            return library.change(write_import, library.read(preview_import, sheet), on_progress, is_cancelled)

        library = parts.libraries.open(folder, _USER, _PASSWORD)
        ours = lateness_while(library, parts, scratch / "typing.ini", import_list)
        bare = bare_lateness_while(keep_barely)
        turns.append(Turn(percentile(ours, 0.99), percentile(bare, 0.99)))
    yardstick = "typing into a bare Qt box while a bare thread reads the same list and keeps its rows"
    return at_most(f"window.typing_lateness_p99_while_importing_{rows}", turns, "ms", yardstick, 2)


def _watched_input(folder: Path, scratch: Path) -> Iterator[Figure]:
    """What the lock's watch over every event costs, against the same event in the same window without it."""
    from reviewer_ui.measuring.input_events import input_costs

    parts = Parts()
    library = parts.libraries.open(folder, _USER, _PASSWORD)
    turns: dict[str, list[Turn]] = {kind: [] for kind in _WATCHED}
    for kind, watched, bare in input_costs(library, parts, scratch / "input.ini", _INPUTS):
        turns[kind].append(Turn(watched, bare).times(1e6))
    for kind, limit in _WATCHED.items():
        yield at_most(f"window.lock_{kind}", turns[kind], "us", "the same event without the lock's filter", limit)


def _moving_on(folder: Path, scratch: Path) -> Iterator[Figure]:
    """The next case with its files, and the palette: in processor time, for what else the machine does is no fault."""
    from reviewer_ui.measuring.moving_on import waits_of

    parts = Parts()
    library = parts.libraries.open(folder, _USER, _PASSWORD)
    library.change(_attach)
    waits = waits_of(library, parts, scratch / "moving.ini")
    for name, taken, allowed in (
        (f"window.next_case_with_{_FILES}_files", waits.next_case, 50),
        ("window.palette_opened", waits.palette, 16),
        ("window.palette_letter", waits.letters, 16),
    ):
        turns = [Turn(one, allowed) for one in taken]
        yield at_most(name, turns, "ms of processor time", f"the {allowed} ms that are not felt", 1)


def _attach(unit: UnitOfWork) -> None:
    index = unit.worklist.index(QueueQuery(_SEASON, Tab.ALL), unit.actor, _FIRST_CASES)
    for case_id in index.ids[:_FIRST_CASES]:
        for number in range(_FILES):
            content = f"%PDF-1.4 {case_id} {number}".encode()
            unit.attachments.add(case_id, f"附件{number}.pdf", content, SCAN if number % 3 == 0 else _PURPOSE)
