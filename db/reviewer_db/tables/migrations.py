"""The steps from an empty file to today's tables, each in one transaction, and the guards laid anew after each.

To change a table: add a decorated function at the end, never touch an older one, and add a test that walks an old
file through it. The number of steps is the file's version; a file with more steps is from a newer program.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.errors import TroubleError
from reviewer_db.sqlite import engine
from reviewer_db.tables import schema
from reviewer_db.tables.after.case_days import reckon_all
from reviewer_db.tables.after.figure_sums import SUM_TABLES, recount
from reviewer_db.tables.after.joined import AFTER_TABLES
from reviewer_db.tables.correction_tables import CORRECTION_TABLES
from reviewer_db.tables.custody_tables import CUSTODY_TABLES
from reviewer_db.tables.daily_tables import DAILY_TABLES
from reviewer_db.tables.folded_texts import compare_by_folded_names, search_by_folded_texts, search_by_initials
from reviewer_db.tables.former_numbers import take_over_numbers
from reviewer_db.tables.look_up_tables import make_look_up_tables
from reviewer_db.tables.outside_tables import CONSULTATION_TABLES, RECUSAL_TABLES
from reviewer_db.tables.ranking_tables import SCORE_TABLES
from reviewer_db.tables.road.joined import ROAD_TABLES
from reviewer_db.tables.scan_tables import SCAN_TABLES
from reviewer_db.tables.season_tables import SEASON_TABLES

if TYPE_CHECKING:
    from sqlite3 import Connection

    from sqlite_utils import Database

_LOOKED_IN = re.compile(r"\b(?:FROM|INTO|UPDATE) (?!(?:OF|ON|SET)\b)(\w+)")

Step = Callable[["Database"], None]
#: What is done around each step, inside its transaction.
Around = Callable[["Connection"], AbstractContextManager[None]]


def create_library(db: Database) -> None:
    """Makes all tables of the main file."""
    queue = (f"CREATE INDEX {name} ON applications ({parts})" for name, parts in schema.QUEUE_INDEXES.items())
    for statement in (*schema.TABLES, *queue, *schema.OTHER_INDEXES):
        db.execute(statement)


def create_vault(db: Database) -> None:
    """Makes the table of the attachments' contents."""
    for statement in schema.VAULT_TABLES:
        db.execute(statement)


def keep_trusted_certificates(db: Database) -> None:
    """Makes the table of the certificates that the office trusts."""
    for statement in schema.TRUST_TABLES:
        db.execute(statement)


def keep_comparisons(db: Database) -> None:
    """Makes the table of what was compared, paper against online, and moves the findings there from the drafts."""
    for statement in (*schema.COMPARISON_TABLES, *schema.COMPARISONS_FROM_DRAFTS):
        db.execute(statement)


def keep_register(db: Database) -> None:
    """Makes the register of the papers that left the office and came in, with the numbers that stood on papers."""
    for statement in schema.REGISTER_TABLES:
        db.execute(statement)
    take_over_numbers(db)


def keep_grounds(db: Database) -> None:
    """Makes the tables of what answers, papers and seasons rest on, and moves look-ups there from the answers."""
    make_look_up_tables(db)
    tables = (schema.DEPARTURE_TABLES, SEASON_TABLES, CORRECTION_TABLES, RECUSAL_TABLES, CONSULTATION_TABLES)
    for statement in chain.from_iterable(tables):
        db.execute(statement)


def keep_trust(db: Database) -> None:
    """Gives the record's entries room for digests of what their acts changed; makes the tables of access and custody.

    Who has a way in is taken over from the key file by the first opening.
    """
    db.execute("ALTER TABLE events ADD COLUMN digests TEXT NOT NULL DEFAULT ''")
    for statement in (*schema.PEOPLE_TABLES, *CUSTODY_TABLES):
        db.execute(statement)


def keep_paper_ledger(db: Database) -> None:
    """Gives each paper copy room for its day, who brought it, who took it in, and where it went.

    Searched texts and compared names are folded anew: brackets, dashes and quotation marks of all kinds are one now.
    """
    for statement in schema.PAPER_LEDGER:
        db.execute(statement)
    search_by_folded_texts(db)
    compare_by_folded_names(db)


def keep_scans(db: Database) -> None:
    """Makes the tables of what is pinned on scans and of what a machine read of them."""
    for statement in SCAN_TABLES:
        db.execute(statement)


def keep_daily_work(db: Database) -> None:
    """Makes the tables of what makes the officer's day easier; searches find people and letters of names."""
    for statement in DAILY_TABLES:
        db.execute(statement)
    search_by_initials(db)


def keep_scores(db: Database) -> None:
    """Makes the tables of the scores by a pack's criteria, of the order arranged by them, and of the second looks."""
    for statement in SCORE_TABLES:
        db.execute(statement)


def keep_road_out(db: Database) -> None:
    """Makes the tables of what becomes of a batch: its seals, parcels, prints, and what the city answers."""
    for statement in ROAD_TABLES:
        db.execute(statement)


def keep_after_sending(db: Database) -> None:
    """Makes the tables of the years after the sending: guarantor's ledger, promised standards, seasons, figures."""
    for statement in AFTER_TABLES:
        db.execute(statement)
    reckon_all(db.conn)


def keep_sums_apart(db: Database) -> None:
    """Makes a table of sums for each thing that is counted, and counts all cases there are into them."""
    for statement in SUM_TABLES:
        db.execute(statement)
    recount(db.conn)


#: The steps of each file, in order; names are kept in the file and must never change.
MAIN_STEPS: tuple[Step, ...] = (
    create_library,
    keep_trusted_certificates,
    keep_comparisons,
    keep_register,
    keep_grounds,
    keep_trust,
    keep_paper_ledger,
    keep_scans,
    keep_daily_work,
    keep_scores,
    keep_road_out,
    keep_after_sending,
    keep_sums_apart,
)
VAULT_STEPS: tuple[Step, ...] = (create_vault,)


def needs_migration(connection: Connection, path: Path, steps: tuple[Step, ...]) -> bool:
    """Whether steps are missing.

    Raises TroubleError `library.newer` when the file has more than this program knows, `library.damaged` when it has
    none at all: a library is never made by opening one.
    """
    version = engine.version_of(connection)
    if version == 0:
        raise TroubleError("library.damaged", path=str(path), detail="empty")
    if version > len(steps):
        raise TroubleError("library.newer", path=str(path))
    return version < len(steps)


def _nothing_around(_connection: Connection) -> AbstractContextManager[None]:
    return nullcontext()


def migrate(
    connection: Connection, steps: tuple[Step, ...], guards: Mapping[str, str], around: Around = _nothing_around
) -> list[str]:
    """Carries out the missing steps; the names of the guards that stand afterwards.

    Each step, its record, its guards and the version it leads to are one transaction; a new file, in which there is
    nothing to guard yet, gets its guards with the last step.
    """
    # Imported here because a library without missing steps opens quicker without it.
    from sqlite_utils import Database, Migrations

    database: Any = Database(connection)
    known = Migrations("library")
    is_new = engine.version_of(connection) == 0
    for number, step in enumerate(steps, start=1):
        laid = guards if number == len(steps) or not is_new else {}
        known(name=step.__name__)(_with_guards(step, number, laid, lambda: around(connection)))
    known.apply(database)
    if engine.version_of(connection) != len(steps):
        # All steps are on its list and its version says otherwise: no program of ours left it so.
        raise TroubleError("library.damaged", path="", detail="version")
    return standing_guards(connection)


def has_all_steps(connection: Connection, steps: tuple[Step, ...]) -> bool:
    """Whether a file's own list names every step, whatever its version says."""
    return set(steps_listed(connection)) >= {step.__name__ for step in steps}


def steps_listed(connection: Connection) -> list[str]:
    """The steps a file went through by its own list, in their order."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone():
        return []
    return [str(row[0]) for row in connection.execute("SELECT name FROM _sqlite_migrations ORDER BY rowid")]


def _with_guards(
    step: Step, version: int, guards: Mapping[str, str], around: Callable[[], AbstractContextManager[None]]
) -> Step:
    def run(database: Database) -> None:
        _drop_strange(database, guards)
        with around():
            step(database)
        lay_guards(database, guards)
        database.execute(f"PRAGMA user_version = {version}")

    run.__name__ = step.__name__
    return run


def _drop_strange(database: Database, guards: Mapping[str, str]) -> None:
    """Takes away what stands as a guard and is none of ours: what somebody laid there must not act within the step."""
    for name, text in guards_as_made(database.conn).items():
        if text != f"CREATE TRIGGER {name} {guards.get(name, '')}":
            database.execute(f'DROP TRIGGER "{name.replace(chr(34), chr(34) * 2)}"')


def lay_guards(database: Database, guards: Mapping[str, str]) -> None:
    """Makes every guard anew (sqlite-utils drops them whenever it rebuilds a table)."""
    for name in guards:
        database.execute(f"DROP TRIGGER IF EXISTS {name}")
    for name in due_guards(database.conn, guards):
        database.execute(f"CREATE TRIGGER {name} {guards[name]}")


def due_guards(connection: Connection, guards: Mapping[str, str]) -> list[str]:
    """The guards a file of an earlier version has to have: one that needs a table of a later step comes with it."""
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    return [name for name, body in guards.items() if _tables_of(body) <= tables]


def _tables_of(body: str) -> set[str]:
    """The table at which a guard stands, and those in which it looks or writes."""
    return {body.split(" ON ", 1)[1].split()[0], *_LOOKED_IN.findall(body)}


def standing_guards(connection: Connection) -> list[str]:
    """The guards a file has, by name."""
    rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger' ORDER BY name")
    return [str(row[0]) for row in rows]


def guards_as_made(connection: Connection) -> dict[str, str]:
    """The guards a file has, by name, each as it was made."""
    return {
        str(name): str(text)
        for name, text in connection.execute("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'")
    }
