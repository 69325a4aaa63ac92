"""The figures of many seasons are measured on a library like an office's after twenty years, only larger."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.bench.years import figures as year_figures
from reviewer_app.bench.years.filled import fill_years
from reviewer_app.domain.figures.counts import Figure
from reviewer_app.domain.listing.figures import ALL_SEASONS
from reviewer_app.services.figures.reading import read_figures
from support.libraries import make_desk


def test_a_library_of_many_seasons_is_a_whole_one_in_which_every_figure_counts_something(tmp_path: Path) -> None:
    library = make_desk(tmp_path / "案卷库")
    fill_years(library, 400, ("2022", "2023", "2024", "2025"))
    view = library.read(read_figures, ALL_SEASONS)
    assert (view.seasons, view.now.of(Figure.RECEIVED)) == (("2022", "2023", "2024", "2025"), 400)
    assert all(view.now.of(figure) for figure in (Figure.RECOMMENDED, Figure.APPROVED, Figure.CORRECTED, Figure.OPEN))
    assert all(view.now.legs[leg].count for leg in view.now.legs)
    assert view.now.promised > 0
    assert [line.message for line in library.verify() if line.is_broken] == []
    library.close()


@pytest.mark.bench
def test_every_figure_of_the_years_has_its_yardstick_from_the_same_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(year_figures, "_QUICK", 2_000)
    monkeypatch.setattr(year_figures, "_OPENINGS", 1)
    figures = list(year_figures.measure(quick=True))
    assert all(figure.absolute > 0 and figure.yardstick_value > 0 and figure.goal for figure in figures)
    names = {figure.name for figure in figures}
    assert {"figures.warm", "figures.cold", "figures.digest", "seasons.opening_20"} <= names
    assert sum(name.startswith("seasons.search_") for name in names) == 8
