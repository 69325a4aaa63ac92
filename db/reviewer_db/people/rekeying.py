"""Changing the master key: both files are written anew beside under the new key, then put in place as one.

The new files and the key file that fits them are made whole in a folder under another name. That folder's renaming is
the one moment that counts: before it the library is as it was, after it each file that still lies there has yet to be
put in place, which the next opening takes up wherever it was stopped. So there is never a moment in which the files and
the key file disagree. The new key is sealed to everybody's public half and to the recovery sheet's, which therefore
stays good; only slots of the first form are lost, and their owners need a new password. Backups keep their own key
file; the former key is kept under the new one, so that they can be restored by who works here now.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.domain.errors import TroubleError
from reviewer_app.durable import FOLDER_MODE, place_folder, sync_folder
from reviewer_app.services.ports.access import Access
from reviewer_db.folder.keys import KeyRing, KeySlot, file_key, kept_under
from reviewer_db.folder.layout import LibraryFolder, trouble_of_file
from reviewer_db.safety.files import LibraryFiles
from reviewer_db.sqlite import engine

if TYPE_CHECKING:
    from sqlite3 import Connection

_WAITING = ".rekeying"
#: Changes the new files before they are in force: puts the change on record and gives the slots they hold.
Note = Callable[["LibraryFiles"], tuple[Access, ...]]


def make_under(folder: LibraryFolder, former: bytes, new: bytes, note: Note) -> None:
    """Makes both files and the key file anew under a new master key, and decides for them.

    The files must be closed for writing. Raises TroubleError `library.disk_full` and others; all is then as it was.
    """
    making = LibraryFolder(folder.root / (_WAITING + ".new"))
    try:
        shutil.rmtree(making.root, ignore_errors=True)
        making.root.mkdir(FOLDER_MODE)
        for source, target, part in ((folder.main, making.main, "main"), (folder.vault, making.vault, "attachments")):
            with closing(engine.connect(source, file_key(former, part))) as reader:
                _copy(reader, target, file_key(new, part))
        ring = KeyRing.load(folder.keys)
        made = _noted(making, new, note)
        slots = {name: made.pop(name) for name in ring.slots if name in made} | made
        masters = (former, *ring.former_masters(former))
        replace(ring, slots=slots, coming={}, former=kept_under(new, masters)).save(making.keys)
        _look(making, new)
        place_folder(making.root, folder.root / _WAITING)
    except engine.DatabaseError as error:
        raise engine.trouble_of(error, folder.main) from error
    except OSError as error:
        raise trouble_of_file(error, folder.root) from error
    finally:
        shutil.rmtree(making.root, ignore_errors=True)


def is_under_way(folder: LibraryFolder) -> bool:
    """Whether a change of the master key was decided and is not finished."""
    return (folder.root / _WAITING).is_dir()


def finish(folder: LibraryFolder) -> None:
    """Puts in place what was decided; does nothing when there is nothing. TroubleError `library.…`."""
    shutil.rmtree(folder.root / (_WAITING + ".new"), ignore_errors=True)
    waiting = LibraryFolder(folder.root / _WAITING)
    if not is_under_way(folder):
        return
    try:
        for new, path in ((waiting.main, folder.main), (waiting.vault, folder.vault), (waiting.keys, folder.keys)):
            if new.exists():
                # The log belongs to the former file and must never meet the new one.
                for log in ("-wal", "-shm"):
                    path.with_name(path.name + log).unlink(missing_ok=True)
                sync_folder(folder.root)
                new.replace(path)
        sync_folder(folder.root)
        shutil.rmtree(waiting.root)
    except OSError as error:
        raise trouble_of_file(error, folder.root) from error


def _copy(reader: Connection, target: Path, key: bytes) -> None:
    with closing(engine.connect(target, key, makes=True)) as writer:
        writer.execute("PRAGMA journal_mode = OFF")
        reader.backup(writer)


def _noted(making: LibraryFolder, new: bytes, note: Note) -> dict[str, KeySlot]:
    main = engine.connect(making.main, file_key(new, "main"))
    files = LibraryFiles(main, engine.connect(making.vault, file_key(new, "attachments")))
    try:
        return {one.holder: KeySlot.from_body(one.slot).sealing(one.holder, new) for one in note(files)}
    finally:
        files.close()


def _look(making: LibraryFolder, new: bytes) -> None:
    """Reads every page of the new files; nothing is decided for files that do not open."""
    for path, part in ((making.main, "main"), (making.vault, "attachments")):
        for log in ("-wal", "-shm"):
            if path.with_name(path.name + log).exists():
                raise TroubleError("library.busy", path=str(path))
        with closing(engine.connect_still(path, file_key(new, part))) as opened:
            if opened.execute("PRAGMA cipher_integrity_check").fetchone() is not None:
                raise TroubleError("library.damaged", path=str(path))
