"""The tables of keeping and destroying: holds, destruction lists on which two sign, and the contents that are gone.

A hold is ended by a line that says so; a list is closed once, a line of it says once what became of its case.
"""

from __future__ import annotations

RETENTION_TABLES = (
    """CREATE TABLE destruction_holds (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), reason TEXT NOT NULL,
        held_by TEXT NOT NULL, held_at TEXT NOT NULL, lifts INTEGER REFERENCES destruction_holds (id)
    ) STRICT""",
    """CREATE TABLE destruction_lists (
        id INTEGER PRIMARY KEY, year INTEGER NOT NULL, serial INTEGER NOT NULL, season TEXT NOT NULL,
        depth TEXT NOT NULL, reason TEXT NOT NULL, proposed_by TEXT NOT NULL, proposed_at TEXT NOT NULL,
        signed_by TEXT NOT NULL, signed_at TEXT, called_off_by TEXT NOT NULL, called_off_at TEXT,
        called_off_reason TEXT NOT NULL, UNIQUE (year, serial)
    ) STRICT""",
    """CREATE TABLE destruction_lines (
        list_id INTEGER NOT NULL REFERENCES destruction_lists (id), place INTEGER NOT NULL,
        application_id INTEGER NOT NULL REFERENCES applications (id), depth TEXT NOT NULL, intake_number TEXT NOT NULL,
        project_name TEXT NOT NULL, applicant TEXT NOT NULL, rule TEXT NOT NULL, ended_on TEXT NOT NULL,
        due_on TEXT NOT NULL, goes TEXT NOT NULL, fingerprint TEXT NOT NULL, line_end TEXT NOT NULL, why TEXT NOT NULL,
        PRIMARY KEY (list_id, place)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE destroyed_contents (
        sha256 TEXT PRIMARY KEY, list_id INTEGER NOT NULL REFERENCES destruction_lists (id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX destruction_holds_of_case ON destruction_holds (application_id)",
    "CREATE UNIQUE INDEX destruction_holds_lifted_once ON destruction_holds (lifts) WHERE lifts IS NOT NULL",
    "CREATE INDEX destruction_lines_of_case ON destruction_lines (application_id)",
)

_LIST = "year, serial, season, depth, reason, proposed_by, proposed_at"
_LINE = "list_id, place, application_id, depth, intake_number, rule, ended_on, due_on, goes, fingerprint"


def _of(row: str, columns: str) -> str:
    return ", ".join(f"{row}.{column}" for column in columns.split(", "))


RETENTION_GUARDS = {
    "destruction_holds_never_change": """BEFORE UPDATE ON destruction_holds BEGIN
        SELECT raise(ABORT, 'a hold is lifted, never changed'); END""",
    "destruction_holds_never_vanish": """BEFORE DELETE ON destruction_holds BEGIN
        SELECT raise(ABORT, 'a hold is lifted, never erased'); END""",
    "destruction_lists_never_vanish": """BEFORE DELETE ON destruction_lists BEGIN
        SELECT raise(ABORT, 'a destruction list is never erased'); END""",
    "destruction_lists_stand": f"""BEFORE UPDATE ON destruction_lists
        WHEN old.signed_at IS NOT NULL OR old.called_off_at IS NOT NULL
        OR ({_of("new", _LIST)}) IS NOT ({_of("old", _LIST)}) BEGIN
        SELECT raise(ABORT, 'a destruction list is signed or called off once'); END""",
    "destruction_lines_never_vanish": """BEFORE DELETE ON destruction_lines BEGIN
        SELECT raise(ABORT, 'a line of a destruction list is never erased'); END""",
    "destruction_lines_stand": f"""BEFORE UPDATE ON destruction_lines
        WHEN old.line_end <> '' OR ({_of("new", _LINE)}) IS NOT ({_of("old", _LINE)}) BEGIN
        SELECT raise(ABORT, 'what became of a case on a destruction list stands'); END""",
    "destroyed_contents_never_change": """BEFORE UPDATE ON destroyed_contents BEGIN
        SELECT raise(ABORT, 'what was destroyed stands'); END""",
    "destroyed_contents_never_vanish": """BEFORE DELETE ON destroyed_contents BEGIN
        SELECT raise(ABORT, 'what was destroyed stands'); END""",
}
