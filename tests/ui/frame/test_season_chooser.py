"""Which season's cases are shown: chosen at the top, one or all; each row of all of them says its own."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtWidgets import QApplication

from reviewer_app.services.ports.rows import ALL_SEASONS
from reviewer_app.services.seasons.beginning import begin_season
from reviewer_ui.main_window import MainWindow
from reviewer_ui.queue.columns import second_line
from support.desk_pages import Office


def _with_older(at: Office, window: MainWindow) -> int:
    """Another season with a case of its own; the window has seen it."""
    unit = at.unit
    begin_season(unit, "2025")
    first = next(iter(unit.applications.cases.values()))
    moved = max(unit.applications.cases) + 1
    unit.applications.cases[moved] = replace(
        first,
        id=moved,
        season="2025",
        intake_number="2025-示-0001",
        values={**first.values, "project_name": "新年度试点"},
    )
    window._read_status()
    QApplication.processEvents()
    return moved


def test_where_there_is_one_season_there_is_nothing_to_choose(window: MainWindow) -> None:
    assert not window.top.seasons.isVisible()


def test_all_seasons_are_one_list_and_each_row_says_its_season(desk_of_ten: Office, window: MainWindow) -> None:
    moved = _with_older(desk_of_ten, window)
    assert window.top.seasons.isVisible()
    words = [action.text() for action in window.top.seasons.menu().actions()]
    assert words == ["全部年度", "2025年度", "2024年度（当前办理）"]
    window.top.seasons.menu().actions()[0].trigger()
    queue = window.cases.queue
    assert (queue.query.season, window.top.seasons.text()) == (ALL_SEASONS, "全部年度 ▾")
    rows = [queue.model.row_at(place) for place in range(queue.model.rowCount())]
    assert all(row is not None and row.tells_season for row in rows)
    queue.search_for("新年度")
    (row,) = [queue.model.row_at(place) for place in range(queue.model.rowCount())]
    assert row is not None
    assert (row.id, second_line(row).split(" · ")[0]) == (moved, "2025年度")


def test_the_same_key_leads_to_all_and_back_and_a_settings_change_does_not(
    desk_of_ten: Office, window: MainWindow
) -> None:
    _with_older(desk_of_ten, window)
    queue, actions = window.cases.queue, desk_of_ten.context.actions
    actions["queue.all_seasons"].trigger()
    assert queue.query.season == ALL_SEASONS
    window._read_status()
    assert queue.query.season == ALL_SEASONS
    actions["queue.all_seasons"].trigger()
    assert (queue.query.season, window.top.seasons.text()) == ("2024", "本年度 ▾")
    row = queue.model.row_at(0)
    assert row is not None
    assert not row.tells_season


def test_a_case_of_another_season_is_found_among_all(desk_of_ten: Office, window: MainWindow) -> None:
    moved = _with_older(desk_of_ten, window)
    window.cases.queue.reveal(moved)
    assert window.cases.queue.query.season == ALL_SEASONS
    assert window.cases.queue.current_case == moved
    assert window.top.seasons.text() == "全部年度 ▾"
