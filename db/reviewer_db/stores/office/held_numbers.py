"""Numbers that were spent before a backup was gone back to: they are never given again.

Each is the last number of its series, kept as a line of the settings; intake numbers have a counter of their own.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reviewer_app.services.ports.backups import Series, SpentNumber

if TYPE_CHECKING:
    from sqlite3 import Connection

_MARK = "held_number"
_PUT = (
    "INSERT INTO settings VALUES (?, ?) "
    "ON CONFLICT DO UPDATE SET value = max(CAST(value AS INTEGER), CAST(excluded.value AS INTEGER))"
)


def hold(connection: Connection, numbers: Sequence[SpentNumber]) -> None:
    """Keeps numbers from being given again; a series only ever goes up."""
    for one in (each for each in numbers if each.last > 0):
        if one.series is Series.INTAKE:
            connection.execute(
                "INSERT INTO numbers VALUES (?, ?) ON CONFLICT DO UPDATE SET last = max(last, excluded.last)",
                (one.of, one.last),
            )
        else:
            connection.execute(_PUT, (_key(one.series, one.of, one.kind), str(one.last)))


def held_last(connection: Connection, series: Series, of: str, kind: str = "") -> int:
    """The last number of a series that is held; 0 when none is."""
    row = connection.execute("SELECT value FROM settings WHERE key = ?", (_key(series, of, kind),)).fetchone()
    return int(row[0]) if row else 0


def held_in(connection: Connection) -> tuple[SpentNumber, ...]:
    """Every number held."""
    rows = connection.execute("SELECT key, value FROM settings WHERE key LIKE ?", (f"{_MARK}|%",))
    parts = ((key.split("|"), int(value)) for key, value in rows)
    return tuple(SpentNumber(Series(series), of, kind, 0, last) for (_, series, of, kind), last in parts)


def _key(series: Series, of: str, kind: str) -> str:
    return "|".join((_MARK, series.value, of, kind))
