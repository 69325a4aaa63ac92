"""What one person likes on one machine: window places, keys, the last library; never anything of a case."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings


class Preferences:
    """Settings of the machine, written through to disk at each `put` (a killed process loses none of them)."""

    def __init__(self, file: Path | None = None) -> None:
        """Reads the person's own settings, or a given file (tests, the demo)."""
        if file is None:
            where = QSettings(QSettings.Format.IniFormat, QSettings.Scope.UserScope, "reviewer-desk", "desk")
        else:
            where = QSettings(str(file), QSettings.Format.IniFormat)
        self._settings = where

    @property
    def file(self) -> Path:
        """Where they are kept; no two persons of one machine share it."""
        return Path(self._settings.fileName())

    def text(self, key: str, default: str = "") -> str:
        """A text; the default if none was kept."""
        value = self._settings.value(key, default)
        return value if isinstance(value, str) else default

    def texts(self, key: str) -> list[str]:
        """A list of texts."""
        value = self._settings.value(key, [])
        if isinstance(value, str):
            return [value]
        return [str(item) for item in value] if isinstance(value, list) else []

    def layout(self, key: str) -> QByteArray | None:
        """A window's or splitter's saved state."""
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else None

    def put(self, key: str, value: str | list[str] | QByteArray) -> None:
        """Keeps a value and writes it to disk."""
        self._settings.setValue(key, value)
        self._settings.sync()
