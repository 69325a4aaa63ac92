"""The tables of the correction requests (一次性告知) and what guards them."""

from __future__ import annotations

#: The correction requests, each with what it asks; a step of their own makes them. What was sent out is never reworded:
#: a request keeps its text in every state, an item takes nothing but its verdict.
CORRECTION_TABLES = (
    """CREATE TABLE corrections (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), number INTEGER NOT NULL,
        round_number INTEGER NOT NULL, status TEXT NOT NULL, cited TEXT NOT NULL, unchecked TEXT NOT NULL,
        due_on TEXT NOT NULL, workdays INTEGER NOT NULL, due_reason TEXT NOT NULL, again_reason TEXT NOT NULL,
        drafted_by TEXT NOT NULL, drafted_at TEXT NOT NULL, before_it TEXT NOT NULL, asked_at TEXT, told_on TEXT,
        told_how TEXT NOT NULL, receipt TEXT NOT NULL, told_by TEXT NOT NULL, answered_on TEXT,
        answered_by TEXT NOT NULL, ended_by TEXT NOT NULL, ended_at TEXT, end_reason TEXT NOT NULL, after_it TEXT,
        revision INTEGER NOT NULL, UNIQUE (application_id, number)
    ) STRICT""",
    """CREATE TABLE correction_items (
        correction_id INTEGER NOT NULL REFERENCES corrections (id), place INTEGER NOT NULL, key TEXT NOT NULL,
        clause TEXT NOT NULL, problem TEXT NOT NULL, cure TEXT NOT NULL, findings TEXT NOT NULL, fields TEXT NOT NULL,
        about_copies INTEGER NOT NULL, verdict TEXT NOT NULL, note TEXT NOT NULL, judged_by TEXT NOT NULL,
        judged_at TEXT, PRIMARY KEY (correction_id, place)
    ) STRICT, WITHOUT ROWID""",
    """CREATE UNIQUE INDEX one_open_correction
        ON corrections (application_id) WHERE status IN ('drafted', 'told')""",
)

CORRECTION_GUARDS = {
    "corrections_never_vanish": """BEFORE DELETE ON corrections BEGIN
        SELECT raise(ABORT, 'a correction request is never erased'); END""",
    "corrections_keep_their_text": """BEFORE UPDATE OF application_id, number, round_number, cited, unchecked, due_on,
        workdays, due_reason, again_reason, drafted_by, drafted_at ON corrections BEGIN
        SELECT raise(ABORT, 'a correction request is never reworded'); END""",
    "ended_corrections_stand": """BEFORE UPDATE ON corrections WHEN old.status IN ('lapsed', 'withdrawn') BEGIN
        SELECT raise(ABORT, 'a correction request that ended stays so'); END""",
    "correction_items_never_vanish": """BEFORE DELETE ON correction_items BEGIN
        SELECT raise(ABORT, 'what was asked for is never erased'); END""",
    "correction_items_keep_their_text": """BEFORE UPDATE OF correction_id, place, key, clause, problem, cure, findings,
        fields, about_copies ON correction_items BEGIN
        SELECT raise(ABORT, 'what was asked for is never reworded'); END""",
}
