"""The lock of a library: one program at a time; a program that was killed leaves nothing to clean up."""

from __future__ import annotations

import os
from pathlib import Path
from typing import IO

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import FILE_MODE, lock_file
from reviewer_db.folder.layout import trouble_of_file

_FLAGS = (
    os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
)


class LibraryLock:
    """An advisory lock of the operating system, which the system itself lets go when the process ends."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: IO[bytes] | None = None

    def take(self) -> None:
        """Takes the lock; TroubleError `library.already_open` with the `pid` of the program that holds it."""
        try:
            file = os.fdopen(os.open(self._path, _FLAGS, FILE_MODE), "r+b")
        except OSError as error:
            raise trouble_of_file(error, self._path) from error
        try:
            lock_file(file)
        except OSError as error:
            file.seek(0)
            pid = file.read(20).decode("ascii", "replace").strip()
            file.close()
            raise TroubleError("library.already_open", pid=pid, path=str(self._path.parent)) from error
        try:
            file.truncate(0)
            file.seek(0)
            file.write(f"{os.getpid()}\n".encode())
            file.flush()
        except OSError as error:
            file.close()
            raise trouble_of_file(error, self._path) from error
        self._file = file

    def look(self) -> None:
        """Takes the lock where nothing can be written: a lock that is not there is held by nobody.

        TroubleError `library.already_open` when somebody works there.
        """
        try:
            file = self._path.open("rb")
        except FileNotFoundError:
            return
        except OSError as error:
            raise trouble_of_file(error, self._path) from error
        try:
            lock_file(file)
        except OSError as error:
            file.close()
            raise TroubleError("library.already_open", pid="", path=str(self._path.parent)) from error
        self._file = file

    def release(self) -> None:
        """Lets the library go."""
        if self._file is not None:
            self._file.close()
            self._file = None


def holder(path: Path) -> int | None:
    """The process that has the library open, or None; asked before a second window is started."""
    lock = LibraryLock(path)
    try:
        lock.take()
    except TroubleError as trouble:
        pid = str(trouble.values.get("pid", ""))
        return int(pid) if trouble.code == "library.already_open" and pid.isdigit() else None
    lock.release()
    return None
