"""Small texts in folders that others can write to: an ordinary file, never longer and never deeper than such a text is.

Key files, lists of backups, notes and marks are read on every start and by every dialog, too often for a process of
their own each time; so nothing of them is parsed before it is known to be small.
"""

from __future__ import annotations

import errno
import json
import os
import stat
from io import BufferedReader
from pathlib import Path
from typing import Any

#: No key file, list or note comes near it.
MOST_BYTES = 1 << 20


class NoFileError(OSError):
    """A folder, a pipe or a device stands under the name of a file."""


def is_ordinary(path: Path) -> bool:
    """Whether a file is there and is one: no pipe, no device, no folder, and no link to any of these."""
    try:
        return stat.S_ISREG(path.stat().st_mode)
    except (OSError, ValueError):
        return False


def ordinary_file(path: Path) -> BufferedReader:
    """Opens a file for reading; OSError as the system does, NoFileError for what is no ordinary file."""
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NoFileError(errno.EINVAL, "no ordinary file", str(path))
    return os.fdopen(handle, "rb")


def is_strange(path: Path) -> bool:
    """Whether something is there that is neither a file nor a folder: a pipe, a device, or a link to one."""
    try:
        mode = path.stat().st_mode
    except (OSError, ValueError):
        return False
    return not stat.S_ISREG(mode) and not stat.S_ISDIR(mode)


def whole_file(path: Path) -> bytes:
    """All bytes of a file that its reader has found small enough; OSError as `ordinary_file`."""
    with ordinary_file(path) as file:
        return file.read()


def content_of(path: Path, most: int = MOST_BYTES) -> bytes:
    """The bytes of a small file; OSError as the system does, ValueError for what is larger or no file at all.

    A pipe that nobody writes to, left under the name, is not waited for.
    """
    try:
        with ordinary_file(path) as file:
            content = file.read(most + 1)
    except NoFileError as error:
        raise ValueError("no file") from error
    if len(content) > most:
        raise ValueError("too large")
    return content


def json_of(path: Path, most: int = MOST_BYTES) -> Any:
    """What a small JSON file says; OSError and ValueError as `content_of`, ValueError for what is no JSON."""
    return from_json(content_of(path, most))


def from_json(text: str | bytes) -> Any:
    """What a JSON text says; ValueError for what is none, or is nested beyond all sense."""
    try:
        return json.loads(text, parse_constant=_refuse)
    except RecursionError as error:
        raise ValueError("nested too deep") from error


def _refuse(name: str) -> None:
    """Infinity and what is no number are no JSON either."""
    raise ValueError(name)
