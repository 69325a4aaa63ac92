"""The figures of a batch: the cases they rest on can go, and each wait is measured by the window's own buttons."""

from __future__ import annotations

from pathlib import Path

import pytest

from reviewer_app.bench.road.approved import approved_cases
from reviewer_app.bench.road.figures import measure
from reviewer_app.practice.season import desk_of
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.wiring import Parts


def test_every_case_made_for_the_figure_can_go_with_a_batch(tmp_path: Path) -> None:
    gate = Parts().libraries
    first, ids = approved_cases(gate, tmp_path / "library", 2)
    with desk_of(gate, tmp_path / "library", first) as library:
        assert [(one.application_id, one.refusal) for one in library.read(plan_batch)] == [(one, "") for one in ids]


@pytest.mark.bench
def test_both_waits_are_measured_in_the_real_window() -> None:
    figures = {one.name: one for one in measure(quick=True)}
    assert set(figures) == {
        f"road.{what}_{how}"
        for what in ("batch_of_10", "sealed_batch_of_10")
        for how in ("beside_bare", "by_the_clock")
    }
    assert all(one.absolute > 0 for one in figures.values())
