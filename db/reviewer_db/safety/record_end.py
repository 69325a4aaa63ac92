"""Whether the end of the record is still there, by what stands outside of it: the note beside it and the backups.

The chain itself shows what was changed or taken out of its middle; what was cut off at its end, together with the
number the file keeps of it, leaves a chain that holds.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reviewer_app.domain.errors import OfficeError
from reviewer_app.domain.record import EventAct
from reviewer_app.services.ports.records import CheckLine, Grade
from reviewer_db.folder.keys import file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.safety import backup
from reviewer_db.safety.comparing import last_in_common
from reviewer_db.safety.last_entry import LastEntry, last_entry_of, masters_of, noted_entry
from reviewer_db.safety.restored_note import note_of, read_note
from reviewer_db.sqlite import engine
from reviewer_resources.phrases import sentence

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class KnownEnds:
    """What is known of the record's end outside of it, and the master keys that open the backups."""

    noted: LastEntry | None
    backups: tuple[Path, ...]
    masters: tuple[bytes, ...]
    is_restored: bool


def known_ends(folder: LibraryFolder, master: bytes) -> KnownEnds:
    """Gathered before the record is looked at: it only grows meanwhile."""
    noted = noted_entry(folder, master)
    backups = tuple(one.path for one in backup.listed(folder))
    return KnownEnds(noted, backups, masters_of(folder, master), read_note(note_of(folder), master) is not None)


def check_end(connection: Connection, ends: KnownEnds) -> CheckLine:
    """One line: whether the record has every last entry that is known outside of it."""
    part = sentence("library_check.part_end")
    if ends.noted is not None and not ends.noted.stands_in(connection):
        values: dict[str, object] = {"entry": ends.noted.entry}
        return CheckLine(part, Grade.BROKEN, sentence("library_check.end_cut_by_note", values))
    # Gone back to a backup and not opened since: the entry that says so is still to come.
    for path in () if ends.is_restored else ends.backups:
        entry = _missing(connection, path, ends.masters)
        if entry:
            values = {"name": path.name, "entry": entry}
            return CheckLine(part, Grade.BROKEN, sentence("library_check.end_cut_by_backup", values))
    if ends.noted is None:
        return CheckLine(part, Grade.NOTICE, sentence("library_check.end_not_noted"))
    code = "library_check.end_intact" if ends.backups else "library_check.end_as_noted"
    values = {"entry": ends.noted.entry, "backups": len(ends.backups), "since": _since(connection)}
    return CheckLine(part, Grade.INTACT, sentence(code, values))


def _since(connection: Connection) -> str:
    """Since when there is a note, where it was missing once; whoever took it away cannot hide that."""
    begun = connection.execute("SELECT max(id) FROM events WHERE act = ?", (EventAct.END_NOTED,)).fetchone()[0]
    return sentence("library_check.end_since", {"begun": begun}) if begun else ""


def _missing(connection: Connection, path: Path, masters: Sequence[bytes]) -> int:
    """The last entry of a backup that the record lacks and no going back explains; 0 when all is well."""
    for other in _opened(path, masters):
        last = last_entry_of(other)
        if last is None or last.stands_in(connection):
            return 0
        fork = last_in_common(connection, other)
        restored = connection.execute(
            "SELECT 1 FROM events WHERE act = ? AND id > ? LIMIT 1", (EventAct.RESTORED, fork)
        ).fetchone()
        return 0 if restored else last.entry
    return 0


def _opened(path: Path, masters: Sequence[bytes]) -> Iterator[Connection]:
    """The record of a backup, by the key that opens it; that it cannot be read is said of the backup itself."""
    for master in masters:
        with suppress(OfficeError, engine.DatabaseError):
            with closing(engine.connect_still(LibraryFolder(path).main, file_key(master, "main"))) as opened:
                yield opened
            return
