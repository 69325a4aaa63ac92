"""Working a case's day counts out of its record, with the act that moves it and for a whole library at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from reviewer_app.domain.figures.days import CaseDays, Leg, Move, days_of
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_db.tables.after.figures import ADDED, DAYS, LEGS, PARTS, SUMS

if TYPE_CHECKING:
    from sqlite3 import Connection

_IN_LIST = "IN (SELECT value FROM json_each(?))"
_WRITE = (
    f"UPDATE case_figures SET (corrected, is_old, {', '.join(DAYS)}) = (?, ?{', ?' * len(DAYS)}) "
    "WHERE application_id = ?"
)
_VOID = "SELECT application_id FROM custody WHERE stand = 'away' AND instr(recalled, package_hash) > 0"
#: What of a case's row follows from the case itself.
_STANDING = f"application_id, season, stage, {', '.join(PARTS)}, is_void"
_MOVE = "application_id, at, from_state, to_state, act"
_MOVED = "from_state <> '' AND to_state <> ''"
#: After these acts, too, a case has moves on record that were not there before.
_BROUGHT = EventAct.CASE_CAME
_BY_CASE = itemgetter(0)
#: Day counts of so many cases are worked out at a time where a whole library is gone through.
_STEP = 20_000
#: And so many while the work at the desk goes on.
_STEP_OF_A_CHECK = 2_000


def is_of_days(act: str, from_state: str) -> bool:
    """Whether after an entry of the record a case's days are others."""
    return bool(from_state) or act == _BROUGHT


def reckon(main: Connection, ids: Iterable[int]) -> None:
    """Works the days of some cases out anew and writes them down."""
    main.executemany(_WRITE, (_columns(days, season, case_id) for case_id, season, days in _reckoned(main, list(ids))))


def reckon_all(main: Connection) -> None:
    """Works out all cases of a library in which nothing was kept of figures, and the sums as they once were."""
    add_all(main)
    for statement in SUMS:
        main.execute(statement)


def add_all(main: Connection) -> None:
    """Works out all cases of a library in which none was."""
    main.execute(f"INSERT INTO case_figures {ADDED}")
    main.execute(f"UPDATE case_figures SET is_void = 1 WHERE application_id IN ({_VOID})")
    for ids in _all_ids(main):
        reckon(main, ids)


def add_some(main: Connection, ids: list[int]) -> None:
    """Works some cases out anew, whatever stood of them; of a case that is not there nothing stands then."""
    given = (_list(ids),)
    main.execute(f"DELETE FROM case_figures WHERE application_id {_IN_LIST}", given)
    main.execute(f"INSERT INTO case_figures {ADDED} WHERE a.id {_IN_LIST}", given)
    main.execute(
        f"UPDATE case_figures SET is_void = 1 WHERE application_id IN ({_VOID}) AND application_id {_IN_LIST}", given
    )
    reckon(main, ids)


def differing_cases(main: Connection, pause: Callable[[], None] = lambda: None) -> set[int]:
    """The cases that are counted otherwise than they are and their record says; `pause` is called now and then."""
    of_days = f"SELECT application_id, corrected, is_old, {', '.join(DAYS)} FROM case_figures WHERE application_id "
    wrong: set[int] = set()
    for ids in _all_ids(main, _STEP_OF_A_CHECK):
        kept = {row[0]: row[1:] for row in main.execute(f"{of_days}{_IN_LIST}", (_list(ids),))}
        reckoned = _reckoned(main, ids)
        wrong.update(one for one, season, days in reckoned if kept.get(one) != _columns(days, season, one)[:-1])
        now = f"SELECT * FROM ({ADDED} WHERE a.id {_IN_LIST})"
        those = {
            row[0]: (*row[1:8], row[0] in void)
            for void in [_void(main, ids)]
            for row in main.execute(now, (_list(ids),))
        }
        standing = main.execute(f"SELECT {_STANDING} FROM case_figures WHERE application_id {_IN_LIST}", (_list(ids),))
        wrong.update(row[0] for row in standing if those.get(row[0]) != (*row[1:8], bool(row[8])))
        pause()
    foreign = main.execute(
        "SELECT application_id FROM case_figures WHERE application_id NOT IN (SELECT id FROM applications)"
    )
    wrong.update(int(row[0]) for row in foreign)
    return wrong


def _void(main: Connection, ids: list[int]) -> set[int]:
    """Those of some cases that were put aside as copies: they came back another way."""
    rows = main.execute(f"SELECT application_id FROM ({_VOID}) WHERE application_id {_IN_LIST}", (_list(ids),))
    return {int(row[0]) for row in rows}


def _all_ids(main: Connection, step: int = _STEP) -> Iterator[list[int]]:
    last = 0
    while ids := [
        int(row[0])
        for row in main.execute("SELECT id FROM applications WHERE id > ? ORDER BY id LIMIT ?", (last, step))
    ]:
        yield ids
        last = ids[-1]


def _reckoned(main: Connection, ids: list[int]) -> Iterator[tuple[int, str, CaseDays]]:
    moves = _moves(main, ids)
    rows = main.execute(f"SELECT id, season, registered_at FROM applications WHERE id {_IN_LIST}", (_list(ids),))
    for case_id, season, registered_at in rows.fetchall():
        its = moves.get(case_id, [])
        yield case_id, season, CaseDays() if its is None else days_of(date.fromisoformat(registered_at[:10]), its)


def _moves(main: Connection, ids: list[int]) -> Mapping[int, list[Move] | None]:
    """The moves of some cases, those that other libraries told of them in between by their time."""
    given = _list(ids)
    own = main.execute(
        f"SELECT {_MOVE} FROM events WHERE application_id {_IN_LIST} AND {_MOVED} ORDER BY 1, id", (given,)
    )
    rows = own.fetchall()
    brought = main.execute(
        f"SELECT {_MOVE} FROM carried_events WHERE application_id {_IN_LIST} AND {_MOVED}", (given,)
    ).fetchall()
    if brought:
        # The order of one's own record is kept as it is wherever nothing came from elsewhere.
        there = {row[0] for row in brought}
        mixed = sorted([*(row for row in rows if row[0] in there), *brought], key=lambda row: (row[0], row[1]))
        rows = sorted([*(row for row in rows if row[0] not in there), *mixed], key=_BY_CASE)
    return {case_id: _told(its) for case_id, its in groupby(rows, key=_BY_CASE)}


def _told(rows: Iterable[tuple[Any, ...]]) -> list[Move] | None:
    """The moves; None where an entry names a day or a state that no program of ours knows."""
    try:
        return [
            Move(date.fromisoformat(at[:10]), State(source), State(target), act == EventAct.CORRECTION_WITHDRAWN)
            for _case, at, source, target, act in rows
        ]
    except ValueError:
        return None


def _columns(days: CaseDays, season: str, case_id: int) -> tuple[Any, ...]:
    legs = tuple(days.legs.get(Leg(leg)) for leg in LEGS)
    return (
        int(days.corrections > 0),
        int(days.is_late_for(season)),
        *legs,
        days.used,
        days.used_with_waiting,
        case_id,
    )


def _list(ids: list[int]) -> str:
    return f"[{','.join(map(str, ids))}]"
