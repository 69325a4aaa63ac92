"""The figures of the library are measured on a library like an office's, only larger."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.bench import library_figures
from reviewer_app.bench.filling import fill
from reviewer_app.bench.undoing import figures as undoing_figures
from reviewer_app.services.cases.reading import queue_index
from reviewer_app.services.ports.rows import QueueQuery, Tab
from reviewer_db.measuring.bare_file import BareFile, BareRow
from support.libraries import make_desk


def test_a_filled_library_is_a_whole_one_with_cases_under_every_chip(tmp_path: Path) -> None:
    """Orders, guards, record and search are those of a library filled by hand."""
    library = make_desk(tmp_path / "案卷库")
    fill(library, 2_000)
    index = library.read(queue_index, QueueQuery("2024", Tab.ALL))
    assert len(index.ids) == index.counts[Tab.ALL] == 2_000
    # Nothing is handed over or set aside in a filled library.
    assert all(index.counts[tab] > 0 for tab in Tab if tab not in (Tab.AWAY, Tab.ASIDE))
    assert len(library.read(queue_index, QueueQuery("2024", Tab.ALL, "标准化试点")).ids) == 2_000
    assert 100 < len(library.read(queue_index, QueueQuery("2024", Tab.ALL, "助餐")).ids) < 400
    assert [line.message for line in library.verify() if line.is_broken] == []
    library.close()


@pytest.mark.bench
def test_every_figure_has_its_yardstick_from_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lists, counts, pages and searches of four lengths under two chips, and the pane itself."""
    monkeypatch.setattr(library_figures, "_QUICK", 1_000)
    figures = list(library_figures.measure(quick=True))
    assert all(figure.absolute > 0 and figure.yardstick_value > 0 and figure.goal for figure in figures)
    assert sum(figure.name.startswith("search.") for figure in figures) == 8
    assert sum(figure.name.startswith("queue.") for figure in figures) == 7
    assert {"window.queue_first_paint_1000", "window.queue_jump_p95_1000"} <= {figure.name for figure in figures}


def test_the_bare_file_answers_as_the_library_does(tmp_path: Path) -> None:
    """The yardstick does the same work: order by due day, one handler's cases, lines by number, counts."""
    bare = BareFile(tmp_path / "bare.sqlite")
    bare.add(
        BareRow(f"项目{day}", "单位", "甲" if day % 2 else "乙", "checking", f"2024-05-{day:02d}", "{}")
        for day in (9, 3, 6)
    )
    bare.lay_orders()
    assert list(bare.ids()) == [2, 3, 1]
    assert list(bare.ids(1)) == [2]
    assert list(bare.ids(None, "甲")) == [2, 1]
    assert sorted(line[1] for line in bare.page([1, 3])) == ["项目6", "项目9"]
    assert sorted(bare.counts()) == [("checking", "乙", 1), ("checking", "甲", 2)]
    bare.close()
    assert b"SQLite format" not in bare.path.read_bytes()[:16]
    again = BareFile(bare.path, bare.key)
    assert len(again.ids()) == 3
    again.close()


@pytest.mark.bench
def test_many_cases_are_taken_back_and_done_again_beside_a_bare_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each way of each act has its figure; a case that does not come along ends the run."""
    monkeypatch.setattr(undoing_figures, "_ROUNDS", 1)
    names = {figure.name for figure in undoing_figures.measure(quick=True) if figure.absolute > 0}
    ways = ("taken_back", "done_again")
    assert names == {f"undo.500_{act}_{way}" for act in ("assigned", "set_aside") for way in ways}
