"""Leaving the window, or pressing 取消, ends the process that reads a foreign file: nobody waits for it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.foreign.child import in_child
from reviewer_app.foreign.limits import Limits
from reviewer_app.services.ports.library import Cancelled, Library, Progress
from reviewer_ui.background import Background
from reviewer_ui.messages import Messages
from support.fakes import FakeDesk, FakeUnit


def _reads(mark: Path) -> int:
    return in_child("support.hostile_work:sleeps", int, "清单.xlsx", 600, mark, limits=Limits(60.0))


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True


def test_closing_ends_the_reading_of_a_foreign_file(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parent.parent))
    background = Background(FakeDesk(FakeUnit(), tmp_path), Messages())
    mark = tmp_path / "pid"

    def work(_desk: Library, _progress: Progress, _cancelled: Cancelled) -> int:
        return _reads(mark)

    background.run_long(work)
    qtbot.waitUntil(mark.exists, timeout=20_000)
    background.close()
    assert not _is_alive(int(mark.read_text()))
