"""The tables of the library of rules: each regulation as it stands, what was said of it, and the pins of its clauses.

A regulation's row changes only with a line more; a pin is taken off once, and stays to be read.
"""

from __future__ import annotations

#: `ends` is the last day in force, NULL while none is known. `last_word` is the line by which the row stands so.
REGULATION_TABLES = (
    """CREATE TABLE regulations (
        id INTEGER PRIMARY KEY, title TEXT NOT NULL, rule_number TEXT NOT NULL, issuer TEXT NOT NULL,
        begins TEXT NOT NULL, ends TEXT, says TEXT NOT NULL, sha256 TEXT NOT NULL, file_name TEXT NOT NULL,
        is_struck INTEGER NOT NULL, last_word INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE regulation_words (
        id INTEGER PRIMARY KEY, regulation_id INTEGER NOT NULL REFERENCES regulations (id), word TEXT NOT NULL,
        title TEXT NOT NULL, rule_number TEXT NOT NULL, issuer TEXT NOT NULL, begins TEXT, ends TEXT,
        says TEXT NOT NULL, sha256 TEXT NOT NULL, file_name TEXT NOT NULL, reason TEXT NOT NULL, said_by TEXT NOT NULL,
        said_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE rule_pins (
        id INTEGER PRIMARY KEY, item TEXT NOT NULL, regulation_id INTEGER NOT NULL REFERENCES regulations (id),
        clause TEXT NOT NULL, pinned_by TEXT NOT NULL, pinned_at TEXT NOT NULL, ended_by TEXT NOT NULL, ended_at TEXT,
        end_reason TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX regulation_words_of_regulation ON regulation_words (regulation_id)",
)

REGULATION_GUARDS = {
    "regulations_never_vanish": """BEFORE DELETE ON regulations BEGIN
        SELECT raise(ABORT, 'a regulation is struck out, never erased'); END""",
    "regulations_change_by_a_word": """BEFORE UPDATE ON regulations WHEN new.id <> old.id
        OR new.last_word <= old.last_word OR NOT EXISTS (
        SELECT 1 FROM regulation_words w WHERE w.id = new.last_word AND w.regulation_id = old.id) BEGIN
        SELECT raise(ABORT, 'a regulation changes by a line that says so'); END""",
    "regulation_words_never_change": """BEFORE UPDATE ON regulation_words BEGIN
        SELECT raise(ABORT, 'what was said of a regulation is never changed'); END""",
    "regulation_words_never_vanish": """BEFORE DELETE ON regulation_words BEGIN
        SELECT raise(ABORT, 'what was said of a regulation is never erased'); END""",
    "rule_pins_never_vanish": """BEFORE DELETE ON rule_pins BEGIN
        SELECT raise(ABORT, 'the ground of a point is taken off, never erased'); END""",
    "rule_pins_stand": """BEFORE UPDATE ON rule_pins WHEN old.ended_at IS NOT NULL OR new.id <> old.id
        OR new.item <> old.item OR new.regulation_id <> old.regulation_id OR new.clause <> old.clause
        OR new.pinned_by <> old.pinned_by OR new.pinned_at <> old.pinned_at BEGIN
        SELECT raise(ABORT, 'the ground of a point is only taken off, once'); END""",
}
