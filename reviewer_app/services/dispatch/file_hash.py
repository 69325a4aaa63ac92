"""The hash by which a file of the office is known again."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import sys
from pathlib import Path
from typing import IO

from reviewer_app.small_files import ordinary_file

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

#: Windows locks bytes, not files; this one lies far behind any text, so that it stays readable.
_LOCKED_BYTE = 1 << 20


def lock_file(file: IO[bytes]) -> None:
    """Locks a file until it is closed; OSError at once when somebody else holds it, or has just taken it away."""
    if sys.platform == "win32":
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.fstat(file.fileno()).st_nlink:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))


def remove_locked(file: IO[bytes], path: Path) -> None:
    """Takes a locked file away and lets the lock go, without a moment in which a second one could be locked there."""
    if sys.platform == "win32":
        # There an open file cannot be taken away, so nobody takes away what another has locked since.
        file.close()
    with contextlib.suppress(OSError):
        path.unlink()
    file.close()


_FORBIDDEN = set('<>:"/\\|?*') | {chr(code) for code in range(32)}


def file_word(text: str) -> str:
    """The text with a low line in place of each forbidden character, without blanks and full stops at its ends."""
    return "".join("_" if character in _FORBIDDEN else character for character in text).strip(" ._")


def file_hash(path: Path, most: int | None = None) -> str:
    """The SHA-256 of a file, hex; OSError as the system does, and for what is longer than `most` or no ordinary file.

    A pipe that nobody writes to, or a device without an end, left under the name, is not waited for.
    """
    with ordinary_file(path) as stream:
        if most is not None and os.fstat(stream.fileno()).st_size > most:
            raise OSError(errno.EFBIG, os.strerror(errno.EFBIG), str(path))
        return hashlib.file_digest(stream, "sha256").hexdigest()
