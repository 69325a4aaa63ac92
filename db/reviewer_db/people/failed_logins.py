"""The failed logins since the last successful opening, kept beside the key file until they can be put on record.

Nothing can be written to the encrypted record before somebody is in. Only names that have a slot are kept, no typed
text, and no more than the newest tries; the count goes on.
"""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from reviewer_app.domain.application import Event
from reviewer_app.domain.errors import TroubleError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.small_files import json_of
from reviewer_db.folder.layout import write_whole

#: The entry of some tries is among the last of the record, if it stands there at all.
_LOOKED_AT = 50
_MOST_NAMES = 100


@dataclass(frozen=True, slots=True)
class Tries:
    """How often a person's password was wrong, and the first and the last time."""

    count: int
    first: str
    last: str


def note_failed(path: Path, name: str, at: datetime) -> None:
    """Notes a failed login; a full disk or one that cannot be written keeps nobody out."""
    kept, said = read_tries(path), at.isoformat(" ", "seconds")
    before = kept.get(name)
    if before is None and len(kept) >= _MOST_NAMES:
        return
    kept[name] = Tries(1, said, said) if before is None else Tries(before.count + 1, before.first, said)
    content = {one: [tries.count, tries.first, tries.last] for one, tries in kept.items()}
    with suppress(TroubleError):
        write_whole(path, json.dumps(content, ensure_ascii=False).encode())


def read_tries(path: Path) -> dict[str, Tries]:
    """The failed logins that wait for their entry, by name; an unknown name has none."""
    try:
        stored = json_of(path)
        return {
            str(name)[:40]: Tries(int(count), _moment(first), _moment(last))
            for name, (count, first, last) in list(stored.items())[:_MOST_NAMES]
        }
    except (OSError, ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return {}


def put_on_record(unit: UnitOfWork, kept: dict[str, Tries], unknown: str) -> None:
    """Adds an entry for each name, once: what a kill left on record and in the file is not entered again."""
    stands = [dict(event.detail) for event in unit.events.latest(_LOOKED_AT) if event.act == EventAct.LOGINS_FAILED]
    for name, tries in kept.items():
        detail = _detail(name or unknown, tries)
        if detail not in stands:
            unit.events.append(Event(unit.now, unit.actor.name, EventAct.LOGINS_FAILED, detail=detail))


def enter_wrong_password(unit: UnitOfWork) -> None:
    """Adds an entry for one wrong password at a locked desk; each counts, whatever the office's clock says."""
    said = unit.now.isoformat(" ", "seconds")
    detail = _detail(unit.actor.name, Tries(1, said, said))
    unit.events.append(Event(unit.now, unit.actor.name, EventAct.LOGINS_FAILED, detail=detail))


def _detail(name: str, tries: Tries) -> dict[str, str]:
    return {
        RecordKey.NAME: name,
        RecordKey.TRIES: str(tries.count),
        RecordKey.FIRST_TRY: tries.first,
        RecordKey.LAST_TRY: tries.last,
    }


def _moment(text: object) -> str:
    return datetime.fromisoformat(str(text)).isoformat(" ", "seconds")
