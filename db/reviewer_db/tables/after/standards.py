"""The tables of the promised standards: each as it stands, and every line that was said of it.

A standard's row changes only with a line more; the lines themselves are never changed. A row that counts no more is
struck out, never erased.
"""

from __future__ import annotations

#: `number` counts within the case; the season, and the unit by folded name and code, are those of the case. `stage` is
#: the number of the stage, `days` are those of the stages reached, as JSON. `number_key` is the number of the standard
#: as it is compared, `last_word` the line by which the row stands so.
STANDARD_TABLES = (
    """CREATE TABLE promised_standards (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), number INTEGER NOT NULL,
        season TEXT NOT NULL, applicant_key TEXT NOT NULL, credit_code TEXT NOT NULL,
        origin TEXT NOT NULL, level TEXT NOT NULL, name TEXT NOT NULL, promised_for TEXT NOT NULL,
        standard_number TEXT NOT NULL, number_key TEXT NOT NULL, stage INTEGER NOT NULL, days TEXT NOT NULL,
        standing TEXT NOT NULL, last_word INTEGER NOT NULL, UNIQUE (application_id, number)
    ) STRICT""",
    """CREATE TABLE standard_words (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id),
        standard_id INTEGER NOT NULL REFERENCES promised_standards (id), kind TEXT NOT NULL, level TEXT NOT NULL,
        name TEXT NOT NULL, promised_for TEXT NOT NULL, standard_number TEXT NOT NULL, stage INTEGER, day TEXT,
        reason TEXT NOT NULL, sha256 TEXT NOT NULL, file_name TEXT NOT NULL, said_by TEXT NOT NULL,
        said_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX standard_words_of_standard ON standard_words (standard_id)",
    "CREATE INDEX standards_counted ON promised_standards (season, standing, origin, stage)",
    "CREATE INDEX standards_of_unit ON promised_standards (applicant_key)",
    "CREATE INDEX standards_of_code ON promised_standards (credit_code) WHERE credit_code <> ''",
    "CREATE INDEX standards_by_number ON promised_standards (number_key) WHERE number_key <> ''",
)

STANDARD_GUARDS = {
    "standards_never_vanish": """BEFORE DELETE ON promised_standards BEGIN
        SELECT raise(ABORT, 'a promised standard is struck out, never erased'); END""",
    "standards_stay_with_their_case": """BEFORE UPDATE OF id, application_id, number, season, applicant_key,
        credit_code, origin ON promised_standards BEGIN
        SELECT raise(ABORT, 'whose promise it is and where it came from is never changed'); END""",
    "standards_change_by_a_word": """BEFORE UPDATE ON promised_standards WHEN new.last_word <= old.last_word
        OR NOT EXISTS (SELECT 1 FROM standard_words w WHERE w.id = new.last_word AND w.standard_id = old.id) BEGIN
        SELECT raise(ABORT, 'a promised standard changes by a line that says so'); END""",
    "standard_words_never_change": """BEFORE UPDATE ON standard_words BEGIN
        SELECT raise(ABORT, 'what was said of a standard is never changed'); END""",
    "standard_words_never_vanish": """BEFORE DELETE ON standard_words BEGIN
        SELECT raise(ABORT, 'what was said of a standard is never erased'); END""",
}
