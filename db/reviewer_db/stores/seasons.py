"""What the office settled of its seasons: read once, the last line of each name in force."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from reviewer_app.domain.season import Settled
from reviewer_db.stores.session import Session


class Seasons:
    """Implements ports.SeasonStore."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def settled(self, season: str) -> Mapping[str, Settled]:
        """What is in force in a season, by name."""
        known = self._session.settled.get(season)
        if known is None:
            known = self._session.settled[season] = {one.name: one for one in self.history(season)}
        return known

    def history(self, season: str) -> tuple[Settled, ...]:
        """Everything that was settled of a season, oldest first."""
        rows = self._session.main.execute(
            "SELECT name, value, settled_by, settled_at, reason FROM season_settings WHERE season = ? ORDER BY id",
            (season,),
        )
        return tuple(Settled(name, value, by, datetime.fromisoformat(at), why) for name, value, by, at, why in rows)

    def settle(self, season: str, settled: Settled) -> None:
        """Adds a line; it is in force from now on."""
        self._session.main.execute(
            "INSERT INTO season_settings (season, name, value, settled_by, settled_at, reason) "
            "VALUES (?, ?, ?, ?, ?, ?)",
            (season, settled.name, settled.value, settled.by, settled.at.isoformat(), settled.reason),
        )
        self._session.forget_settled()
