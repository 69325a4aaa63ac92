"""The acts at an open library that give and take a way into it: each one piece with the record, whatever stops it."""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import TypeVar

from reviewer_app.domain.access.passwords import require_password
from reviewer_app.domain.access.recovery_words import SECRET_BYTES, normalized, words_of
from reviewer_app.domain.acts import may_do
from reviewer_app.domain.application import Event, Role, User
from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.office import library_keys, people
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db.folder.keys import SHEET, Cost, KeyRing, KeySlot
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.folder.login_delay import LoginDelay, SecondsClock
from reviewer_db.people.failed_logins import enter_wrong_password, put_on_record, read_tries
from reviewer_db.people.slots import Entry, require_in_force, settle, stage
from reviewer_resources.phrases import sentence
from reviewer_resources.recovery_words import recovery_words

T = TypeVar("T")


class PeopleAtDesk(ABC):
    """Implements ports.PeopleKeeping for the open library, which carries the work out on its own thread."""

    def __init__(self, folder: LibraryFolder, entry: Entry, cost: Cost, seconds: SecondsClock) -> None:
        self._folder = folder
        self._master = entry.master
        self._entry = entry
        self._cost, self._seconds = cost, seconds
        self._user = User(entry.admin or entry.person, frozenset())
        self._must_change = False

    @property
    def must_change_password(self) -> bool:
        """Whether the person at the desk still has a password that another set."""
        return self._must_change

    @abstractmethod
    def _on_thread(self, work: Callable[[], T]) -> T:
        """Carries work out on the thread that owns the files."""

    @abstractmethod
    def _change(self, act: Callable[[UnitOfWork], T]) -> T:
        """Runs an act in one transaction, on that thread."""

    @abstractmethod
    def _read(self, act: Callable[[UnitOfWork], T]) -> T:
        """Runs a reading act on that thread."""

    def add_user(self, user: User, password: str, is_own: bool = False) -> None:
        """Adds a person with a first password.

        Raises RefusalError `user.not_admin`, `user.exists`, `user.no_name`, `login.empty`, `password.…`.
        """
        self._require_admin(EventAct.USER_ADDED, "user.not_admin")
        people.require_name(user.name)
        if user.name in KeyRing.load(self._folder.keys).names:
            raise RefusalError("user.exists", name=user.name, field="name")
        slot = self._new_slot(user.name, password)
        self._give(user.name, slot, lambda unit: people.add(unit, user, slot.body, not is_own))

    def bring_back(self, name: str, roles: Iterable[Role], password: str) -> None:
        """Gives somebody who had left roles and a new slot; RefusalError `user.…`, `password.…`."""
        self._require_admin(EventAct.BROUGHT_BACK, "user.not_admin")
        slot, chosen = self._new_slot(name, password), frozenset(roles)
        self._give(name, slot, lambda unit: people.bring_back(unit, name, chosen, slot.body))

    def set_password(self, name: str, password: str) -> None:
        """Sets a new password for another; RefusalError `user.not_admin`, `user.own_password`, `password.…`."""
        self._require_admin(EventAct.PASSWORD_SET, "user.not_admin")
        slot = self._new_slot(name, password)
        self._give(name, slot, lambda unit: people.set_password(unit, name, slot.body))

    def change_password(self, old: str, new: str) -> None:
        """Changes the password of who is logged in; RefusalError `login.wrong`, `password.…`."""
        name = self._user.name
        self._require_own(old, "old")
        if old == new:
            raise RefusalError("password.same", field="password")
        slot = self._new_slot(name, new)

        def note(unit: UnitOfWork) -> None:
            unit.access.put(name, slot.body)
            unit.events.append(Event(unit.now, name, EventAct.PASSWORD_CHANGED))

        self._give(name, slot, note)
        self._must_change = False

    def retire(self, name: str, reason: str = "") -> bool:
        """Ends a person's way in and rights at once; whether the master key could be changed with it.

        If it could not (full disk), that stays due and is said until it is done. Raises RefusalError `user.…`.
        """
        self._require_admin(EventAct.RETIRED, "user.not_admin")
        self._on_thread(lambda: self._change(lambda unit: people.retire(unit, name, reason)))
        try:
            self.change_master_key(reason)
        except OfficeError:
            return False
        return True

    def check_password(self, password: str) -> None:
        """Raises RefusalError `login.wrong` or `login.wait` unless it is that of who is logged in; on record then."""
        name = self._user.name
        delay = LoginDelay(self._folder.attempts, self._seconds)
        delay.check(name)
        try:
            self._require_own(password, "password")
        except RefusalError as refusal:
            seconds = delay.failed(name)
            self._on_thread(lambda: self._change(enter_wrong_password))
            raise RefusalError("login.wrong", wait_seconds=seconds, field="password") from refusal
        delay.succeeded(name)

    def new_sheet_words(self) -> str:
        """The words of a recovery sheet yet to be printed; nothing is in force yet (an admin's act)."""
        self._require_admin(EventAct.SHEET_MADE, "user.not_admin")
        return words_of(os.urandom(SECRET_BYTES), recovery_words())

    def put_sheet_in_force(self, words: str) -> None:
        """Makes a printed sheet the one that opens the library; RefusalError `user.not_admin`, `sheet_words.…`."""
        self._require_admin(EventAct.SHEET_MADE, "user.not_admin")
        slot = KeySlot.wrap(SHEET, normalized(words, recovery_words()), self._master, self._cost)
        self._give(SHEET, slot, lambda unit: library_keys.put_sheet_in_force(unit, slot.body))

    @abstractmethod
    def change_master_key(self, reason: str) -> tuple[str, ...]:
        """Encrypts both files anew."""

    def _give(self, holder: str, slot: KeySlot, act: Callable[[UnitOfWork], object]) -> None:
        def work() -> None:
            stage(self._folder, holder, slot)
            try:
                self._change(act)
            finally:
                self._settle()

        self._on_thread(work)

    def _settle(self) -> None:
        """Brings the key file to what the library says, on the library's thread."""
        settle(self._folder, self._master, self._read(lambda unit: unit.access.all()))

    def _admit(self, unit: UnitOfWork) -> None:
        """Lets the person in whose password opened a slot, or refuses him; on the library's thread."""
        known = unit.access.all()
        if not known:
            ring = KeyRing.load(self._folder.keys)
            self._change(lambda unit: people.take_over(unit, {name: ring.slots[name].body for name in ring.slots}))
            known = unit.access.all()
        require_in_force(self._entry, known)
        self._note_failed_logins()
        if self._entry.person == SHEET:
            admin, slot = self._user.name, self._entry.renewed
            if slot is not None:
                body_given = slot.body
                self._give(admin, slot, lambda unit: library_keys.use_sheet(unit, admin, body_given))
            return
        self._must_change = any(one.must_change for one in known if one.holder == self._entry.person)
        renewed = self._entry.renewed
        if renewed is not None:
            must = self._must_change
            body = renewed.body
            self._give(self._user.name, renewed, lambda unit: people.renew(unit, self._user.name, body, must))
        else:
            self._settle()

    def _note_failed_logins(self) -> None:
        """Puts the failed logins on record; what cannot be taken away afterwards is not entered twice."""
        path = self._folder.failed_logins
        kept = read_tries(path)
        if kept:
            unknown = sentence("people.unknown_name")
            self._change(lambda unit: put_on_record(unit, kept, unknown))
        with suppress(OSError):
            path.unlink(missing_ok=True)

    def _new_slot(self, name: str, password: str) -> KeySlot:
        require_password(password, name)
        return KeySlot.wrap(name, password, self._master, self._cost)

    def _require_own(self, password: str, field: str) -> None:
        name = self._user.name
        slots = KeyRing.load(self._folder.keys).slots_of(name)
        if not any(slot.unwrap(name, password) == self._master for slot in slots):
            raise RefusalError("login.wrong", wait_seconds=0, field=field)

    def _require_admin(self, act: EventAct, code: str) -> None:
        if not may_do(self._user, act):
            raise RefusalError(code)
