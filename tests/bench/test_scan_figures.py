"""The figures of scans: the long scan is what it is said to be, and without a reader of letters each figure says so."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from reviewer_app.bench.scans import figures, stacks
from reviewer_app.bench.scans.figures import long_scan
from reviewer_app.bench.scans.spoiling import SCANS, keys_of
from reviewer_app.foreign_parts import ForeignScans


def test_the_long_scan_has_pages_of_pictures_of_their_own() -> None:
    scan = long_scan(3, 500_000)
    assert 1_500_000 < len(scan) < 1_600_000
    shown = ForeignScans().first_page("long.pdf", lambda: scan)
    assert (shown.count, shown.shown) == (3, 1)


def test_without_a_reader_of_letters_no_figure_is_left_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(figures, "letter_reader", lambda: None)
    lines = [json.loads(one.line()) for one in figures._letters(tmp_path, True)]
    assert len(lines) == 4
    assert all(one["is_met"] is None and one["not_measured"].startswith("未测") for one in lines)


def test_each_scan_has_a_name_and_a_key_of_its_own(tmp_path: Path) -> None:
    assert len({one.name for one in SCANS}) == len(SCANS) >= 12
    assert all(len(keys_of(one.layout)) >= 24 for one in SCANS)
    assert SCANS[13].write(tmp_path).stat().st_size > 10_000


@pytest.mark.bench
def test_a_stack_for_the_figure_is_split_whole(tmp_path: Path) -> None:
    papers = stacks.stamped_stack(tmp_path / "stack.pdf", 2)
    assert stacks.split(tmp_path / "stack.pdf", papers) == len(papers) == 1
    stacks.draw_all(tmp_path / "stack.pdf")
