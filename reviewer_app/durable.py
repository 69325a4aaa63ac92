"""Putting files in place for keeping: written aside, brought onto the disk with their folder, then renamed.

Everything that is kept (exports, backups, key files, settings, copies an officer saves) goes through here, so that a
power cut leaves the former file or the new one and never half of one. What is being written stands in a folder of its
own with a name nobody can foresee and that nobody else may enter: a link planted in a shared folder is never followed.
"""

from __future__ import annotations

import errno
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

#: What is kept is its owner's alone.
FILE_MODE, FOLDER_MODE = 0o600, 0o700
_PIECE = 1 << 20
#: Windows locks bytes, not files; this one lies far behind any text, so that it stays readable.
_LOCKED_BYTE = 1 << 20
_PART = ".part"
_NO_ROOM = frozenset({errno.ENOSPC, errno.EDQUOT})
#: What a disk without owners or without folders to be synced (USB sticks, network folders) answers.
_NOT_OFFERED = frozenset({errno.EINVAL, errno.ENOTSUP, errno.ENOSYS, errno.EPERM})


def is_disk_full(error: OSError) -> bool:
    """Whether a file error means that there is no room: the disk is full, or what this person may use of it."""
    return error.errno in _NO_ROOM


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """Gives a path to write to; when all went well that file takes the place of `path`, else nothing is left.

    Raises OSError as the system does (disk full, folder not writable, file open in another program); what stood at
    `path` is then still there.
    """
    try:
        aside = Path(tempfile.mkdtemp(prefix=_begun(path), suffix=_PART, dir=path.parent))
    except OSError as error:
        # The place that was asked for is what an officer knows.
        error.filename = str(path)
        raise
    try:
        part = aside / path.name
        yield part
        sync_file(part)
        part.replace(path)
        _sync_names(path.parent)
    finally:
        shutil.rmtree(aside, ignore_errors=True)


def clear_unfinished(path: Path) -> None:
    """Clears away what was being written for a path when the program was killed; nobody may be writing it now."""
    for left in path.parent.iterdir() if path.parent.is_dir() else ():
        if left.name.startswith(_begun(path)) and left.name.endswith(_PART):
            shutil.rmtree(left, ignore_errors=True)


def write_file(path: Path, content: bytes) -> None:
    """Writes a file whole or not at all; OSError as the system does."""
    with replacing(path) as part:
        part.write_bytes(content)


def copy_file(source: Path, target: Path, step: Callable[[], None] | None = None) -> None:
    """Copies a file whole or not at all; OSError as the system does.

    `step` is called between two pieces; what it raises calls the copying off.
    """
    with replacing(target) as part, source.open("rb") as reader, part.open("wb") as writer:
        while piece := reader.read(_PIECE):
            if step is not None:
                step()
            writer.write(piece)


def lay_in(path: Path, offset: int, content: bytes) -> None:
    """Writes over a part of a file that is there; stopped midway, it must be done again. OSError as the system does."""
    handle = os.open(path, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    with os.fdopen(handle, "r+b") as file:
        file.seek(offset)
        file.write(content)
        file.flush()
        os.fsync(handle)


def place_folder(made: Path, target: Path) -> None:
    """Gives a folder that is whole its name, once all that is in it is on the disk.

    `target` must not be there, or be an empty folder. Raises OSError as the system does; the folder is then where it
    was made.
    """
    sync_tree(made)
    rename_folder(made, target)


def rename_folder(made: Path, target: Path) -> None:
    """The same for a folder whose files are on the disk already."""
    if target.is_dir() and not target.is_symlink():
        target.rmdir()
    made.rename(target)
    _sync_names(target.parent)
    if made.parent != target.parent:
        sync_folder(made.parent)


def make_folder(folder: Path) -> None:
    """Makes a folder and those above it that are not there, so that a power cut takes none of them away again."""
    if folder.is_dir():
        return
    make_folder(folder.parent)
    folder.mkdir(mode=FOLDER_MODE, exist_ok=True)
    sync_folder(folder.parent)


def keep_to_owner(folder: Path) -> None:
    """Takes a folder that was there already out of the sight of others, on a disk that has owners."""
    with _where_offered():
        folder.chmod(FOLDER_MODE)


def sync_tree(folder: Path) -> None:
    """Brings every file of a folder onto the disk, and the folders themselves, the innermost first."""
    for place, _folders, files in os.walk(folder, topdown=False):
        for name in files:
            file = Path(place, name)
            if not file.is_symlink():
                sync_file(file)
        with _where_offered():
            Path(place).chmod(FOLDER_MODE)
        sync_folder(Path(place))


def sync_file(file: Path) -> None:
    """Brings one file onto the disk; a full disk may show itself only here."""
    handle = os.open(file, os.O_RDWR | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0))
    try:
        if os.name != "nt":
            with _where_offered():
                os.fchmod(handle, FILE_MODE)
        os.fsync(handle)
    finally:
        os.close(handle)


def sync_folder(folder: Path) -> None:
    """Makes the names in a folder last through a power cut (a system without this has nothing to do)."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        with _where_offered():
            os.fsync(handle)
    finally:
        os.close(handle)


def _begun(path: Path) -> str:
    """How the name begins of the folder in which a file is written."""
    return f".{path.name[:60]}."


def _sync_names(folder: Path) -> None:
    """Makes the names in a folder last, and its own, which may have been given just now; above that one nobody asks."""
    sync_folder(folder)
    with suppress(OSError):
        sync_folder(folder.parent)


@contextmanager
def _where_offered() -> Iterator[None]:
    """A disk that has no owners, or syncs no folders, is written to all the same."""
    try:
        yield
    except OSError as error:
        if error.errno not in _NOT_OFFERED:
            raise


def lock_file(file: IO[bytes]) -> None:
    """Locks a file until it is closed; OSError at once when somebody else holds it, or has just taken it away."""
    if sys.platform == "win32":
        file.seek(_LOCKED_BYTE)
        msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
    else:
        fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        if not os.fstat(file.fileno()).st_nlink:
            raise BlockingIOError(errno.EAGAIN, os.strerror(errno.EAGAIN))


def remove_locked(file: IO[bytes], path: Path) -> None:
    """Takes a locked file away and lets the lock go, without a moment in which a second one could be locked there."""
    if sys.platform == "win32":
        # There an open file cannot be taken away, so nobody takes away what another has locked since.
        file.close()
    with suppress(OSError):
        path.unlink()
    file.close()
