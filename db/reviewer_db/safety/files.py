"""Opening the two files of a library and bringing them to today's tables, with a backup before anything is changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer_app.domain.errors import TroubleError
from reviewer_db.folder.keys import file_key
from reviewer_db.folder.layout import LibraryFolder, trouble_of_file
from reviewer_db.safety import backup
from reviewer_db.safety.carrying_over import carried_over
from reviewer_db.sqlite import engine
from reviewer_db.sqlite.first_page import give_back
from reviewer_db.sqlite.transactions import named_trouble
from reviewer_db.stores.clock import Clock
from reviewer_db.tables import schema
from reviewer_db.tables.migrations import MAIN_STEPS, VAULT_STEPS, migrate, needs_migration

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class LibraryFiles:
    """The two open files of a library."""

    main: Connection
    vault: Connection

    @classmethod
    def make(cls, folder: LibraryFolder, master: bytes) -> LibraryFiles:
        """Makes both files with today's tables."""
        files = cls._connect(folder, master, makes=True)
        with named_trouble(folder.main):
            migrate(files.main, MAIN_STEPS, schema.TRIGGERS)
            migrate(files.vault, VAULT_STEPS, schema.VAULT_TRIGGERS)
        return files

    @classmethod
    def open(cls, folder: LibraryFolder, master: bytes, clock: Clock) -> LibraryFiles:
        """Opens both files; TroubleError `library.newer` or `library.damaged`."""
        for path, part in ((folder.main, "main"), (folder.vault, "attachments")):
            try:
                give_back(path, file_key(master, part))
            except OSError as error:
                raise trouble_of_file(error, path) from error
        files = cls._connect(folder, master)
        try:
            with named_trouble(folder.main):
                files._bring_up_to_date(folder, master, clock)
                engine.lay_log_in(files.main)
                engine.lay_log_in(files.vault)
                engine.take_room_for_log(files.main, folder.main)
                engine.take_room_for_log(files.vault, folder.vault)
        except BaseException:
            files.close()
            raise
        return files

    @classmethod
    def look_at(cls, folder: LibraryFolder, master: bytes) -> LibraryFiles:
        """Opens both files where nothing can be written; TroubleError `library.read_only` for older ones."""
        files = cls._connect(folder, master)
        try:
            with named_trouble(folder.main):
                is_main_older = needs_migration(files.main, folder.main, MAIN_STEPS)
                if is_main_older or needs_migration(files.vault, folder.vault, VAULT_STEPS):
                    raise TroubleError("library.read_only", path=str(folder.root))
        except BaseException:
            files.close()
            raise
        return files

    def close(self) -> None:
        """Closes both files."""
        self.main.close()
        self.vault.close()

    @classmethod
    def _connect(cls, folder: LibraryFolder, master: bytes, *, makes: bool = False) -> LibraryFiles:
        main = engine.connect(folder.main, file_key(master, "main"), makes=makes)
        try:
            return cls(main, engine.connect(folder.vault, file_key(master, "attachments"), makes=makes))
        except BaseException:
            main.close()
            raise

    def _bring_up_to_date(self, folder: LibraryFolder, master: bytes, clock: Clock) -> None:
        main_waits = needs_migration(self.main, folder.main, MAIN_STEPS)
        vault_waits = needs_migration(self.vault, folder.vault, VAULT_STEPS)
        if main_waits or vault_waits:
            backup.make(folder, master, clock())
        if main_waits:
            migrate(self.main, MAIN_STEPS, schema.TRIGGERS, lambda main: carried_over(main, clock))
        if vault_waits:
            migrate(self.vault, VAULT_STEPS, schema.VAULT_TRIGGERS)
