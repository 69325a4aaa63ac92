"""The hash by which a file of the office is known again."""

from __future__ import annotations

import errno
import hashlib
import os
from pathlib import Path

from reviewer_app.small_files import ordinary_file

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
