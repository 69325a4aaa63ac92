"""Writing a file whole or not at all: made beside its place, then put there in one step."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives the path to write to; when all went well the file takes the place of `path`, else nothing is left.

    Raises OSError as the system does (disk full, folder not writable, file open in another program).
    """
    part = path.with_name(f".{path.name}.part")
    try:
        yield part
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
