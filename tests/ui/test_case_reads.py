"""How often the window reads a case from a real library; the numbers may only fall."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from reviewer_app.bench.counted_figures import case_counts
from reviewer_app.domain.states import State
from support.libraries import make_desk, move, new_case, register

#: The statements of all reads of a case that is opened, and the reads after each answer.
OPENING, READS_AFTER_AN_ANSWER = 15, 1


@pytest.fixture
def counts(qtbot: QtBot, tmp_path: Path) -> dict[str, tuple[int, int]]:
    """What the window asked, by act: the statements, and the reads of the case."""
    library = make_desk(tmp_path / "案卷库")
    ids = library.change(register, [new_case(number) for number in range(1, 4)])
    for case_id in ids:
        library.change(move, case_id, State.CHECKING)
    return case_counts(library, tmp_path)


def test_opening_and_answering_read_the_case_seldom(counts: dict[str, tuple[int, int]]) -> None:
    """One case opened with the keyboard, then two points of it answered."""
    statements, _ = counts["opened"]
    assert 0 < statements <= OPENING
    for act in ("begun", "answered"):
        _, reads = counts[act]
        assert 0 < reads <= READS_AFTER_AN_ANSWER
