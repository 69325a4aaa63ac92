"""Changing an open library as somebody does who has its key and another program: no guard speaks, nothing is noted."""

from __future__ import annotations

from reviewer_app.services.ports.library import UnitOfWork
from reviewer_db.tables import schema
from support.libraries import inside


def behind_its_back(unit: UnitOfWork, statement: str, case: int = 0) -> int:
    """Carries a statement out as a program without guards would, and lays the guards again; how many rows it took."""
    session = inside(unit)
    for name in schema.TRIGGERS:
        session.main.execute(f"DROP TRIGGER {name}")
    changed = session.main.execute(statement, {"case": case}).rowcount
    for name, body in schema.TRIGGERS.items():
        session.main.execute(f"CREATE TRIGGER {name} {body}")
    session.main.execute("DELETE FROM touched_rows")
    session.forget()
    return changed
