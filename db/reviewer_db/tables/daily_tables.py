"""The tables of the officer's day: labels, what each person has seen, cases set aside, saved views, stock sentences,
the order recommended.

Set-aside cases and the order are acts and stand on record; the rest is each person's own, as drafts are.
"""

from __future__ import annotations

#: `owner` is the person who alone sees a label, a view or a sentence; empty for everybody of the office.
#: `seen_event` is the newest entry of its kind that the person had in sight. A case set aside comes back by itself
#: when its day is there, or when somebody moves it or passes it on: `state` and `handler` are those it had then.
#: `ended_at` is set only when somebody takes it up before. A view without a name is how its person left the list.
#: The order is what comes of all moves, one after the other: each puts a case `behind` another, or first of all.
DAILY_TABLES = (
    """CREATE TABLE case_labels (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), words TEXT NOT NULL,
        owner TEXT NOT NULL, laid_by TEXT NOT NULL, laid_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE case_looks (
        person TEXT NOT NULL, application_id INTEGER NOT NULL REFERENCES applications (id), kind TEXT NOT NULL,
        seen_event INTEGER NOT NULL, PRIMARY KEY (person, application_id, kind)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE cases_set_aside (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), until TEXT NOT NULL,
        reason TEXT NOT NULL, state TEXT NOT NULL, handler TEXT NOT NULL, set_by TEXT NOT NULL, set_at TEXT NOT NULL,
        ended_by TEXT NOT NULL, ended_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE saved_views (
        id INTEGER PRIMARY KEY, owner TEXT NOT NULL, name TEXT NOT NULL, body TEXT NOT NULL, position INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE stock_sentences (
        id INTEGER PRIMARY KEY, owner TEXT NOT NULL, words TEXT NOT NULL, used INTEGER NOT NULL, kept_by TEXT NOT NULL,
        kept_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE recommended_order (
        id INTEGER PRIMARY KEY, season TEXT NOT NULL, application_id INTEGER NOT NULL REFERENCES applications (id),
        behind INTEGER REFERENCES applications (id), reason TEXT NOT NULL, placed_by TEXT NOT NULL,
        placed_at TEXT NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX case_labels_once ON case_labels (application_id, owner, words)",
    "CREATE INDEX cases_set_aside_of_case ON cases_set_aside (application_id) WHERE ended_at = ''",
    "CREATE INDEX cases_set_aside_until ON cases_set_aside (until) WHERE ended_at = ''",
    "CREATE UNIQUE INDEX saved_views_once ON saved_views (owner, name)",
    "CREATE UNIQUE INDEX stock_sentences_once ON stock_sentences (owner, words)",
    "CREATE INDEX recommended_order_of_season ON recommended_order (season)",
)

_ASIDE = "application_id, until, reason, state, handler, set_by, set_at"
ASIDE_GUARDS = {
    "cases_set_aside_never_vanish": """BEFORE DELETE ON cases_set_aside BEGIN
        SELECT raise(ABORT, 'that a case was set aside is never erased'); END""",
    "cases_set_aside_stand": f"""BEFORE UPDATE OF {_ASIDE} ON cases_set_aside BEGIN
        SELECT raise(ABORT, 'until when and why a case was set aside is never changed'); END""",
    "cases_taken_up_stand": """BEFORE UPDATE ON cases_set_aside WHEN old.ended_at <> '' BEGIN
        SELECT raise(ABORT, 'a case is taken up once'); END""",
}
ORDER_GUARDS = {
    "recommended_order_never_changes": """BEFORE UPDATE ON recommended_order BEGIN
        SELECT raise(ABORT, 'where a case was placed and why is never changed'); END""",
    "recommended_order_never_vanishes": """BEFORE DELETE ON recommended_order BEGIN
        SELECT raise(ABORT, 'that a case was placed is never erased'); END""",
}
