"""Key file and library in step: the library says which slots are in force, the key file follows.

A slot that is to come in force is written to the key file beside the one before (`coming`); then the library is changed
in one transaction; then the key file is brought to what the library says. Stopped anywhere in between (kill, power cut,
full disk), either password still reaches the library, and the library says which of them it was that was acknowledged.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from reviewer_app.domain.errors import OfficeError, RefusalError
from reviewer_app.services.ports.access import Access
from reviewer_db.folder.keys import KeyRing, KeySlot, file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.sqlite import engine

if TYPE_CHECKING:
    from sqlite3 import Connection


@dataclass(frozen=True, slots=True)
class Entry:
    """Somebody whose password has opened a slot; `renewed` is his slot in today's form, if the one he has is older.

    Who comes with the recovery sheet has nobody's slot, comes in as `admin`, and `renewed` is that person's new slot.
    """

    person: str
    master: bytes
    slot: KeySlot
    renewed: KeySlot | None = None
    admin: str = ""

    def __repr__(self) -> str:
        # The master key must not come into a log by way of a repr.
        return f"Entry({self.person!r})"


def stage(folder: LibraryFolder, holder: str, slot: KeySlot) -> None:
    """Writes a slot that is in force once the library says so; TroubleError `library.…`, nothing is changed then."""
    KeyRing.load(folder.keys).with_coming(holder, slot).save(folder.keys)


def settle(folder: LibraryFolder, master: bytes, in_force: Sequence[Access]) -> None:
    """Brings the key file to what the library says; a full disk leaves it to the next time."""
    with suppress(OfficeError):
        ring = KeyRing.load(folder.keys)
        known = list(ring.names)
        # Who has been here longest stands first, as before.
        ordered = sorted(in_force, key=lambda one: known.index(one.holder) if one.holder in known else len(known))
        settled = replace(ring, slots={one.holder: _sealed(one, ring, master) for one in ordered}, coming={})
        if settled != ring:
            settled.save(folder.keys)


def require_in_force(entry: Entry, in_force: Sequence[Access]) -> None:
    """Refuses a password that opens a slot but is not, or no longer, in force (RefusalError `login.wrong`)."""
    if not any(one.holder == entry.person and one.slot == entry.slot.body for one in in_force):
        raise RefusalError("login.wrong", wait_seconds=0, field="password")


def require_in_force_beside(folder: LibraryFolder, entry: Entry) -> None:
    """The same without opening the library; where it cannot be read, the key file alone decides."""
    try:
        with closing(engine.connect(folder.main, file_key(entry.master, "main"))) as connection:
            rows = in_force_in(connection)
    except Exception:
        # Whatever hinders reading it: what is wrong there, a verification says.
        return
    if rows:
        require_in_force(entry, rows)


def in_force_in(connection: Connection) -> tuple[Access, ...]:
    """The slots in force in a file that may be of an earlier version, which keeps none."""
    if connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'access'").fetchone() is None:
        return ()
    rows = connection.execute("SELECT holder, slot, must_change, since FROM access")
    return tuple(Access(holder, slot, bool(must), datetime.fromisoformat(since)) for holder, slot, must, since in rows)


def _sealed(one: Access, ring: KeyRing, master: bytes) -> KeySlot:
    for slot in ring.slots_of(one.holder):
        if slot.body == one.slot:
            return slot
    return KeySlot.from_body(one.slot).sealing(one.holder, master)
