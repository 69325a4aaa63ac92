"""Pins on scans and values that a machine read of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from reviewer_app.domain.evidence.scans import Pin, Place, Reading, ReadingStand, parted
from reviewer_db.stores.session import Session

_PLACE = "page, left_edge, top_edge, right_edge, bottom_edge, turn"


class Scans:
    """Implements ports.ScanStore."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._main, self._user, self._now = session.main, session.user, now

    def pins(self, application_id: int) -> tuple[Pin, ...]:
        """All pins of a case, those taken away too."""
        rows = self._main.execute(
            f"SELECT id, rule_id, sha256, pinned_by, pinned_at, withdrawn_by, withdrawn_at, withdrawn_reason, {_PLACE} "
            "FROM scan_pins WHERE application_id = ? ORDER BY id",
            (application_id,),
        )
        return tuple(
            _pin(number, point, sha256, Place(*place), by, at, (gone_by, _moment(gone_at), why))
            for number, point, sha256, by, at, gone_by, gone_at, why, *place in rows
        )

    def pin(self, application_id: int, rule_id: str, sha256: str, place: Place, part: str = "") -> Pin:
        """Keeps a pin by the person at the desk; the column of the point holds its sub-point too."""
        by, at = self._user().name, self._now()
        made = Pin(0, rule_id, sha256, place, by, at, part=part)
        cursor = self._main.execute(
            f"INSERT INTO scan_pins VALUES (NULL{', ?' * 11}, '', '', '')",
            (application_id, made.point, sha256, *edges(place), by, at.isoformat()),
        )
        return replace(made, id=int(cursor.lastrowid or 0))

    def withdraw_pin(self, pin_id: int, reason: str) -> None:
        """Marks a pin as taken away by the person at the desk."""
        self._main.execute(
            "UPDATE scan_pins SET withdrawn_by = ?, withdrawn_at = ?, withdrawn_reason = ? WHERE id = ?",
            (self._user().name, self._now().isoformat(), reason, pin_id),
        )

    def readings(self, application_id: int) -> tuple[Reading, ...]:
        """All that a machine read of a case's scans."""
        rows = self._main.execute(
            f"SELECT id, field_id, value, sha256, is_sure, stand, settled_by, settled_at, {_PLACE} "
            "FROM scan_readings WHERE application_id = ? ORDER BY id",
            (application_id,),
        )
        return tuple(_reading(row) for row in rows)

    def add_readings(self, application_id: int, readings: Sequence[Reading]) -> None:
        """Keeps what a machine read, each as it stands."""
        by, at = self._user().name, self._now().isoformat()
        self._main.executemany(
            f"INSERT INTO scan_readings VALUES (NULL{', ?' * 14})",
            [
                (application_id, one.field_id, one.value, one.sha256, *edges(one.place), one.is_sure, one.stand.value)
                + ((by, at) if one.stand is not ReadingStand.WAITING else ("", ""))
                for one in readings
            ],
        )

    def settle_reading(self, reading_id: int, stand: ReadingStand) -> None:
        """Says what became of a value that waited."""
        self._main.execute(
            "UPDATE scan_readings SET stand = ?, settled_by = ?, settled_at = ? WHERE id = ?",
            (stand.value, self._user().name, self._now().isoformat(), reading_id),
        )


def edges(place: Place | None) -> tuple[int, ...]:
    """The columns of a place; page 0 stands for none."""
    if place is None:
        return 0, 0, 0, 0, 0, 0
    return place.page, place.left, place.top, place.right, place.bottom, place.turn


def _pin(
    number: int, point: str, sha256: str, place: Place, by: str, at: str, gone: tuple[str, datetime | None, str]
) -> Pin:
    rule_id, part = parted(point)
    return Pin(number, rule_id, sha256, place, by, datetime.fromisoformat(at), *gone, part)


def _reading(row: Sequence[Any]) -> Reading:
    number, field_id, value, sha256, is_sure, stand, by, at, *place = row
    where = Place(*place) if place[0] else None
    return Reading(number, field_id, value, sha256, where, bool(is_sure), ReadingStand(stand), by, _moment(at))


def _moment(text: str) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
