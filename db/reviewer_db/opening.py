"""What goes on record at an opening, before anything else can happen: a restoring, a jump of the clock."""

from __future__ import annotations

from datetime import datetime

from reviewer_app import logbook
from reviewer_app.domain.application import Event
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.ports.records import BackupInfo, ClockJump
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety.last_entry import note_last_entry, noted_entry
from reviewer_db.safety.restored_note import note_of, put_on_record, read_note
from reviewer_db.sqlite import engine
from reviewer_db.stores.clock import jump_since
from reviewer_db.unit import Unit, acting


def note_restoring(unit: Unit, folder: LibraryFolder, master: bytes) -> bool:
    """Puts on record that a backup was gone back to; whether it was."""
    path = note_of(folder)
    if not path.exists():
        return False
    note = read_note(path, master)
    if note is not None:
        with acting(unit.session, folder.main):
            put_on_record(unit.session, note)
        path.unlink()
    return note is not None


def note_end(unit: Unit, folder: LibraryFolder, master: bytes, is_restored: bool) -> None:
    """Notes the record's last entry beside it; that nothing was noted is put on record first.

    After a restoring nothing can be. Where the disk is full nothing is put on record, and so nothing noted.
    """
    begins = is_restored
    if noted_entry(folder, master) is None and not is_restored:
        try:
            with acting(unit.session, folder.main):
                unit.events.append(Event(unit.now, unit.actor.name, EventAct.END_NOTED))
        except TroubleError as trouble:
            if trouble.code != "library.disk_full":
                raise
            return
        begins = True
    note_last_entry(folder, master, unit.session.main, begins=begins)


def note_jump(unit: Unit, folder: LibraryFolder, copy: BackupInfo | None, now: datetime) -> ClockJump | None:
    """Puts on record how the clock jumped since the last event or backup; None when it did not."""
    jump = jump_of(unit, copy, now)
    if jump is None:
        return None
    detail: dict[str, str] = {
        RecordKey.CLOCK_SAID: f"{jump.now:%Y-%m-%d %H:%M}",
        RecordKey.LAST_RECORDED: f"{jump.last:%Y-%m-%d %H:%M}",
    }
    with acting(unit.session, folder.main):
        unit.events.append(Event(unit.now, unit.actor.name, EventAct.CLOCK_JUMPED, detail=detail))
    return jump


def jump_of(unit: Unit, copy: BackupInfo | None, now: datetime) -> ClockJump | None:
    """How the clock jumped since the last event or backup, whichever came later by the length of the record."""
    event = next(iter(unit.events.latest(1)), None)
    if event is None or unit.settings.get().practice_date is not None:
        # The record of a practice library goes by its practice day, which says nothing of the computer's clock.
        return None if copy is None else jump_since(copy.made_at, now, now)
    if copy is None:
        return jump_since(event.at, event.at, now)
    latest = max(event.at, copy.made_at)
    if copy.entries is None:
        return jump_since(latest, latest, now)
    return jump_since(event.at if event.id > copy.entries else copy.made_at, latest, now)


def end_destruction(unit: Unit) -> None:
    """What a stop left of a destruction that two people signed is ended before anybody can ask for it.

    A disk that cannot do it now keeps nobody out of the library; the next opening tries again.
    """
    try:
        unit.retention.erase()
    except engine.DatabaseError as error:
        logbook.note_failure("erase", error)
