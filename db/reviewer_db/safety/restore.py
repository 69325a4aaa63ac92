"""Putting a backup in a library's place; what stood there is kept aside, and a power cut in between is made good.

The backup is first copied beside the library under one name; from then on each file that still lies there has yet to be
put in place, so the work can be taken up again at any point.
"""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import FOLDER_MODE, copy_file, place_folder, sync_folder, write_file
from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.folder.layout import LibraryFolder, trouble_of_file
from reviewer_db.safety.restored_note import NAME, note_of
from reviewer_db.safety.shelf import require_whole
from reviewer_db.sqlite import engine

_WAITING = ".restoring"
_ASIDE = "aside.txt"


def restore(folder: LibraryFolder, backup: Path, aside: Path, note: bytes) -> None:
    """Puts a backup in place, and a note that says so; `aside` will keep the replaced state.

    Raises TroubleError `library.backup_damaged`, `library.disk_full`; the library is then as it was.
    """
    require_whole(backup)
    copying = folder.root / (_WAITING + ".new")
    try:
        shutil.rmtree(copying, ignore_errors=True)
        copying.mkdir(FOLDER_MODE)
        source = LibraryFolder(backup)
        for path in (source.main, source.vault, source.keys):
            copy_file(path, copying / path.name)
        write_file(copying / NAME, note)
        write_file(copying / _ASIDE, aside.name.encode())
        place_folder(copying, folder.root / _WAITING)
    except OSError as error:
        shutil.rmtree(copying, ignore_errors=True)
        raise trouble_of_file(error, folder.root) from error
    finish_restoring(folder)


def free_aside(folder: LibraryFolder, at: datetime) -> Path:
    """Where the replaced state will be kept; no other replaced state lies there."""
    first = folder.root / at.strftime("replaced-%Y-%m-%d_%H%M%S")
    number, free = 1, first
    while free.exists():
        number += 1
        free = first.with_name(f"{first.name}-{number}")
    return free


def is_restoring(folder: LibraryFolder) -> bool:
    """Whether a restoring was interrupted here."""
    return (folder.root / _WAITING).is_dir()


def finish_restoring(folder: LibraryFolder) -> None:
    """Takes up a restoring that was interrupted; does nothing when there is none."""
    waiting = folder.root / _WAITING
    if not is_restoring(folder):
        return
    try:
        # A name and no more: nothing is put aside anywhere else.
        aside = folder.root / Path((waiting / _ASIDE).read_text(encoding="utf-8")).name
        aside.mkdir(FOLDER_MODE, exist_ok=True)
        # It speaks of the record that goes.
        _put_aside(folder.last_entry, aside)
        for path in (folder.main, folder.vault, folder.keys, note_of(folder)):
            new = waiting / path.name
            if new.exists():
                _put_aside(path, aside)
                new.replace(path)
        folder.attempts.unlink(missing_ok=True)
        sync_folder(folder.root)
        shutil.rmtree(waiting)
    except OSError as error:
        raise trouble_of_file(error, folder.root) from error


def _put_aside(path: Path, aside: Path) -> None:
    # The write-ahead log belongs to the file it stands beside, and must never meet another one.
    for part in (path, path.with_name(path.name + "-wal"), path.with_name(path.name + "-shm")):
        if part.exists():
            part.replace(aside / part.name)


def ring_to_restore(place: LibraryFolder, backup: Path) -> tuple[KeyRing, bool]:
    """The key file that says who may replace the library, and whether it is the backup's for want of its own."""
    try:
        return KeyRing.load(place.keys), False
    except TroubleError as trouble:
        if trouble.code != "library.damaged":
            raise
        return KeyRing.load(LibraryFolder(backup).keys), True


def master_of(backup: Path, masters: Sequence[bytes]) -> bytes:
    """Which of a library's master keys opens a backup; the present one when none does, which is then said."""
    for master in masters:
        try:
            engine.connect_still(LibraryFolder(backup).main, file_key(master, "main")).close()
        except TroubleError:
            continue
        return master
    return masters[0]
