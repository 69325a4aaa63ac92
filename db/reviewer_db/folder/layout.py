"""The folder of a library: which files lie in it, and writing a small file so that it is never half there."""

from __future__ import annotations

import errno
import os
import shutil
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import is_disk_full, write_file

#: Grows when an older program could no longer read the folder's layout or key file.
FORMAT = 2


@dataclass(frozen=True, slots=True)
class LibraryFolder:
    """The places in a library's folder."""

    root: Path

    @property
    def main(self) -> Path:
        """The encrypted main database."""
        return self.root / "library.db"

    @property
    def vault(self) -> Path:
        """The second encrypted file: the attachments' contents."""
        return self.root / "attachments.db"

    @property
    def keys(self) -> Path:
        """The key slots of the users."""
        return self.root / "keys.json"

    @property
    def attempts(self) -> Path:
        """The failed logins that still have to be waited for."""
        return self.root / "attempts.json"

    @property
    def failed_logins(self) -> Path:
        """The failed logins that wait for their entry in the record."""
        return self.root / "failed_logins.json"

    @property
    def last_entry(self) -> Path:
        """Notes the last entry of the record, so that one cut off at its end is noticed."""
        return self.root / "last_entry.json"

    @property
    def lock(self) -> Path:
        """Held while the library is open."""
        return self.root / "library.lock"

    @property
    def backups(self) -> Path:
        """Where the backups lie."""
        return self.root / "backups"

    @property
    def making(self) -> Path:
        """Lies here while the library is being made, so that a making that was killed can be begun again."""
        return self.root / "library.making"

    def is_half_made(self) -> bool:
        """Whether a making was stopped here before its key file made it a library; nobody can have worked in it."""
        return self.making.is_file() and not self.is_library()

    def clear_half_made(self) -> None:
        """Takes away what a failed making left, so that the folder can be chosen again."""
        self.clear_parts()
        for part in (self.keys, self.main, self.vault, self.last_entry, self.making):
            for left in self.root.glob(part.name + "*"):
                left.unlink(missing_ok=True)

    def clear_parts(self) -> None:
        """Takes away what a kill left of small files being written: former key files must not lie about."""
        for part in (self.keys, self.attempts, self.last_entry, self.making):
            for left in self.root.glob(f".{part.name}.*.part"):
                shutil.rmtree(left, ignore_errors=True)
        if self.is_library():
            with suppress(OSError):
                self.making.unlink(missing_ok=True)

    @property
    def calendars(self) -> Path:
        """Where the office puts year tables of its own."""
        return self.root / "calendars"

    def is_library(self) -> bool:
        """Whether the folder holds a library at all."""
        return self.keys.is_file()

    def require_own(self) -> None:
        """TroubleError `library.is_backup` for a backup within a library: work on it would spoil it for ever."""
        shelf = self.root.absolute().parent
        around = LibraryFolder(shelf.parent)
        if shelf == around.backups and around.is_library():
            raise TroubleError("library.is_backup", path=str(self.root))

    def require(self) -> None:
        """Raises TroubleError `library.none` when there is no library, `library.damaged` when a part of it is gone."""
        if not self.is_library():
            raise TroubleError("library.none", path=str(self.root))
        for part in (self.main, self.vault):
            if not part.is_file():
                raise TroubleError("library.damaged", path=str(part), detail="missing")

    def is_writable(self) -> bool:
        """Whether the folder and each of its files can be written."""
        return all(os.access(part, os.W_OK) for part in (self.root, self.main, self.vault, self.keys))

    def require_writable(self) -> None:
        """Raises TroubleError `library.read_only` when the folder or one of its files cannot be written."""
        if not self.is_writable():
            raise TroubleError("library.read_only", path=str(self.root))


def write_whole(path: Path, content: bytes) -> None:
    """Writes a small file in one piece: a power cut leaves the former one or the new one, never half of it."""
    try:
        write_file(path, content)
    except OSError as error:
        raise trouble_of_file(error, path) from error


def trouble_of_file(error: OSError, path: Path) -> TroubleError:
    """What a file error means for an officer."""
    if is_disk_full(error):
        return TroubleError("library.disk_full", path=str(path))
    if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
        return TroubleError("library.read_only", path=str(path))
    return TroubleError("library.unreachable", path=str(path), detail=error.strerror or "")
