"""The tables of the seal: lists asked for and what was said of them, sessions, numbered uses, scans.

All of it is added to and never changed; a session ends once. What no longer holds has another line that says so.
"""

from __future__ import annotations

#: A list may be of a batch or of single papers, its papers of a case or of a whole batch. Of the words on a list, of
#: the scans of a use and of what was set up the last counts. The serial of a use runs through its year. Marks are
#: measured in hundredths of a millimetre, a seal's diameter in tenths; a scan without measures shows no mark.
SEAL_TABLES = (
    """CREATE TABLE seal_lists (
        id INTEGER PRIMARY KEY, season TEXT NOT NULL, batch_id INTEGER REFERENCES batches (id),
        asked_by TEXT NOT NULL, asked_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE seal_list_papers (
        id INTEGER PRIMARY KEY, list_id INTEGER NOT NULL REFERENCES seal_lists (id),
        register_id INTEGER NOT NULL REFERENCES register (id),
        application_id INTEGER REFERENCES applications (id), called TEXT NOT NULL, sha256 TEXT NOT NULL,
        impressions INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE seal_list_words (
        id INTEGER PRIMARY KEY, list_id INTEGER NOT NULL REFERENCES seal_lists (id), word TEXT NOT NULL,
        reason TEXT NOT NULL, said_by TEXT NOT NULL, said_at TEXT NOT NULL, is_self_approval INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE seal_sessions (
        id INTEGER PRIMARY KEY, list_id INTEGER NOT NULL REFERENCES seal_lists (id), way TEXT NOT NULL,
        opened_by TEXT NOT NULL, opened_at TEXT NOT NULL, closed_by TEXT NOT NULL, closed_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE seal_uses (
        id INTEGER PRIMARY KEY, year INTEGER NOT NULL, serial INTEGER NOT NULL, day TEXT NOT NULL,
        session_id INTEGER NOT NULL REFERENCES seal_sessions (id), list_id INTEGER NOT NULL REFERENCES seal_lists (id),
        register_id INTEGER NOT NULL REFERENCES register (id),
        application_id INTEGER REFERENCES applications (id), batch_id INTEGER REFERENCES batches (id),
        called TEXT NOT NULL, way TEXT NOT NULL, impressions INTEGER NOT NULL, used_by TEXT NOT NULL,
        used_at TEXT NOT NULL, asked_by TEXT NOT NULL, approved_by TEXT NOT NULL, approved_sha256 TEXT NOT NULL,
        sealed_sha256 TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE seal_strikes (
        use_id INTEGER PRIMARY KEY REFERENCES seal_uses (id), application_id INTEGER REFERENCES applications (id),
        reason TEXT NOT NULL, struck_by TEXT NOT NULL, struck_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE sealed_papers (
        id INTEGER PRIMARY KEY, use_id INTEGER NOT NULL REFERENCES seal_uses (id),
        application_id INTEGER REFERENCES applications (id), sha256 TEXT NOT NULL, page INTEGER NOT NULL,
        mark_x INTEGER, mark_y INTEGER, mark_diameter INTEGER, state TEXT NOT NULL, said_by TEXT NOT NULL,
        said_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE seal_setups (
        id INTEGER PRIMARY KEY, image_sha256 TEXT NOT NULL, image_name TEXT NOT NULL, diameter INTEGER NOT NULL,
        key_file TEXT NOT NULL, module TEXT NOT NULL, token TEXT NOT NULL, label TEXT NOT NULL, authority TEXT NOT NULL,
        after_signing TEXT NOT NULL, set_by TEXT NOT NULL, set_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX seal_lists_of_season ON seal_lists (season)",
    "CREATE INDEX seal_list_papers_of_list ON seal_list_papers (list_id)",
    "CREATE INDEX seal_list_papers_of_paper ON seal_list_papers (register_id)",
    "CREATE INDEX seal_list_words_of_list ON seal_list_words (list_id)",
    "CREATE INDEX seal_sessions_of_list ON seal_sessions (list_id)",
    "CREATE UNIQUE INDEX seal_uses_numbered ON seal_uses (year, serial)",
    "CREATE INDEX seal_uses_of_paper ON seal_uses (register_id)",
    "CREATE INDEX sealed_papers_of_use ON sealed_papers (use_id)",
)


def _kept(table: str, what: str) -> dict[str, str]:
    """The two guards of a table whose lines are added and nothing else."""
    return {
        f"{table}_never_change": f"""BEFORE UPDATE ON {table} BEGIN
        SELECT raise(ABORT, '{what} is never changed'); END""",
        f"{table}_never_vanish": f"""BEFORE DELETE ON {table} BEGIN
        SELECT raise(ABORT, '{what} is never erased'); END""",
    }


SEAL_GUARDS = {
    **_kept("seal_lists", "a list asked for the seal"),
    **_kept("seal_list_papers", "a paper on a list for the seal"),
    **_kept("seal_list_words", "what was said of a list for the seal"),
    **_kept("seal_uses", "a use of the seal"),
    **_kept("seal_strikes", "that a use of the seal was struck out"),
    **_kept("sealed_papers", "a scan of a sealed paper"),
    **_kept("seal_setups", "what was set up for the seal"),
    "seal_sessions_stand": """BEFORE UPDATE OF list_id, way, opened_by, opened_at ON seal_sessions BEGIN
        SELECT raise(ABORT, 'how a session of the seal was opened is never changed'); END""",
    "seal_sessions_end_once": """BEFORE UPDATE ON seal_sessions WHEN old.closed_at <> '' BEGIN
        SELECT raise(ABORT, 'a session of the seal ends once'); END""",
    "seal_sessions_never_vanish": """BEFORE DELETE ON seal_sessions BEGIN
        SELECT raise(ABORT, 'a session of the seal is never erased'); END""",
    # One paper has one use that counts: the next only after the former was struck out.
    "seal_uses_once": """BEFORE INSERT ON seal_uses WHEN EXISTS (
        SELECT 1 FROM seal_uses u WHERE u.register_id = new.register_id
        AND NOT EXISTS (SELECT 1 FROM seal_strikes s WHERE s.use_id = u.id)) BEGIN
        SELECT raise(ABORT, 'a paper is sealed once'); END""",
    "seal_uses_in_session": """BEFORE INSERT ON seal_uses WHEN NOT EXISTS (
        SELECT 1 FROM seal_sessions WHERE id = new.session_id AND list_id = new.list_id AND closed_at = '') BEGIN
        SELECT raise(ABORT, 'the seal is used in an open session'); END""",
}

#: `application_id` is empty for a paper of a whole batch, `batch_id` for one that lies in none. `mark_page` is 0 where
#: no mark was seen; its place and diameter are in tenths of a millimetre on the upright page. `source` is a hash of the
#: scanned files and of the pages taken out of them.
STACK_TABLES = (
    """CREATE TABLE sealed_scans (
        id INTEGER PRIMARY KEY, register_entry INTEGER NOT NULL REFERENCES register (id),
        application_id INTEGER REFERENCES applications (id), batch_id INTEGER REFERENCES batches (id),
        sha256 TEXT NOT NULL, source TEXT NOT NULL, pages INTEGER NOT NULL, mark_page INTEGER NOT NULL,
        mark_x INTEGER NOT NULL, mark_y INTEGER NOT NULL, mark_diameter INTEGER NOT NULL, state TEXT NOT NULL,
        taken_by TEXT NOT NULL, taken_at TEXT NOT NULL, accepted_by TEXT NOT NULL, accepted_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX sealed_scans_of_entry ON sealed_scans (register_entry)",
)

STACK_GUARDS = {
    "sealed_scans_never_change": """BEFORE UPDATE ON sealed_scans BEGIN
        SELECT raise(ABORT, 'the scan of a stamped paper is never changed'); END""",
    "sealed_scans_never_vanish": """BEFORE DELETE ON sealed_scans BEGIN
        SELECT raise(ABORT, 'the scan of a stamped paper is never erased'); END""",
    "sealed_scans_not_of_a_case_away": """BEFORE INSERT ON sealed_scans
        WHEN EXISTS (SELECT 1 FROM custody WHERE application_id = new.application_id AND stand = 'away') BEGIN
        SELECT raise(ABORT, 'the case lies at another desk'); END""",
}
