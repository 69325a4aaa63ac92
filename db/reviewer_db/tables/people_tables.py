"""The tables of who has a way into the library, and of the master keys it has had; the key file follows them."""

from __future__ import annotations

#: The holder with no name is the recovery sheet. `left_since` names who left since it was made.
PEOPLE_TABLES = (
    """CREATE TABLE access (
        holder TEXT PRIMARY KEY, slot TEXT NOT NULL, must_change INTEGER NOT NULL, since TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE master_keys (number INTEGER PRIMARY KEY, since TEXT NOT NULL, left_since TEXT NOT NULL) STRICT",
)

PEOPLE_GUARDS = {
    "master_keys_never_vanish": """BEFORE DELETE ON master_keys BEGIN
        SELECT raise(ABORT, 'which master keys there were stands'); END""",
    "master_keys_stand": """BEFORE UPDATE OF number, since ON master_keys BEGIN
        SELECT raise(ABORT, 'when a master key was made stands'); END""",
}
