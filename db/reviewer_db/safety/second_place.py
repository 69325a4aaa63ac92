"""The second place of the backups: a USB stick or a network folder that may be there or not.

A library has a shelf of its own there, with a mark that names it. Without the mark nothing is written: the empty folder
that is left when a stick is pulled out is not taken for the stick.
"""

from __future__ import annotations

import json
import shutil
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from reviewer_app.domain.application import Event
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.durable import FOLDER_MODE, copy_file, place_folder
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import BackupInfo
from reviewer_app.small_files import json_of
from reviewer_db.folder.layout import LibraryFolder, trouble_of_file, write_whole
from reviewer_db.safety import shelf
from reviewer_db.safety.backup import BackupCancelledError, IsCancelled, look_through

_MARK = "library.json"


def shelf_in(place: Path, library: str) -> Path:
    """The shelf of a library in a place; whether it is there is another question."""
    return place / f"案卷库备份-{library[:8]}"


def is_there(place: Path, library: str) -> bool:
    """Whether the place is there and has this library's shelf; one that is a link leads to somebody else's folder."""
    try:
        if shelf_in(place, library).is_symlink():
            return False
        return bool(json_of(shelf_in(place, library) / _MARK)["library"] == library)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def prepare(place: Path, library: str, root: Path) -> bool:
    """Makes the shelf of a library in a place that was just chosen; whether there was none before.

    Raises RefusalError `backup.place_missing`, `backup.place_inside` (the place lies in the library or is it),
    TroubleError `library.read_only` and others.
    """
    if not place.is_absolute() or not place.is_dir():
        raise RefusalError("backup.place_missing", field="place", path=str(place))
    if place.resolve().is_relative_to(root.resolve()):
        raise RefusalError("backup.place_inside", field="place")
    own = shelf_in(place, library)
    try:
        if own.is_symlink():
            own.unlink()
        is_new = not own.exists()
        own.mkdir(mode=FOLDER_MODE, exist_ok=True)
    except OSError as error:
        raise trouble_of_file(error, own) from error
    try:
        write_whole(own / _MARK, json.dumps({"library": library}).encode())
    except OfficeError:
        if is_new:
            take_away(place, library)
        raise
    return is_new


def take_away(place: Path, library: str) -> None:
    """Takes a shelf away again on which nothing was put yet."""
    own = shelf_in(place, library)
    with suppress(OSError):
        (own / _MARK).unlink(missing_ok=True)
        own.rmdir()


def is_same_disk(place: Path, root: Path) -> bool:
    """Whether a place lies on the library's own disk, so that both are lost together."""
    try:
        return place.stat().st_dev == root.stat().st_dev
    except OSError:
        return False


def has(place: Path, library: str, made: BackupInfo) -> bool:
    """Whether a backup stands there already."""
    return any(one.path.name == made.path.name for one in shelf.listed(shelf_in(place, library)))


def bring(made: BackupInfo, place: Path, library: str, master: bytes, is_cancelled: IsCancelled) -> BackupInfo:
    """Copies a backup there, opens it, and thins that shelf.

    Raises TroubleError `backup.second_missing` when the place is or went away, `library.disk_full` and others; what
    stood there stands as before.
    """

    def step() -> None:
        if is_cancelled():
            raise BackupCancelledError

    own = shelf_in(place, library)
    unfinished = own / (shelf.UNFINISHED + made.path.name)
    target = own / made.path.name
    try:
        _require_there(place, library)
        shelf.clear_unfinished(own)
        unfinished.mkdir(FOLDER_MODE)
        for file in sorted(path for path in made.path.iterdir() if path.is_file()):
            copy_file(file, unfinished / file.name, step)
        shelf.require_whole(unfinished)
        look_through(LibraryFolder(unfinished), master, made.entries or 0)
        _require_there(place, library)
        place_folder(unfinished, target)
        _require_there(place, library)
    except OSError as error:
        if not is_there(place, library):
            raise TroubleError("backup.second_missing", path=str(place)) from error
        raise trouble_of_file(error, target) from error
    finally:
        shutil.rmtree(unfinished, ignore_errors=True)
    shelf.thin(own, but=target)
    return shelf.info_of(target) or made


def _require_there(place: Path, library: str) -> None:
    if not is_there(place, library):
        raise TroubleError("backup.second_missing", path=str(place))


def note_chosen(unit: UnitOfWork, place: str) -> None:
    """Keeps where the second copies go, and puts it on record."""
    unit.settings.put(replace(unit.settings.get(), backup_place=place))
    detail: dict[str, str] = {RecordKey.FOLDER: place}
    unit.events.append(Event(unit.now, unit.actor.name, EventAct.BACKUP_PLACE_CHOSEN, detail=detail))
