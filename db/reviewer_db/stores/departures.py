"""The reasons given with an opinion, point by point; added, never changed, never erased."""

from __future__ import annotations

import json
from datetime import datetime

from reviewer_app.domain.opinion import Departure, ReadinessAct
from reviewer_db.stores.session import Session

_PARTS = "point, code, said, reason, act, given_by, given_at"
#: The reasons of an opinion in the same row as the opinion, so that they take no read of their own.
OF_OPINION = (
    f"(SELECT json_group_array(json_array({_PARTS})) FROM (SELECT {_PARTS} FROM departures "
    "WHERE application_id = opinions.application_id AND opinion_number = opinions.number ORDER BY id))"
)


class Departures:
    """Implements ports.DepartureStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def add(self, departure: Departure) -> None:
        """Adds one; none is ever changed or taken away."""
        self._main.execute(
            f"INSERT INTO departures (application_id, opinion_number, {_PARTS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                departure.application_id,
                departure.opinion_number,
                departure.point_id,
                departure.code,
                json.dumps(departure.values, ensure_ascii=False),
                departure.reason,
                departure.act.value,
                departure.by,
                departure.at.isoformat(),
            ),
        )


def departures_of(application_id: int, number: int, stored: str) -> tuple[Departure, ...]:
    """The reasons of an opinion, as `OF_OPINION` reads them."""
    return tuple(
        Departure(
            application_id=application_id,
            opinion_number=number,
            point_id=point,
            code=code,
            values=json.loads(said),
            reason=reason,
            act=ReadinessAct(act),
            by=by,
            at=datetime.fromisoformat(at),
        )
        for point, code, said, reason, act, by, at in json.loads(stored)
    )
