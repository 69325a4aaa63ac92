"""The table of what was done to batches after they were made; the batch itself stands as it was made."""

from __future__ import annotations

#: `kind` says what was done: a sheet `replaced` or `dropped`, the batch `dissolved`, or that it `supplements` another
#: (`of_batch`). `beside` are the files beside the sheets as they were made anew, by name with their SHA-256.
BATCH_CHANGE_TABLES = (
    """CREATE TABLE batch_changes (
        id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batches (id), kind TEXT NOT NULL,
        application_id INTEGER REFERENCES applications (id), reason TEXT NOT NULL, file TEXT NOT NULL,
        sha256 TEXT NOT NULL, former_file TEXT NOT NULL, former_sha256 TEXT NOT NULL,
        of_batch INTEGER REFERENCES batches (id), beside TEXT NOT NULL, changed_by TEXT NOT NULL,
        changed_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX batch_changes_of_batch ON batch_changes (batch_id)",
    "CREATE UNIQUE INDEX batch_changes_end_once ON batch_changes (batch_id) WHERE kind = 'dissolved'",
)

BATCH_CHANGE_GUARDS = {
    "batch_changes_never_change": """BEFORE UPDATE ON batch_changes BEGIN
        SELECT raise(ABORT, 'what was done to a batch is never changed'); END""",
    "batch_changes_never_vanish": """BEFORE DELETE ON batch_changes BEGIN
        SELECT raise(ABORT, 'what was done to a batch is never erased'); END""",
    "batch_changes_before_sent": """BEFORE INSERT ON batch_changes
        WHEN (SELECT sent_at FROM batches WHERE id = new.batch_id) IS NOT NULL BEGIN
        SELECT raise(ABORT, 'a sent batch is frozen'); END""",
    "batch_changes_before_end": """BEFORE INSERT ON batch_changes
        WHEN EXISTS (SELECT 1 FROM batch_changes WHERE batch_id = new.batch_id AND kind = 'dissolved') BEGIN
        SELECT raise(ABORT, 'a batch that was dissolved stays so'); END""",
    "dissolved_batches_stay": """BEFORE UPDATE OF sent_at ON batches
        WHEN EXISTS (SELECT 1 FROM batch_changes WHERE batch_id = old.id AND kind = 'dissolved') BEGIN
        SELECT raise(ABORT, 'a batch that was dissolved is never sent'); END""",
}
