"""The last entry of the record, noted beside the library: a record from which entries were cut off no longer has it.

Noted at each opening and closing, and vouched for with the library's key; it is written anew only
while the record still has what was noted before. Whoever holds the key can write it anew as well, or put the whole
folder back to an earlier day: against that only a head on paper, or a backup kept elsewhere, helps.
"""

from __future__ import annotations

import hmac
import json
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer_app.domain.errors import OfficeError
from reviewer_app.small_files import json_of
from reviewer_db.folder.keys import KeyRing, file_key
from reviewer_db.folder.layout import LibraryFolder, write_whole

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class LastEntry:
    """The number of an entry and its hash."""

    entry: int
    head: str

    def stands_in(self, connection: Connection) -> bool:
        """Whether the record has this entry."""
        row = connection.execute("SELECT hash FROM events WHERE id = ?", (self.entry,)).fetchone()
        return row is not None and row[0] == bytes.fromhex(self.head)


def last_entry_of(connection: Connection) -> LastEntry | None:
    """The last entry of a record; None when it has none."""
    row = connection.execute("SELECT id, hash FROM events ORDER BY id DESC LIMIT 1").fetchone()
    return None if row is None else LastEntry(int(row[0]), bytes(row[1]).hex())


def masters_of(folder: LibraryFolder, master: bytes) -> tuple[bytes, ...]:
    """The master key and those before it, under which notes and backups were made."""
    try:
        return (master, *KeyRing.load(folder.keys).former_masters(master))
    except (OfficeError, ValueError):
        return (master,)


def noted_entry(folder: LibraryFolder, master: bytes) -> LastEntry | None:
    """What was noted; None when nothing is there, or nothing of this library's making."""
    try:
        content = json_of(folder.last_entry)
        found, seal = LastEntry(int(content["entry"]), str(content["head"])), str(content["seal"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    # A change of the master key that was stopped leaves the note under the one before.
    is_ours = any(hmac.compare_digest(seal, _seal(one, found)) for one in masters_of(folder, master))
    return found if is_ours else None


def note_last_entry(folder: LibraryFolder, master: bytes, connection: Connection, *, begins: bool = False) -> None:
    """Notes the last entry; a full or failing disk keeps the note of before, which holds as well.

    Where nothing is noted, only with `begins`: that it was missing has to be on record first.
    """
    before, last = noted_entry(folder, master), last_entry_of(connection)
    if before is None and not begins:
        return
    if last is None or (before is not None and not before.stands_in(connection)):
        return
    content = {"entry": last.entry, "head": last.head, "seal": _seal(master, last)}
    with suppress(OfficeError):
        write_whole(folder.last_entry, json.dumps(content).encode())


def _seal(master: bytes, last: LastEntry) -> str:
    return hmac.digest(file_key(master, "vouching"), f"last {last.entry} {last.head}".encode(), "sha256").hex()
