"""The library of rules: regulations with their lines, and the pins of their clauses to points of the checklist."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.regulations.regulation import Named, Regulation, RegulationWord, RulePin, SaidOfRegulation

if TYPE_CHECKING:
    from sqlite3 import Connection

_NAMED = "title, rule_number, issuer, begins, ends, says, sha256, file_name"


class Regulations:
    """Implements ports.RegulationStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main

    def add(self, regulation: Regulation, said: SaidOfRegulation) -> int:
        """Keeps a regulation with the line that brought it in; the new id."""
        cursor = self._main.execute(
            "INSERT INTO regulations VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            (*_named_values(regulation.named), int(regulation.is_struck)),
        )
        regulation_id = int(cursor.lastrowid or 0)
        self._write(regulation_id, regulation, said)
        return regulation_id

    def say(self, regulation: Regulation, said: SaidOfRegulation) -> None:
        """Adds a line, and keeps how the regulation stands after it."""
        self._write(regulation.id, regulation, said)

    def get(self, regulation_id: int) -> Regulation:
        """One with all its lines; RefusalError `regulation.unknown`."""
        found = self._read("WHERE id = ?", (regulation_id,))
        if not found:
            raise RefusalError("regulation.unknown")
        return found[0]

    def all(self) -> tuple[Regulation, ...]:
        """All of them with their lines by title and period, struck out ones too."""
        return self._read("", ())

    def pin(self, pin: RulePin) -> int:
        """Notes a clause as the ground of a point; the new id."""
        cursor = self._main.execute(
            "INSERT INTO rule_pins VALUES (NULL, ?, ?, ?, ?, ?, '', NULL, '')",
            (pin.item, pin.regulation_id, pin.clause, pin.by, pin.at.isoformat()),
        )
        return int(cursor.lastrowid or 0)

    def pins(self) -> tuple[RulePin, ...]:
        """All pins in the order they were made, those taken off too."""
        rows = self._main.execute(
            "SELECT id, item, regulation_id, clause, pinned_by, pinned_at, ended_by, ended_at, end_reason "
            "FROM rule_pins ORDER BY id"
        )
        return tuple(
            RulePin(item, regulation, clause, by, datetime.fromisoformat(at), ended_by, _time(ended_at), why, pin_id)
            for pin_id, item, regulation, clause, by, at, ended_by, ended_at, why in rows
        )

    def take_off(self, pin_id: int, by: str, at: datetime, reason: str) -> None:
        """Notes that a pin holds no more."""
        self._main.execute(
            "UPDATE rule_pins SET (ended_by, ended_at, end_reason) = (?, ?, ?) WHERE id = ?",
            (by, at.isoformat(), reason, pin_id),
        )

    def _write(self, regulation_id: int, after: Regulation, said: SaidOfRegulation) -> None:
        told = _named_values(said.named) if said.named else ("", "", "", None, None, "", "", "")
        cursor = self._main.execute(
            "INSERT INTO regulation_words VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (regulation_id, said.word.value, *told, said.reason, said.by, said.at.isoformat()),
        )
        self._main.execute(
            f"UPDATE regulations SET ({_NAMED}, is_struck, last_word) = (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) WHERE id = ?",
            (*_named_values(after.named), int(after.is_struck), cursor.lastrowid, regulation_id),
        )

    def _read(self, condition: str, values: tuple[int, ...]) -> tuple[Regulation, ...]:
        rows = self._main.execute(
            f"SELECT id, is_struck, {_NAMED} FROM regulations {condition} ORDER BY title, begins, id", values
        ).fetchall()
        words: dict[int, list[SaidOfRegulation]] = {}
        for row in self._main.execute(
            f"SELECT regulation_id, word, said_by, said_at, reason, {_NAMED} FROM regulation_words ORDER BY id"
        ):
            regulation_id, word, by, at, reason, *named = row
            said = SaidOfRegulation(
                RegulationWord(word), by, datetime.fromisoformat(at), _named(named) if named[0] else None, reason
            )
            words.setdefault(regulation_id, []).append(said)
        return tuple(
            Regulation(_named(named), bool(is_struck), tuple(words.get(one, ())), one)
            for one, is_struck, *named in rows
        )


def _named_values(named: Named) -> tuple[object, ...]:
    ends = named.ends.isoformat() if named.ends else None
    days = (named.begins.isoformat(), ends)
    return (named.title, named.number, named.issuer, *days, named.says, named.sha256, named.file_name)


def _named(row: Sequence[Any]) -> Named:
    title, number, issuer, begins, ends, says, sha256, file_name = row
    last = date.fromisoformat(ends) if ends else None
    return Named(title, number, issuer, date.fromisoformat(begins), last, says, sha256, file_name)


def _time(text: str | None) -> datetime | None:
    return datetime.fromisoformat(text) if text else None
