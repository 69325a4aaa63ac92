"""A file that is the end of whatever reads it, by the roads officers take: the window and the command line go on."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.services.ports.records import OfficeSettings
from reviewer_db.gate import LibraryGate
from reviewer_resources import path
from support.officer import Officer

HOSTILE = Path(__file__).parent.parent / "foreign" / "samples"
PASSWORD = "only-for-this-test"


@pytest.mark.parametrize("name", ["aborts.xls", "ss-index.xls"])
def test_the_command_line_says_a_sentence_and_ends_by_itself(name: str) -> None:
    run = subprocess.run(
        [sys.executable, "-m", "reviewer_app", "precheck", str(HOSTILE / name)],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode == 2
    assert run.stdout == ""
    assert run.stderr.startswith(f"“{name}”")
    assert len(run.stderr.splitlines()) == 1


def test_a_slip_of_the_hand_is_no_trouble_on_the_command_line() -> None:
    run = subprocess.run(
        [sys.executable, "-m", "reviewer_app", "precheck", str(HOSTILE / "stray-cell.xlsx")],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert run.returncode in (0, 1)
    assert "共 1 行" in run.stdout


@pytest.fixture
def officer(tmp_path: Path, qtbot: QtBot) -> Officer:
    gate = LibraryGate()
    library = gate.create(tmp_path / "library", OfficeSettings(bureau="甲局", number_mark="示"), "a", PASSWORD)
    return Officer(gate, library, tmp_path / "preferences.ini")


def test_the_window_says_it_and_reads_the_next_list(officer: Officer) -> None:
    """The program is the one that read the file before, and it is still there."""
    try:
        officer.reads_list(HOSTILE / "aborts.xls")
        intake = officer.window.places.intake
        assert intake.start.trouble.isVisible()
        assert intake.start.trouble.texts()[0].startswith("“aborts.xls”无法读取")
        officer.reads_list(Path(str(path("samples", "practice-2024.csv"))))
        assert intake.preview.isVisible()
    finally:
        officer.leaves()
