"""One opening of a library in a process of its own, and the first figures read from it: says the times in milliseconds.

Its connection, memory and remembered orders are new; what the system keeps of the file in memory is as it is.
"""

from __future__ import annotations

import sys
from pathlib import Path

from reviewer_app.bench.figure import seconds
from reviewer_app.bench.memory import say_and_wait
from reviewer_app.domain.listing.figures import ALL_SEASONS
from reviewer_app.services.figures.reading import read_figures
from reviewer_app.services.ports.library import Library
from reviewer_app.wiring import Parts
from reviewer_db.measuring.statements import count_one_by_one


def main(folder: Path, user: str, password: str) -> None:
    """Opens, reads the figures of all seasons, and counts the cases one by one as the yardstick does."""
    libraries, opened = Parts().libraries, list[Library]()
    opening = seconds(lambda: opened.append(libraries.open(folder, user, password)))
    library = opened[0]
    figures = seconds(library.read, read_figures, ALL_SEASONS)
    counted = seconds(library.read, count_one_by_one)
    library.close(without_backup=True)
    say_and_wait([one * 1e3 for one in (opening, figures, counted)])


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2], sys.argv[3])
