"""The tables of mailing and of what comes back: the excuses of the check before it, and the city's answers.

Both are added to and never changed: an excuse holds for the facts it was written of, an answer is taken back by a line
that says so.
"""

from __future__ import annotations

#: `facts` is the state of things of which an excuse was written, `said` the point in its sentence. An answer's `said`
#: is its kind; `takes_back` is the line that it takes back, `list_sha256` the city's list in the vault that it was read
#: from, with the row there.
DISPATCH_CHECK_TABLES = (
    """CREATE TABLE batch_excuses (
        id INTEGER PRIMARY KEY, batch_id INTEGER NOT NULL REFERENCES batches (id), point TEXT NOT NULL,
        facts TEXT NOT NULL, said TEXT NOT NULL, reason TEXT NOT NULL, excused_by TEXT NOT NULL,
        excused_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE city_answers (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id),
        batch_id INTEGER NOT NULL REFERENCES batches (id), kind TEXT NOT NULL, answered_on TEXT NOT NULL,
        city_number TEXT NOT NULL, city_person TEXT NOT NULL, reason TEXT NOT NULL, due_on TEXT NOT NULL,
        list_sha256 TEXT NOT NULL, list_row INTEGER NOT NULL, takes_back INTEGER REFERENCES city_answers (id),
        entered_by TEXT NOT NULL, entered_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX batch_excuses_of_batch ON batch_excuses (batch_id)",
    "CREATE INDEX city_answers_of_case ON city_answers (application_id)",
    "CREATE INDEX city_answers_of_batch ON city_answers (batch_id)",
    "CREATE UNIQUE INDEX city_answers_taken_back_once ON city_answers (takes_back) WHERE takes_back IS NOT NULL",
)

DISPATCH_CHECK_GUARDS = {
    "batch_excuses_never_change": """BEFORE UPDATE ON batch_excuses BEGIN
        SELECT raise(ABORT, 'an excuse that was written is never changed'); END""",
    "batch_excuses_never_vanish": """BEFORE DELETE ON batch_excuses BEGIN
        SELECT raise(ABORT, 'an excuse that was written is never erased'); END""",
    "city_answers_never_change": """BEFORE UPDATE ON city_answers BEGIN
        SELECT raise(ABORT, 'an answer of the city is never changed'); END""",
    "city_answers_never_vanish": """BEFORE DELETE ON city_answers BEGIN
        SELECT raise(ABORT, 'an answer of the city is never erased'); END""",
}
