"""The scans of stamped papers."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reviewer_app.domain.dispatch.stacks import PaperStand
from reviewer_app.services.ports.dispatch.stacks import SealedScan

if TYPE_CHECKING:
    from sqlite3 import Connection

_COLUMNS = (
    "id, register_entry, application_id, batch_id, sha256, source, pages, mark_page, mark_x, mark_y, mark_diameter, "
    "state, taken_by, taken_at, accepted_by, accepted_at"
)


class SealedScans:
    """Implements ports.SealedScanStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main

    def add(self, scan: SealedScan) -> int:
        """Keeps a line."""
        mark = (_tenths(scan.mark_x), _tenths(scan.mark_y), _tenths(scan.mark_diameter))
        cursor = self._main.execute(
            f"INSERT INTO sealed_scans VALUES (NULL{', ?' * 15})",
            (
                *(scan.register_entry, scan.application_id or None, scan.batch_id or None),
                *(scan.sha256, scan.source, scan.pages),
                *(scan.mark_page, *mark, scan.stand.value),
                *(scan.taken_by, _said(scan.taken_at), scan.accepted_by, _said(scan.accepted_at)),
            ),
        )
        return int(cursor.lastrowid or 0)

    def of_entries(self, entry_ids: Sequence[int]) -> dict[int, tuple[SealedScan, ...]]:
        """The scans of some papers, oldest first."""
        rows = self._main.execute(
            f"SELECT {_COLUMNS} FROM sealed_scans WHERE register_entry IN (SELECT value FROM json_each(?)) ORDER BY id",
            (json.dumps(sorted(set(entry_ids))),),
        )
        found: dict[int, tuple[SealedScan, ...]] = {}
        for number, entry, case, batch, sha256, source, pages, page, x, y, diameter, state, *people in rows:
            by, at, accepted_by, accepted_at = people
            scan = SealedScan(
                register_entry=entry,
                sha256=sha256,
                source=source,
                pages=pages,
                stand=PaperStand(state),
                application_id=case or 0,
                batch_id=batch or 0,
                mark_page=page,
                mark_x=x / 10,
                mark_y=y / 10,
                mark_diameter=diameter / 10,
                taken_by=by,
                taken_at=_moment(at),
                accepted_by=accepted_by,
                accepted_at=_moment(accepted_at),
                id=number,
            )
            found[entry] = (*found.get(entry, ()), scan)
        return found


def _tenths(millimetres: float) -> int:
    return round(millimetres * 10)


def _said(at: datetime | None) -> str:
    return at.isoformat() if at is not None else ""


def _moment(said: str) -> datetime | None:
    return datetime.fromisoformat(said) if said else None
