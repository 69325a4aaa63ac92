"""The sums of the figures, each thing counted by itself: states, words of each part, days, promised standards.

A combined sum over all parts together has nearly as many rows as there are cases; these have as many as a season has
words and days, whatever its size. They are kept by the file itself with every act, and can be counted anew from the
rows at any time: `recount` writes them, `differing_sums` says where they are not what the rows give.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from reviewer_db.tables.after.figures import COUNTED, DAYS, PARTS

if TYPE_CHECKING:
    from sqlite3 import Connection

#: A standard that was promised and counts.
PROMISED = "s.standing <> 'struck' AND s.origin <> 'extra'"

SUM_TABLES = (
    "DROP TABLE figure_counts",
    """CREATE TABLE figure_stages (
        season TEXT NOT NULL, stage INTEGER NOT NULL, corrected INTEGER NOT NULL, is_old INTEGER NOT NULL,
        cases INTEGER NOT NULL, PRIMARY KEY (season, stage, corrected, is_old)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE figure_words (
        season TEXT NOT NULL, part TEXT NOT NULL, word TEXT NOT NULL, cases INTEGER NOT NULL,
        PRIMARY KEY (season, part, word)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE figure_standards (
        season TEXT NOT NULL, level TEXT NOT NULL, promised INTEGER NOT NULL, published INTEGER NOT NULL,
        given_up INTEGER NOT NULL, projects INTEGER NOT NULL, PRIMARY KEY (season, level)
    ) STRICT, WITHOUT ROWID""",
)

_COUNTED = COUNTED.format(row="f")
_STANDARDS = (
    "SELECT s.season, s.level, {sign}count(*), {sign}sum(s.stage >= 4), "
    "{sign}sum(s.stage < 4 AND s.standing = 'given_up'), {sign}count(DISTINCT s.application_id) "
    f"FROM promised_standards s JOIN case_figures f USING (application_id, season) WHERE {PROMISED} AND {_COUNTED}"
)
#: What each table of sums has to hold, as its rows are counted from the cases.
COUNTS: Mapping[str, tuple[str, ...]] = {
    "figure_stages": (
        f"SELECT season, stage, corrected, is_old, count(*) FROM case_figures f WHERE {_COUNTED} GROUP BY 1, 2, 3, 4",
    ),
    "figure_words": tuple(
        f"SELECT season, '{part}', {part}, count(*) FROM case_figures f WHERE {_COUNTED} GROUP BY 1, 3"
        for part in PARTS
    ),
    "figure_days": tuple(
        f"SELECT season, '{name}', is_old, {name}, count(*) FROM case_figures f "
        f"WHERE {_COUNTED} AND {name} IS NOT NULL GROUP BY 1, 3, 4"
        for name in DAYS
    ),
    "figure_standards": (_STANDARDS.format(sign="") + " GROUP BY 1, 2",),
}
#: The column that is not 0 in a row that says something.
_SAYS = {"figure_standards": "projects"}


def recount(main: Connection) -> None:
    """Counts all sums anew from the rows of the cases."""
    for table, counts in COUNTS.items():
        main.execute(f"DELETE FROM {table}")
        for statement in counts:
            main.execute(f"INSERT INTO {table} {statement}")


def differing_sums(main: Connection) -> Iterator[tuple[str, str]]:
    """Table and season of the sums that are not what the rows give; the second count takes nothing from the first."""
    for table, counts in COUNTS.items():
        kept = Counter(main.execute(f"SELECT * FROM {table} WHERE {_SAYS.get(table, 'cases')} <> 0").fetchall())
        counted: Counter[tuple[object, ...]] = Counter()
        for statement in counts:
            counted.update(main.execute(statement).fetchall())
        yield from sorted({(table, str(row[0])) for row in (kept - counted) + (counted - kept)})


def _is_counted(row: str) -> str:
    return f"({COUNTED.format(row=row)})"


def _into(table: str, row: str, *keys: str) -> str:
    named = ", ".join(f"{row}.{key}" for key in keys)
    return (
        f"INSERT INTO {table} SELECT {named}, 1 WHERE {_is_counted(row)} ON CONFLICT DO UPDATE SET cases = cases + 1;"
    )


_STAGE_KEYS = ("season", "stage", "corrected", "is_old")
_OUT_OF_STAGES = (
    f"UPDATE figure_stages SET cases = cases - 1 WHERE {_is_counted('old')} AND "
    f"{' AND '.join(f'{key} = old.{key}' for key in _STAGE_KEYS)};"
)
_INTO_STAGES = _into("figure_stages", "new", *_STAGE_KEYS)
#: Whether a case goes from one sum to another in all parts at once: it moves between seasons, or counts no more.
_MOVES_WHOLE = f"(old.season <> new.season OR {_is_counted('old')} <> {_is_counted('new')})"


def _out_of_word(part: str, also: str = "") -> str:
    return (
        f"UPDATE figure_words SET cases = cases - 1 WHERE {_is_counted('old')}{also} AND season = old.season "
        f"AND part = '{part}' AND word = old.{part};"
    )


def _into_word(part: str, also: str = "") -> str:
    return (
        f"INSERT INTO figure_words SELECT new.season, '{part}', new.{part}, 1 WHERE {_is_counted('new')}{also} "
        "ON CONFLICT DO UPDATE SET cases = cases + 1;"
    )


def _out_of_leg(name: str, also: str = "") -> str:
    return (
        f"UPDATE figure_days SET cases = cases - 1 WHERE {_is_counted('old')}{also} AND season = old.season "
        f"AND leg = '{name}' AND is_old = old.is_old AND days = old.{name};"
    )


def _into_leg(name: str, also: str = "") -> str:
    return (
        f"INSERT INTO figure_days SELECT new.season, '{name}', new.is_old, new.{name}, 1 "
        f"WHERE new.{name} IS NOT NULL AND {_is_counted('new')}{also} ON CONFLICT DO UPDATE SET cases = cases + 1;"
    )


def _other_words() -> str:
    changed = {part: f" AND ({_MOVES_WHOLE} OR old.{part} <> new.{part})" for part in PARTS}
    return " ".join(f"{_out_of_word(part, also)} {_into_word(part, also)}" for part, also in changed.items())


def _other_days() -> str:
    moves = f"({_MOVES_WHOLE} OR old.is_old <> new.is_old"
    changed = {name: f" AND {moves} OR old.{name} IS NOT new.{name})" for name in DAYS}
    return " ".join(f"{_out_of_leg(name, also)} {_into_leg(name, also)}" for name, also in changed.items())


def _differs(*columns: str) -> str:
    return f"({', '.join(f'old.{one}' for one in columns)}) IS NOT ({', '.join(f'new.{one}' for one in columns)})"


def _standards(row: str, sign: str) -> str:
    """Adds what a case promised to the sums, or takes it out."""
    return (
        f"INSERT INTO figure_standards {_STANDARDS.format(sign=sign)} AND s.application_id = {row}.application_id "
        "GROUP BY 1, 2 ON CONFLICT DO UPDATE SET (promised, published, given_up, projects) = ("
        "promised + excluded.promised, published + excluded.published, given_up + excluded.given_up, "
        "projects + excluded.projects);"
    )


SUM_GUARDS = {
    "count_added_figure": (f"AFTER INSERT ON case_figures BEGIN {_INTO_STAGES} {' '.join(map(_into_word, PARTS))} END"),
    "count_changed_figure": (
        f"AFTER UPDATE OF {', '.join((*_STAGE_KEYS, 'is_void'))} ON case_figures "
        f"WHEN {_differs(*_STAGE_KEYS, 'is_void')} BEGIN {_OUT_OF_STAGES} {_INTO_STAGES} END"
    ),
    "count_changed_words": (
        f"AFTER UPDATE OF {', '.join(('season', 'stage', 'is_void', *PARTS))} ON case_figures "
        f"WHEN {_MOVES_WHOLE} OR {_differs(*PARTS)} BEGIN {_other_words()} END"
    ),
    "count_changed_days": (
        f"AFTER UPDATE OF {', '.join(('season', 'stage', 'is_void', 'is_old', *DAYS))} ON case_figures "
        f"WHEN {_MOVES_WHOLE} OR {_differs('is_old', *DAYS)} BEGIN {_other_days()} END"
    ),
    "count_removed_figure": (
        f"AFTER DELETE ON case_figures BEGIN {_OUT_OF_STAGES} {' '.join(map(_out_of_word, PARTS))} "
        f"{' '.join(map(_out_of_leg, DAYS))} END"
    ),
    # What a case promised leaves the sums before it changes, and comes back as it then is.
    "count_standards_before": f"BEFORE UPDATE ON promised_standards BEGIN {_standards('old', '-')} END",
    "count_standards_after": f"AFTER UPDATE ON promised_standards BEGIN {_standards('new', '')} END",
    "count_standard_to_come": f"BEFORE INSERT ON promised_standards BEGIN {_standards('new', '-')} END",
    "count_standard_added": f"AFTER INSERT ON promised_standards BEGIN {_standards('new', '')} END",
    "count_promises_before": (
        f"BEFORE UPDATE OF season, stage, is_void ON case_figures WHEN {_MOVES_WHOLE} "
        f"BEGIN {_standards('old', '-')} END"
    ),
    "count_promises_after": (
        f"AFTER UPDATE OF season, stage, is_void ON case_figures WHEN {_MOVES_WHOLE} BEGIN {_standards('new', '')} END"
    ),
    "count_promises_removed": f"BEFORE DELETE ON case_figures BEGIN {_standards('old', '-')} END",
}
