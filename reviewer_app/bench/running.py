"""Running the figures: each group knows how to measure itself and its baseline, and is tidied up after."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from reviewer_app.bench.figure import Figure

#: What says of each parser what another group says of each reader.
_WHEN_ASKED = frozenset({"fuzz"})


def run_figures(only: str | None, quick: bool) -> Iterator[str]:
    """Measures the groups whose name holds `only` (all without it); one JSON line a figure, as they come."""
    note = "quick: a tenth of the rows" if quick else ""
    for name, measure in _groups().items():
        if (name not in _WHEN_ASKED) if only is None else (only in name):
            for figure in measure(quick):
                yield figure.line(note)


def _groups() -> Mapping[str, Callable[[bool], Iterator[Figure]]]:
    from reviewer_app.bench import (
        counted_figures,
        document_figures,
        intake_figures,
        keeping_figures,
        library_figures,
        signing_figures,
        window_figures,
    )
    from reviewer_app.bench.archive import figures as archive_figures
    from reviewer_app.bench.hostile import figures as hostile_figures
    from reviewer_app.bench.road import figures as road_figures
    from reviewer_app.bench.scans import figures as scan_figures
    from reviewer_app.bench.scans import stacks as stack_figures
    from reviewer_app.bench.season import figures as season_figures
    from reviewer_app.bench.survival import figures as survival_figures
    from reviewer_app.bench.undoing import figures as undoing_figures
    from reviewer_app.bench.years import figures as year_figures

    return {
        "counted": counted_figures.measure,
        "import": intake_figures.measure,
        "scans": scan_figures.measure,
        "stack": stack_figures.measure,
        "documents": document_figures.measure,
        "signing": signing_figures.measure,
        "road": road_figures.measure,
        "archive": archive_figures.measure,
        "trust-hostile": hostile_figures.measure,
        "fuzz": hostile_figures.measure_parsers,
        "queue": library_figures.measure,
        "undo": undoing_figures.measure,
        "years": year_figures.measure,
        "window": window_figures.measure,
        "season": season_figures.measure,
        "trust-keeping": keeping_figures.measure,
        "trust-survival": survival_figures.measure,
    }
