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

from reviewer_app.domain.access.passwords import require_password
from reviewer_app.domain.access.recovery_words import normalized
from reviewer_app.domain.application import Event
from reviewer_app.domain.backups import Rhythm
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.domain.numbers import RegisterEntry
from reviewer_app.durable import place_folder
from reviewer_app.services.office.people import require_name
from reviewer_app.services.ports.backups import RestorePreview, SpentNumber
from reviewer_app.services.ports.library import Libraries
from reviewer_app.services.ports.records import BackupInfo, CheckLine, OfficeSettings, RestoreLogin
from reviewer_app.services.ports.trust import TrustedCertificate
from reviewer_db.desk import OpenLibrary
from reviewer_db.folder.keys import SHEET, Cost, KeyRing, KeySlot, file_key, new_master_key
from reviewer_db.folder.layout import LibraryFolder, write_whole
from reviewer_db.folder.lock import LibraryLock
from reviewer_db.folder.login_delay import LoginDelay, SecondsClock
from reviewer_db.looking import ReadOnlyLibrary
from reviewer_db.making import make_files, make_room
from reviewer_db.people import rekeying
from reviewer_db.people.failed_logins import note_failed
from reviewer_db.people.slots import Entry, require_in_force_beside
from reviewer_db.safety import backup, shelf
from reviewer_db.safety.comparing import compare
from reviewer_db.safety.restore import (
    finish_restoring,
    free_aside,
    is_restoring,
    master_of,
    restore,
    ring_to_restore,
)
from reviewer_db.safety.restored_note import RestoredNote, note_of, read_note
from reviewer_db.safety.shelf import require_whole
from reviewer_db.safety.verify import verify_files
from reviewer_db.sqlite import engine
from reviewer_db.stores.batches import Batches
from reviewer_db.stores.clock import Clock
from reviewer_db.stores.events import archived_in
from reviewer_db.stores.office.register import register_in
from reviewer_db.stores.office.trusted_certificates import is_listed, trusted_in
from reviewer_resources.recovery_words import recovery_words

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
    build_years: Callable[[Path], None] | None = None
    """Makes one of five seasons, through a gate of its own whose clock goes through the years."""


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
        if is_moving(place):
            self._finish_moves(place)
        place.require()
        return KeyRing.load(place.keys).names

    def create(self, folder: Path, office: OfficeSettings, user: str, password: str) -> OpenLibrary:
        """Makes a library with its first user, who holds every role.

        Raises RefusalError `library.not_empty`, `user.…`, `login.empty`; TroubleError `library.disk_full`,
        `library.read_only`.
        """
        require_name(user)
        require_password(password, user)
        master = new_master_key()
        slot = KeySlot.wrap(user, password, master, self._cost)
        place = LibraryFolder(folder)
        make_room(place)
        lock = LibraryLock(place.lock)
        lock.take()
        try:
            # Says to the next making that what lies here may be taken away again.
            write_whole(place.making, b"")
            make_files(place, master, self._clock, office, user, slot)
            # The key file makes the folder a library: it comes last.
            KeyRing(uuid.uuid4().hex, {user: slot}).save(place.keys)
            place.making.unlink(missing_ok=True)
        except BaseException:
            place.clear_half_made()
            lock.release()
            raise
        library = self._desk(place, Entry(user, master, slot), lock)
        # The first backup has something to hold when the first look comes.
        library.keep_backups(self._rhythm.look_every, is_new=True)
        return library

    def open(self, folder: Path, user: str, password: str) -> OpenLibrary:
        """Opens a library and starts the day's backup; where nothing can be written, for reading alone.

        Raises RefusalError `login.wrong` and `login.wait` (with `wait_seconds`), TroubleError `library.none`,
        `library.already_open`, `library.newer`, `library.damaged`, `library.read_only`, `library.disk_full`.
        """
        place = LibraryFolder(folder)
        return self._enter(place, lambda ring: self._unlock(place, ring, user, password))

    def _enter(self, place: LibraryFolder, unlock: Callable[[KeyRing], Entry]) -> OpenLibrary:
        place.require_own()
        if not is_moving(place):
            place.require()
            if not place.is_writable():
                return self._look(place, unlock)
        lock = LibraryLock(place.lock)
        lock.take()
        try:
            finish_moves(place)
            place.require()
            place.clear_parts()
            library = self._desk(place, unlock(KeyRing.load(place.keys)), lock)
        except BaseException:
            lock.release()
            raise
        library.keep_backups(self._backup_after)
        return library

    def _look(self, place: LibraryFolder, unlock: Callable[[KeyRing], Entry]) -> OpenLibrary:
        """Opens a library that cannot be written, for reading alone."""
        lock = LibraryLock(place.lock)
        lock.look()
        try:
            return self._desk(place, unlock(KeyRing.load(place.keys)), lock, ReadOnlyLibrary)
        except BaseException:
            lock.release()
            raise

    def open_with_sheet(self, folder: Path, words: str, admin: str, password: str) -> OpenLibrary:
        """Opens a library with its recovery sheet for an administrator, who gets a new password; it is on record.

        Raises RefusalError `sheet_words.…`, `password.…`, and what `open` raises; nothing is changed then.
        """
        secret = normalized(words, recovery_words())
        require_password(password, admin)
        place = LibraryFolder(folder)
        place.require()
        # A new password is written first of all.
        place.require_writable()
        return self._enter(place, lambda ring: self._unlock_sheet(place, ring, secret, admin, password))

    def open_practice(self, folder: Path, has_years: bool = False) -> OpenLibrary:
        """Makes, if need be, and opens the practice library; it is made aside and stands there only when whole."""
        if self.practice is None or (has_years and self.practice.build_years is None):
            raise RuntimeError("this gate was built without a practice season")
        if not LibraryFolder(folder).is_library():
            making = folder.with_name(f".{folder.name}-making")
            shutil.rmtree(making, ignore_errors=True)
            if has_years and self.practice.build_years is not None:
                self.practice.build_years(making)
            else:
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
        if is_moving(place):
            self._finish_moves(place)
        try:
            ring, is_of_backup = ring_to_restore(place, backup)
        except TroubleError as trouble:
            if trouble.code != "library.damaged":
                raise
            return RestoreLogin((), is_of_backup=True)
        return RestoreLogin(ring.names, is_of_backup)

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
        with self._restoring(folder, backup, user, password) as (place, master, former):
            return compare(place, backup, master, former, self._clock().date())

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
        with self._restoring(folder, backup, user, password) as (place, master, former):
            at = self._clock()
            preview = compare(place, backup, master, former, at.date())
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
            restore(place, backup, aside, note.sealed(former))
            return aside

    @contextmanager
    def _restoring(
        self, folder: Path, backup: Path, user: str, password: str
    ) -> Iterator[tuple[LibraryFolder, bytes, bytes]]:
        """Holds the library closed for somebody with a login of it; its master key and that of the backup's time."""
        place = LibraryFolder(folder)
        lock = LibraryLock(place.lock)
        lock.take()
        try:
            finish_moves(place)
            ring, is_of_backup = ring_to_restore(place, backup)
            if is_of_backup:
                # Before its key file is believed.
                require_whole(backup)
            entry = self._unlock(place, ring, user, password)
            require_in_force_beside(LibraryFolder(backup) if is_of_backup else place, entry)
            yield place, entry.master, master_of(backup, (entry.master, *ring.former_masters(entry.master)))
        finally:
            lock.release()

    def verify(self, folder: Path, user: str, password: str, heads: Sequence[str] = ()) -> list[CheckLine]:
        """Says what of a library, or of one of its backups, is intact and what is not; raises as `open` does."""
        place = LibraryFolder(folder)
        place.require()
        master = self._unlock_beside(place, KeyRing.load(place.keys), user, password)
        return verify_files(place, master, self._clock().date(), heads)

    def trusted(self, folder: Path, user: str, password: str) -> tuple[TrustedCertificate, ...]:
        """The certificates a library trusts, read without opening it; raises as `open` does."""
        with self._reading(folder, user, password) as connection:
            return trusted_in(connection) if is_listed(connection) else ()

    def sent_out(self, folder: Path, user: str, password: str) -> tuple[tuple[Batch, ...], tuple[RegisterEntry, ...]]:
        """All batches on record, newest first, and the register, read without opening the library; raises as `open`."""
        with self._reading(folder, user, password) as connection:
            return Batches(connection).every(), register_in(connection)

    def archived(self, folder: Path, user: str, password: str) -> tuple[Event, ...]:
        """What the record says of the archives made of a library, read without opening it; raises as `open` does."""
        with self._reading(folder, user, password) as connection:
            return archived_in(connection)

    @contextmanager
    def _reading(self, folder: Path, user: str, password: str) -> Iterator[Connection]:
        place = LibraryFolder(folder)
        place.require()
        key = file_key(self._unlock_beside(place, KeyRing.load(place.keys), user, password), "main")
        with closing(engine.connect(place.main, key)) as connection:
            try:
                yield connection
            except OfficeError:
                raise
            except Exception as error:
                raise TroubleError("library.unreadable", path=str(folder)) from error

    def _finish_moves(self, place: LibraryFolder) -> None:
        lock = LibraryLock(place.lock)
        lock.take()
        try:
            finish_moves(place)
        finally:
            lock.release()

    def _unlock(self, place: LibraryFolder, ring: KeyRing, user: str, password: str) -> Entry:
        counted = user if user in ring.names else _NOBODY
        delay = LoginDelay(place.attempts, self._seconds)
        delay.check(counted)
        for slot in ring.slots_of(user) if counted else ():
            master = slot.unwrap(user, password)
            if master is not None:
                delay.succeeded(counted)
                renewed = KeySlot.wrap(user, password, master, self._cost) if slot.is_first_form else None
                return Entry(user, master, slot, renewed)
        note_failed(place.failed_logins, counted, self._clock())
        raise RefusalError("login.wrong", wait_seconds=delay.failed(counted), field="password")

    def _unlock_sheet(self, place: LibraryFolder, ring: KeyRing, secret: str, admin: str, password: str) -> Entry:
        delay = LoginDelay(place.attempts, self._seconds)
        delay.check(_NOBODY)
        for slot in ring.slots_of(SHEET):
            master = slot.unwrap(SHEET, secret)
            if master is not None:
                delay.succeeded(_NOBODY)
                return Entry(SHEET, master, slot, KeySlot.wrap(admin, password, master, self._cost), admin)
        note_failed(place.failed_logins, _NOBODY, self._clock())
        raise RefusalError("sheet_words.wrong", wait_seconds=delay.failed(_NOBODY), field="words")

    def _unlock_beside(self, place: LibraryFolder, ring: KeyRing, user: str, password: str) -> bytes:
        entry = self._unlock(place, ring, user, password)
        require_in_force_beside(place, entry)
        return entry.master

    def _desk(
        self, place: LibraryFolder, entry: Entry, lock: LibraryLock, kind: type[OpenLibrary] = OpenLibrary
    ) -> OpenLibrary:
        library = kind(place, entry, lock, self._clock, self._cost, self._rhythm, self._seconds)
        try:
            library.start()
        except BaseException:
            # Lets the lock go as well.
            library.close()
            raise
        return library


def is_moving(place: LibraryFolder) -> bool:
    """Whether a restoring or a change of the master key was interrupted here."""
    return is_restoring(place) or rekeying.is_under_way(place)


def finish_moves(place: LibraryFolder) -> None:
    """Takes up a restoring or a change of the master key that was interrupted; there is never more than one."""
    rekeying.finish(place)
    finish_restoring(place)
