"""The figures of the window are taken on the window itself, and can be taken on any library."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.domain.application import Source
from reviewer_app.services.cases.registering import register_application
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_ui.measuring import bare_window
from reviewer_ui.measuring.bare_table import BareTable
from reviewer_ui.measuring.input_events import input_costs
from reviewer_ui.measuring.lateness import bare_lateness_while, lateness_while
from reviewer_ui.measuring.moving_on import waits_of
from reviewer_ui.measuring.queue_speed import measure_queue
from reviewer_ui.measuring.waiting import linger, percentile, wait_until
from reviewer_ui.measuring.window_start import watch_start
from support.desk_pages import DeskParts, Office, application, office
from support.fakes import FakeDesk


@dataclass
class OpenDoor:
    """A gate that lets anybody in to one desk."""

    library: FakeDesk

    def users(self, folder: Path) -> tuple[str, ...]:
        return ("示例甲",)

    def open(self, folder: Path, user: str, password: str) -> Library:
        return self.library

    def __getattr__(self, name: str) -> object:
        raise AssertionError(f"the start asked the gate for {name}")


@pytest.fixture
def filled(tmp_path: Path) -> Office:
    """An office with three hundred cases, worked on through the event loop."""
    made = office(tmp_path, synchronous=False)
    for number in range(1, 301):
        register_application(made.unit, application(number), Source.ONLINE)
    return made


class Numbers:
    """A source of three hundred lines."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def ids(self, first: int | None = None) -> Sequence[int]:
        return range(1, 301)[:first]

    def page(self, ids: Sequence[int]) -> list[tuple[int, str, str]]:
        self.asked += ids
        return [(number, f"示例{number}", "单位") for number in ids]


def test_the_queue_is_measured_on_all_its_rows(qtbot: QtBot, filled: Office, tmp_path: Path) -> None:
    """First screen, whole order and every jump are times of the real pane over all cases, beside a bare table's."""
    context, source = filled.context, Numbers()
    seen = measure_queue(
        filled.library, context.parts, tmp_path / "p.ini", source, rounds=2, jumps=5,
        rare=application(7)["filing_number"],
    )  # fmt: skip
    assert seen.rows == 300
    assert [len(pairs) for pairs in (seen.first_paint, seen.whole_order, seen.jumps)] == [2, 2, 5]
    assert all(
        time > 0 for pairs in (seen.first_paint, seen.whole_order, seen.jumps) for pair in pairs for time in pair
    )
    assert {1, 300} <= set(source.asked)


def test_a_bare_table_shows_what_its_source_has(qtbot: QtBot) -> None:
    """What is painted has been read, and nothing else."""
    source = Numbers()
    table = BareTable(source)
    qtbot.addWidget(table)
    table.show_first(5)
    assert table.model().index(4, 0).data() == "示例5\n单位"
    assert (table.model().rowCount(), max(source.asked)) == (5, 5)
    table.show_whole()
    assert table.count == 300
    assert 300 in source.asked


def test_bare_typing_is_sampled_while_a_thread_works(qtbot: QtBot) -> None:
    """The yardstick has a sample for each turn until the thread has ended."""
    ended: list[int] = []
    # In small pieces: one large sum would never let the window have its turn.
    samples = bare_lateness_while(lambda: ended.append(sum(sum(range(10_000)) for _ in range(3_000))))
    assert len(ended) == 1
    assert samples


def test_a_start_is_taken_apart_into_what_is_waited_for(qtbot: QtBot, filled: Office, tmp_path: Path) -> None:
    """Login page, password and list are told apart; the first case comes last."""
    parts = DeskParts(OpenDoor(filled.library))  # type: ignore[arg-type]
    started = time.monotonic()
    times = watch_start(parts, tmp_path, "示例密码", started)
    assert times.waited == times.to_login + times.to_list
    assert 0 < times.to_list <= times.to_first_case
    assert filled.library.is_closed


def test_the_next_case_and_the_palette_are_timed_in_the_window(qtbot: QtBot, filled: Office, tmp_path: Path) -> None:
    """Each round goes to another case and opens the palette; every letter is timed."""
    waits = waits_of(filled.library, filled.context.parts, tmp_path / "moving.ini", rounds=2)
    assert (len(waits.next_case), len(waits.palette), len(waits.letters)) == (2, 2, 8)
    assert all(one > 0 for one in (*waits.next_case, *waits.palette))
    assert filled.library.is_closed


def test_typing_is_sampled_while_work_goes_on(qtbot: QtBot, filled: Office, tmp_path: Path) -> None:
    """There is a sample for each turn of the event loop during the work, and what was typed is in the opinion."""
    context = filled.context

    def work(library: Library, on_progress: Progress, is_cancelled: Cancelled) -> str:
        for number in range(1600):
            on_progress(number, 1600)
            sum(range(100_000))
        return "fertig"

    samples = lateness_while(filled.library, context.parts, tmp_path / "p.ini", work)
    # A machine that is busy with other work gives fewer turns.
    assert len(samples) > 5
    drafts = [draft.text for kept in filled.unit.drafts.kept.values() for draft in kept.values()]
    assert any(drafts)


def test_each_kind_of_input_is_measured_with_the_lock_and_without(qtbot: QtBot, filled: Office, tmp_path: Path) -> None:
    taken = list(input_costs(filled.library, filled.context.parts, tmp_path / "p.ini", 2))
    assert [kind for kind, _, _ in taken] == ["stroke", "mouse_move"] * 2
    assert all(watched > 0 and bare > 0 for _, watched, bare in taken)
    assert filled.library.is_closed


def test_the_baseline_is_a_program_of_its_own() -> None:
    """The bare window runs without anything of ours, in the font it is told, and says its milliseconds."""
    command = [sys.executable, str(Path(bare_window.__file__)), str(time.monotonic()), "DejaVu Sans"]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run(
        command, stdin=subprocess.DEVNULL, capture_output=True, check=True, text=True, env=environment
    )
    assert float(done.stdout) > 0


def test_waiting_ends_with_what_is_waited_for_or_says_that_it_does_not_come(qtbot: QtBot) -> None:
    """A figure never hangs."""
    linger(1)
    assert wait_until(lambda: True) >= 0
    with pytest.raises(TimeoutError):
        wait_until(lambda: False, limit_ms=5)


def test_percentiles_are_values_that_were_measured() -> None:
    """The 95th of a hundred is the 96th smallest; of one, that one."""
    assert percentile([float(number) for number in range(100)], 0.95) == 95.0
    assert percentile([3.0], 0.99) == 3.0
