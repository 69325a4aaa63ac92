"""Where a demo may be put: only a free folder, or one that holds an earlier demo and nothing else, is used."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.practice.names import PRACTICE_PASSWORD, PRACTICE_USER
from reviewer_app.small_files import json_of
from reviewer_app.wiring import Parts

#: The folder of the practice library inside a demo that was told to keep it.
LIBRARY = "library"
#: Only a demo lists pictures of the window; a batch that goes to the bureau never does.
PICTURE = "screenshot"
_OPEN = "library.already_open"


def require_place(target: Path) -> None:
    """Lets a demo be made at `target` when nothing is there or an untouched earlier demo.

    Raises RefusalError `export.folder_used`, TroubleError `library.already_open` for a kept library in use.
    """
    if not target.exists():
        return
    if not target.is_dir() or (any(target.iterdir()) and not _is_untouched_demo(target)):
        raise RefusalError("export.folder_used", folder=str(target))


def _is_untouched_demo(target: Path) -> bool:
    """Whether the manifest lists pictures of the window, and all of its files and no others are there, unchanged."""
    if not _lists_pictures(target / "manifest.json"):
        return False
    lines = Parts().verifier.verify_folder(target)
    outside = [line for line in lines if not line.part.startswith(f"{LIBRARY}/")]
    return all(not line.is_broken for line in outside) and _holds_no_work(target / LIBRARY)


def _lists_pictures(manifest: Path) -> bool:
    try:
        content: Any = json_of(manifest)
        return any(item["kind"] == PICTURE for item in content["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return False


def _holds_no_work(library: Path) -> bool:
    """Whether there is no kept library, or one that opens with the practice password, which no real one does."""
    if not library.exists():
        return True
    try:
        Parts().libraries.open(library, PRACTICE_USER, PRACTICE_PASSWORD).close()
    except OfficeError as error:
        if error.code == _OPEN:
            raise
        return False
    return True
