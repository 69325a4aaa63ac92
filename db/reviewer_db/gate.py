"""The way into a library: making one, opening it with name and password, its backups and restoring them."""

from __future__ import annotations

import shutil
import time
import uuid
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.domain.application import Event, Role, User
from reviewer_app.domain.backups import Rhythm
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.errors import RefusalError, TroubleError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.durable import make_folder, place_folder
from reviewer_app.packs.loading import shipped_pack
from reviewer_app.services.ports.backups import RestorePreview, SpentNumber
from reviewer_app.services.ports.library import Libraries
from reviewer_app.services.ports.records import BackupInfo, CheckLine, OfficeSettings, RestoreLogin
from reviewer_app.services.ports.trust import TrustedCertificate
from reviewer_db.desk import OpenLibrary
from reviewer_db.folder.keys import Cost, KeyRing, KeySlot, file_key, new_master_key
from reviewer_db.folder.layout import LibraryFolder, trouble_of_file
from reviewer_db.folder.lock import LibraryLock
from reviewer_db.folder.login_delay import LoginDelay, SecondsClock
from reviewer_db.safety import backup, shelf
from reviewer_db.safety.comparing import compare
from reviewer_db.safety.files import LibraryFiles
from reviewer_db.safety.restore import finish_restoring, free_aside, is_restoring, restore
from reviewer_db.safety.restored_note import RestoredNote, note_of, read_note
from reviewer_db.safety.shelf import require_whole
from reviewer_db.safety.verify import verify_files
from reviewer_db.sqlite import engine
from reviewer_db.stores.batches import Batches
from reviewer_db.stores.clock import Clock
from reviewer_db.stores.office.trusted_certificates import is_listed, trusted_in
from reviewer_db.stores.session import Session
from reviewer_db.unit import acting

if TYPE_CHECKING:
    from sqlite3 import Connection

_NOBODY = ""
#: Seconds after opening until the day's backup begins, so that the window stands first.
_BACKUP_AFTER = 3.0


@dataclass(frozen=True, slots=True)
class PracticeSeason:
    """How a practice library is made and entered; it holds nothing but fictional cases.

    `build` makes a whole library in the folder it is given, through the gate it is given, and closes it.
    """

    user: str
    password: str
    build: Callable[[Libraries, Path], None]


class LibraryGate:
    """Implements ports.Libraries."""

    def __init__(
        self,
        practice: PracticeSeason | None = None,
        clock: Clock = datetime.now,
        seconds: SecondsClock = time.time,
        cost: Cost | None = None,
        backup_after: float = _BACKUP_AFTER,
        rhythm: Rhythm | None = None,
    ) -> None:
        self.practice = practice
        self._clock = clock
        self._seconds = seconds
        self._cost = cost or Cost()
        self._backup_after = backup_after
        self._rhythm = rhythm or Rhythm()

    def users(self, folder: Path) -> tuple[str, ...]:
        """The names that have a key slot; TroubleError `library.none` if the folder holds no library."""
        place = LibraryFolder(folder)
        if is_restoring(place):
            self._finish_restoring(place)
        place.require()
        return tuple(KeyRing.load(place.keys).slots)

    def create(self, folder: Path, office: OfficeSettings, user: str, password: str) -> OpenLibrary:
        """Makes a library with its first user, who holds every role.

        Raises RefusalError `library.not_empty`, `user.no_name`, `login.empty`; TroubleError `library.disk_full`,
        `library.read_only`.
        """
        if not user.strip():
            raise RefusalError("user.no_name", field="name")
        master = new_master_key()
        slot = KeySlot.wrap(user, password, master, self._cost)
        place = LibraryFolder(folder)
        _make_folder(folder)
        lock = LibraryLock(place.lock)
        lock.take()
        try:
            self._make_files(place, master, office, user)
            # The key file makes the folder a library: it comes last.
            KeyRing(uuid.uuid4().hex, {user: slot}).save(place.keys)
        except BaseException:
            place.clear_half_made()
            lock.release()
            raise
        library = self._desk(place, master, user, lock)
        # The first backup has something to hold when the first look comes.
        library.keep_backups(self._rhythm.look_every)
        return library

    def open(self, folder: Path, user: str, password: str) -> OpenLibrary:
        """Opens a library and starts the day's backup.

        Raises RefusalError `login.wrong` and `login.wait` (with `wait_seconds`), TroubleError `library.none`,
        `library.already_open`, `library.newer`, `library.damaged`, `library.read_only`, `library.disk_full`.
        """
        place = LibraryFolder(folder)
        if not is_restoring(place):
            place.require()
        lock = LibraryLock(place.lock)
        lock.take()
        try:
            finish_restoring(place)
            place.require()
            place.require_writable()
            library = self._desk(place, self._unlock(place, KeyRing.load(place.keys), user, password), user, lock)
        except BaseException:
            lock.release()
            raise
        library.keep_backups(self._backup_after)
        return library

    def open_practice(self, folder: Path) -> OpenLibrary:
        """Makes, if need be, and opens the practice library; it is made aside and stands there only when whole."""
        if self.practice is None:
            raise RuntimeError("this gate was built without a practice season")
        if not LibraryFolder(folder).is_library():
            making = folder.with_name(f".{folder.name}-making")
            shutil.rmtree(making, ignore_errors=True)
            self.practice.build(self, making)
            try:
                # An empty folder may stand there already; one with other things in it is left alone.
                place_folder(making, folder)
            except OSError as error:
                raise RefusalError("library.not_empty", path=str(folder)) from error
        return self.open(folder, self.practice.user, self.practice.password)

    def backups(self, folder: Path) -> tuple[BackupInfo, ...]:
        """The backups, newest first."""
        return backup.listed(LibraryFolder(folder))

    def restore_login(self, folder: Path, backup: Path) -> RestoreLogin:
        """Whose password `restore` will ask for; nobody's when neither key file can be read."""
        place = LibraryFolder(folder)
        if is_restoring(place):
            self._finish_restoring(place)
        try:
            ring, is_of_backup = _ring_to_restore(place, backup)
        except TroubleError as trouble:
            if trouble.code != "library.damaged":
                raise
            return RestoreLogin((), is_of_backup=True)
        return RestoreLogin(tuple(ring.slots), is_of_backup)

    def backups_in(self, place: Path) -> tuple[BackupInfo, ...]:
        """The backups found in another place, newest first: a shelf, the folder it stands in, or one backup."""
        one = shelf.info_of(place)
        if one is not None:
            return (one,)
        return shelf.listed(place) or tuple(info for own in sorted(place.glob("*/")) for info in shelf.listed(own))

    def preview_restore(self, folder: Path, backup: Path, user: str, password: str) -> RestorePreview:
        """What restoring a backup would lose and gain, and which numbers were given since; nothing is changed.

        Asks for the same login as `restore`, and raises the same; also RefusalError `restoring.other_library`.
        """
        with self._restoring(folder, backup, user, password) as (place, master):
            return compare(place, backup, master, self._clock().date())

    def restore(
        self, folder: Path, backup: Path, user: str, password: str, told: Sequence[SpentNumber] | None = None
    ) -> Path:
        """Puts a backup in the library's place; the replaced state is kept aside, its path is returned.

        It takes a login of the library that is replaced; only when its key file is lost, one of the backup's. Numbers
        given since the backup are never given again: they are read from the library, and asked for (`told`, by series,
        none when no paper has a later one) where it cannot be read. The next opening puts all of it on record.

        Raises RefusalError `login.wrong`, `login.wait`, `restoring.other_library`, `restoring.numbers_asked`,
        TroubleError `library.backup_damaged`, `library.already_open`, `library.disk_full`; the library is then as it
        was.
        """
        with self._restoring(folder, backup, user, password) as (place, master):
            at = self._clock()
            preview = compare(place, backup, master, at.date())
            if not preview.is_readable and preview.numbers and told is None:
                raise RefusalError("restoring.numbers_asked")
            aside = free_aside(place, at)
            lost = preview.lost.entries if preview.is_readable else None
            numbers = preview.numbers if preview.is_readable else tuple(one for one in told or () if one.last)
            waiting = read_note(note_of(place), master)
            if waiting is not None:
                # Nobody opened the library since another restoring: what that one held is held on.
                numbers = (*waiting.numbers, *numbers)
            note = RestoredNote(at, user, preview.backup.path.name, aside.name, lost, numbers)
            restore(place, backup, aside, note.sealed(master))
            return aside

    @contextmanager
    def _restoring(self, folder: Path, backup: Path, user: str, password: str) -> Iterator[tuple[LibraryFolder, bytes]]:
        """Holds the library closed for somebody with a login of it; the master key."""
        place = LibraryFolder(folder)
        lock = LibraryLock(place.lock)
        lock.take()
        try:
            finish_restoring(place)
            ring, is_of_backup = _ring_to_restore(place, backup)
            if is_of_backup:
                # Before its key file is believed.
                require_whole(backup)
            yield place, self._unlock(place, ring, user, password)
        finally:
            lock.release()

    def verify(self, folder: Path, user: str, password: str) -> list[CheckLine]:
        """Says what of a library, or of one of its backups, is intact and what is not; raises as `open` does."""
        place = LibraryFolder(folder)
        place.require()
        master = self._unlock(place, KeyRing.load(place.keys), user, password)
        return verify_files(place, master, self._clock().date())

    def trusted(self, folder: Path, user: str, password: str) -> tuple[TrustedCertificate, ...]:
        """The certificates a library trusts, read without opening it; raises as `open` does."""
        with self._reading(folder, user, password) as connection:
            return trusted_in(connection) if is_listed(connection) else ()

    def batches(self, folder: Path, user: str, password: str) -> tuple[Batch, ...]:
        """The batches of all seasons on record, newest first, read without opening the library; raises as `open`."""
        with self._reading(folder, user, password) as connection:
            return Batches(connection).every()

    @contextmanager
    def _reading(self, folder: Path, user: str, password: str) -> Iterator[Connection]:
        place = LibraryFolder(folder)
        place.require()
        key = file_key(self._unlock(place, KeyRing.load(place.keys), user, password), "main")
        with closing(engine.connect(place.main, key)) as connection:
            yield connection

    def _finish_restoring(self, place: LibraryFolder) -> None:
        lock = LibraryLock(place.lock)
        lock.take()
        try:
            finish_restoring(place)
        finally:
            lock.release()

    def _unlock(self, place: LibraryFolder, ring: KeyRing, user: str, password: str) -> bytes:
        counted = user if user in ring.slots else _NOBODY
        delay = LoginDelay(place.attempts, self._seconds)
        delay.check(counted)
        master = ring.slots[user].unwrap(user, password) if counted else None
        if master is None:
            raise RefusalError("login.wrong", wait_seconds=delay.failed(counted), field="password")
        delay.succeeded(counted)
        return master

    def _make_files(self, place: LibraryFolder, master: bytes, office: OfficeSettings, user: str) -> None:
        first = User(user, frozenset(Role))
        files = LibraryFiles.make(place, master)
        try:
            session = Session(files.main, files.vault, lambda: first, self._clock)
            with acting(session, place.main) as unit:
                unit.settings.put(office)
                unit.packs.keep(shipped_pack(office.season))
                unit.users.put(first)
                unit.events.append(
                    Event(unit.now, user, EventAct.LIBRARY_CREATED, detail={RecordKey.BUREAU: office.bureau})
                )
        finally:
            files.close()

    def _desk(self, place: LibraryFolder, master: bytes, user: str, lock: LibraryLock) -> OpenLibrary:
        library = OpenLibrary(place, master, user, lock, self._clock, self._cost, self._rhythm)
        try:
            library.start()
        except BaseException:
            # Lets the lock go as well.
            library.close()
            raise
        return library


def _ring_to_restore(place: LibraryFolder, backup: Path) -> tuple[KeyRing, bool]:
    """The key file that says who may replace the library, and whether it is the backup's for want of its own."""
    try:
        return KeyRing.load(place.keys), False
    except TroubleError as trouble:
        if trouble.code != "library.damaged":
            raise
        return KeyRing.load(LibraryFolder(backup).keys), True


def _make_folder(folder: Path) -> None:
    try:
        make_folder(folder)
        if any(item.name != "library.lock" for item in folder.iterdir()):
            raise RefusalError("library.not_empty", path=str(folder))
    except OSError as error:
        raise trouble_of_file(error, folder) from error
