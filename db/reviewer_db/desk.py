"""An open library with a person at it: services run here, on the one thread that owns the connection."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from reviewer_app import logbook
from reviewer_app.domain.acts import may_do
from reviewer_app.domain.application import User
from reviewer_app.domain.backups import Rhythm
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.values.whole_text import require_whole
from reviewer_app.services.office import library_keys
from reviewer_app.services.ports.access import Access
from reviewer_app.services.ports.backups import BackupStanding, Rehearsal, SecondPlace, ShelfUse
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import CheckLine, ClockJump, LastCheck
from reviewer_db.folder.keys import Cost, KeyRing, KeySlot, file_key, new_master_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.folder.lock import LibraryLock
from reviewer_db.folder.login_delay import SecondsClock
from reviewer_db.opening import end_destruction, note_end, note_jump, note_restoring
from reviewer_db.people import rekeying
from reviewer_db.people.keeping import PeopleAtDesk
from reviewer_db.people.slots import Entry
from reviewer_db.safety import second_place, shelf
from reviewer_db.safety.checker import LibraryChecker
from reviewer_db.safety.files import LibraryFiles
from reviewer_db.safety.keeper import BackupKeeper
from reviewer_db.safety.last_entry import note_last_entry
from reviewer_db.safety.rehearsal import note_rehearsal, rehearse
from reviewer_db.safety.rows_check import begin_digests, digests_are_due
from reviewer_db.safety.verify import check_record, verify_files
from reviewer_db.sqlite import engine
from reviewer_db.sqlite.thread import Worker
from reviewer_db.sqlite.transactions import reading
from reviewer_db.stores.clock import Clock
from reviewer_db.stores.session import Session
from reviewer_db.unit import Unit, acting

P = ParamSpec("P")
T = TypeVar("T")

#: Steps of SQLite's machine, about a thousandth of a second, between two looks whether a read is still wanted.
_STEPS_BETWEEN_LOOKS = 50_000


class OpenLibrary(PeopleAtDesk):
    """Implements ports.Library; made by the gate, which has unlocked the master key and taken the lock."""

    #: Whether nothing can be written here; every act is then refused.
    is_read_only = False

    def __init__(
        self,
        folder: LibraryFolder,
        entry: Entry,
        lock: LibraryLock,
        clock: Clock,
        cost: Cost,
        rhythm: Rhythm,
        seconds: SecondsClock,
    ) -> None:
        super().__init__(folder, entry, cost, seconds)
        self._lock = lock
        self._clock = clock
        self._session: Session | None = None
        self._worker = Worker("library")
        self._clock_jump: ClockJump | None = None
        self._ring_id = KeyRing.load(folder.keys).library
        self.keeper = BackupKeeper(folder, entry.master, self._ring_id, clock, rhythm)
        self.keeper.entries = lambda: self._on_thread(lambda: self._read(_entries))
        self.keeper.place = lambda: self._backup_place
        self.checker = LibraryChecker(lambda pause: self.verify(pause=pause), clock)
        self._backup_place = ""
        self._opened_as: list[tuple[int, int] | None] = []

    def __repr__(self) -> str:
        # The master key must not come into a log by way of a repr.
        return f"OpenLibrary({str(self._folder.root)!r}, {self._user.name!r})"

    @property
    def folder(self) -> Path:
        """The library's folder."""
        return self._folder.root

    @property
    def user(self) -> User:
        """The person logged in, with the roles the library has for them."""
        return self._user

    @property
    def last_backup(self) -> datetime | None:
        """When the last backup was made."""
        return self.keeper.last.made_at if self.keeper.last is not None else None

    @property
    def backup_standing(self) -> BackupStanding:
        """How the backups stand in both places."""
        return self.keeper.standing()

    @property
    def clock_jump(self) -> ClockJump | None:
        """How the computer's clock had jumped when the library was opened; that is on record then."""
        return self._clock_jump

    def start(self) -> None:
        """Opens the files on the desk's own thread; TroubleError `library.…`, RefusalError `user.unknown`."""
        try:
            self._worker.submit(self._open_files, is_read=False).result()
        except OfficeError:
            raise
        except Exception as error:
            # Something in it is not what a program of ours writes; which, a verification says.
            logbook.note_failure("opening", error)
            raise TroubleError("library.unreadable", path=str(self._folder.root)) from error

    def read(self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a reading service and waits for its result."""
        if self._worker.is_here():
            self._require_own_password()
            return act(Unit(self._open_session()), *args, **kwargs)
        return self.submit_read(act, *args, **kwargs).result()

    def change(self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a writing service in one transaction and waits for its result."""
        if self._worker.is_here():
            self._require_own_password()
            require_whole(args, kwargs)
            return self._change(lambda unit: act(unit, *args, **kwargs))
        return self.submit_change(act, *args, **kwargs).result()

    def submit_read(self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As `read`, without waiting; cancelling the future calls a running read off."""
        self._require_own_password()
        return self._worker.submit(lambda: self._read(lambda unit: act(unit, *args, **kwargs)), is_read=True)

    def submit_change(
        self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """As `change`, without waiting; changes are carried out in the order they were submitted."""
        self._require_own_password()

        def work() -> T:
            require_whole(args, kwargs)
            return self._change(lambda unit: act(unit, *args, **kwargs))

        return self._worker.submit(work, is_read=False)

    def vouch(self, content: bytes) -> str:
        """A mark that nobody without this library can give to these bytes (HMAC-SHA-256, hex)."""
        return hmac.digest(file_key(self._master, "vouching"), content, "sha256").hex()

    def back_up(self) -> Path:
        """Makes an encrypted backup now, beside the running work; the folder it lies in."""
        return self.keeper.make().path

    def tell_backups(self, told: Callable[[], None]) -> None:
        """Calls `told` after each backup, those made by the clock too, on the thread that made it."""
        self.keeper.told = told

    def keep_backups(self, after: float, is_new: bool = False) -> None:
        """Keeps the backups in the background: looks after some seconds, and then again and again, if one is due."""
        self.keeper.start(after, is_new)

    def back_up_on_closing(self) -> str:
        """Makes the last backup if one is due; the code of what stopped it, empty when all is well."""
        return self.keeper.make_last()

    def finish_backup(self) -> None:
        """Waits for the backup of the opening if one is being made."""
        self.keeper.wait_for_first_look()

    def shelves(self) -> tuple[ShelfUse, ...]:
        """The backups in the library's own place, then those in the second if it is there."""
        standing = self.backup_standing
        places = [self._folder.backups]
        if standing.second in (SecondPlace.THERE, SecondPlace.FAILING):
            places.append(second_place.shelf_in(Path(standing.place), self._ring_id))
        return tuple(map(shelf.use_of, places))

    def choose_backup_place(self, place: Path | None) -> None:
        """Chooses where the second copies go, or None for nowhere (an admin's act), and looks there at once.

        Raises RefusalError `backup.not_admin`, `backup.place_missing`, `backup.place_inside`, TroubleError `library.…`.
        """
        if not may_do(self._user, EventAct.BACKUP_PLACE_CHOSEN):
            raise RefusalError("backup.not_admin")
        made = place is not None and second_place.prepare(place, self._ring_id, self._folder.root)
        try:
            self.change(second_place.note_chosen, str(place) if place is not None else "")
        except OfficeError:
            if place is not None and made:
                second_place.take_away(place, self._ring_id)
            raise
        self.keeper.look_at_second()

    def rehearse(self) -> Rehearsal:
        """Opens the newest backup in a scratch place and says what it holds; RefusalError `backup.none`."""
        held = rehearse(self._folder, self._master, self._clock().date())
        self.change(note_rehearsal, held)
        return held

    def change_master_key(self, reason: str = "") -> tuple[str, ...]:
        """Encrypts both files anew under a new master key; who has lost his slot with it and needs a new password.

        The desk stands still meanwhile. Raises RefusalError `user.not_admin`, TroubleError `library.…`; all is then as
        it was, or, once it was decided, finished by the next opening.
        """
        self._require_admin(EventAct.MASTER_KEY_CHANGED, "user.not_admin")
        with self.checker.guard, self.keeper.held():
            left_out = self._on_thread(lambda: self._rekey(reason))
            self.keeper.take_key(self._master)
        with suppress(OfficeError):
            self.keeper.make()
        return left_out

    def _rekey(self, reason: str) -> tuple[str, ...]:
        new, left_out = new_master_key(), list[str]()

        def note(files: LibraryFiles) -> tuple[Access, ...]:
            session = Session(files.main, files.vault, lambda: self._user, self._clock)
            with acting(session, self._folder.main) as unit:
                left_out.extend(library_keys.note_master_key(unit, is_first_form, reason))
            return unit.access.all()

        def is_first_form(slot: str) -> bool:
            return KeySlot.from_body(slot).is_first_form

        rekeying.make_under(self._folder, self._master, new, note)
        # Decided: from here on there is no way back, only the next opening's if this one fails.
        self._close_files()
        rekeying.finish(self._folder)
        self._master = new
        files = LibraryFiles.open(self._folder, new, self._clock)
        self._begin_session(files)
        self._note_end()
        return tuple(left_out)

    def verify(self, heads: Sequence[str] = (), pause: Callable[[], None] = lambda: None) -> list[CheckLine]:
        """Says what of the open library is intact and what is not; the work at the desk goes on beside it."""
        return verify_files(self._folder, self._master, self._clock().date(), heads, pause)

    @property
    def last_check(self) -> LastCheck | None:
        """When the library was last looked at whole since it was opened, and what was found."""
        return self.checker.last

    def check(self) -> LastCheck:
        """Looks at the whole library now, beside the work at the desk."""
        return self.checker.check()

    def tell_checks(self, told: Callable[[], None], after: float) -> None:
        """Looks at the whole library once after some seconds; calls `told` after each look, on the thread it was on."""
        self.checker.told = told
        self.checker.start(after)

    def require_as_recorded(self) -> None:
        """Before a paper leaves in the office's name: TroubleError `library.not_as_recorded` with the first finding."""
        # Between the two files' new keys both would look damaged.
        with self.checker.guard:
            lines = check_record(self._folder, self._master)
        for line in lines:
            if line.is_broken:
                raise TroubleError("library.not_as_recorded", finding=f"{line.part}：{line.message}")

    def close(self, without_backup: bool = False) -> None:
        """Finishes the work and closes the files; without a last backup when somebody was told and wants it so."""
        self.checker.stop()
        self.keeper.stop()
        if self._session is not None:
            if not without_backup:
                self.keeper.make_last()
            self._worker.submit(self._end_sitting, is_read=False).result()
        self._worker.close()
        self._lock.release()

    def _open_files(self) -> None:
        files = LibraryFiles.open(self._folder, self._master, self._clock)
        unit = Unit(self._begin_session(files))
        try:
            self._user = unit.users.get(self._user.name)
            if not self._user.roles:
                raise RefusalError("user.removed", name=self._user.name)
            if digests_are_due(unit.session):
                with acting(unit.session, self._folder.main):
                    begin_digests(unit.session)
            self._admit(unit)
            end_destruction(unit)
            is_restored = note_restoring(unit, self._folder, self._master)
            self._clock_jump = note_jump(unit, self._folder, self.keeper.last, self._clock())
            self._backup_place = unit.settings.get().backup_place
            note_end(unit, self._folder, self._master, is_restored)
            self.keeper.begin(_entries(unit))
        except BaseException:
            self._close_files()
            raise

    def _end_sitting(self) -> None:
        self._note_end()
        self._close_files()

    def _note_end(self) -> None:
        """Notes the record's last entry beside it, where the library stands where it was opened."""
        with suppress(engine.DatabaseError):
            if not self.is_read_only and self._standing_files() == self._opened_as:
                note_last_entry(self._folder, self._master, self._open_session().main)

    def _begin_session(self, files: LibraryFiles) -> Session:
        place = self._folder
        session = Session(files.main, files.vault, lambda: self._user, self._clock, place.calendars, place.root)
        self._opened_as = self._standing_files()
        session.is_called_off = self._worker.is_called_off
        files.main.set_progress_handler(self._worker.is_called_off, _STEPS_BETWEEN_LOOKS)
        self._session = session
        return session

    def _on_thread(self, work: Callable[[], T]) -> T:
        return work() if self._worker.is_here() else self._worker.submit(work, is_read=False).result()

    def _require_own_password(self) -> None:
        if self._must_change:
            raise RefusalError("login.must_change")

    def _close_files(self) -> None:
        session, self._session = self._open_session(), None
        session.main.close()
        session.vault.close()

    def _standing_files(self) -> list[tuple[int, int] | None]:
        """Which files stand under the names of the library's two files now."""
        return [_file_numbers(path) for path in (self._folder.main, self._folder.vault)]

    def _require_in_place(self) -> None:
        """Raises TroubleError `library.moved` when the open files no longer stand where they were opened."""
        if self._standing_files() != self._opened_as:
            raise TroubleError("library.moved", path=str(self._folder.root))

    def _open_session(self) -> Session:
        if self._session is None:
            raise RuntimeError("the desk is closed")
        return self._session

    def _read(self, act: Callable[[UnitOfWork], T]) -> T:
        session = self._open_session()
        with reading(session.main, self._folder.main):
            return act(Unit(session))

    def _change(self, act: Callable[[UnitOfWork], T]) -> T:
        session = self._open_session()
        try:
            with acting(session, self._folder.main) as unit:
                result = act(unit)
                user = unit.users.get(self._user.name)
                # Before it is acknowledged: what is written into a file that was deleted or moved away is kept nowhere.
                self._require_in_place()
        except BaseException as problem:
            session.forget()
            session.is_access_touched = False
            if isinstance(problem, TroubleError) and problem.code == "library.disk_full":
                engine.give_room_back(session.main)
                engine.give_room_back(session.vault)
            if isinstance(problem, UnicodeEncodeError):
                # Half a character that came in by another way than an argument.
                raise RefusalError("text.half") from problem
            raise
        # An act may have given the person at the desk other roles, or the backups another place.
        self._user = user
        if session.settings is not None:
            self._backup_place = session.settings.backup_place
        if session.is_access_touched:
            session.is_access_touched = False
            self._settle()
        return result


def _file_numbers(path: Path) -> tuple[int, int] | None:
    try:
        found = path.stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino


def _entries(unit: UnitOfWork) -> int:
    return next((event.id for event in unit.events.latest(1)), 0)
