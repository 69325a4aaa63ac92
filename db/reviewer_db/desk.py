"""An open library with a person at it: services run here, on the one thread that owns the connection."""

from __future__ import annotations

import hmac
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import Concatenate, ParamSpec, TypeVar

from reviewer_app.domain.acts import may_do
from reviewer_app.domain.application import Event, Role, User
from reviewer_app.domain.errors import OfficeError, RefusalError, TroubleError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.records import BackupInfo, CheckLine, ClockJump
from reviewer_db.folder.keys import Cost, KeyRing, KeySlot, file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.folder.lock import LibraryLock
from reviewer_db.safety import backup
from reviewer_db.safety.files import LibraryFiles
from reviewer_db.safety.verify import verify_files
from reviewer_db.sqlite import engine
from reviewer_db.sqlite.thread import Worker
from reviewer_db.sqlite.transactions import changing, reading
from reviewer_db.stores.clock import Clock, jump_since
from reviewer_db.stores.session import Session
from reviewer_db.unit import Unit

P = ParamSpec("P")
T = TypeVar("T")

#: Steps of SQLite's machine, about a thousandth of a second, between two looks whether a read is still wanted.
_STEPS_BETWEEN_LOOKS = 50_000


class OpenLibrary:
    """Implements ports.Library; made by the gate, which has unlocked the master key and taken the lock."""

    def __init__(
        self, folder: LibraryFolder, master: bytes, user: str, lock: LibraryLock, clock: Clock, cost: Cost
    ) -> None:
        self._folder = folder
        self._master = master
        self._lock = lock
        self._clock = clock
        self._cost = cost
        self._user = User(user, frozenset())
        self._session: Session | None = None
        self._worker = Worker("library")
        self._last_backup: BackupInfo | None = backup.latest(folder)
        self._clock_jump: ClockJump | None = None
        self._backup_told: Callable[[], None] | None = None
        self._backup_guard = threading.Lock()
        self._daily: threading.Thread | None = None
        self._is_closing = threading.Event()

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
        return self._last_backup.made_at if self._last_backup is not None else None

    @property
    def clock_jump(self) -> ClockJump | None:
        """How the computer's clock had jumped when the library was opened; that is on record then."""
        return self._clock_jump

    def start(self) -> None:
        """Opens the files on the desk's own thread; TroubleError `library.…`, RefusalError `user.unknown`."""
        self._worker.submit(self._open_files, is_read=False).result()

    def read(self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a reading service and waits for its result."""
        if self._worker.is_here():
            return act(Unit(self._open_session()), *args, **kwargs)
        return self.submit_read(act, *args, **kwargs).result()

    def change(self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Runs a writing service in one transaction and waits for its result."""
        if self._worker.is_here():
            return self._change(lambda unit: act(unit, *args, **kwargs))
        return self.submit_change(act, *args, **kwargs).result()

    def submit_read(self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """As `read`, without waiting; cancelling the future calls a running read off."""
        return self._worker.submit(lambda: self._read(lambda unit: act(unit, *args, **kwargs)), is_read=True)

    def submit_change(
        self, act: Callable[Concatenate[UnitOfWork, P], T], *args: P.args, **kwargs: P.kwargs
    ) -> Future[T]:
        """As `change`, without waiting; changes are carried out in the order they were submitted."""
        return self._worker.submit(lambda: self._change(lambda unit: act(unit, *args, **kwargs)), is_read=False)

    def vouch(self, content: bytes) -> str:
        """A mark that nobody without this library can give to these bytes (HMAC-SHA-256, hex)."""
        return hmac.digest(file_key(self._master, "vouching"), content, "sha256").hex()

    def back_up(self) -> Path:
        """Makes an encrypted backup now, beside the running work; the folder it lies in."""
        with self._backup_guard:
            made = backup.make(self._folder, self._master, self._clock(), self._is_closing.is_set)
            self._last_backup = made
        if self._backup_told is not None:
            self._backup_told()
        return made.path

    def tell_backups(self, told: Callable[[], None]) -> None:
        """Calls `told` after each backup, the daily one too, on the thread that made it."""
        self._backup_told = told

    def back_up_daily(self, after: float) -> None:
        """Makes the day's backup in the background, `after` some seconds, unless the last one is of today.

        A clock that goes back within its day (one that starts anew with the computer) proves nothing of today.
        """
        last, now = self.last_backup, self._clock()
        if last is not None and last.date() == now.date() and last <= now:
            return
        self._daily = threading.Thread(target=self._back_up_quietly, args=(after,), name="backup", daemon=True)
        self._daily.start()

    def finish_backup(self) -> None:
        """Waits for the day's backup if one is being made."""
        if self._daily is not None:
            self._daily.join()

    def add_user(self, user: User, password: str) -> None:
        """Adds a person with a key slot of their own; RefusalError `user.not_admin`, `user.exists`, `user.no_name`."""
        if not may_do(self._user, EventAct.USER_ADDED):
            raise RefusalError("user.not_admin")
        if not user.name.strip():
            raise RefusalError("user.no_name", field="name")
        ring = KeyRing.load(self._folder.keys)
        if user.name in ring.slots:
            raise RefusalError("user.exists", name=user.name, field="name")
        slot = KeySlot.wrap(user.name, password, self._master, self._cost)

        def add(unit: UnitOfWork) -> None:
            unit.users.put(user)
            roles = "、".join(role.label for role in Role if user.has(role))
            detail: dict[str, str] = {RecordKey.NAME: user.name, RecordKey.ROLES: roles}
            unit.events.append(Event(unit.now, unit.actor.name, EventAct.USER_ADDED, detail=detail))
            # Last, so that a failing row writes no slot; a slot without a row opens nothing.
            ring.with_slot(user.name, slot).save(self._folder.keys)

        self.change(add)

    def change_password(self, old: str, new: str) -> None:
        """Wraps the master key anew for the person logged in; RefusalError `login.wrong`."""
        ring, name = KeyRing.load(self._folder.keys), self._user.name
        if ring.slots[name].unwrap(name, old) != self._master:
            raise RefusalError("login.wrong", wait_seconds=0, field="old")
        slot = KeySlot.wrap(name, new, self._master, self._cost)

        def note(unit: UnitOfWork) -> None:
            unit.events.append(Event(unit.now, name, EventAct.PASSWORD_CHANGED))
            ring.with_slot(name, slot).save(self._folder.keys)

        self.change(note)

    def verify(self) -> list[CheckLine]:
        """Says what of the open library is intact and what is not; the work at the desk goes on beside it."""
        return verify_files(self._folder, self._master, self._clock().date())

    def close(self) -> None:
        """Finishes the queue of work and closes the files."""
        self._is_closing.set()
        self.finish_backup()
        if self._session is not None:
            self._worker.submit(self._close_files, is_read=False).result()
        self._worker.close()
        self._lock.release()

    def _open_files(self) -> None:
        files = LibraryFiles.open(self._folder, self._master, self._clock)
        self._session = Session(files.main, files.vault, lambda: self._user, self._clock, self._folder.calendars)
        self._session.is_called_off = self._worker.is_called_off
        files.main.set_progress_handler(self._worker.is_called_off, _STEPS_BETWEEN_LOOKS)
        unit = Unit(self._session)
        self._user = unit.users.get(self._user.name)
        if not self._user.roles:
            files.main.close()
            files.vault.close()
            raise RefusalError("user.removed", name=self._user.name)
        self._clock_jump = self._jump(unit, self._clock())
        if self._clock_jump is not None:
            jump = self._clock_jump
            detail: dict[str, str] = {
                RecordKey.CLOCK_SAID: f"{jump.now:%Y-%m-%d %H:%M}",
                RecordKey.LAST_RECORDED: f"{jump.last:%Y-%m-%d %H:%M}",
            }
            with changing(files.main, self._folder.main):
                unit.events.append(Event(unit.now, self._user.name, EventAct.CLOCK_JUMPED, detail=detail))

    def _jump(self, unit: Unit, now: datetime) -> ClockJump | None:
        """How the clock jumped since the last event or backup, whichever came later by the length of the record."""
        event, copy = next(iter(unit.events.latest(1)), None), self._last_backup
        if event is None or unit.settings.get().practice_date is not None:
            # The record of a practice library goes by its practice day, which says nothing of the computer's clock.
            return None if copy is None else jump_since(copy.made_at, now, now)
        if copy is None:
            return jump_since(event.at, event.at, now)
        latest = max(event.at, copy.made_at)
        if copy.entries is None:
            return jump_since(latest, latest, now)
        return jump_since(event.at if event.id > copy.entries else copy.made_at, latest, now)

    def _close_files(self) -> None:
        session, self._session = self._open_session(), None
        session.main.close()
        session.vault.close()

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
            with changing(session.main, self._folder.main):
                unit = Unit(session)
                result = act(unit)
                user = unit.users.get(self._user.name)
        except BaseException as problem:
            session.forget()
            if isinstance(problem, TroubleError) and problem.code == "library.disk_full":
                engine.give_room_back(session.main)
                engine.give_room_back(session.vault)
            raise
        # An act may have given the person at the desk other roles.
        self._user = user
        return result

    def _back_up_quietly(self, after: float) -> None:
        if self._is_closing.wait(after):
            return
        # A failure is no reason to disturb the work: the last backup's day stands in the window's foot line, and the
        # backup is tried again at the next start.
        with suppress(OfficeError, backup.BackupCancelledError):
            self.back_up()
