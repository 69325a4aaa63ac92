"""Where libraries stand when the officer does not say otherwise."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths

LAST_LIBRARY_KEY = "library/last"


def default_library() -> Path:
    """The folder proposed for a new library."""
    return _place(QStandardPaths.StandardLocation.DocumentsLocation) / "标准化试点案卷库"


def practice_library() -> Path:
    """The folder of the practice season."""
    return _place(QStandardPaths.StandardLocation.GenericDataLocation) / "reviewer-desk" / "演练案卷库"


def _place(location: QStandardPaths.StandardLocation) -> Path:
    return Path(QStandardPaths.writableLocation(location) or str(Path.home()))
