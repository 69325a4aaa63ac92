"""Somebody with the key of a closed library and another program: no guard stands in his way, none is missed after."""

from __future__ import annotations

from pathlib import Path

from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.sqlite import engine
from reviewer_db.tables import schema
from support.libraries import FIRST, PASSWORD


def with_the_key(folder: Path, *statements: str, part: str = "main") -> None:
    """Carries statements out in one of the files, and lays its guards again."""
    place = LibraryFolder(folder)
    master = KeyRing.load(place.keys).slots[FIRST].unwrap(FIRST, PASSWORD)
    assert master is not None
    path, guards = (place.main, schema.TRIGGERS) if part == "main" else (place.vault, schema.VAULT_TRIGGERS)
    connection = engine.connect(path, file_key(master, part))
    connection.execute("PRAGMA foreign_keys = OFF")
    connection.execute("PRAGMA ignore_check_constraints = ON")
    for name in guards:
        connection.execute(f"DROP TRIGGER {name}")
    for statement in statements:
        connection.execute(statement)
    tables = {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    for name, body in guards.items():
        if body.split(" ON ", 1)[1].split()[0] in tables:
            connection.execute(f"CREATE TRIGGER {name} {body}")
    connection.close()
