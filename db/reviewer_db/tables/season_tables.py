"""The table of what an office settled of its seasons, and its guards: lines are added, never changed or taken away."""

from __future__ import annotations

#: The last line of a season and name is in force; the earlier ones say what held before, by whom and why.
SEASON_TABLES = (
    """CREATE TABLE season_settings (
        id INTEGER PRIMARY KEY, season TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
        settled_by TEXT NOT NULL, settled_at TEXT NOT NULL, reason TEXT NOT NULL
    ) STRICT""",
    "CREATE INDEX settings_of_season ON season_settings (season, id)",
)

SEASON_TRIGGERS = {
    "season_settings_never_change": """BEFORE UPDATE ON season_settings BEGIN
        SELECT raise(ABORT, 'what was settled of a season is never changed'); END""",
    "season_settings_never_vanish": """BEFORE DELETE ON season_settings BEGIN
        SELECT raise(ABORT, 'what was settled of a season is never erased'); END""",
}
