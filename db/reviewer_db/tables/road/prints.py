"""The tables of print jobs: what was to be printed of a batch, how it was fed, and what became of it.

Nothing of them is ever changed: what the printer or a person says later is one more report.
"""

from __future__ import annotations

#: `mark` is the job's name at the print service, `sheets` the sheets of paper it takes. A part is one paper in its
#: copies. A report of `run` 0 speaks of the whole job; `sheets` are ranges of sheet numbers; `told_by` is empty where
#: the print service said it.
PRINT_TABLES = (
    """CREATE TABLE print_jobs (
        id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batches (id), printer TEXT NOT NULL,
        profile TEXT NOT NULL, mark TEXT NOT NULL UNIQUE, sheets INTEGER NOT NULL, made_by TEXT NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE print_job_parts (
        id INTEGER PRIMARY KEY, job_id INTEGER NOT NULL REFERENCES print_jobs (id), place INTEGER NOT NULL,
        kind TEXT NOT NULL, title TEXT NOT NULL, pages INTEGER NOT NULL, copies INTEGER NOT NULL,
        application_id INTEGER REFERENCES applications (id), number TEXT NOT NULL, contact TEXT NOT NULL,
        sides TEXT NOT NULL, tray TEXT NOT NULL, sha256 TEXT NOT NULL, UNIQUE (job_id, place)
    ) STRICT""",
    """CREATE TABLE print_reports (
        id INTEGER PRIMARY KEY, job_id INTEGER NOT NULL REFERENCES print_jobs (id), word TEXT NOT NULL,
        run INTEGER NOT NULL, spool_id TEXT NOT NULL, sheets TEXT NOT NULL, sides INTEGER NOT NULL,
        detail TEXT NOT NULL, told_by TEXT NOT NULL, told_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX print_jobs_of_batch ON print_jobs (batch_id)",
    "CREATE INDEX print_reports_of_job ON print_reports (job_id)",
    # One run is handed over once: two windows that take up the same job do not both record it.
    "CREATE UNIQUE INDEX one_handing_a_run ON print_reports (job_id, run) WHERE word = 'handed'",
)

PRINT_GUARDS = {
    "print_jobs_never_change": """BEFORE UPDATE ON print_jobs BEGIN
        SELECT raise(ABORT, 'a print job is never changed'); END""",
    "print_jobs_never_vanish": """BEFORE DELETE ON print_jobs BEGIN
        SELECT raise(ABORT, 'a print job is never erased'); END""",
    "print_job_parts_never_change": """BEFORE UPDATE ON print_job_parts BEGIN
        SELECT raise(ABORT, 'what a print job holds is never changed'); END""",
    "print_job_parts_never_vanish": """BEFORE DELETE ON print_job_parts BEGIN
        SELECT raise(ABORT, 'what a print job holds is never erased'); END""",
    "print_reports_never_change": """BEFORE UPDATE ON print_reports BEGIN
        SELECT raise(ABORT, 'what was said of a print job is never changed'); END""",
    "print_reports_never_vanish": """BEFORE DELETE ON print_reports BEGIN
        SELECT raise(ABORT, 'what was said of a print job is never erased'); END""",
}
