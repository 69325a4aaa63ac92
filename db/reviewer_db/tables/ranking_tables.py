"""The tables of choosing the best: scores by the pack's criteria, the order arranged by them, second looks by lot.

Scores are added, never changed: the last one of a case and criterion counts, and one without points takes it back.
"""

from __future__ import annotations

#: `highest` is out of how many points was given. An arrangement is the moves of the recommended order from `first_move`
#: to `last_move`, which have no reason of their own; once it is `ended` they count no more. A second look is at the
#: `opinion` of that number of a case; what is said of it stands line below line.
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
    """CREATE TABLE second_looks (
        id INTEGER PRIMARY KEY, season TEXT NOT NULL, draw INTEGER NOT NULL,
        application_id INTEGER NOT NULL REFERENCES applications (id), opinion INTEGER NOT NULL,
        is_self_approved INTEGER NOT NULL, seed TEXT NOT NULL, reason TEXT NOT NULL, drawn_by TEXT NOT NULL,
        drawn_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE second_look_words (
        id INTEGER PRIMARY KEY, look INTEGER NOT NULL REFERENCES second_looks (id),
        application_id INTEGER NOT NULL REFERENCES applications (id), verdict TEXT NOT NULL, reason TEXT NOT NULL,
        said_by TEXT NOT NULL, said_at TEXT NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX second_looks_once ON second_looks (application_id, opinion)",
    "CREATE INDEX second_looks_of_season ON second_looks (season)",
    "CREATE INDEX second_look_words_of_look ON second_look_words (look)",
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
    "second_looks_never_change": """BEFORE UPDATE ON second_looks BEGIN
        SELECT raise(ABORT, 'what was drawn is never changed'); END""",
    "second_looks_never_vanish": """BEFORE DELETE ON second_looks BEGIN
        SELECT raise(ABORT, 'what was drawn is never erased'); END""",
    "second_look_words_never_change": """BEFORE UPDATE ON second_look_words BEGIN
        SELECT raise(ABORT, 'what was said at a second look is never changed'); END""",
    "second_look_words_never_vanish": """BEFORE DELETE ON second_look_words BEGIN
        SELECT raise(ABORT, 'what was said at a second look is never erased'); END""",
    "order_arrangements_stand": """BEFORE UPDATE OF season, first_move, last_move, arranged_by, arranged_at
        ON order_arrangements BEGIN
        SELECT raise(ABORT, 'how the order was arranged is never changed'); END""",
    "order_arrangements_end_once": """BEFORE UPDATE ON order_arrangements WHEN old.ended_at <> '' BEGIN
        SELECT raise(ABORT, 'an arrangement is taken back once'); END""",
    "order_arrangements_never_vanish": """BEFORE DELETE ON order_arrangements BEGIN
        SELECT raise(ABORT, 'that the order was arranged is never erased'); END""",
}
