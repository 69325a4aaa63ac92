"""Orders of the queue that no index keeps: by handler, by whom a case waits for and since when, and by two keys.

The cases are found along another order and sorted when they are asked for. Equal keys keep the order the cases came in.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from typing import Any

from reviewer_app.domain.listing.waiting import Waits, waits_for, who_is_awaited
from reviewer_app.domain.states import State
from reviewer_app.services.ports.rows import QueueQuery, SortKey
from reviewer_db.queue.ordered_ids import STEP, as_list, ids_of, places_of
from reviewer_db.stores.remembered import ORDERS
from reviewer_db.stores.session import IN_LIST, Session

_STATES = {state.rule.number: state for state in State}
#: More seconds than any moment has.
_SECONDS = 1 << 40

Key = Callable[[int], Any]


def is_derived(query: QueueQuery) -> bool:
    """Whether no index keeps the order of a view."""
    return query.sort not in ORDERS or (query.then is not None and query.then is not query.sort)


def in_order(session: Session, query: QueueQuery, ids: Sequence[int]) -> array[int]:
    """The cases by the keys of a view; turned round, the first key runs backwards and the second does not."""
    then = query.then if query.then is not query.sort else None
    if then is None:
        found = sorted(sorted(ids), key=_key(session, query, query.sort, ids))
        return array("q", reversed(found) if query.descending else found)
    if query.sort in ORDERS and then in ORDERS:
        return _by_columns(session, query, then, ids)
    found = sorted(sorted(ids), key=_key(session, query, then, ids))
    found.sort(key=_key(session, query, query.sort, ids), reverse=query.descending)
    return array("q", found)


def _by_columns(session: Session, query: QueueQuery, then: SortKey, ids: Sequence[int]) -> array[int]:
    way = "DESC" if query.descending else "ASC"
    order = f"{ORDERS[query.sort][1]} {way}, {ORDERS[then][1]}, id"
    select = f"SELECT id FROM applications WHERE id {IN_LIST} ORDER BY {order}"
    return array("q", ids_of(session.main, select, (as_list(ids),)))


def _key(session: Session, query: QueueQuery, sort: SortKey, ids: Sequence[int]) -> Key:
    if sort is SortKey.HANDLER:
        return _by_handler(session, query.season)
    if sort is SortKey.WAITING:
        return _by_waiting(session, query.season, ids)
    select = f"SELECT id, {ORDERS[sort][1]} FROM applications WHERE id {IN_LIST}"
    return dict(session.main.execute(select, (as_list(ids),)).fetchall()).__getitem__


def _by_handler(session: Session, season: str) -> Key:
    standings = places_of(session, season)
    names = ["", *(handler for _, handler in standings.groups)]
    of = standings.of
    return lambda one: names[of[one]]


def _by_waiting(session: Session, season: str, ids: Sequence[int]) -> Key:
    """By whom each case waits for, of each the one that waits longest first; last what waits for nobody here."""
    standings = places_of(session, season)
    usual, asked = _ranks(standings.groups)
    awaited, elsewhere = (set(_some(session, select)) for select in (_ASKED, _ELSEWHERE))
    since, of, last = _since(session, ids), standings.of, usual[0]

    def key(one: int) -> int:
        rank = (asked if one in awaited else usual)[of[one]]
        return last if one in elsewhere or rank == last else rank + since[one]

    return key


_ASKED = "SELECT application_id AS id FROM consultations WHERE stand = 'asked'"
_ELSEWHERE = "SELECT application_id AS id FROM custody WHERE stand = 'away'"


def _some(session: Session, select: str) -> list[int]:
    return ids_of(session.main, select)


def _ranks(groups: Sequence[tuple[int, str]]) -> tuple[list[int], list[int]]:
    """By the place of a group, whom its cases wait for as a number that leaves room for the second since when.

    As they wait usually, and while departments are asked; place 0 is what waits for nobody here.
    """
    off_desk = (Waits.OFF_DESK.value, "")
    whom: tuple[list[tuple[int, str]], list[tuple[int, str]]] = ([off_desk], [off_desk])
    for stage, handler in groups:
        for found, are_asked in zip(whom, (False, True), strict=True):
            waits = waits_for(_STATES[stage], handler, are_asked)
            found.append((waits.value, who_is_awaited(waits, handler)))
    order = {one: place * _SECONDS for place, one in enumerate(sorted({*whom[0], *whom[1]}))}
    return [order[one] for one in whom[0]], [order[one] for one in whom[1]]


def _since(session: Session, ids: Sequence[int]) -> array[int]:
    """By case id, the second of its last move; entries never change, so that only new ones are read each time."""
    moves = session.orders.moves
    while some := session.main.execute(
        "SELECT id, application_id, unixepoch(at) FROM events WHERE id > ? AND to_state <> '' "
        f"AND application_id IS NOT NULL ORDER BY id LIMIT {STEP}",
        (moves.last_event,),
    ).fetchall():
        for _, case_id, at in some:
            if case_id >= len(moves.at):
                moves.at.frombytes(bytes((case_id + STEP - len(moves.at)) * moves.at.itemsize))
            moves.at[case_id] = at
        moves.last_event = some[-1][0]
        session.check()
    highest = max(ids, default=0)
    if highest >= len(moves.at):
        moves.at.frombytes(bytes((highest + 1 - len(moves.at)) * moves.at.itemsize))
    unmoved = [one for one in ids if not moves.at[one]]
    if unmoved:
        select = f"SELECT id, unixepoch(registered_at) FROM applications WHERE id {IN_LIST}"
        for case_id, at in session.main.execute(select, (as_list(unmoved),)):
            moves.at[case_id] = at
    return moves.at
