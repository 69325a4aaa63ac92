"""One opening of a library in a process of its own, and the first figures read from it: says the times in milliseconds.

Its connection, memory and remembered orders are new; what the system keeps of the file in memory is as it is.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from reviewer_app.bench.figure import Figure, Turn, at_most, seconds
from reviewer_app.bench.memory import run_and_weigh, say_and_wait
from reviewer_app.domain.listing.figures import ALL_SEASONS
from reviewer_app.services.figures.reading import read_figures
from reviewer_app.services.ports.library import Library
from reviewer_app.wiring import Parts
from reviewer_db.measuring.statements import count_one_by_one

USER, PASSWORD = "示例甲", "measuring-only"
ONE_BY_ONE = "bare SQLCipher: the same cases counted once by one word, row by row"


def openings(many: Path, single: Path, seasons: int, count: int) -> Iterator[Figure]:
    """Each opening in a new process, two libraries in turns: of many seasons, of one as large as each of these.

    The first opening of each is not counted.
    """
    opened, first_figures = [], []
    for _ in range(count + 1):
        alone, *_rest = run_and_weigh(Path(__file__), str(single)).said
        ours, figures, one_by_one = run_and_weigh(Path(__file__), str(many)).said
        opened.append(Turn(ours, alone))
        first_figures.append(Turn(figures, one_by_one))
    yield at_most(f"seasons.opening_{seasons}", opened[1:], "ms", f"opening one season of {seasons}", 1.1)
    yield at_most("figures.cold", first_figures[1:], "ms", f"{ONE_BY_ONE}, in the same new process", 1)


def main(folder: Path) -> None:
    """Opens, reads the figures of all seasons, and counts the cases one by one as the yardstick does."""
    libraries, opened = Parts().libraries, list[Library]()
    opening = seconds(lambda: opened.append(libraries.open(folder, USER, PASSWORD)))
    library = opened[0]
    figures = seconds(library.read, read_figures, ALL_SEASONS)
    counted = seconds(library.read, count_one_by_one)
    library.close(without_backup=True)
    say_and_wait([one * 1e3 for one in (opening, figures, counted)])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
