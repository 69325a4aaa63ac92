"""The way into libraries, loaded with its first use, so that the start does not wait for it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer_app.services.ports.library import Libraries, Library
    from reviewer_app.services.ports.records import BackupInfo, OfficeSettings, RestoreLogin


class LateGate:
    """Implements ports.Libraries; the first call loads the library, beside the window's thread."""

    def __init__(self, make: Callable[[], Libraries]) -> None:
        self._make = make

    @cached_property
    def _gate(self) -> Libraries:
        return self._make()

    def users(self, folder: Path) -> tuple[str, ...]:
        """The names that have a key slot."""
        return self._gate.users(folder)

    def create(self, folder: Path, office: OfficeSettings, user: str, password: str) -> Library:
        """Makes a library."""
        return self._gate.create(folder, office, user, password)

    def open(self, folder: Path, user: str, password: str) -> Library:
        """Opens a library."""
        return self._gate.open(folder, user, password)

    def open_practice(self, folder: Path) -> Library:
        """Opens the practice season."""
        return self._gate.open_practice(folder)

    def backups(self, folder: Path) -> tuple[BackupInfo, ...]:
        """The backups, newest first."""
        return self._gate.backups(folder)

    def restore_login(self, folder: Path, backup: Path) -> RestoreLogin:
        """Whose password a restoring asks for."""
        return self._gate.restore_login(folder, backup)

    def restore(self, folder: Path, backup: Path, user: str, password: str) -> Path:
        """Puts a backup in the library's place."""
        return self._gate.restore(folder, backup, user, password)
