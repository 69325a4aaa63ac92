"""The tables of the hand-over between libraries (移交): keys and cards of desks, packages, custody, what came along."""

from __future__ import annotations

CUSTODY_TABLES = (
    # One row: the keys of this desk, made when it first needs them.
    """CREATE TABLE desk_identity (
        id INTEGER PRIMARY KEY CHECK (id = 1), name TEXT NOT NULL, signing BLOB NOT NULL, sealing BLOB NOT NULL,
        made_at TEXT NOT NULL
    ) STRICT""",
    """CREATE TABLE desk_cards (
        fingerprint TEXT PRIMARY KEY, name TEXT NOT NULL, signing BLOB NOT NULL, sealing BLOB NOT NULL,
        confirmed_by TEXT NOT NULL, confirmed_at TEXT NOT NULL
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE hand_overs (
        id INTEGER PRIMARY KEY, is_outgoing INTEGER NOT NULL, number INTEGER NOT NULL, sha256 TEXT NOT NULL,
        desk TEXT NOT NULL, desk_name TEXT NOT NULL, at TEXT NOT NULL, by TEXT NOT NULL, cases INTEGER NOT NULL,
        file_name TEXT NOT NULL, stand TEXT NOT NULL, reason TEXT NOT NULL, UNIQUE (is_outgoing, sha256)
    ) STRICT""",
    "CREATE UNIQUE INDEX one_outgoing_package ON hand_overs (number) WHERE is_outgoing = 1",
    """CREATE TABLE custody (
        application_id INTEGER PRIMARY KEY REFERENCES applications (id), key TEXT NOT NULL UNIQUE,
        number INTEGER NOT NULL, stand TEXT NOT NULL, desk TEXT NOT NULL, desk_name TEXT NOT NULL, since TEXT NOT NULL,
        package INTEGER NOT NULL, package_hash TEXT NOT NULL, road TEXT NOT NULL, recalled TEXT NOT NULL
    ) STRICT""",
    # What other libraries have on record of a case, as it stands there.
    """CREATE TABLE carried_events (
        application_id INTEGER NOT NULL REFERENCES applications (id), desk TEXT NOT NULL, entry INTEGER NOT NULL,
        desk_name TEXT NOT NULL, there INTEGER NOT NULL, at TEXT NOT NULL, actor TEXT NOT NULL, act TEXT NOT NULL,
        from_state TEXT NOT NULL, to_state TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL,
        digests TEXT NOT NULL, previous TEXT NOT NULL, hash TEXT NOT NULL, PRIMARY KEY (application_id, desk, entry)
    ) STRICT, WITHOUT ROWID""",
    """CREATE TABLE held_changes (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), source TEXT NOT NULL,
        row INTEGER NOT NULL, form TEXT NOT NULL, digest TEXT NOT NULL, came_at TEXT NOT NULL, by TEXT NOT NULL,
        stand TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX held_of_case ON held_changes (application_id)",
)

#: The tables that hold the content of a case, by the column that names it, and what in them stands still while it is
#: away. Lines of others (opinions' reasons, items of requests) hang on these.
_CONTENT = {
    "applications": "id",
    "answers": "application_id",
    "opinions": "application_id",
    "departures": "application_id",
    "papers": "application_id",
    "comparisons": "application_id",
    "lookups": "application_id",
    "corrections": "application_id",
    "consultations": "application_id",
    "recusals": "application_id",
    "attachments": "application_id",
    "scan_pins": "application_id",
    "scan_readings": "application_id",
}


def _still(table: str, column: str) -> dict[str, str]:
    def guard(when: str, row: str) -> str:
        return f"""BEFORE {when} ON {table}
        WHEN EXISTS (SELECT 1 FROM custody WHERE application_id = {row}.{column} AND stand = 'away') BEGIN
        SELECT raise(ABORT, 'the case lies at another desk'); END"""

    guards = {f"away_{table}_change": guard("UPDATE", "old"), f"away_{table}_vanish": guard("DELETE", "old")}
    return guards if table == "applications" else {**guards, f"away_{table}_come": guard("INSERT", "new")}


CUSTODY_GUARDS = {
    **{name: text for table, column in _CONTENT.items() for name, text in _still(table, column).items()},
    "desk_identity_stands": """BEFORE UPDATE OF signing, sealing ON desk_identity BEGIN
        SELECT raise(ABORT, 'the keys of a desk are never changed'); END""",
    "hand_overs_never_vanish": """BEFORE DELETE ON hand_overs BEGIN
        SELECT raise(ABORT, 'a package stays on the list'); END""",
    "hand_overs_stand": """BEFORE UPDATE OF is_outgoing, number, sha256, desk, desk_name, at, by, cases
        ON hand_overs BEGIN
        SELECT raise(ABORT, 'what was handed over to whom is never changed'); END""",
    "custody_never_vanishes": """BEFORE DELETE ON custody BEGIN
        SELECT raise(ABORT, 'the custody of a case is never erased'); END""",
    "custody_counts_up": """BEFORE UPDATE ON custody WHEN new.number < old.number OR new.key <> old.key BEGIN
        SELECT raise(ABORT, 'the custody of a case only counts up'); END""",
    "carried_events_never_change": """BEFORE UPDATE ON carried_events BEGIN
        SELECT raise(ABORT, 'what is on record elsewhere is never changed'); END""",
    "carried_events_never_vanish": """BEFORE DELETE ON carried_events BEGIN
        SELECT raise(ABORT, 'what is on record elsewhere is never erased'); END""",
    "held_changes_never_vanish": """BEFORE DELETE ON held_changes BEGIN
        SELECT raise(ABORT, 'a change that waits is settled, never erased'); END""",
}
