"""Twenty seasons in one encrypted library: how quickly they are counted, put on a page, searched and opened."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from reviewer_app.bench.bare_documents import bare_pdf
from reviewer_app.bench.figure import Figure, Turn, at_most, seconds, slowest, take_turns
from reviewer_app.bench.invented import PRACTICE_OFFICE
from reviewer_app.bench.invented_papers import invented_recommendation
from reviewer_app.bench.years.filled import YearsClock, fill_years
from reviewer_app.bench.years.opened_once import ONE_BY_ONE, PASSWORD, USER, openings
from reviewer_app.domain.listing.figures import ALL_SEASONS as COUNTED_TOGETHER
from reviewer_app.services.cases.reading import queue_index, queue_rows
from reviewer_app.services.figures.reading import gather_figures, read_figures
from reviewer_app.services.ports.library import Library, UnitOfWork
from reviewer_app.services.ports.rows import ALL_SEASONS, QueueQuery, QueueRow, Tab
from reviewer_app.wiring import Parts
from reviewer_db.gate import LibraryGate
from reviewer_db.measuring.statements import count_one_by_one, highest_number, read_rows

_FULL, _QUICK = 1_000_000, 100_000
_SEASONS = tuple(str(year) for year in range(2006, 2026))
_ROUNDS, _OPENINGS, _WORDS, _SCREEN = 7, 5, 100, 200
_LENGTHS = (1, 2, 3, 6)
#: What the library is: said with the figures, for no office has been at it for so long.
_LIBRARY = "every case invented by itself: units that come again, signs as common as in real names, past seasons ended"


def measure(quick: bool) -> Iterator[Figure]:
    """Fills a library of twenty seasons and one of a single one as large as each of them."""
    cases = _QUICK if quick else _FULL
    with tempfile.TemporaryDirectory() as scratch:
        many, single = Path(scratch) / "many", Path(scratch) / "single"
        _fill(single, cases // len(_SEASONS), _SEASONS[-1:])
        _fill(many, cases, _SEASONS)
        yield from measure_filled(many, single)


def measure_filled(many: Path, single: Path) -> Iterator[Figure]:
    """The figures of two libraries that stand there filled."""
    # Each figure says what it was measured on.
    for figure in _figures_of(many, single):
        yield replace(figure, yardstick=f"{figure.yardstick} [{_LIBRARY}]")


def _figures_of(many: Path, single: Path) -> Iterator[Figure]:
    yield from openings(many, single, len(_SEASONS), _OPENINGS)
    library = Parts().libraries.open(many, USER, PASSWORD)
    try:
        turns = take_turns(
            lambda: library.read(read_figures, COUNTED_TOGETHER), lambda: library.read(count_one_by_one), _ROUNDS
        )
        yield at_most("figures.warm", turns, "ms", ONE_BY_ONE, 0.5)
        yield _digest(library)
        yield from _searched(library)
    finally:
        library.close(without_backup=True)


def _fill(folder: Path, cases: int, seasons: tuple[str, ...]) -> None:
    clock = YearsClock()
    clock.go_to(seasons[0], 0, 1)
    library = LibraryGate(clock=clock).create(folder, PRACTICE_OFFICE, USER, PASSWORD)
    try:
        fill_years(library, cases, seasons, clock=clock)
    finally:
        library.close(without_backup=True)


def _digest(library: Library) -> Figure:
    """Gathered and laid out, the fonts read before as by any paper printed earlier."""
    writer, values = Parts().figures, invented_recommendation(1)

    def digest() -> None:
        writer.digest(library.read(gather_figures, COUNTED_TOGETHER, "", False))

    turns = take_turns(digest, lambda: bare_pdf(values), _ROUNDS + 1)[1:]
    return at_most("figures.digest", turns, "ms", "reportlab alone: the texts of two pages line by line", 60)


def _searched(library: Library) -> Iterator[Figure]:
    """The first screen over all seasons: pieces of names that are there, of each length, under both chips."""
    highest = library.read(highest_number)
    chance = random.Random(20240520)
    names = _names(library, chance, highest)
    for tab in (Tab.MINE, Tab.ALL):
        for length in _LENGTHS:
            turns = []
            for name in names:
                start = chance.randrange(max(len(name) - length, 0) + 1)
                query = QueueQuery(ALL_SEASONS, tab, name[start : start + length])
                picked = [chance.randrange(1, highest + 1) for _ in range(_SCREEN)]
                by_bare = seconds(library.read, read_rows, picked)
                turns.append(Turn(seconds(library.read, queue_index, query, _SCREEN), by_bare).times(1e3))
            yardstick = f"bare SQLCipher: {_SCREEN} rows by number out of as many"
            name = f"seasons.search_{length}_characters_in_{tab.value}_first_screen_p95"
            yield at_most(name, slowest(turns), "ms", yardstick, 3)


def _names(library: Library, chance: random.Random, highest: int) -> list[str]:
    def rows(unit: UnitOfWork) -> list[QueueRow]:
        return queue_rows(unit, [chance.randrange(1, highest + 1) for _ in range(_WORDS)])

    return [chance.choice((row.project_name, row.applicant)) for row in library.read(rows)]
