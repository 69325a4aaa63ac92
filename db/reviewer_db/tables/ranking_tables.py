"""The tables of choosing the best: scores by the pack's criteria, and when the order was arranged by them.

Scores are added, never changed: the last one of a case and criterion counts, and one without points takes it back.
"""

from __future__ import annotations

#: `highest` is out of how many points was given. An arrangement is the moves of the recommended order from `first_move`
#: to `last_move`, which have no reason of their own; once it is `ended` they count no more.
SCORE_TABLES = (
    """CREATE TABLE case_scores (
        id INTEGER PRIMARY KEY, season TEXT NOT NULL, application_id INTEGER NOT NULL REFERENCES applications (id),
        criterion TEXT NOT NULL, points INTEGER, highest INTEGER NOT NULL, ground TEXT NOT NULL,
        scored_by TEXT NOT NULL, scored_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE order_arrangements (
        id INTEGER PRIMARY KEY, season TEXT NOT NULL, first_move INTEGER NOT NULL, last_move INTEGER NOT NULL,
        arranged_by TEXT NOT NULL, arranged_at TEXT NOT NULL, ended_by TEXT NOT NULL, ended_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX case_scores_of_season ON case_scores (season)",
    "CREATE INDEX order_arrangements_of_season ON order_arrangements (season)",
)

SCORE_GUARDS = {
    "case_scores_never_change": """BEFORE UPDATE ON case_scores BEGIN
        SELECT raise(ABORT, 'a score that was given is never changed'); END""",
    "case_scores_never_vanish": """BEFORE DELETE ON case_scores BEGIN
        SELECT raise(ABORT, 'a score that was given is never erased'); END""",
    "case_scores_within": """BEFORE INSERT ON case_scores WHEN new.points NOT BETWEEN 0 AND new.highest BEGIN
        SELECT raise(ABORT, 'no score lies beyond the highest'); END""",
    "order_arrangements_stand": """BEFORE UPDATE OF season, first_move, last_move, arranged_by, arranged_at
        ON order_arrangements BEGIN
        SELECT raise(ABORT, 'how the order was arranged is never changed'); END""",
    "order_arrangements_end_once": """BEFORE UPDATE ON order_arrangements WHEN old.ended_at <> '' BEGIN
        SELECT raise(ABORT, 'an arrangement is taken back once'); END""",
    "order_arrangements_never_vanish": """BEFORE DELETE ON order_arrangements BEGIN
        SELECT raise(ABORT, 'that the order was arranged is never erased'); END""",
}
