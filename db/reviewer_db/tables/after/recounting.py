"""Counting once more what is kept of counts: chips, figures of each case, sums; what differed is said and put right.

All of it follows from the cases and their record, so that nothing but a count is lost by writing it anew.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from reviewer_db.tables.after.case_days import add_some, differing_cases
from reviewer_db.tables.after.figure_sums import differing_sums, recount

if TYPE_CHECKING:
    from sqlite3 import Connection

#: So many cases are written anew at a time.
_STEP = 2_000
_COUNTS = "queue_counts"
_COUNTED = "SELECT season, stage, handler, count(*) AS cases FROM applications GROUP BY season, stage, handler"
_DIFFERING = (
    f"SELECT DISTINCT coalesce(a.season, q.season) FROM ({_COUNTED}) a "
    f"FULL JOIN (SELECT * FROM {_COUNTS} WHERE cases <> 0) q USING (season, stage, handler) "
    "WHERE a.cases IS NOT q.cases ORDER BY 1"
)


def differing_counts(main: Connection) -> list[str]:
    """The seasons whose chips count otherwise than there are cases."""
    return [str(row[0]) for row in main.execute(_DIFFERING)]


def count_again(main: Connection) -> tuple[int, list[tuple[str, str]]]:
    """Puts every count right; how many cases were counted otherwise, and of which table and season sums were wrong.

    The sums are compared before a case is: with each case that is put right they change by themselves.
    """
    chips = [(_COUNTS, season) for season in differing_counts(main)]
    if chips:
        main.execute(f"DELETE FROM {_COUNTS}")
        main.execute(f"INSERT INTO {_COUNTS} {_COUNTED}")
    cases = differing_cases(main)
    sums = list(differing_sums(main))
    for some in _in_steps(sorted(cases)):
        add_some(main, some)
    if cases or sums:
        recount(main)
    return len(cases), [*chips, *sums]


def _in_steps(cases: list[int]) -> Iterator[list[int]]:
    for start in range(0, len(cases), _STEP):
        yield cases[start : start + _STEP]
