"""The figures of the library are measured on a library like an office's, only larger."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.bench import library_figures
from reviewer_app.bench.filling import fill
from reviewer_app.services.cases.reading import queue_index
from reviewer_app.services.ports.rows import QueueQuery, Tab
from support.libraries import make_desk


def test_a_filled_library_is_a_whole_one_with_cases_under_every_chip(tmp_path: Path) -> None:
    """Orders, guards, record and search are those of a library filled by hand."""
    desk = make_desk(tmp_path / "案卷库")
    fill(desk, 2_000)
    index = desk.read(queue_index, QueueQuery("2024", Tab.ALL))
    assert len(index.ids) == index.counts[Tab.ALL] == 2_000
    assert all(index.counts[tab] > 0 for tab in Tab)
    assert len(desk.read(queue_index, QueueQuery("2024", Tab.ALL, "标准化试点")).ids) == 2_000
    assert 100 < len(desk.read(queue_index, QueueQuery("2024", Tab.ALL, "助餐")).ids) < 400
    assert [line.message for line in desk.verify() if line.is_broken] == []
    desk.close()


def test_every_figure_has_a_goal_and_each_search_its_baseline(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists, counts, pages and searches of four lengths under two chips; the baseline is of the same run."""
    monkeypatch.setattr(library_figures, "_QUICK", 1_000)
    figures = list(library_figures.measure(quick=True))
    assert all(figure.value > 0 and figure.goal for figure in figures)
    searches = [figure for figure in figures if figure.figure.startswith("search.")]
    assert len(searches) == 8
    assert all(figure.baseline > 0 for figure in searches)
