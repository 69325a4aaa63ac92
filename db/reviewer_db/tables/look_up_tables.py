"""The tables of the look-ups and of the bureau's own lists, and the taking over of look-ups from old answers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlite_utils import Database

LOOK_UP_TABLES = (
    """CREATE TABLE lookups (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), site TEXT NOT NULL,
        looked_on TEXT NOT NULL, window_start TEXT NOT NULL, window_end TEXT NOT NULL, result TEXT NOT NULL,
        words TEXT NOT NULL, sha256 TEXT NOT NULL, file_name TEXT NOT NULL, recorded_by TEXT NOT NULL,
        recorded_at TEXT NOT NULL, withdrawn_by TEXT NOT NULL, withdrawn_at TEXT NOT NULL,
        withdrawn_reason TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE lookup_items (
        lookup_id INTEGER NOT NULL REFERENCES lookups (id), rule_id TEXT NOT NULL, PRIMARY KEY (lookup_id, rule_id)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX lookups_of_case ON lookups (application_id)",
)

#: A list's lines are found by code or name; a replaced list's too, the reader leaves them out.
OWN_LIST_TABLES = (
    """CREATE TABLE own_lists (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, source TEXT NOT NULL, as_of TEXT NOT NULL, file_name TEXT NOT NULL,
        digest TEXT NOT NULL, row_count INTEGER NOT NULL, notes TEXT NOT NULL, imported_by TEXT NOT NULL,
        imported_at TEXT NOT NULL, replaced_by INTEGER NOT NULL
    ) STRICT""",
    """CREATE TABLE own_list_rows (
        list_id INTEGER NOT NULL REFERENCES own_lists (id), number INTEGER NOT NULL, unit_name TEXT NOT NULL,
        name_key TEXT NOT NULL, credit_code TEXT NOT NULL, written_code TEXT NOT NULL, listed_on TEXT NOT NULL,
        written_on TEXT NOT NULL, matter TEXT NOT NULL, document_number TEXT NOT NULL, PRIMARY KEY (list_id, number)
    ) STRICT, WITHOUT ROWID""",
    "CREATE INDEX own_rows_by_code ON own_list_rows (credit_code) WHERE credit_code <> ''",
    "CREATE INDEX own_rows_by_name ON own_list_rows (name_key) WHERE name_key <> ''",
)

#: Where another department's written view was kept like a look-up; it stays with its answer.
_VIEWED = frozenset({"K4.authority"})

GUARDS = {
    "lookups_never_vanish": """BEFORE DELETE ON lookups BEGIN
        SELECT raise(ABORT, 'a look-up is withdrawn, never erased'); END""",
    "lookups_never_change": """BEFORE UPDATE ON lookups WHEN old.withdrawn_at <> '' OR
        (new.id, new.application_id, new.site, new.looked_on, new.window_start, new.window_end, new.result, new.words,
            new.sha256, new.file_name, new.recorded_by, new.recorded_at) IS NOT
        (old.id, old.application_id, old.site, old.looked_on, old.window_start, old.window_end, old.result, old.words,
            old.sha256, old.file_name, old.recorded_by, old.recorded_at) BEGIN
        SELECT raise(ABORT, 'a look-up is withdrawn, never changed'); END""",
    "lookup_items_never_vanish": """BEFORE DELETE ON lookup_items BEGIN
        SELECT raise(ABORT, 'what a look-up served is never erased'); END""",
    "own_lists_never_vanish": """BEFORE DELETE ON own_lists BEGIN
        SELECT raise(ABORT, 'a list is replaced, never erased'); END""",
    "own_list_rows_never_vanish": """BEFORE DELETE ON own_list_rows BEGIN
        SELECT raise(ABORT, 'a list is replaced, never erased'); END""",
    "own_list_rows_never_change": """BEFORE UPDATE ON own_list_rows BEGIN
        SELECT raise(ABORT, 'a list is replaced, never changed'); END""",
}


def make_look_up_tables(db: Database) -> None:
    """Makes the tables and moves the look-ups there that were kept as evidence of answers."""
    for statement in (*LOOK_UP_TABLES, *OWN_LIST_TABLES):
        db.execute(statement)
    kept = "SELECT application_id, rule_id, evidence, answered_by, answered_at FROM answers WHERE evidence <> '[]'"
    for case_id, rule_id, evidence, by, at in db.execute(kept).fetchall():
        kept_pieces: list[list[Any]] = []
        for piece in json.loads(evidence):
            if piece[0] or not (piece[3] or piece[5]):
                kept_pieces.append(piece[:3])
            elif rule_id in _VIEWED:
                kept_pieces.append(piece)
            else:
                _take_over(db, case_id, rule_id, piece, by, at or "")
        db.execute(
            "UPDATE answers SET evidence = ? WHERE application_id = ? AND rule_id = ?",
            (json.dumps(kept_pieces, ensure_ascii=False), case_id, rule_id),
        )


def _take_over(db: Database, case_id: int, rule_id: str, piece: list[Any], by: str, at: str) -> None:
    """A look-up as it was kept: its result was words alone and is stated by nobody; it had no window."""
    *_, site, day, result = piece
    values = (case_id, site, day or at[:10], result, by, at)
    cursor = db.execute(
        "INSERT INTO lookups VALUES (NULL, ?, ?, ?, '', '', 'unstated', ?, '', '', ?, ?, '', '', '')", values
    )
    db.execute("INSERT INTO lookup_items VALUES (?, ?)", (cursor.lastrowid, rule_id))
