"""The tables of the declared conflicts of interest (回避) and of the line departments consulted (征求意见)."""

from __future__ import annotations

#: The declared conflicts of interest, and the way to what a person submitted that still waits: neither waits for him.
RECUSAL_TABLES = (
    """CREATE TABLE recusals (
        application_id INTEGER NOT NULL REFERENCES applications (id), person TEXT NOT NULL, reason TEXT NOT NULL,
        declared_at TEXT NOT NULL, PRIMARY KEY (application_id, person)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX recusals_of_person ON recusals (person)",
    "CREATE INDEX opinions_of_person ON opinions (submitted_by, status)",
)

#: The line departments consulted on a case, and what they wrote. The line that says none has to be has no department.
CONSULTATION_TABLES = (
    """CREATE TABLE consultations (
        application_id INTEGER NOT NULL REFERENCES applications (id), number INTEGER NOT NULL, department TEXT NOT NULL,
        asked_on TEXT NOT NULL, asked_by TEXT NOT NULL, due_on TEXT, question TEXT NOT NULL, stand TEXT NOT NULL,
        reason TEXT NOT NULL, reminded_on TEXT NOT NULL, stance TEXT NOT NULL, words TEXT NOT NULL, dated TEXT,
        received_on TEXT, register_number TEXT NOT NULL, sha256 TEXT NOT NULL, file_name TEXT NOT NULL,
        PRIMARY KEY (application_id, number)
    ) STRICT, WITHOUT ROWID""",
)

OUTSIDE_GUARDS = {
    "recusals_never_change": """BEFORE UPDATE ON recusals BEGIN
        SELECT raise(ABORT, 'a declared conflict of interest stands'); END""",
    "recusals_never_vanish": """BEFORE DELETE ON recusals BEGIN
        SELECT raise(ABORT, 'a declared conflict of interest stands'); END""",
    "consultations_never_vanish": """BEFORE DELETE ON consultations BEGIN
        SELECT raise(ABORT, 'a consultation is withdrawn, never erased'); END""",
    "consultations_stand": """BEFORE UPDATE OF application_id, number, department, asked_on, asked_by, due_on, question
        ON consultations BEGIN
        SELECT raise(ABORT, 'whom was asked what and when is never changed'); END""",
    "written_views_stand": """BEFORE UPDATE ON consultations WHEN old.stand IN ('replied', 'withdrawn') BEGIN
        SELECT raise(ABORT, 'a written view is never changed'); END""",
}
