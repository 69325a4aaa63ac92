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
from reviewer_db.folder.keys import file_key
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


def noted_entry(folder: LibraryFolder, master: bytes) -> LastEntry | None:
    """What was noted; None when nothing is there, or nothing of this library's making."""
    try:
        content = json_of(folder.last_entry)
        found = LastEntry(int(content["entry"]), str(content["head"]))
        return found if hmac.compare_digest(str(content["seal"]), _seal(master, found)) else None
    except (OSError, ValueError, KeyError, TypeError):
        return None


def note_last_entry(folder: LibraryFolder, master: bytes, connection: Connection) -> None:
    """Notes the last entry; a full or failing disk keeps the note of before, which holds as well."""
    before, last = noted_entry(folder, master), last_entry_of(connection)
    if last is None or before == last or (before is not None and not before.stands_in(connection)):
        return
    content = {"entry": last.entry, "head": last.head, "seal": _seal(master, last)}
    with suppress(OfficeError):
        write_whole(folder.last_entry, json.dumps(content).encode())


def _seal(master: bytes, last: LastEntry) -> str:
    return hmac.digest(file_key(master, "vouching"), f"last {last.entry} {last.head}".encode(), "sha256").hex()
