"""What passes between the library and the window about people: who has a way in, and how it is given and taken."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from reviewer_app.domain.application import Role, User


@dataclass(frozen=True, slots=True)
class Access:
    """A slot in force: whose (no name: the recovery sheet's), and whether its password was given by another."""

    holder: str
    slot: str
    must_change: bool
    since: datetime


@dataclass(frozen=True, slots=True)
class KeysStanding:
    """How the library's own keys stand: since when a recovery sheet is in force, and who left since the last change."""

    sheet_since: datetime | None
    left_since: str


class AccessStore(Protocol):
    """The slots in force; `slot` is the library's own matter and is not looked into."""

    def all(self) -> tuple[Access, ...]: ...
    def get(self, holder: str) -> Access | None: ...
    def put(self, holder: str, slot: str, must_change: bool = False) -> None: ...
    def remove(self, holder: str) -> None: ...
    def left_since(self) -> str: ...
    def note_left(self, name: str) -> None: ...
    def note_master_key(self) -> None: ...


class PeopleKeeping(Protocol):
    """The acts that give and take a way into an open library; all take a moment, none touches Qt.

    Until somebody whose password was set by another has chosen his own, every other act is refused
    (RefusalError `login.must_change`).
    """

    @property
    def must_change_password(self) -> bool: ...

    def add_user(self, user: User, password: str, is_own: bool = False) -> None:
        """Adds a person with a first password (an admin's act).

        It is to be changed at the first login, unless the person has chosen it himself (`is_own`).
        """

    def bring_back(self, name: str, roles: Iterable[Role], password: str) -> None:
        """Gives somebody who had left roles and a new slot (an admin's act)."""

    def set_password(self, name: str, password: str) -> None:
        """Sets a new password for another person, to be changed at the next login (an admin's act)."""

    def change_password(self, old: str, new: str) -> None:
        """Changes the password of the person logged in; RefusalError `login.wrong`, `password.…`."""

    def check_password(self, password: str) -> None:
        """Raises RefusalError `login.wrong` or `login.wait` unless it is that of the person logged in."""

    def retire(self, name: str, reason: str = "") -> bool:
        """Ends a person's way in and rights at once (an admin's act); whether the master key was changed as well."""

    def change_master_key(self, reason: str = "") -> tuple[str, ...]:
        """Encrypts both files anew (an admin's act); who needs a new password afterwards."""

    def new_sheet_words(self) -> str:
        """The secret of a recovery sheet yet to be printed, as its words; nothing is in force yet."""

    def put_sheet_in_force(self, words: str) -> None:
        """Makes a printed recovery sheet the one that opens the library, and any before it worthless."""
