"""Backups: both encrypted files and the key file, copied through SQLite's backup API while work goes on.

A backup is a folder laid out as a library, made under another name and renamed when it is whole, with the hash of each
file beside it. Before it gets its name it is opened with the library's key and looked through. Restoring checks the
hashes first and keeps the replaced state aside. Backups are counted, so that a wrong clock puts them in no other order
and takes none of them away.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from datetime import datetime
from pathlib import Path

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import copy_file, make_folder, place_folder
from reviewer_app.services.ports.records import BackupInfo
from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.folder.layout import LibraryFolder, trouble_of_file
from reviewer_db.safety import shelf
from reviewer_db.sqlite import engine

_PAGES_A_STEP = 512

IsCancelled = Callable[[], bool]


class BackupCancelledError(Exception):
    """The library was closed before its backup was whole; nothing of it stays."""


def make(folder: LibraryFolder, master: bytes, at: datetime, is_cancelled: IsCancelled | None = None) -> BackupInfo:
    """Makes a backup, opens it, and forgets those no longer kept, never the new one.

    Raises TroubleError `library.disk_full`, `backup.not_verified` and others; then nothing of the new one stays and no
    other one is forgotten.
    """
    target = shelf.free_name(folder.backups, at)
    unfinished = LibraryFolder(folder.backups / (shelf.UNFINISHED + target.name))
    try:
        shelf.clear_unfinished(folder.backups)
        make_folder(unfinished.root)
        entries = _copy_all(folder, unfinished, master, is_cancelled)
        info = BackupInfo(target, at, 0, shelf.next_sequence(listed(folder)), entries)
        shelf.write_list(unfinished, info)
        look_through(unfinished, master, entries)
        place_folder(unfinished.root, target)
    except engine.DatabaseError as error:
        raise engine.trouble_of(error, target) from error
    except OSError as error:
        raise trouble_of_file(error, target) from error
    finally:
        shutil.rmtree(unfinished.root, ignore_errors=True)
    # The backup stands; that an old one could not be looked at is no failure of it.
    with suppress(OSError):
        shelf.thin(folder.backups, but=target)
    return shelf.info_of(target) or info


def listed(folder: LibraryFolder) -> tuple[BackupInfo, ...]:
    """The backups in a library's own place, the last one made first."""
    return shelf.listed(folder.backups)


def latest(folder: LibraryFolder) -> BackupInfo | None:
    """The backup that was made last."""
    return next(iter(listed(folder)), None)


def look_through(copied: LibraryFolder, master: bytes, entries: int) -> None:
    """Opens a backup with the library's key and reads each page of it.

    Raises TroubleError `backup.not_verified` when a page, the key file or the length of the record is not as copied.
    """
    try:
        KeyRing.load(copied.keys)
        for path, part in ((copied.main, "main"), (copied.vault, "attachments")):
            with closing(engine.connect_still(path, file_key(master, part))) as opened:
                if opened.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
                    raise TroubleError("backup.not_verified", file=path.name)
                if part == "main" and _record_length(copied, master) != entries:
                    raise TroubleError("backup.not_verified", file=path.name)
    except engine.DatabaseError as error:
        raise TroubleError("backup.not_verified", file=copied.main.name) from error
    except TroubleError as trouble:
        if trouble.code in ("library.damaged", "library.newer"):
            raise TroubleError("backup.not_verified", file=Path(str(trouble.values.get("path", ""))).name) from trouble
        raise


def _record_length(copied: LibraryFolder, master: bytes) -> int:
    with closing(engine.connect_still(copied.main, file_key(master, "main"))) as opened:
        return int(opened.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])


def _copy_all(folder: LibraryFolder, target: LibraryFolder, master: bytes, is_cancelled: IsCancelled | None) -> int:
    while True:
        # A password changed meanwhile would leave a key file that says another thing than the library beside it.
        before = folder.keys.read_bytes()
        copy_file(folder.keys, target.keys)
        # The main file first: the contents it names are then in the second file for sure.
        entries = _copy(folder.main, target.main, file_key(master, "main"), is_cancelled)
        if before == target.keys.read_bytes() == folder.keys.read_bytes():
            break
        target.main.unlink()
    _copy(folder.vault, target.vault, file_key(master, "attachments"), is_cancelled)
    return entries


def _copy(source: Path, target: Path, key: bytes, is_cancelled: IsCancelled | None) -> int:
    """Copies one file as it is at one moment; how long the record in it is then (0: it has none)."""

    def step(_status: int, _left: int, _all: int) -> None:
        if is_cancelled is not None and is_cancelled():
            raise BackupCancelledError

    reader = engine.connect(source, key, cache_kib=1_000)
    try:
        writer = engine.connect(target, key, cache_kib=1_000, makes=True)
        try:
            # A copy that is not whole is thrown away, and a whole one is brought onto the disk before it gets its
            # name: it needs no log of its own, which would write each page twice.
            writer.execute("PRAGMA journal_mode = OFF")
            writer.execute("PRAGMA synchronous = OFF")
            # Held from the first page to the last, so that the copy is of one moment however long it takes.
            reader.execute("BEGIN")
            has_record = reader.execute("SELECT count(*) FROM sqlite_master WHERE name = 'events'").fetchone()[0]
            length = reader.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0] if has_record else 0
            reader.backup(writer, pages=_PAGES_A_STEP, progress=step)
            return int(length)
        finally:
            writer.close()
    finally:
        reader.close()
