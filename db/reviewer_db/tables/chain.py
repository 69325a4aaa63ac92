"""The hash chain of the record: how an entry's hash is made, and whether the whole chain still holds.

Whoever holds the key can drop the guards and rewrite the file; the chain then shows it, as long as one head hash stands
outside: it is printed on every page and in every export.
"""

from __future__ import annotations

import hashlib
import json.encoder
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.application import Event
from reviewer_app.domain.record import TRACE

if TYPE_CHECKING:
    from sqlite3 import Connection

#: What the first entry follows.
NOTHING = bytes(32)
_CHAINED = "at, actor, act, application_id, from_state, to_state, reason, detail"


def json_writer(*, sort_keys: bool = False, default: Callable[[Any], Any] | None = None) -> Callable[[object], str]:
    """What writes values as JSON without blanks, letters as they are.

    The encoder is made once: the standard one makes itself anew for every value, which is half of its time.
    """
    usual = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), sort_keys=sort_keys, default=default)
    make = getattr(json.encoder, "c_make_encoder", None)
    if make is None:
        return usual.encode
    write = make(None, usual.default, json.encoder.encode_basestring, None, ":", ",", sort_keys, False, True)
    return lambda value: "".join(write(value, 0))


_encode = json_writer()
_encode_sorted = json_writer(sort_keys=True)

Chained = tuple[str, str, str, int | None, str, str, str, str]


@dataclass(frozen=True, slots=True)
class ChainState:
    """What a walk along the chain saw; `broken_at` is the first entry that does not hold, or None."""

    entries: int
    head: str
    broken_at: int | None = None
    is_cut_off: bool = False

    @property
    def is_intact(self) -> bool:
        """Whether every entry follows the one before and none is missing at the end."""
        return self.broken_at is None and not self.is_cut_off


def chained_columns(event: Event) -> Chained:
    """An event as it is stored and hashed."""
    said = {**event.detail, TRACE: event.trace} if event.trace else dict(event.detail)
    detail = _encode_sorted(said) if said else "{}"
    return (
        event.at.isoformat(),
        event.actor,
        event.act,
        event.application_id,
        event.from_state,
        event.to_state,
        event.reason,
        detail,
    )


def digests_as_stored(digests: Mapping[str, str]) -> str:
    """What an entry carries of the rows its act touched, as it is stored and hashed; empty when it touched none."""
    return _encode_sorted(digests) if digests else ""


def link(previous: bytes, columns: Chained, digests: str = "") -> bytes:
    """The hash of an entry: SHA-256 over the hash before it and the entry's columns as JSON.

    The digests it carries are one column more; an entry that carries none, as all had before there were any, is hashed
    as it always was.
    """
    hashed = (*columns, digests) if digests else columns
    return hashlib.sha256(previous + _encode(hashed).encode()).digest()


def verify_chain(connection: Connection) -> ChainState:
    """Walks the whole record and works out every hash anew."""
    digests = "digests" if carries_digests(connection) else "''"
    rows = connection.execute(f"SELECT id, previous, hash, {digests}, {_CHAINED} FROM events ORDER BY id")
    previous, entries, last_id = NOTHING, 0, 0
    for row in rows:
        entry_id, claimed, stored, carried, *columns = row
        if claimed != previous or stored != link(previous, _chained(columns), carried):
            return ChainState(entries, previous.hex(), broken_at=entry_id)
        previous, entries, last_id = stored, entries + 1, entry_id
    given = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'events'").fetchone()
    # The file has kept the number since its first entry: one that keeps none was changed as well.
    return ChainState(entries, previous.hex(), is_cut_off=given is None or given[0] != last_id)


def carries_digests(connection: Connection) -> bool:
    """Whether the file's entries have room for digests: those of earlier versions have not."""
    found = connection.execute("SELECT 1 FROM pragma_table_info('events') WHERE name = 'digests'")
    return found.fetchone() is not None


def _chained(columns: list[Any]) -> Chained:
    at, actor, act, application_id, from_state, to_state, reason, detail = columns
    return (at, actor, act, application_id, from_state, to_state, reason, detail)
