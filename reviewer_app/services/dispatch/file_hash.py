"""The hash by which a file of the office is known again."""

from __future__ import annotations

import hashlib
from pathlib import Path


def file_hash(path: Path) -> str:
    """The SHA-256 of a file, hex; OSError as the system does."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
