"""Making a library: its folder, its two files, and what stands in them from the first day."""

from __future__ import annotations

from reviewer_app.domain.application import Event, Role, User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.durable import FILE_MODE, keep_to_owner, make_folder
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.records import OfficeSettings
from reviewer_db.folder.keys import KeySlot
from reviewer_db.folder.layout import LibraryFolder, trouble_of_file
from reviewer_db.safety.files import LibraryFiles
from reviewer_db.safety.last_entry import note_last_entry
from reviewer_db.stores.clock import Clock
from reviewer_db.stores.session import Session
from reviewer_db.unit import acting


def make_room(place: LibraryFolder) -> None:
    """Makes the folder, or clears what a killed making left in it; RefusalError `library.not_empty`."""
    try:
        make_folder(place.root)
        if place.is_half_made():
            place.clear_half_made()
        if any(item.name != place.lock.name for item in place.root.iterdir()):
            raise RefusalError("library.not_empty", path=str(place.root))
        keep_to_owner(place.root)
    except OSError as error:
        raise trouble_of_file(error, place.root) from error


def make_files(
    place: LibraryFolder, master: bytes, clock: Clock, office: OfficeSettings, user: str, slot: KeySlot
) -> None:
    """Makes both files with the office's settings, its season's pack and the first person."""
    first = User(user, frozenset(Role))
    for path in (place.main, place.vault):
        # SQLite's own would be for everybody; what it lays beside takes after these.
        path.touch(FILE_MODE)
    files = LibraryFiles.make(place, master)
    try:
        session = Session(files.main, files.vault, lambda: first, clock)
        with acting(session, place.main) as unit:
            unit.settings.put(office)
            unit.packs.keep(shipped_pack(office.season))
            unit.users.put(first)
            unit.access.put(user, slot.body)
            unit.access.note_master_key()
            unit.events.append(
                Event(unit.now, user, EventAct.LIBRARY_CREATED, detail={RecordKey.BUREAU: office.bureau})
            )
        note_last_entry(place, master, files.main, begins=True)
    finally:
        files.close()
