"""Pins and readings that came with a case from another library, written as they stand there."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reviewer_app.domain.evidence.scans import Pin, Reading
from reviewer_db.stores.scans import edges

if TYPE_CHECKING:
    from sqlite3 import Connection

_WITHDRAWN = "UPDATE scan_pins SET withdrawn_by = ?, withdrawn_at = ?, withdrawn_reason = ? WHERE id = ?"
_SETTLED = "UPDATE scan_readings SET stand = ?, settled_by = ?, settled_at = ? WHERE id = ?"


def bring_pins(main: Connection, case_id: int, stored: Sequence[Pin], came: Sequence[Pin]) -> None:
    """What was taken away there is taken away here; what was pinned there is added."""
    for here, there in zip(stored, came, strict=False):
        if here.is_standing and not there.is_standing:
            gone = (there.withdrawn_by, _text(there.withdrawn_at), there.withdrawn_reason)
            main.execute(_WITHDRAWN, (*gone, here.id))
    for one in came[len(stored) :]:
        gone = (one.withdrawn_by, _text(one.withdrawn_at), one.withdrawn_reason)
        pinned = (case_id, one.point, one.sha256, *edges(one.place), one.by, one.at.isoformat())
        main.execute(f"INSERT INTO scan_pins VALUES (NULL{', ?' * 14})", (*pinned, *gone))


def bring_readings(main: Connection, case_id: int, stored: Sequence[Reading], came: Sequence[Reading]) -> None:
    """What was settled there is settled here; what was read there is added."""
    for here, there in zip(stored, came, strict=False):
        if here.stand is not there.stand:
            main.execute(_SETTLED, (there.stand.value, there.by, _text(there.at), here.id))
    for one in came[len(stored) :]:
        read = (case_id, one.field_id, one.value, one.sha256, *edges(one.place), one.is_sure)
        settled = (one.stand.value, one.by, _text(one.at))
        main.execute(f"INSERT INTO scan_readings VALUES (NULL{', ?' * 14})", (*read, *settled))


def _text(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
