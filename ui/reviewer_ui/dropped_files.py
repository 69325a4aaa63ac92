"""What is dropped on the window or pasted: lists and scans by their names, those in a dropped folder among them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Protocol, runtime_checkable

from PySide6.QtCore import QMimeData
from PySide6.QtWidgets import QWidget

from reviewer_app.services.ports.records import ListSource, PastedList

LIST_ENDINGS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".et", ".ods", ".csv", ".txt"})
#: What a scan's name ends with; what is in the file is looked at when it is read.
SCAN_ENDINGS = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".tif", ".tiff", ".docx"})
#: A table program lays such a file beside the one it has open.
_LOCKS = ("~$", ".~")
#: A folder is looked into this deep (a folder of a unit in the folder of the pile), and no further than so many files.
_DEPTH, _MOST = 2, 5_000


@runtime_checkable
class TakesFiles(Protocol):
    """A part of the window that has a use of its own for files dropped on it."""

    def take_files(self, paths: Sequence[Path]) -> bool:
        """Takes what it can use; whether it took any."""


@dataclass(frozen=True, slots=True)
class Dropped:
    """What came in one drop: lists and scans, what is neither, what is no longer there, and from which folders."""

    lists: tuple[Path, ...] = ()
    scans: tuple[Path, ...] = ()
    strange: tuple[Path, ...] = ()
    gone: tuple[Path, ...] = ()
    folders: tuple[Path, ...] = ()


def dropped_paths(data: QMimeData) -> tuple[Path, ...]:
    """The files and folders of a drop that lie on this computer."""
    return tuple(Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile())


def offer_files(widget: QWidget | None, paths: Sequence[Path]) -> bool:
    """Asks a part of the window, and those around it, whether they have a use of their own for these files."""
    while widget is not None:
        if isinstance(widget, TakesFiles) and widget.take_files(paths):
            return True
        widget = None if widget.isWindow() else widget.parentWidget()
    return False


def sort_dropped(paths: Iterable[Path]) -> Dropped:
    """Sorts what was dropped by its names; of a folder only what may be read, so that nothing else is spoken of."""
    lists: list[Path] = []
    scans: list[Path] = []
    strange: list[Path] = []
    gone: list[Path] = []
    folders: list[Path] = []
    for path in dict.fromkeys(paths):
        try:
            if path.is_dir():
                folders.append(path)
                for inside in islice(_files_in(path, _DEPTH), _MOST):
                    (lists if _is_list(inside) else scans).append(inside)
            elif not path.exists():
                gone.append(path)
            else:
                (lists if _is_list(path) else scans if is_scan(path) else strange).append(path)
        except OSError:
            # A stick that was pulled out, a share that went away.
            gone.append(path)
    found = (tuple(dict.fromkeys(some)) for some in (lists, scans, strange, gone, folders))
    return Dropped(*found)


def _files_in(folder: Path, depth: int) -> Iterator[Path]:
    """The lists and scans in a folder by name, then those of the folders in it."""
    inside = sorted(folder.iterdir(), key=lambda one: one.name)
    yield from (one for one in inside if (_is_list(one) or is_scan(one)) and one.is_file())
    if depth > 1:
        for one in inside:
            if one.is_dir() and not one.is_symlink():
                with suppress(OSError):
                    yield from _files_in(one, depth - 1)


def _is_list(path: Path) -> bool:
    return path.suffix.lower() in LIST_ENDINGS and not path.name.startswith(_LOCKS)


def is_scan(path: Path) -> bool:
    """Whether a file is a scan by its name."""
    return path.suffix.lower() in SCAN_ENDINGS and not path.name.startswith((*_LOCKS, "._"))


def copied_list(data: QMimeData | None) -> ListSource | None:
    """The list on the clipboard; None where no table was copied. Several files at once are not guessed at.

    The system gives nothing at all while another program holds the clipboard, or when nothing was ever copied.
    """
    if data is None:
        return None
    files = dropped_paths(data)
    if len(files) == 1:
        return files[0]
    page = data.html() if data.hasHtml() else ""
    if "<table" in page.casefold():
        return PastedList(page.encode("utf-8", "replace"), is_page=True)
    text = data.text() if data.hasText() and not files else ""
    is_table = "\t" in text or "\n" in text.strip()
    return PastedList(text.encode("utf-8", "replace")) if is_table else None


def scans_in(data: QMimeData) -> list[Path]:
    """The scans among what is pasted."""
    return [path for path in dropped_paths(data) if is_scan(path)]
