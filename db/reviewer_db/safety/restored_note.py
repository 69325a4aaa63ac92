"""The note a restoring leaves in the library: the next opening puts it on record, and holds the numbers, first of all.

It is vouched for with the library's key, so that nobody else can write one, and lies beside the files until its entry
stands in the record.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from reviewer_app.domain.application import Event
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.ports.backups import Series, SpentNumber
from reviewer_app.small_files import from_json, json_of
from reviewer_db.folder.keys import file_key
from reviewer_db.folder.layout import LibraryFolder
from reviewer_db.stores.events import Events
from reviewer_db.stores.office.held_numbers import hold
from reviewer_db.stores.session import Session

NAME = "restored.json"
#: The entry of a note is among the last of the record, if it stands there at all.
_LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class RestoredNote:
    """Who went back to which backup, when, what was put aside, and how much of the record is no longer in it."""

    at: datetime
    person: str
    backup: str
    aside: str
    entries_lost: int | None
    numbers: tuple[SpentNumber, ...]

    def sealed(self, master: bytes) -> bytes:
        """The note as it is written."""
        content = json.dumps({**asdict(self), "at": self.at.isoformat()}, ensure_ascii=False)
        return json.dumps({"note": content, "seal": _seal(master, content)}, ensure_ascii=False).encode()


def read_note(path: Path, master: bytes) -> RestoredNote | None:
    """The note that waits for its entry; None when there is none, or none of this library's making."""
    try:
        whole = json_of(path)
        content = str(whole["note"])
        if not hmac.compare_digest(str(whole["seal"]), _seal(master, content)):
            raise ValueError("seal")
        note = from_json(content)
        numbers = tuple(SpentNumber(**{**one, "series": Series(one["series"])}) for one in note["numbers"])
        return RestoredNote(**{**note, "at": datetime.fromisoformat(note["at"]), "numbers": numbers})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def put_on_record(session: Session, note: RestoredNote) -> None:
    """Holds the numbers and adds the entry, once."""
    hold(session.main, note.numbers)
    events = Events(session)
    detail: dict[str, str] = {
        RecordKey.BACKUP: note.backup,
        RecordKey.ASIDE: note.aside,
        RecordKey.ENTRIES_LOST: "" if note.entries_lost is None else str(note.entries_lost),
        RecordKey.NUMBERS_KEPT: numbers_said(note.numbers),
    }
    detail = {key: value for key, value in detail.items() if value}
    stands = (event for event in events.latest(_LOOKED_AT) if event.act == EventAct.RESTORED)
    if not any(event.detail.get(RecordKey.ASIDE) == note.aside for event in stands):
        events.append(Event(note.at, note.person, EventAct.RESTORED, detail=detail))


def numbers_said(numbers: Sequence[SpentNumber]) -> str:
    """The numbers as the record says them: series, season or year, kind, and the last one spent."""
    return "；".join(f"{one.called} {one.last}" for one in numbers)


def note_of(folder: LibraryFolder) -> Path:
    """Where the note lies."""
    return folder.root / NAME


def _seal(master: bytes, content: str) -> str:
    return hmac.digest(file_key(master, "vouching"), content.encode(), "sha256").hex()
