"""The table of scans of stamped papers: one line for each scan taken, none ever changed; the last of a paper counts."""

from __future__ import annotations

#: `application_id` is empty for a paper of a whole batch, `batch_id` for one that lies in none. `mark_page` is 0 where
#: no mark was seen; its place and diameter are in tenths of a millimetre on the upright page. `source` is a hash of the
#: scanned files and of the pages taken out of them.
STACK_TABLES = (
    """CREATE TABLE sealed_scans (
        id INTEGER PRIMARY KEY, register_entry INTEGER NOT NULL REFERENCES register (id),
        application_id INTEGER REFERENCES applications (id), batch_id INTEGER REFERENCES batches (id),
        sha256 TEXT NOT NULL, source TEXT NOT NULL, pages INTEGER NOT NULL, mark_page INTEGER NOT NULL,
        mark_x INTEGER NOT NULL, mark_y INTEGER NOT NULL, mark_diameter INTEGER NOT NULL, state TEXT NOT NULL,
        taken_by TEXT NOT NULL, taken_at TEXT NOT NULL, accepted_by TEXT NOT NULL, accepted_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX sealed_scans_of_entry ON sealed_scans (register_entry)",
)

STACK_GUARDS = {
    "sealed_scans_never_change": """BEFORE UPDATE ON sealed_scans BEGIN
        SELECT raise(ABORT, 'the scan of a stamped paper is never changed'); END""",
    "sealed_scans_never_vanish": """BEFORE DELETE ON sealed_scans BEGIN
        SELECT raise(ABORT, 'the scan of a stamped paper is never erased'); END""",
    "sealed_scans_not_of_a_case_away": """BEFORE INSERT ON sealed_scans
        WHEN EXISTS (SELECT 1 FROM custody WHERE application_id = new.application_id AND stand = 'away') BEGIN
        SELECT raise(ABORT, 'the case lies at another desk'); END""",
}
