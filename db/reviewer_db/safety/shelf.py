"""A shelf of backups: what stands on it in the order it was made, what of it is still as written, what may go.

Folders of others, damaged lists and folders that cannot be read stand on a shelf as well; none of them stops anything.
"""

from __future__ import annotations

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Any

from reviewer_app.domain.backups import dispensable
from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import rename_folder
from reviewer_app.services.ports.backups import ShelfUse
from reviewer_app.services.ports.records import BackupInfo
from reviewer_app.small_files import json_of
from reviewer_db.folder.layout import LibraryFolder, write_whole

LIST = "backup.json"
UNFINISHED = ".making-"
_NAME = re.compile(r"\d{4}-\d{2}-\d{2}_\d{6}(-\d+)?")
_STAMP = "%Y-%m-%d_%H%M%S"
#: The list of a backup is a few hundred bytes; a file of megabytes under its name is none.
_LONGEST_LIST = 100_000


def listed(shelf: Path) -> tuple[BackupInfo, ...]:
    """The backups on a shelf, the last one made first; those made before they were counted come after, by time."""
    try:
        folders = [path for path in shelf.iterdir() if _NAME.fullmatch(path.name)]
    except OSError:
        return ()
    found = [info for info in map(info_of, folders) if info is not None]
    return tuple(sorted(found, key=_order, reverse=True))


def unlisted(shelf: Path) -> tuple[Path, ...]:
    """What stands there under a backup's name and says nothing of itself: its list is gone, or is no file."""
    try:
        folders = sorted(path for path in shelf.iterdir() if _NAME.fullmatch(path.name))
    except OSError:
        return ()
    return tuple(path for path in folders if info_of(path) is None)


def info_of(path: Path) -> BackupInfo | None:
    """What a folder says of itself; None when it is no backup or cannot be looked into."""
    try:
        if not (path / LIST).is_file():
            return None
        size = sum(item.stat().st_size for item in path.iterdir() if item.is_file())
    except OSError:
        return None
    try:
        content = _content(path)
        made_at = datetime.fromisoformat(content["made_at"]).replace(tzinfo=None)
        entries = content.get("entries")
        length = None if entries is None else int(entries)
        return BackupInfo(path, made_at, size, int(content.get("sequence", 0)), length)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError):
        pass
    # The list is damaged; the folder's name still tells the second it was made in.
    with suppress(ValueError):
        return BackupInfo(path, datetime.strptime(path.name[:17], _STAMP), size)
    return None


def use_of(shelf: Path) -> ShelfUse:
    """The backups on a shelf, what they take together and what is left on that disk."""
    backups, free = listed(shelf), 0
    with suppress(OSError):
        free = shutil.disk_usage(shelf if shelf.exists() else shelf.parent).free
    return ShelfUse(backups, sum(one.size for one in backups), free)


def free_name(shelf: Path, at: datetime) -> Path:
    """Where the backup of this moment will stand."""
    first = shelf / at.strftime(_STAMP)
    number, free = 1, first
    while free.exists():
        number += 1
        free = first.with_name(f"{first.name}-{number}")
    return free


def write_list(folder: LibraryFolder, info: BackupInfo) -> None:
    """Writes beside the files of a backup when it was made and what each of them hashes to."""
    files = {path.name: hash_of(path) for path in (folder.main, folder.vault, folder.keys)}
    content = {
        "made_at": info.made_at.isoformat(),
        "sequence": info.sequence,
        "entries": info.entries,
        "files": files,
    }
    write_whole(folder.root / LIST, json.dumps(content, ensure_ascii=False, indent=1).encode())


def changed_files(backup: Path) -> list[str]:
    """The files of a backup that are missing or no longer what was written; its own list counts as one of them."""
    try:
        files = _content(backup)["files"]
        place = LibraryFolder(backup)
        if set(files) != {place.main.name, place.vault.name, place.keys.name}:
            return [LIST]
        return [name for name, sha256 in files.items() if hash_of(backup / name) != sha256]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return [LIST]


def require_whole(backup: Path) -> None:
    """Raises TroubleError `library.backup_damaged` when a backup is not what was written."""
    changed = changed_files(backup)
    if changed:
        raise TroubleError("library.backup_damaged", path=str(backup), files="、".join(changed))


def thin(shelf: Path, but: Path) -> None:
    """Takes away what the age classes no longer keep, never `but`; what cannot be taken away stays."""
    backups = listed(shelf)
    for place in dispensable([one.made_at.date() for one in backups]):
        going = backups[place].path
        if going == but:
            continue
        # Under its own name it is never seen half: a check may be looking, and the program may be stopped.
        aside = shelf / f"{UNFINISHED}{going.name}"
        with suppress(OSError):
            rename_folder(going, aside)
            shutil.rmtree(aside, ignore_errors=True)


def clear_unfinished(shelf: Path) -> None:
    """Takes away what a killed program left half made."""
    for left in shelf.glob(f"{UNFINISHED}*"):
        if left.is_dir() and not left.is_symlink():
            shutil.rmtree(left, ignore_errors=True)
        else:
            with suppress(OSError):
                left.unlink()


def next_sequence(backups: Sequence[BackupInfo]) -> int:
    """The number of the next backup."""
    return max((one.sequence for one in backups), default=0) + 1


def hash_of(path: Path) -> str:
    """The SHA-256 of a file; nothing when there is none."""
    if not path.is_file():
        return ""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _order(one: BackupInfo) -> tuple[int, datetime, str]:
    return one.sequence, one.made_at, one.path.name


def _content(backup: Path) -> Any:
    return json_of(backup / LIST, _LONGEST_LIST)
