"""Gate and press that are loaded with their first use, so that the start does not wait for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reviewer_app.outputs.papers.maker import DocumentPress
    from reviewer_app.services.dispatch.batch_printing import PrintJob, PrintOutcome
    from reviewer_app.services.ports.library import Cancelled, Desk, Gate
    from reviewer_app.services.ports.records import (
        BackupInfo,
        OfficeSettings,
        PrintedFile,
        RecommendationValues,
        RestoreLogin,
        SummaryTable,
    )


class LateGate:
    """Implements ports.Gate; the first call loads the library, beside the window's thread."""

    def __init__(self, make: Callable[[], Gate]) -> None:
        self._make = make

    @cached_property
    def _gate(self) -> Gate:
        return self._make()

    def users(self, folder: Path) -> tuple[str, ...]:
        """The names that have a key slot."""
        return self._gate.users(folder)

    def create(self, folder: Path, office: OfficeSettings, user: str, password: str) -> Desk:
        """Makes a library."""
        return self._gate.create(folder, office, user, password)

    def open(self, folder: Path, user: str, password: str) -> Desk:
        """Opens a library."""
        return self._gate.open(folder, user, password)

    def open_practice(self, folder: Path) -> Desk:
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


class LatePress:
    """Implements ports.Press."""

    @cached_property
    def real(self) -> DocumentPress:
        """The press itself; its fonts serve the other makers of documents too."""
        from reviewer_app.outputs.papers.maker import DocumentPress

        return DocumentPress()

    def prepare(self, texts: Iterable[str]) -> None:
        """Gets the fonts ready."""
        self.real.prepare(texts)

    def missing_characters(self, text: str) -> str:
        """The characters no font here can show."""
        return self.real.missing_characters(text)

    def recommendation(self, values: RecommendationValues, seal: str) -> bytes:
        """One recommendation PDF."""
        return self.real.recommendation(values, seal)

    def recommendation_files(
        self, jobs: Sequence[PrintJob], seal: str, is_cancelled: Cancelled
    ) -> Iterator[PrintOutcome]:
        """Writes the files of a batch, on all cores when there are many."""
        return self.real.recommendation_files(jobs, seal, is_cancelled)

    def summary(self, table: SummaryTable, path: Path) -> None:
        """Writes the summary workbook."""
        self.real.summary(table, path)

    def manifest(self, folder: Path, files: Sequence[PrintedFile], pack_sha256: str, audit_head: str) -> None:
        """Writes the manifest of an export folder."""
        self.real.manifest(folder, files, pack_sha256, audit_head)
