"""Taking in hundreds of thousands of cases at once: the queue's orders are laid once at the end, not row by row.

Whole seasons that are over are brought to their end the same way.
"""

from __future__ import annotations

from collections.abc import Sequence

from reviewer_app.domain.states import State
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db.tables import schema
from reviewer_db.unit import Unit


def drop_orders(unit: UnitOfWork) -> None:
    """Takes the queue's orders away; until `lay_orders` the queue cannot be read, nothing else is touched."""
    main = _unit(unit).session.main
    for name in (*schema.QUEUE_INDEXES, *schema.MARK_INDEXES):
        main.execute(f"DROP INDEX IF EXISTS {name}")


def lay_orders(unit: UnitOfWork) -> None:
    """Lays the queue's orders anew."""
    session = _unit(unit).session
    for name, parts in schema.QUEUE_INDEXES.items():
        session.main.execute(f"CREATE INDEX IF NOT EXISTS {name} ON applications ({parts})")
    for name, parts in schema.MARK_INDEXES.items():
        session.main.execute(f"CREATE INDEX IF NOT EXISTS {name} ON case_marks {parts}")
    session.forget()


def end_cases(unit: UnitOfWork, ends: Sequence[tuple[int, State]]) -> None:
    """Brings cases to a state; whoever calls it puts on record from where."""
    session = _unit(unit).session
    session.orders.clear()
    session.main.executemany(
        "UPDATE applications SET stage = ?, state = ?, revision = revision + 1 WHERE id = ?",
        [(state.rule.number, state.value, case_id) for case_id, state in ends],
    )


def _unit(unit: UnitOfWork) -> Unit:
    if not isinstance(unit, Unit):
        raise TypeError("only an encrypted library has orders to lay")
    return unit
