"""The rehearsal of a restoring: the newest backup is copied to a scratch place, opened there and looked through."""

from __future__ import annotations

import shutil
import tempfile
from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from reviewer_app.domain.application import Event
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.durable import copy_file
from reviewer_app.services.ports.backups import Rehearsal
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import standing_of
from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.folder.layout import LibraryFolder, trouble_of_file
from reviewer_db.safety import backup, shelf
from reviewer_db.safety.files import LibraryFiles
from reviewer_db.safety.verify import verify_files
from reviewer_db.sqlite import engine

_SCRATCH = ".rehearsal-"


def rehearse(folder: LibraryFolder, master: bytes, today: date) -> Rehearsal:
    """Opens the newest backup as a restoring would, older tables brought up to date, and says what it holds.

    Nothing of the library or of the backup is touched, and nothing of the scratch place is left. Raises RefusalError
    `backup.none`, `backup.before_rekey` for one that the master key does not open any more, TroubleError
    `library.backup_damaged`, `library.disk_full` and what opening a library raises.
    """
    newest = backup.latest(folder)
    if newest is None:
        raise RefusalError("backup.none")
    shelf.require_whole(newest.path)
    _require_same_key(newest.path, master)
    for left in folder.root.glob(f"{_SCRATCH}*"):
        # A killed program left it.
        shutil.rmtree(left, ignore_errors=True)
    try:
        with tempfile.TemporaryDirectory(prefix=_SCRATCH, dir=folder.root) as made:
            scratch, source = LibraryFolder(Path(made)), LibraryFolder(newest.path)
            for path in (source.main, source.vault, source.keys):
                copy_file(path, scratch.root / path.name)
            LibraryFiles.open(scratch, master, lambda: newest.made_at).close()
            lines = verify_files(scratch, master, today, is_scratch=True)
            people = tuple(KeyRing.load(scratch.keys).slots)
            with closing(LibraryFiles.open(scratch, master, lambda: newest.made_at)) as files:
                count = files.main.execute
                cases = int(count("SELECT count(*) FROM applications").fetchone()[0])
                attachments = int(count("SELECT count(*) FROM attachments").fetchone()[0])
                last = count("SELECT id, at FROM events ORDER BY id DESC LIMIT 1").fetchone()
    except OSError as error:
        raise trouble_of_file(error, folder.root) from error
    entries, at = (int(last[0]), datetime.fromisoformat(last[1])) if last else (0, None)
    return Rehearsal(newest, cases, attachments, entries, at, people, tuple(lines))


def _require_same_key(made: Path, master: bytes) -> None:
    """A backup that is whole and does not open was made before the master key was changed."""
    try:
        engine.connect(LibraryFolder(made).main, file_key(master, "main")).close()
    except TroubleError as trouble:
        if trouble.code == "library.damaged":
            raise RefusalError("backup.before_rekey", name=made.name) from trouble
        raise


def note_rehearsal(unit: UnitOfWork, held: Rehearsal) -> None:
    """Puts on record which backup was opened, what it holds and whether it is sound."""
    detail: dict[str, str] = {
        RecordKey.BACKUP: held.backup.path.name,
        RecordKey.CASES: str(held.cases),
        RecordKey.OUTCOME: standing_of(held.is_sound).label,
    }
    unit.events.append(Event(unit.now, unit.actor.name, EventAct.BACKUP_REHEARSED, detail=detail))
