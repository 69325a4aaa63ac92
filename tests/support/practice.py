"""The practice library for tests: made once in a process, which takes seconds, and copied for whoever works on it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from functools import cache
from pathlib import Path

from reviewer_app.wiring import Parts
from reviewer_db import OpenLibrary


def practice_library(place: Path) -> OpenLibrary:
    """A practice library in a folder that does not exist yet, open."""
    shutil.copytree(_made(), place)
    return Parts().libraries.open_practice(place)


@cache
def _made() -> Path:
    home = Path(tempfile.mkdtemp(prefix="practice-"))
    atexit.register(shutil.rmtree, home, ignore_errors=True)
    Parts().libraries.open_practice(home / "library").close()
    return home / "library"
