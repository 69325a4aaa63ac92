"""A disk with no room left, as the tests that save a file meet it."""

from __future__ import annotations

import errno
import os


def full_disk(_descriptor: int) -> None:
    """Stands for os.fsync on a full disk."""
    raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
