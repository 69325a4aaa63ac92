"""Backups: both encrypted files and the key file, copied through SQLite's backup API while work goes on.

A backup is a folder laid out as a library, made under another name and renamed when it is whole, with the hash of each
file beside it. Restoring checks those hashes first and keeps the replaced state aside. Backups are counted, so that a
wrong clock puts them in no other order and takes none of them away.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from datetime import date, datetime
from pathlib import Path

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import copy_file, place_folder
from reviewer_app.services.ports.records import BackupInfo
from reviewer_db.folder.keys import file_key
from reviewer_db.folder.layout import LibraryFolder, trouble_of_file, write_whole
from reviewer_db.sqlite import engine

#: So many of the newest backups are kept, and the last one of each of so many days.
KEPT = 14
_PAGES_A_STEP = 512
_LIST = "backup.json"
_UNFINISHED = ".making-"
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}_\d{6}(-\d+)?")

IsCancelled = Callable[[], bool]


class BackupCancelledError(Exception):
    """The library was closed before its backup was whole; nothing of it stays."""


def make(folder: LibraryFolder, master: bytes, at: datetime, is_cancelled: IsCancelled | None = None) -> BackupInfo:
    """Makes a backup and forgets the oldest, never the new one.

    Raises TroubleError `library.disk_full` and others; then nothing of the new one stays and no other one is forgotten.
    """
    target = _free_name(folder.backups / at.strftime("%Y-%m-%d_%H%M%S"))
    unfinished = LibraryFolder(folder.backups / (_UNFINISHED + target.name))
    try:
        _clear_unfinished(folder)
        unfinished.root.mkdir(parents=True)
        entries = _copy_all(folder, unfinished, master, is_cancelled)
        sequence = max((one.sequence for one in listed(folder)), default=0) + 1
        _write_list(unfinished, BackupInfo(target, at, 0, sequence, entries))
        place_folder(unfinished.root, target)
    except engine.DatabaseError as error:
        raise engine.trouble_of(error, target) from error
    except OSError as error:
        raise trouble_of_file(error, target) from error
    finally:
        shutil.rmtree(unfinished.root, ignore_errors=True)
    made = _info(target)
    # The backup stands; that an old one could not be looked at is no failure of it.
    with suppress(OSError):
        for old in _dispensable(listed(folder)):
            if old.path != target:
                shutil.rmtree(old.path, ignore_errors=True)
    return made


def listed(folder: LibraryFolder) -> tuple[BackupInfo, ...]:
    """The backups of a library, the last one made first; those made before they were counted come after, by time."""
    if not folder.backups.is_dir():
        return ()
    whole = [path for path in folder.backups.iterdir() if _NAME.fullmatch(path.name) and (path / _LIST).is_file()]
    return tuple(sorted(map(_info, whole), key=_order, reverse=True))


def latest(folder: LibraryFolder) -> BackupInfo | None:
    """The backup that was made last."""
    return next(iter(listed(folder)), None)


def changed_files(backup: Path) -> list[str]:
    """The files of a backup that are missing or no longer what was written; its own list counts as one of them."""
    try:
        files = json.loads((backup / _LIST).read_bytes())["files"]
        return [name for name, sha256 in files.items() if _hash(backup / name) != sha256]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return [_LIST]


def require_whole(backup: Path) -> None:
    """Raises TroubleError `library.backup_damaged` when a backup is not what was written."""
    changed = changed_files(backup)
    if changed:
        raise TroubleError("library.backup_damaged", path=str(backup), files="、".join(changed))


def _order(one: BackupInfo) -> tuple[int, datetime, str]:
    return one.sequence, one.made_at, one.path.name


def _dispensable(newest_first: Sequence[BackupInfo]) -> list[BackupInfo]:
    # Counted and not dated: days far ahead or long past take a place each as any other day does, and no more.
    days: set[date] = set()
    left = []
    for place, one in enumerate(newest_first):
        day = one.made_at.date()
        is_last_of_day = day not in days and len(days) < KEPT
        days.add(day)
        if place >= KEPT and not is_last_of_day:
            left.append(one)
    return left


def _copy_all(folder: LibraryFolder, target: LibraryFolder, master: bytes, is_cancelled: IsCancelled | None) -> int:
    # The main file first: the contents it names are then in the second file for sure.
    copy_file(folder.keys, target.keys)
    key = file_key(master, "main")
    _copy(folder.main, target.main, key, is_cancelled)
    _copy(folder.vault, target.vault, file_key(master, "attachments"), is_cancelled)
    with closing(engine.connect(target.main, key, cache_kib=1_000)) as copied:
        return int(copied.execute("SELECT coalesce(max(id), 0) FROM events").fetchone()[0])


def _copy(source: Path, target: Path, key: bytes, is_cancelled: IsCancelled | None) -> None:
    def step(_status: int, _left: int, _all: int) -> None:
        if is_cancelled is not None and is_cancelled():
            raise BackupCancelledError

    reader = engine.connect(source, key, cache_kib=1_000)
    try:
        writer = engine.connect(target, key, cache_kib=1_000)
        try:
            # Held from the first page to the last, so that the copy is of one moment however long it takes.
            reader.execute("BEGIN")
            reader.execute("SELECT count(*) FROM sqlite_master").fetchone()
            reader.backup(writer, pages=_PAGES_A_STEP, progress=step)
        finally:
            writer.close()
    finally:
        reader.close()


def _write_list(folder: LibraryFolder, info: BackupInfo) -> None:
    files = {path.name: _hash(path) for path in (folder.main, folder.vault, folder.keys)}
    content = {
        "made_at": info.made_at.isoformat(),
        "sequence": info.sequence,
        "entries": info.entries,
        "files": files,
    }
    write_whole(folder.root / _LIST, json.dumps(content, ensure_ascii=False, indent=1).encode())


def _hash(path: Path) -> str:
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _info(path: Path) -> BackupInfo:
    size = sum(item.stat().st_size for item in path.iterdir() if item.is_file())
    try:
        content = json.loads((path / _LIST).read_bytes())
        made_at = datetime.fromisoformat(content["made_at"])
        entries = content.get("entries")
        return BackupInfo(
            path, made_at, size, int(content.get("sequence", 0)), None if entries is None else int(entries)
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        # The list is damaged; the folder's name still tells the second it was made in.
        return BackupInfo(path, datetime.strptime(path.name[:17], "%Y-%m-%d_%H%M%S"), size)


def _free_name(path: Path) -> Path:
    number, free = 1, path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.name}-{number}")
    return free


def _clear_unfinished(folder: LibraryFolder) -> None:
    for left in folder.backups.glob(f"{_UNFINISHED}*"):
        shutil.rmtree(left, ignore_errors=True)
