"""Reading ids in large numbers: along an index in steps, each step one statement and one list.

A step is put together inside SQLite as one text, because fetching a million rows one by one costs three times as much;
and it is small enough that the window gets its turn in between.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reviewer_app.services.ports.rows import SortKey
from reviewer_db.queue.tabs import Condition
from reviewer_db.stores.remembered import ORDERS, CasePlaces, Head, OrderName
from reviewer_db.stores.session import Session

if TYPE_CHECKING:
    from sqlite3 import Connection

#: How many ids a step of a long walk has.
STEP = 50_000
#: How many cases of an order have their texts remembered: a word that one case in seventy has fills a screen.
HEAD = 16_000
_FIRST_STEP = 1_000
#: For few cases known by their ids: with the plain name a whole index of the season is walked past them.
OF_SEASON = "+season = ?"


def ids_of(connection: Connection, select: str, values: Sequence[object] = ()) -> list[int]:
    """The ids of a statement that selects one column named `id`, in its order."""
    row = connection.execute(f"SELECT json_group_array(id) FROM ({select})", tuple(values)).fetchone()
    ids: list[int] = json.loads(row[0])
    return ids


def as_list(ids: Sequence[int]) -> str:
    """Ids as one value for `IN (SELECT value FROM json_each(?))`."""
    return json.dumps(list(ids))


def gathered(session: Session, season: str, sort: SortKey, condition: Condition) -> list[int]:
    """The ids of a chip with few cases: found by stage and handler, or by themselves, then sorted."""
    if condition.only:
        return chosen_of(session, season, condition, f"ORDER BY {ORDERS[sort][1]}, id")
    without = f"WHERE a.id NOT IN ({condition.but_not})" if condition.but_not else ""
    return ids_of(
        session.main,
        "SELECT a.id FROM (SELECT season, stage, handler FROM queue_counts "
        f"WHERE season = ? AND cases > 0 AND {condition.sql}) c CROSS JOIN applications a INDEXED BY queue_by_handler "
        "ON a.season = c.season AND a.stage = c.stage AND a.handler = c.handler "
        f"{without} ORDER BY a.{ORDERS[sort][1]}, a.id",
        (season, *condition.all_values),
    )


def chosen_of(session: Session, season: str, condition: Condition, order: str = "") -> list[int]:
    """The cases that a chip selects by themselves."""
    select = f"SELECT id FROM applications WHERE id IN ({condition.only}) AND {OF_SEASON} {order}"
    return ids_of(session.main, select, (season,)) if condition.only else []


def not_waiting(session: Session, season: str, condition: Condition) -> list[int]:
    """The cases that fulfil a chip's condition and are left out all the same."""
    if not condition.but_not:
        return []
    return ids_of(
        session.main,
        f"SELECT id FROM applications WHERE id IN ({condition.but_not}) AND {OF_SEASON} AND {condition.sql}",
        (*condition.but_values, season, *condition.values),
    )


def walk(
    session: Session, name: OrderName, condition: Condition, descending: bool = False, step: int = _FIRST_STEP
) -> Iterator[Sequence[int]]:
    """The ids of a chip in order, in steps that grow; from memory when the order is remembered."""
    kept = session.orders.get(name)
    if kept is not None:
        yield from _walk_kept(session, kept, descending, step)
        return
    season, _, _, sort = name
    index, column = ORDERS[sort]
    where = f"season = ? AND {condition.of_cases()}"
    yield from _steps(session, _Line(index, where, (season, *condition.all_values), column, descending), step)


def _walk_kept(session: Session, kept: Sequence[int], descending: bool, step: int) -> Iterator[Sequence[int]]:
    place = 0
    while place < len(kept):
        end = min(place + step, len(kept))
        yield kept[place:end] if not descending else kept[len(kept) - end : len(kept) - place][::-1]
        session.check()
        place, step = end, min(step * 8, STEP)


@dataclass(frozen=True, slots=True)
class _Line:
    """A way along an index: which cases of it, and the column that orders them before their id."""

    index: str
    where: str
    values: tuple[object, ...]
    column: str
    descending: bool = False


def _steps(session: Session, line: _Line, step: int) -> Iterator[list[int]]:
    last: tuple[object, int] | None = None
    while some := _step(session.main, line, step, last):
        yield some
        session.check()
        if len(some) < step:
            return
        key = session.main.execute(f"SELECT {line.column} FROM applications WHERE id = ?", (some[-1],)).fetchone()[0]
        last, step = (key, some[-1]), min(step * 8, STEP)


def _step(connection: Connection, line: _Line, step: int, last: tuple[object, int] | None) -> list[int]:
    way, beyond = ("DESC", "<") if line.descending else ("ASC", ">")
    select = f"SELECT id FROM applications INDEXED BY {line.index} WHERE {line.where}"
    order = f"ORDER BY {line.column} {way}, id {way}"
    if last is None:
        return ids_of(connection, f"{select} {order} LIMIT {step}", line.values)
    # Two statements: compared as a pair, a key that many cases share would be read from its beginning each time.
    key, one = last
    same = f"{select} AND {line.column} = ? AND id {beyond} ? {order} LIMIT {step}"
    some = ids_of(connection, same, (*line.values, key, one))
    if len(some) < step:
        other = f"{select} AND {line.column} {beyond} ? {order} LIMIT {step - len(some)}"
        some += ids_of(connection, other, (*line.values, key))
    return some


def head_of(session: Session, name: OrderName, condition: Condition, descending: bool) -> Head:
    """The first cases of an order with their texts; remembered, because every keystroke of a search begins there."""
    head = session.orders.head(name, descending)
    if head is None:
        head = head_made(session, next(walk(session, name, condition, descending, HEAD), []))
        session.orders.put_head(name, descending, head)
    return head


def head_made(session: Session, ids: Sequence[int]) -> Head:
    """The texts of the first cases of an order; of fewer than fill a head there are no more."""
    select = "SELECT t.id, t.text FROM json_each(?) j CROSS JOIN case_text t ON t.id = j.value"
    return Head(session.main.execute(select, (as_list(ids),)).fetchall(), is_whole=len(ids) < HEAD)


def places_of(session: Session, season: str) -> CasePlaces:
    """Where each case of a season stands; remembered until a case is added or changed."""
    known = session.orders.standings(season)
    if known is not None:
        return known
    groups = session.main.execute(
        "SELECT stage, handler FROM queue_counts WHERE season = ? AND cases > 0", (season,)
    ).fetchall()
    highest = session.main.execute("SELECT coalesce(max(id), 0) FROM applications").fetchone()[0]
    of = _blank(len(groups), highest + 1)
    for place, (stage, handler) in enumerate(groups, start=1):
        where = "season = ? AND stage = ? AND handler = ?"
        for some in _steps(session, _Line("queue_by_handler", where, (season, stage, handler), "due_on"), STEP):
            for one in some:
                of[one] = place
    standings = CasePlaces(tuple(groups), of)
    session.orders.put_standings(season, standings)
    return standings


def _blank(groups: int, length: int) -> array[int]:
    kind = "B" if groups < 256 else "I"
    return array(kind, bytes(array(kind).itemsize * length))
