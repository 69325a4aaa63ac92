"""The tables of scans: rectangles pinned as evidence, values that a machine read; both settled, never erased."""

from __future__ import annotations

_PLACE = """page INTEGER NOT NULL, left_edge INTEGER NOT NULL, top_edge INTEGER NOT NULL, right_edge INTEGER NOT NULL,
        bottom_edge INTEGER NOT NULL, turn INTEGER NOT NULL"""

#: Edges are tenths of a millimetre from the top left of the page turned clockwise by `turn`; a value read without a
#: place has page 0.
SCAN_TABLES = (
    f"""CREATE TABLE scan_pins (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), rule_id TEXT NOT NULL,
        sha256 TEXT NOT NULL, {_PLACE}, pinned_by TEXT NOT NULL, pinned_at TEXT NOT NULL, withdrawn_by TEXT NOT NULL,
        withdrawn_at TEXT NOT NULL, withdrawn_reason TEXT NOT NULL
    ) STRICT""",
    f"""CREATE TABLE scan_readings (
        id INTEGER PRIMARY KEY, application_id INTEGER NOT NULL REFERENCES applications (id), field_id TEXT NOT NULL,
        value TEXT NOT NULL, sha256 TEXT NOT NULL, {_PLACE}, is_sure INTEGER NOT NULL, stand TEXT NOT NULL,
        settled_by TEXT NOT NULL, settled_at TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX scan_pins_of_case ON scan_pins (application_id)",
    "CREATE INDEX scan_readings_of_case ON scan_readings (application_id)",
)

_EDGES = "page, left_edge, top_edge, right_edge, bottom_edge, turn"
_PIN = f"id, application_id, rule_id, sha256, {_EDGES}, pinned_by, pinned_at"
_BUT_VALUE = f"id, application_id, field_id, sha256, {_EDGES}, is_sure"
_READ = f"id, application_id, field_id, value, sha256, {_EDGES}, is_sure"


def _of(row: str, columns: str) -> str:
    return ", ".join(f"{row}.{column}" for column in columns.split(", "))


SCAN_GUARDS = {
    "scan_pins_never_vanish": """BEFORE DELETE ON scan_pins BEGIN
        SELECT raise(ABORT, 'a pin is taken away, never erased'); END""",
    "scan_pins_never_change": f"""BEFORE UPDATE ON scan_pins WHEN old.withdrawn_at <> '' OR
        ({_of("new", _PIN)}) IS NOT ({_of("old", _PIN)}) BEGIN
        SELECT raise(ABORT, 'a pin is taken away, never changed'); END""",
    "scan_readings_never_vanish": """BEFORE DELETE ON scan_readings BEGIN
        SELECT raise(ABORT, 'what was read is settled, never erased'); END""",
    # What was read goes with a destruction list that waits for its end, and in no other way.
    "scan_readings_never_change": f"""BEFORE UPDATE ON scan_readings WHEN
        ({_of("new", _READ)}) IS NOT ({_of("old", _READ)})
        AND NOT (new.value = '' AND ({_of("new", _BUT_VALUE)}) IS ({_of("old", _BUT_VALUE)})
        AND EXISTS (SELECT 1 FROM destruction_lines WHERE application_id = old.application_id AND line_end = '')) BEGIN
        SELECT raise(ABORT, 'what was read is settled, never changed'); END""",
}
