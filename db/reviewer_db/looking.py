"""A library open where nothing can be written (no permission, a read-only disk): all is read, every act refused."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NoReturn, TypeVar

from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.ports.backups import Rehearsal
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db.desk import OpenLibrary
from reviewer_db.folder.keys import KeySlot
from reviewer_db.opening import jump_of
from reviewer_db.people.slots import require_in_force
from reviewer_db.safety.files import LibraryFiles
from reviewer_db.unit import Unit

T = TypeVar("T")


class ReadOnlyLibrary(OpenLibrary):
    """Implements ports.Library for a place in which nothing can be written, so that nothing is tried there."""

    is_read_only = True

    def keep_backups(self, after: float, is_new: bool = False) -> None:
        """Keeps none: there is no room for any, and nothing to put in one."""

    def back_up(self) -> Path:
        """Refuses (RefusalError `library.only_reading`), as every other act here does."""
        _refuse()

    def choose_backup_place(self, place: Path | None) -> None:
        """Refuses."""
        _refuse()

    def rehearse(self) -> Rehearsal:
        """Refuses."""
        _refuse()

    def change_master_key(self, reason: str = "") -> tuple[str, ...]:
        """Refuses."""
        _refuse()

    def _give(self, holder: str, slot: KeySlot, act: Callable[[UnitOfWork], object]) -> None:
        _refuse()

    def _change(self, act: Callable[[UnitOfWork], T]) -> T:
        _refuse()

    def _open_files(self) -> None:
        files = LibraryFiles.look_at(self._folder, self._master)
        unit = Unit(self._begin_session(files))
        try:
            self._user = unit.users.get(self._user.name)
            if not self._user.roles:
                raise RefusalError("user.removed", name=self._user.name)
            known = unit.access.all()
            if known:
                require_in_force(self._entry, known)
            if any(one.must_change for one in known if one.holder == self._entry.person):
                # A password that another set is changed before anything is seen.
                _refuse()
        except BaseException:
            self._close_files()
            raise
        self._clock_jump = jump_of(unit, self.keeper.last, self._clock())
        self._backup_place = unit.settings.get().backup_place


def _refuse() -> NoReturn:
    raise RefusalError("library.only_reading")
