"""Which of the files dropped or pasted are scans, by their names."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData

#: What a scan's name ends with; what is in the file is looked at when it is read.
ENDINGS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".docx"})


def is_scan(path: Path) -> bool:
    """Whether a file is a scan by its name."""
    return path.suffix.lower() in ENDINGS


def scans_in(data: QMimeData) -> list[Path]:
    """The scans among what is dropped or pasted."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if is_scan(path)]


def are_scans(data: QMimeData) -> bool:
    """Whether all that is dropped is scans."""
    found = scans_in(data)
    return bool(found) and len(found) == len(data.urls())
