"""What is dropped on the window or pasted: which of it are lists, those in a dropped folder among them, or scans."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData

from reviewer_app.services.ports.records import ListSource, PastedList

LIST_ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".txt"})
#: What a scan's name ends with; what is in the file is looked at when it is read.
SCAN_ENDINGS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".docx"})
#: A table program lays such a file beside the one it has open.
_LOCKS = ("~$", ".~")


def dropped_paths(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of a drop that lie on this computer."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def may_be_lists(paths: Iterable[Path]) -> bool:
    """Whether the window takes these as lists: tables by their ending, or folders."""
    found = tuple(paths)
    return bool(found) and all(path.suffix.lower() in LIST_ENDINGS or path.is_dir() for path in found)


def lists_among(paths: Iterable[Path]) -> tuple[Path, ...]:
    """The files as they are, and of each folder the lists that lie right in it, by name.

    A single file of any ending is tried: whether it is a list is said after reading it.
    """
    found: list[Path] = []
    for path in paths:
        if not path.is_dir():
            found.append(path)
            continue
        try:
            inside = sorted(path.iterdir(), key=lambda one: one.name)
        except OSError:
            # A folder that vanished or may not be read has no lists for us; that is what is said.
            continue
        found.extend(one for one in inside if _is_list(one))
    return tuple(dict.fromkeys(found))


def _is_list(path: Path) -> bool:
    return path.suffix.lower() in LIST_ENDINGS and not path.name.startswith(_LOCKS) and path.is_file()


def copied_list(data: QMimeData) -> ListSource | None:
    """The list on the clipboard; None where no table was copied. Several files at once are not guessed at."""
    files = dropped_paths(data)
    if len(files) == 1:
        return files[0]
    page = data.html() if data.hasHtml() else ""
    if "<table" in page.casefold():
        return PastedList(page.encode("utf-8", "replace"), is_page=True)
    text = data.text() if data.hasText() and not files else ""
    is_table = "\t" in text or "\n" in text.strip()
    return PastedList(text.encode("utf-8", "replace")) if is_table else None


def is_scan(path: Path) -> bool:
    """Whether a file is a scan by its name."""
    return path.suffix.lower() in SCAN_ENDINGS


def scans_in(data: QMimeData) -> list[Path]:
    """The scans among what is dropped or pasted."""
    return [path for path in dropped_paths(data) if is_scan(path)]


def are_scans(data: QMimeData) -> bool:
    """Whether all that is dropped is scans."""
    found = scans_in(data)
    return bool(found) and len(found) == len(data.urls())
