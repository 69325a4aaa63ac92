"""Which rows an act has touched, noted by the file itself, so that no statement of any store can be forgotten.

The notes lie in a temporary table of the connection: they go with a transaction that is rolled back, and with a part of
it as well.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from reviewer_db.tables.row_digests import CASE_THROUGH, CarriedTable, carried_tables, quoted, said_of, said_of_missing

if TYPE_CHECKING:
    from sqlite3 import Connection

#: A key has at most three columns.
_NOTES = "CREATE TEMP TABLE touched_rows (part INTEGER NOT NULL, first, second, third)"


@dataclass(frozen=True, slots=True)
class TouchedRow:
    """A row after the act: its name in the record, what is said of it, and its case if it belongs to one."""

    name: str
    said: str
    case: int | None


class TouchedRows:
    """The notes of one connection; made once its tables stand."""

    def __init__(self, connection: Connection) -> None:
        self._main = connection
        self.is_told = False
        self.tables = carried_tables(connection)
        # In one go: one by one, the statements take half of what an opening takes.
        connection.executescript(_all_watches(self.tables))

    @contextmanager
    def told(self, names: Sequence[str]) -> Iterator[None]:
        """Within it no row added to these tables is noted: whoever writes them says what they are (see `tell`)."""
        watches = {
            f"note_insert_{name}": _watch(self.tables.index(self.table(name)), self.table(name)) for name in names
        }
        for name in watches:
            self._main.execute(f"DROP TRIGGER temp.{quoted(name)}")
        self.is_told = True
        try:
            yield
        finally:
            self.is_told = False
            # After a full disk the whole transaction may be gone already, and all is as it was before it.
            for statement in watches.values():
                self._main.execute(statement)

    def table(self, name: str) -> CarriedTable:
        """One of the tables whose rows are noted."""
        return next(table for table in self.tables if table.name == name)

    def take(self) -> Iterator[TouchedRow]:
        """Every row touched since the last taking, each once, as it stands now; the notes are gone then."""
        parts = [int(row[0]) for row in self._main.execute("SELECT DISTINCT part FROM touched_rows ORDER BY part")]
        for part in parts:
            yield from self._of(part, self.tables[part])
        if parts:
            self._main.execute("DELETE FROM touched_rows")

    def all_of(self, table: CarriedTable) -> Iterator[TouchedRow]:
        """Every row of a table, as if all had been touched."""
        for row in self._main.execute(table.read):
            yield _row(table, [row[place] for place in table.key_places], row)

    def _of(self, part: int, table: CarriedTable) -> Iterator[TouchedRow]:
        columns = ", ".join(f"t.{quoted(column)}" for column in table.columns)
        notes = zip(table.key, ("first", "second", "third"), strict=False)
        joined = " AND ".join(f"t.{quoted(column)} = n.{note}" for column, note in notes)
        column, parent = CASE_THROUGH.get(table.name, ("", ""))
        through = f"(SELECT p.application_id FROM {parent} p WHERE p.id = t.{column})" if parent else "NULL"
        rows = self._main.execute(
            f"SELECT n.first, n.second, n.third, {through}, {columns} "
            "FROM (SELECT DISTINCT first, second, third FROM touched_rows WHERE part = ?) n "
            f"LEFT JOIN {quoted(table.name)} t ON {joined}",
            (part,),
        )
        keys, named = len(table.key), table.key_places[0]
        for first, second, third, case, *values in rows:
            key = (first, second, third)[:keys]
            if values[named] is None:
                yield TouchedRow(table.row_name(key), said_of_missing(), None)
            else:
                yield _row(table, key, values, case)


def _row(table: CarriedTable, key: Any, values: Any, case: int | None = None) -> TouchedRow:
    own = int(values[table.case]) if table.case is not None and values[table.case] is not None else case
    return TouchedRow(table.row_name(key), said_of(table, values), own)


_SIDES = {"INSERT": ("new",), "UPDATE": ("old", "new"), "DELETE": ("old",)}


@lru_cache(maxsize=4)
def _all_watches(tables: tuple[CarriedTable, ...]) -> str:
    watches = (_watch(part, table, act) for part, table in enumerate(tables) for act in _SIDES)
    return ";\n".join((_NOTES, *watches))


def _watch(part: int, table: CarriedTable, act: str = "INSERT") -> str:
    """What notes the rows of a table that an act adds, changes or takes away."""
    notes = " ".join(_note(part, table, side) for side in _SIDES[act])
    name = quoted(f"note_{act.lower()}_{table.name}")
    return f"CREATE TEMP TRIGGER IF NOT EXISTS {name} AFTER {act} ON main.{quoted(table.name)} BEGIN {notes} END"


def _note(part: int, table: CarriedTable, side: str) -> str:
    noted = (*(f"{side}.{quoted(column)}" for column in table.key), "NULL", "NULL")[:3]
    return f"INSERT INTO touched_rows VALUES ({part}, {', '.join(noted)});"
