"""Who keeps the backups of an open library: makes them on a clock of acts and days, and brings them to both places."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from reviewer_app import logbook
from reviewer_app.domain.backups import LastMade, Rhythm, fresh_acts, is_due
from reviewer_app.domain.errors import OfficeError
from reviewer_app.services.ports.backups import BackupStanding, SecondPlace
from reviewer_app.services.ports.records import BackupInfo
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety import backup, second_place, shelf
from reviewer_db.stores.clock import Clock


class BackupKeeper:
    """Works on a thread of its own; `entries` says how long the record is, `place` where the second copies go."""

    def __init__(self, folder: LibraryFolder, master: bytes, library: str, clock: Clock, rhythm: Rhythm) -> None:
        self._folder, self._master, self._library = folder, master, library
        self._clock, self._rhythm = clock, rhythm
        self.entries: Callable[[], int] = lambda: 0
        self.place: Callable[[], str] = lambda: ""
        self.told: Callable[[], None] = lambda: None
        self.last: BackupInfo | None = backup.latest(folder)
        self._second_last: BackupInfo | None = None
        self._trouble = self._second_trouble = ""
        self._second = SecondPlace.NONE
        self._is_same_disk = False
        self._waits_since = time.monotonic()
        self._entries_at_start = 0
        self._guard = threading.RLock()
        self._is_closing = threading.Event()
        self._has_looked = threading.Event()
        self._thread: threading.Thread | None = None

    def standing(self) -> BackupStanding:
        """How the backups stand, as the last look found them."""
        # Nothing of the disk is asked here: the window's thread reads this.
        place = self.place()
        second = self._second if place else SecondPlace.NONE
        is_same = bool(place) and self._is_same_disk
        return BackupStanding(self.last, self._trouble, place, second, self._second_last, self._second_trouble, is_same)

    def begin(self, entries: int) -> None:
        """Notes how long the record was when the library was opened."""
        self._entries_at_start = entries

    def start(self, after: float, is_new: bool = False) -> None:
        """Looks after some seconds whether a backup is due, and from then on again and again.

        A library that `is_new` has no backup of its opening that anybody waits for.
        """
        if is_new:
            self._has_looked.set()
        self._thread = threading.Thread(target=self._run, args=(after,), name="backup", daemon=True)
        self._thread.start()

    def wait_for_first_look(self) -> None:
        """Waits until the look at the opening is over."""
        if self._thread is not None:
            self._has_looked.wait()

    @contextmanager
    def held(self) -> Iterator[None]:
        """Makes no backup meanwhile."""
        with self._guard:
            yield

    def take_key(self, master: bytes) -> None:
        """Works with a new master key from now on."""
        self._master = master

    def make(self) -> BackupInfo:
        """Makes a backup now in the library's own place and brings it to the second; TroubleError of the first."""
        return self._make(self._is_closing.is_set)

    def look_at_second(self) -> None:
        """Sees whether the second place is there, and brings there what it does not have yet."""
        with self._guard:
            self._serve_second(self._is_closing.is_set)
        self.told()

    def stop(self) -> None:
        """Calls off what is being made and waits for its end."""
        self._is_closing.set()
        if self._thread is not None:
            self._thread.join()

    def make_last(self) -> str:
        """On closing: makes a backup when this sitting put something on record that is in none.

        The code of what stopped it, empty when all is well; the next opening makes it good.
        """
        entries = self.entries()
        is_worked = entries > self._entries_at_start
        if not self._rhythm.on_closing or not is_worked:
            return ""
        if not fresh_acts(self._last_made(), entries):
            return ""
        self._try(lambda: self._make(lambda: False))
        return self._trouble

    def _run(self, after: float) -> None:
        try:
            if self._is_closing.wait(after):
                return
            self._try(lambda: self._look(opening=True))
        finally:
            self._has_looked.set()
        while not self._is_closing.wait(self._rhythm.look_every):
            self._try(lambda: self._look(opening=False))

    def _look(self, opening: bool) -> None:
        entries = self.entries()
        # Held from the question to the backup: one that an officer asks for meanwhile makes this one needless.
        with self._guard:
            waited = time.monotonic() - self._waits_since
            if is_due(self._rhythm, self._last_made(), self._clock(), entries, waited, opening):
                self._make(self._is_closing.is_set)
                return
            before = self.standing()
            self._serve_second(self._is_closing.is_set)
        if self.standing() != before:
            self.told()

    def _make(self, is_cancelled: Callable[[], bool]) -> BackupInfo:
        try:
            with self._guard:
                made = backup.make(self._folder, self._master, self._clock(), is_cancelled)
                self.last, self._trouble = made, ""
                self._waits_since = time.monotonic()
                self._serve_second(is_cancelled)
            logbook.note("backup", sequence=made.sequence, second=self._second.value)
            return made
        except OfficeError as error:
            self._trouble = error.code
            logbook.note("backup-failed", code=error.code)
            raise
        finally:
            self.told()

    def _serve_second(self, is_cancelled: Callable[[], bool]) -> None:
        """Brings the newest backup to the second place; what hinders it is told and hinders nothing else."""
        chosen = self.place()
        if not chosen:
            self._second, self._second_last, self._second_trouble = SecondPlace.NONE, None, ""
            return
        place = Path(chosen)
        self._is_same_disk = second_place.is_same_disk(place, self._folder.root)
        if not second_place.is_there(place, self._library):
            self._second, self._second_trouble = SecondPlace.MISSING, "backup.second_missing"
            return
        try:
            if self.last is not None and not second_place.has(place, self._library, self.last):
                second_place.bring(self.last, place, self._library, self._master, is_cancelled)
            self._second, self._second_trouble = SecondPlace.THERE, ""
        except OfficeError as error:
            is_gone = error.code == "backup.second_missing"
            self._second = SecondPlace.MISSING if is_gone else SecondPlace.FAILING
            self._second_trouble = error.code
        self._second_last = next(iter(shelf.listed(second_place.shelf_in(place, self._library))), None)

    def _last_made(self) -> LastMade | None:
        return LastMade(self.last.made_at, self.last.entries) if self.last is not None else None

    @staticmethod
    def _try(work: Callable[[], object]) -> None:
        try:
            work()
        except (OfficeError, backup.BackupCancelledError):
            # What hindered it stands in the standing, and is tried again at the next look.
            return
