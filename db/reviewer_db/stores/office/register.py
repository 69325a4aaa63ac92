"""The register of papers that left the office and came in."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery, Direction, RegisterEntry, Sealing
from reviewer_app.services.ports.backups import Series
from reviewer_db.stores.office.held_numbers import held_last
from reviewer_db.stores.session import IN_LIST, Session, as_list

if TYPE_CHECKING:
    from sqlite3 import Connection

_COLUMNS = (
    "id, direction, kind, year, serial, number, party, subject, day, handler, application_id, batch_id, basis, note, "
    "sealed_how, delivered_how, delivered_on, receipt, sha256, file_name, voided_at, voided_by, void_reason"
)
_PLACES = ", ".join("?" * (len(_COLUMNS.split(",")) - 1))
_IN_FORCE = (
    "direction = 'outgoing' AND voided_at IS NULL AND kind = ? "
    "AND coalesce(application_id, 0) = ? AND coalesce(batch_id, 0) = ? AND basis = ?"
)


class Register:
    """Implements ports.RegisterStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def add(self, entry: RegisterEntry) -> int:
        """Stores a line; the new id."""
        cursor = self._main.execute(
            f"INSERT INTO register ({_COLUMNS}) VALUES (NULL, {_PLACES})",
            (
                entry.direction.value,
                entry.kind,
                entry.year,
                entry.serial,
                entry.number,
                entry.party,
                entry.subject,
                entry.day.isoformat(),
                entry.handler,
                entry.case_id or None,
                entry.batch_id or None,
                entry.basis,
                entry.note,
                *_completed(entry),
            ),
        )
        return int(cursor.lastrowid or 0)

    def complete(self, entry: RegisterEntry) -> None:
        """Writes how a line was sealed, delivered, receipted or given up, and its file."""
        self._main.execute(
            "UPDATE register SET sealed_how = ?, delivered_how = ?, delivered_on = ?, receipt = ?, sha256 = ?, "
            "file_name = ?, voided_at = ?, voided_by = ?, void_reason = ? WHERE id = ?",
            (*_completed(entry), entry.id),
        )

    def get(self, entry_id: int) -> RegisterEntry:
        """One line; RefusalError `outgoing.unknown`."""
        found = self._some("id = ?", entry_id)
        if not found:
            raise RefusalError("outgoing.unknown")
        return found[0]

    def all(self) -> tuple[RegisterEntry, ...]:
        """Every line in the order it was entered."""
        return self._some("1 = 1")

    def of_case(self, application_id: int) -> tuple[RegisterEntry, ...]:
        """The lines of one case in the order they were entered."""
        return self._some("application_id = ?", application_id)

    def of_batch(self, batch_id: int) -> tuple[RegisterEntry, ...]:
        """The papers of a whole batch in the order they were entered."""
        return self._some("batch_id = ?", batch_id)

    def in_force(self, kind: str, application_id: int, batch_id: int, basis: str) -> RegisterEntry | None:
        """The paper issued for an act of a case or batch, unless its number was given up."""
        found = self._some(_IN_FORCE, kind, application_id, batch_id, basis)
        return found[0] if found else None

    def in_force_for(self, kind: str, case_ids: Sequence[int]) -> dict[tuple[int, str], RegisterEntry]:
        """The papers of a kind in force for some cases, by case and basis."""
        condition = f"direction = 'outgoing' AND voided_at IS NULL AND kind = ? AND application_id {IN_LIST}"
        found = self._some(condition, kind, as_list(case_ids))
        return {(entry.case_id, entry.basis): entry for entry in found}

    def in_series(self, kind: str, year: int, serial: int) -> RegisterEntry | None:
        """The line that has this place in an outgoing series, given up or not."""
        found = self._some(
            "direction = 'outgoing' AND kind = ? AND year = ? AND serial = ? AND serial > 0", kind, year, serial
        )
        return found[0] if found else None

    def numbers(self, direction: Direction) -> frozenset[str]:
        """Every number that was ever given."""
        rows = self._main.execute("SELECT number FROM register WHERE direction = ?", (direction.value,))
        return frozenset(row[0] for row in rows if row[0])

    def last_serial(self, direction: Direction, kind: str, year: int) -> int:
        """The highest number of a series, given up or not; incoming papers of every kind are one series."""
        of_kind = "" if direction is Direction.INCOMING else "AND kind = ?"
        row = self._main.execute(
            f"SELECT max(serial) FROM register WHERE direction = ? AND year = ? {of_kind}",
            (direction.value, year, *([kind] if of_kind else [])),
        ).fetchone()
        held = held_last(self._main, Series(direction.value), str(year), kind if of_kind else "")
        return max(int(row[0] or 0), held)

    def with_number(self, direction: Direction, number: str) -> RegisterEntry | None:
        """The line that has this number, given up or not."""
        found = self._some("direction = ? AND number = ? AND number <> ''", direction.value, number)
        return found[0] if found else None

    def last_day(self, direction: Direction) -> date | None:
        """The latest day on which a paper was entered."""
        row = self._main.execute("SELECT max(day) FROM register WHERE direction = ?", (direction.value,)).fetchone()
        return date.fromisoformat(row[0]) if row[0] else None

    def _some(self, condition: str, *values: object) -> tuple[RegisterEntry, ...]:
        rows = self._main.execute(f"SELECT {_COLUMNS} FROM register WHERE {condition} ORDER BY id", values)
        return tuple(_entry(row) for row in rows)


def _completed(entry: RegisterEntry) -> tuple[object, ...]:
    return (
        entry.sealed_how.value,
        entry.delivered_how.value if entry.delivered_how else "",
        entry.delivered_on.isoformat() if entry.delivered_on else None,
        entry.receipt,
        entry.sha256,
        entry.file_name,
        entry.voided_at.isoformat() if entry.voided_at else None,
        entry.voided_by,
        entry.void_reason,
    )


def register_in(connection: Connection) -> tuple[RegisterEntry, ...]:
    """The whole register of a file that is only looked at; empty where an earlier version had none."""
    if not connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'register'").fetchone():
        return ()
    return tuple(map(_entry, connection.execute(f"SELECT {_COLUMNS} FROM register ORDER BY id")))


def _entry(row: tuple[Any, ...]) -> RegisterEntry:
    (entry_id, direction, kind, year, serial, number, party, subject, day, handler, case_id, batch_id, basis, note) = (
        row[:14]
    )
    sealed_how, delivered_how, delivered_on, receipt, sha256, file_name, voided_at, voided_by, void_reason = row[14:]
    return RegisterEntry(
        direction=Direction(direction),
        kind=kind,
        year=year,
        serial=serial,
        number=number,
        party=party,
        subject=subject,
        day=date.fromisoformat(day),
        handler=handler,
        case_id=case_id or 0,
        batch_id=batch_id or 0,
        basis=basis,
        note=note,
        sealed_how=Sealing(sealed_how),
        delivered_how=Delivery(delivered_how) if delivered_how else None,
        delivered_on=date.fromisoformat(delivered_on) if delivered_on else None,
        receipt=receipt,
        sha256=sha256,
        file_name=file_name,
        voided_at=datetime.fromisoformat(voided_at) if voided_at else None,
        voided_by=voided_by,
        void_reason=void_reason,
        id=entry_id,
    )
