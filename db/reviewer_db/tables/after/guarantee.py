"""The tables of the guarantor's ledger: its lines, added and never changed, and what the list shows of each project."""

from __future__ import annotations

#: `day` is the day outside; `of_entry` the line that is done, called off or taken back. A project's line of the list
#: follows from its lines: `is_open` while something is to be done, `next_due` the day of the next, `marks` what is
#: drawn on its time axis.
GUARANTEE_TABLES = (
    """CREATE TABLE guarantee_entries (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), kind TEXT NOT NULL,
        day TEXT NOT NULL, number TEXT NOT NULL, months INTEGER NOT NULL, people TEXT NOT NULL, subject TEXT NOT NULL,
        words TEXT NOT NULL, score TEXT NOT NULL, bonus TEXT NOT NULL,
        of_entry INTEGER REFERENCES guarantee_entries (id), entered_by TEXT NOT NULL, entered_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE guarantee_projects (
        application_id INTEGER PRIMARY KEY REFERENCES applications (id), season TEXT NOT NULL, unit_code TEXT NOT NULL,
        is_open INTEGER NOT NULL, is_extended INTEGER NOT NULL, next_due TEXT NOT NULL, due_kind TEXT NOT NULL,
        due_name TEXT NOT NULL, approved_on TEXT NOT NULL, original_end TEXT NOT NULL, ends_on TEXT NOT NULL,
        stand TEXT NOT NULL, score TEXT NOT NULL, marks TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX guarantee_entries_of_case ON guarantee_entries (application_id)",
    "CREATE UNIQUE INDEX guarantee_entries_taken_back_once ON guarantee_entries (of_entry) WHERE kind = 'taken_back'",
    "CREATE INDEX guarantee_projects_by_due ON guarantee_projects (is_open, next_due, application_id, is_extended)",
    "CREATE INDEX guarantee_projects_of_season ON guarantee_projects (season, is_open, next_due, application_id)",
    "CREATE INDEX guarantee_projects_of_unit ON guarantee_projects (unit_code, is_open, next_due, application_id)",
)

GUARANTEE_GUARDS = {
    "guarantee_entries_never_change": """BEFORE UPDATE ON guarantee_entries BEGIN
        SELECT raise(ABORT, 'a line of the ledger is never changed'); END""",
    "guarantee_entries_never_vanish": """BEFORE DELETE ON guarantee_entries BEGIN
        SELECT raise(ABORT, 'a line of the ledger is never erased'); END""",
    # One extension that counts: the next only after the former was taken back.
    "guarantee_extended_once": """BEFORE INSERT ON guarantee_entries WHEN new.kind = 'extended' AND EXISTS (
        SELECT 1 FROM guarantee_entries e WHERE e.application_id = new.application_id AND e.kind = 'extended'
        AND NOT EXISTS (SELECT 1 FROM guarantee_entries b WHERE b.of_entry = e.id AND b.kind = 'taken_back')) BEGIN
        SELECT raise(ABORT, 'a project is extended once'); END""",
    "guarantee_entries_not_of_a_case_away": """BEFORE INSERT ON guarantee_entries
        WHEN EXISTS (SELECT 1 FROM custody WHERE application_id = new.application_id AND stand = 'away') BEGIN
        SELECT raise(ABORT, 'the case lies at another desk'); END""",
}
