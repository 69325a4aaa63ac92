"""The tables of the technical bodies and line departments: who they are, whom to ask there, what they supported."""

from __future__ import annotations

#: A contact ends once and a support is struck out once; both stay to be read. A support is for a case of ours or,
#: without `application_id`, for none in particular. The kinds are those of domain/bodies.
BODY_TABLES = (
    """CREATE TABLE bodies (
        id INTEGER PRIMARY KEY, body_kind TEXT NOT NULL, name TEXT NOT NULL, added_by TEXT NOT NULL,
        added_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE body_contacts (
        id INTEGER PRIMARY KEY, body_id INTEGER NOT NULL REFERENCES bodies (id), person TEXT NOT NULL,
        post TEXT NOT NULL, telephone TEXT NOT NULL, noted_by TEXT NOT NULL, noted_at TEXT NOT NULL,
        ended_by TEXT NOT NULL, ended_at TEXT
    ) STRICT""",
    """CREATE TABLE body_supports (
        id INTEGER PRIMARY KEY, body_id INTEGER NOT NULL REFERENCES bodies (id), support TEXT NOT NULL,
        year INTEGER NOT NULL, note TEXT NOT NULL, application_id INTEGER REFERENCES applications (id),
        noted_by TEXT NOT NULL, noted_at TEXT NOT NULL, struck_by TEXT NOT NULL, struck_at TEXT,
        strike_reason TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX body_supports_of_case ON body_supports (application_id) WHERE application_id IS NOT NULL",
)

_ERASED = "BEGIN SELECT raise(ABORT, 'a body and what is known of it are never erased'); END"
BODY_GUARDS = {
    "bodies_never_change": """BEFORE UPDATE ON bodies BEGIN
        SELECT raise(ABORT, 'a body is never changed'); END""",
    "bodies_never_vanish": f"BEFORE DELETE ON bodies {_ERASED}",
    "body_contacts_never_vanish": f"BEFORE DELETE ON body_contacts {_ERASED}",
    "body_supports_never_vanish": f"BEFORE DELETE ON body_supports {_ERASED}",
    "body_contacts_end_once": """BEFORE UPDATE ON body_contacts WHEN old.ended_at IS NOT NULL OR (new.id, new.body_id,
        new.person, new.post, new.telephone, new.noted_by, new.noted_at) IS NOT (old.id, old.body_id, old.person,
        old.post, old.telephone, old.noted_by, old.noted_at) BEGIN
        SELECT raise(ABORT, 'a contact of a body ends, once'); END""",
    "body_supports_are_struck_once": """BEFORE UPDATE ON body_supports WHEN old.struck_at IS NOT NULL
        OR (new.id, new.body_id, new.support, new.year, new.note, new.application_id, new.noted_by, new.noted_at)
        IS NOT (old.id, old.body_id, old.support, old.year, old.note, old.application_id, old.noted_by, old.noted_at)
        BEGIN SELECT raise(ABORT, 'what a body supported is struck out, once'); END""",
}
