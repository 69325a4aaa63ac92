"""The tables of a library, its indexes and its guards, as the migrations make them.

A case lies in four tables by how it is read: `applications` holds what the queue shows (narrow, so that a page of the
list is a few pages of the file), `case_values` the whole form, `case_marks` what an import compares, `case_text` and
`case_search` what the search box looks through.
"""

from __future__ import annotations

from reviewer_db.tables import look_up_tables
from reviewer_db.tables.after.joined import AFTER_GUARDS
from reviewer_db.tables.correction_tables import CORRECTION_GUARDS
from reviewer_db.tables.custody_tables import CUSTODY_GUARDS
from reviewer_db.tables.daily_tables import ASIDE_GUARDS, ORDER_GUARDS
from reviewer_db.tables.outside_tables import OUTSIDE_GUARDS
from reviewer_db.tables.ranking_tables import SCORE_GUARDS
from reviewer_db.tables.road.joined import ROAD_GUARDS
from reviewer_db.tables.scan_tables import SCAN_GUARDS
from reviewer_db.tables.season_tables import SEASON_TRIGGERS

TABLES = (
    "CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT, WITHOUT ROWID",
    "CREATE TABLE users (name TEXT PRIMARY KEY, roles TEXT NOT NULL) STRICT, WITHOUT ROWID",
    """CREATE TABLE packs (
        sha256 TEXT PRIMARY KEY, id TEXT NOT NULL, version TEXT NOT NULL, season TEXT NOT NULL, text TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE seasons (
        season TEXT PRIMARY KEY, pack_sha256 TEXT NOT NULL REFERENCES packs (sha256)
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE numbers (season TEXT PRIMARY KEY, last INTEGER NOT NULL) STRICT, WITHOUT ROWID",
    # `stage` is the state's number as its rule lays it down; `…_order` are the sort keys of collation.py.
    """CREATE TABLE applications (
        id INTEGER PRIMARY KEY, season TEXT NOT NULL, stage INTEGER NOT NULL, state TEXT NOT NULL,
        handler TEXT NOT NULL, due_on TEXT NOT NULL, source TEXT NOT NULL, flags INTEGER NOT NULL,
        revision INTEGER NOT NULL, registered_at TEXT NOT NULL, intake_number TEXT NOT NULL,
        project_name TEXT NOT NULL, applicant TEXT NOT NULL, credit_code TEXT NOT NULL, sector TEXT NOT NULL,
        contact TEXT NOT NULL, number_order TEXT NOT NULL, project_order BLOB NOT NULL, applicant_order BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE case_values (
        id INTEGER PRIMARY KEY REFERENCES applications (id), pack_id TEXT NOT NULL, pack_version TEXT NOT NULL,
        pack_sha256 TEXT NOT NULL, form TEXT NOT NULL, findings TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE case_marks (
        id INTEGER PRIMARY KEY REFERENCES applications (id), season TEXT NOT NULL, filing_number TEXT NOT NULL,
        applicant_key TEXT NOT NULL, project_key TEXT NOT NULL, source_digest TEXT NOT NULL
    ) STRICT""",
    "CREATE TABLE case_text (id INTEGER PRIMARY KEY REFERENCES applications (id), text TEXT NOT NULL) STRICT",
    """CREATE VIRTUAL TABLE case_search USING fts5(
        grams, content='', contentless_delete=1, detail=none, tokenize='ascii'
    )""",
    """CREATE TABLE queue_counts (
        season TEXT NOT NULL, stage INTEGER NOT NULL, handler TEXT NOT NULL, cases INTEGER NOT NULL,
        PRIMARY KEY (season, stage, handler)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE answers (
        application_id INTEGER NOT NULL REFERENCES applications (id), rule_id TEXT NOT NULL, verdict TEXT NOT NULL,
        note TEXT NOT NULL, evidence TEXT NOT NULL, answered_by TEXT NOT NULL, answered_at TEXT,
        PRIMARY KEY (application_id, rule_id)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE opinions (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), number INTEGER NOT NULL,
        outcome TEXT NOT NULL, proposed_class TEXT NOT NULL, text TEXT NOT NULL, status TEXT NOT NULL,
        submitted_by TEXT NOT NULL, submitted_at TEXT NOT NULL, warnings TEXT NOT NULL, decided_by TEXT NOT NULL,
        decided_at TEXT, comment TEXT NOT NULL, is_self_approved INTEGER NOT NULL, UNIQUE (application_id, number)
    ) STRICT""",
    """CREATE TABLE papers (
        application_id INTEGER NOT NULL REFERENCES applications (id), number INTEGER NOT NULL,
        is_received INTEGER NOT NULL, is_sealed INTEGER NOT NULL, seal_name TEXT NOT NULL, pages INTEGER NOT NULL,
        place TEXT NOT NULL, PRIMARY KEY (application_id, number)
    ) STRICT, WITHOUT ROWID""",
    # Case 0 stands for the registration form, which belongs to no case yet: no reference here.
    """CREATE TABLE drafts (
        application_id INTEGER NOT NULL, box TEXT NOT NULL, text TEXT NOT NULL, saved_at TEXT NOT NULL,
        saved_by TEXT NOT NULL, PRIMARY KEY (application_id, box)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE batches (
        id INTEGER PRIMARY KEY, season TEXT NOT NULL, number INTEGER NOT NULL, folder TEXT NOT NULL,
        seal TEXT NOT NULL, made_by TEXT NOT NULL, made_at TEXT NOT NULL, audit_head TEXT NOT NULL, sent_at TEXT,
        sent_by TEXT NOT NULL, UNIQUE (season, number)
    ) STRICT""",
    """CREATE TABLE batch_lines (
        batch_id INTEGER NOT NULL REFERENCES batches (id), place INTEGER NOT NULL,
        application_id INTEGER NOT NULL REFERENCES applications (id), intake_number TEXT NOT NULL,
        project_name TEXT NOT NULL, file TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (batch_id, place)
    ) STRICT, WITHOUT ROWID""",
    # AUTOINCREMENT keeps the highest number ever given, so that a record cut off at its end is noticed.
    """CREATE TABLE events (
        id INTEGER PRIMARY KEY AUTOINCREMENT, at TEXT NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL,
        application_id INTEGER, from_state TEXT NOT NULL, to_state TEXT NOT NULL, reason TEXT NOT NULL,
        detail TEXT NOT NULL, previous BLOB NOT NULL, hash BLOB NOT NULL
    ) STRICT""",
    """CREATE TABLE attachments (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), sha256 TEXT NOT NULL,
        name TEXT NOT NULL, size INTEGER NOT NULL, purpose TEXT NOT NULL, added_by TEXT NOT NULL, added_at TEXT NOT NULL
    ) STRICT""",
)

#: The orders of the queue. `stage` and `handler` stand at the end so that a chip is filtered without reading the case;
#: the id stands before them so that cases of equal key keep the order they came in.
QUEUE_INDEXES = {
    "queue_by_due": "season, due_on, id, stage, handler",
    "queue_by_number": "season, number_order, id, stage, handler",
    "queue_by_project": "season, project_order, id, stage, handler",
    "queue_by_applicant": "season, applicant_order, id, stage, handler",
    "queue_by_sector": "season, sector, id, stage, handler",
    "queue_by_contact": "season, contact, id, stage, handler",
    "queue_by_source": "season, source, id, stage, handler",
    "queue_by_state": "season, stage, id, handler",
    "queue_by_handler": "season, stage, handler, due_on",
}

MARK_INDEXES = {
    "marks_by_filing": "(season, filing_number) WHERE filing_number <> ''",
    "marks_by_applicant": "(season, applicant_key)",
}

OTHER_INDEXES = (
    *(f"CREATE INDEX {name} ON case_marks {parts}" for name, parts in MARK_INDEXES.items()),
    "CREATE UNIQUE INDEX one_number ON applications (season, intake_number)",
    "CREATE INDEX events_of_case ON events (application_id) WHERE application_id IS NOT NULL",
    "CREATE INDEX attachments_of_case ON attachments (application_id)",
)

#: The certificates whose signatures are trusted; the second step makes them.
TRUST_TABLES = (
    """CREATE TABLE trusted_certificates (
        fingerprint TEXT PRIMARY KEY, holder TEXT NOT NULL, issuer TEXT NOT NULL, valid_from TEXT NOT NULL,
        valid_to TEXT NOT NULL, may_issue INTEGER NOT NULL, content BLOB NOT NULL, added_by TEXT NOT NULL,
        added_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
)

#: Each paper copy's way: when it came, from whom, who took it in, and where it is now; the seventh step gives it room.
PAPER_LEDGER = (
    "ALTER TABLE papers ADD COLUMN received_on TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE papers ADD COLUMN received_from TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE papers ADD COLUMN received_by TEXT NOT NULL DEFAULT ''",
    "ALTER TABLE papers ADD COLUMN is_like_first INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE papers ADD COLUMN keeping TEXT NOT NULL DEFAULT 'shelf'",
    "ALTER TABLE papers ADD COLUMN keeper TEXT NOT NULL DEFAULT ''",
    "CREATE INDEX papers_by_day ON papers (received_on) WHERE received_on <> ''",
    # What officers said of a paper case and an online one: the same, not the same, or parted again.
    """CREATE TABLE pairings (
        paper_id INTEGER NOT NULL REFERENCES applications (id), online_id INTEGER NOT NULL REFERENCES applications (id),
        verdict TEXT NOT NULL, said_by TEXT NOT NULL, said_at TEXT NOT NULL, PRIMARY KEY (paper_id, online_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE UNIQUE INDEX one_pair_a_paper ON pairings (paper_id) WHERE verdict = 'same'",
    "CREATE UNIQUE INDEX one_pair_online ON pairings (online_id) WHERE verdict = 'same'",
)

#: What was found where the paper was compared with the online record; the third step makes it, and takes over what
#: until then was kept as the text of a draft box: “一致”, or “不一致：” and what the paper says.
COMPARISON_TABLES = (
    """CREATE TABLE comparisons (
        application_id INTEGER NOT NULL REFERENCES applications (id), field_id TEXT NOT NULL, is_same INTEGER NOT NULL,
        paper_value TEXT NOT NULL, compared_by TEXT NOT NULL, compared_at TEXT, PRIMARY KEY (application_id, field_id)
    ) STRICT, WITHOUT ROWID""",
)
_COMPARED_BOXES = "substr(box, 1, 6) = 'paper:' AND application_id IN (SELECT id FROM applications)"
COMPARISONS_FROM_DRAFTS = (
    f"""INSERT INTO comparisons
        SELECT application_id, substr(box, 7), text = '一致',
            CASE WHEN text = '一致' THEN '' WHEN substr(text, 1, 4) = '不一致：' THEN substr(text, 5)
                WHEN text = '不一致' THEN '' ELSE text END,
            saved_by, saved_at
        FROM drafts WHERE {_COMPARED_BOXES} AND text <> ''""",
    f"DELETE FROM drafts WHERE {_COMPARED_BOXES}",
)

#: The register of papers that left and came in; the fourth step makes it. A number is given once, void ones included;
#: one act of a case or batch has one paper in force.
REGISTER_TABLES = (
    """CREATE TABLE register (
        id INTEGER PRIMARY KEY, direction TEXT NOT NULL, kind TEXT NOT NULL, year INTEGER NOT NULL,
        serial INTEGER NOT NULL, number TEXT NOT NULL, party TEXT NOT NULL, subject TEXT NOT NULL, day TEXT NOT NULL,
        handler TEXT NOT NULL, application_id INTEGER REFERENCES applications (id),
        batch_id INTEGER REFERENCES batches (id), basis TEXT NOT NULL, note TEXT NOT NULL, sealed_how TEXT NOT NULL,
        delivered_how TEXT NOT NULL, delivered_on TEXT, receipt TEXT NOT NULL, sha256 TEXT NOT NULL,
        file_name TEXT NOT NULL, voided_at TEXT, voided_by TEXT NOT NULL, void_reason TEXT NOT NULL
    ) STRICT""",
    "CREATE UNIQUE INDEX one_register_number ON register (direction, number) WHERE number <> ''",
    "CREATE UNIQUE INDEX one_register_serial ON register (direction, kind, year, serial) WHERE serial > 0",
    """CREATE UNIQUE INDEX one_paper_an_act
        ON register (kind, coalesce(application_id, 0), coalesce(batch_id, 0), basis)
        WHERE direction = 'outgoing' AND voided_at IS NULL""",
    "CREATE INDEX register_of_case ON register (application_id) WHERE application_id IS NOT NULL",
)

#: The reasons given with an opinion, point by point; `said` holds the values of the point's sentence, as JSON.
DEPARTURE_TABLES = (
    """CREATE TABLE departures (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL, opinion_number INTEGER NOT NULL, point TEXT NOT NULL,
        code TEXT NOT NULL, said TEXT NOT NULL, reason TEXT NOT NULL, act TEXT NOT NULL, given_by TEXT NOT NULL,
        given_at TEXT NOT NULL,
        FOREIGN KEY (application_id, opinion_number) REFERENCES opinions (application_id, number)
    ) STRICT""",
    "CREATE INDEX departures_of_opinion ON departures (application_id, opinion_number)",
)

#: Who has a way into the library, and the master keys it has had; the key file follows them.
#: The holder with no name is the recovery sheet. `left_since` names who left since it was made.
PEOPLE_TABLES = (
    """CREATE TABLE access (
        holder TEXT PRIMARY KEY, slot TEXT NOT NULL, must_change INTEGER NOT NULL, since TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    "CREATE TABLE master_keys (number INTEGER PRIMARY KEY, since TEXT NOT NULL, left_since TEXT NOT NULL) STRICT",
)

VAULT_TABLES = (
    """CREATE TABLE blobs (
        sha256 TEXT PRIMARY KEY, size INTEGER NOT NULL, added_at TEXT NOT NULL, content BLOB NOT NULL
    ) STRICT""",
)

PEOPLE_GUARDS = {
    "master_keys_never_vanish": """BEFORE DELETE ON master_keys BEGIN
        SELECT raise(ABORT, 'which master keys there were stands'); END""",
    "master_keys_stand": """BEFORE UPDATE OF number, since ON master_keys BEGIN
        SELECT raise(ABORT, 'when a master key was made stands'); END""",
}

#: The guards by name. Rebuilding a table drops them without a word, so they are laid anew after every migration.
TRIGGERS = {
    "events_never_change": """BEFORE UPDATE ON events BEGIN
        SELECT raise(ABORT, 'the record is append-only'); END""",
    "events_never_vanish": """BEFORE DELETE ON events BEGIN
        SELECT raise(ABORT, 'the record is append-only'); END""",
    "events_keep_the_chain": """BEFORE INSERT ON events
        WHEN new.previous IS NOT coalesce((SELECT hash FROM events ORDER BY id DESC LIMIT 1), zeroblob(32))
        OR length(new.hash) <> 32 BEGIN
        SELECT raise(ABORT, 'the record does not follow the last entry'); END""",
    "opinions_never_vanish": """BEFORE DELETE ON opinions BEGIN
        SELECT raise(ABORT, 'opinions are never erased'); END""",
    "comparisons_never_vanish": """BEFORE DELETE ON comparisons BEGIN
        SELECT raise(ABORT, 'what was compared is never erased'); END""",
    "register_never_shrinks": """BEFORE DELETE ON register BEGIN
        SELECT raise(ABORT, 'a line of the register is never erased'); END""",
    "register_numbers_stand": """BEFORE UPDATE OF direction, kind, year, serial, number, day ON register BEGIN
        SELECT raise(ABORT, 'a number that was given is never changed'); END""",
    "register_void_stands": """BEFORE UPDATE ON register WHEN old.voided_at IS NOT NULL BEGIN
        SELECT raise(ABORT, 'a number given up stays so'); END""",
    **look_up_tables.GUARDS,
    "departures_never_change": """BEFORE UPDATE ON departures BEGIN
        SELECT raise(ABORT, 'a reason given is never changed'); END""",
    "departures_never_vanish": """BEFORE DELETE ON departures BEGIN
        SELECT raise(ABORT, 'a reason given is never erased'); END""",
    **SEASON_TRIGGERS,
    **CORRECTION_GUARDS,
    **OUTSIDE_GUARDS,
    **PEOPLE_GUARDS,
    **CUSTODY_GUARDS,
    **SCAN_GUARDS,
    **ASIDE_GUARDS,
    **ORDER_GUARDS,
    **SCORE_GUARDS,
    **ROAD_GUARDS,
    **AFTER_GUARDS,
    "packs_never_change": """BEFORE UPDATE ON packs BEGIN
        SELECT raise(ABORT, 'a notice pack is never changed'); END""",
    "sent_batches_stand": """BEFORE UPDATE ON batches WHEN old.sent_at IS NOT NULL
        AND (new.sent_at IS NOT NULL OR (new.id, new.season, new.number, new.folder, new.seal, new.made_by, new.made_at,
        new.audit_head) <> (old.id, old.season, old.number, old.folder, old.seal, old.made_by, old.made_at,
        old.audit_head)) BEGIN
        SELECT raise(ABORT, 'a sent batch is frozen'); END""",
    "sent_lines_stand": """BEFORE UPDATE ON batch_lines
        WHEN (SELECT sent_at FROM batches WHERE id = old.batch_id) IS NOT NULL BEGIN
        SELECT raise(ABORT, 'a sent batch is frozen'); END""",
    "sent_lines_stay": """BEFORE DELETE ON batch_lines
        WHEN (SELECT sent_at FROM batches WHERE id = old.batch_id) IS NOT NULL BEGIN
        SELECT raise(ABORT, 'a sent batch is frozen'); END""",
    "count_added_case": """AFTER INSERT ON applications BEGIN
        INSERT INTO queue_counts VALUES (new.season, new.stage, new.handler, 1)
        ON CONFLICT DO UPDATE SET cases = cases + 1; END""",
    "count_moved_case": """AFTER UPDATE OF season, stage, handler ON applications
        WHEN old.season <> new.season OR old.stage <> new.stage OR old.handler <> new.handler BEGIN
        UPDATE queue_counts SET cases = cases - 1
        WHERE season = old.season AND stage = old.stage AND handler = old.handler;
        INSERT INTO queue_counts VALUES (new.season, new.stage, new.handler, 1)
        ON CONFLICT DO UPDATE SET cases = cases + 1; END""",
    "count_removed_case": """AFTER DELETE ON applications BEGIN
        UPDATE queue_counts SET cases = cases - 1
        WHERE season = old.season AND stage = old.stage AND handler = old.handler; END""",
}

VAULT_TRIGGERS = {
    "blobs_never_change": """BEFORE UPDATE ON blobs BEGIN
        SELECT raise(ABORT, 'a kept file is never changed'); END""",
}
