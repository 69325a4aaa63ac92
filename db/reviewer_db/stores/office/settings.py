"""The office's settings of a library, one line each."""

from __future__ import annotations

from dataclasses import asdict, fields
from datetime import date

from reviewer_app.services.ports.records import OfficeSettings
from reviewer_db.stores.session import Session


class Settings:
    """Implements ports.SettingStore."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def get(self) -> OfficeSettings:
        """The settings; what was never written has its default."""
        if self._session.settings is None:
            stored = dict(self._session.main.execute("SELECT key, value FROM settings").fetchall())
            self._session.settings = _settings(stored)
        return self._session.settings

    def put(self, settings: OfficeSettings) -> None:
        """Writes all settings."""
        day = settings.practice_date
        values = {**asdict(settings), "practice_date": day.isoformat() if day else ""}
        self._session.main.executemany(
            "INSERT INTO settings VALUES (?, ?) ON CONFLICT DO UPDATE SET value = excluded.value",
            [(key, str(value)) for key, value in values.items()],
        )
        self._session.settings = settings


def _settings(stored: dict[str, str]) -> OfficeSettings:
    day = stored.get("practice_date", "")
    known = {entry.name for entry in fields(OfficeSettings)} - {"practice_date"}
    texts = {key: value for key, value in stored.items() if key in known}
    return OfficeSettings(**texts, practice_date=date.fromisoformat(day) if day else None)
