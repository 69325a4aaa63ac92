"""What is dropped on the window: which of it are lists, those lying in a dropped folder among them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QMimeData

LIST_ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".txt"})
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
