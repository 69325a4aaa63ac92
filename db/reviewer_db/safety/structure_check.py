"""Whether a file is built as this program builds it: its version, its tables and indexes, every guard by its text."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import closing
from functools import cache
from typing import TYPE_CHECKING

from reviewer_app.services.ports.records import CheckLine, standing_of
from reviewer_db.sqlite import engine
from reviewer_db.tables import schema
from reviewer_db.tables.migrations import (
    MAIN_STEPS,
    VAULT_STEPS,
    Step,
    due_guards,
    guards_as_made,
    has_all_steps,
    steps_listed,
)
from reviewer_resources.phrases import sentence

if TYPE_CHECKING:
    from sqlite3 import Connection


#: So many names are told; more tell an officer nothing.
_NAMED = 8


def check_version(connection: Connection, label: str) -> CheckLine:
    """Whether the main file says a version that this program opens, and its own list of steps says the same."""
    return _compared_version(connection, label, MAIN_STEPS)


def check_vault_version(connection: Connection, label: str) -> CheckLine:
    """The same of the second file."""
    return _compared_version(connection, label, VAULT_STEPS)


def _compared_version(connection: Connection, label: str, steps: tuple[Step, ...]) -> CheckLine:
    version, listed = engine.version_of(connection), steps_listed(connection)
    code = "library_check.version_intact"
    if version > len(steps):
        code = "library_check.version_newer"
    elif not version or listed != [step.__name__ for step in steps[:version]]:
        code = "library_check.version_wrong"
    is_intact = code == "library_check.version_intact"
    values = {"version": version, "known": len(steps), "listed": len(listed)}
    return CheckLine(label, standing_of(is_intact), sentence(code, values))


def check_structure(connection: Connection, label: str) -> CheckLine:
    """Whether tables, views and indexes of the main file are those that the steps of its version make, word by word."""
    return _compared_structure(connection, label, MAIN_STEPS)


def check_vault_structure(connection: Connection, label: str) -> CheckLine:
    """The same of the second file."""
    return _compared_structure(connection, label, VAULT_STEPS)


def _compared_structure(connection: Connection, label: str, steps: tuple[Step, ...]) -> CheckLine:
    made, due = _structure_of(connection), structure_after(steps[: engine.version_of(connection)])
    missing, foreign = due.keys() - made.keys(), made.keys() - due.keys()
    changed = [name for name in due.keys() & made.keys() if due[name] != made[name]]
    is_intact = due == made
    code = "library_check.structure_intact" if is_intact else "library_check.structure_changed"
    names = "、".join(sorted({*missing, *foreign, *changed})[:_NAMED])
    values = {"missing": len(missing), "changed": len(changed), "foreign": len(foreign), "names": names}
    return CheckLine(label, standing_of(is_intact), sentence(code, values | {"parts": len(due)}))


def _structure_of(connection: Connection) -> dict[str, str]:
    rows = connection.execute(
        "SELECT name, sql FROM sqlite_master WHERE type <> 'trigger' AND name NOT LIKE 'sqlite~_%' ESCAPE '~' "
        "AND tbl_name <> '_sqlite_migrations'"
    )
    return {str(name): str(text) for name, text in rows}


@cache
def structure_after(steps: tuple[Step, ...]) -> dict[str, str]:
    """What some steps make of an empty file, by name as it was made."""
    from sqlite_utils import Database

    with closing(engine.in_memory()) as scratch:
        database = Database(scratch)
        for step in steps:
            step(database)
        return _structure_of(scratch)


def check_guards(connection: Connection, label: str) -> CheckLine:
    """Whether every guard of the main file stands as it was made."""
    return _compared_guards(connection, label, schema.TRIGGERS, MAIN_STEPS)


def check_vault_guards(connection: Connection, label: str) -> CheckLine:
    """The same of the second file."""
    return _compared_guards(connection, label, schema.VAULT_TRIGGERS, VAULT_STEPS)


def _compared_guards(
    connection: Connection, label: str, guards: Mapping[str, str], steps: tuple[Step, ...]
) -> CheckLine:
    """Each guard as it was made: one that stands but says something else guards nothing."""
    # A version that says less than the file's own list of steps was set back: its guards are compared all the same.
    is_older = engine.version_of(connection) < len(steps) and not has_all_steps(connection, steps)
    due = due_guards(connection, guards) if is_older else list(guards)
    made = guards_as_made(connection)
    missing = [name for name in due if name not in made]
    # An earlier version may have worded a guard otherwise; opening the library lays all of them anew.
    changed = (
        []
        if is_older
        else [name for name in due if name in made and made[name] != f"CREATE TRIGGER {name} {guards[name]}"]
    )
    foreign = sorted(set(made) - set(guards))
    is_intact = not (missing or changed or foreign)
    code = "library_check.guards_intact" if is_intact else "library_check.guards_missing"
    values = {"guards": len(due), "missing": len(missing), "changed": len(changed), "foreign": len(foreign)}
    return CheckLine(label, standing_of(is_intact), sentence(code, values))
