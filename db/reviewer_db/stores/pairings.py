"""The pairs of cases of which officers said that they are one, or not."""

from __future__ import annotations

from datetime import datetime

from reviewer_app.services.ports.pairings import Pairing, PairVerdict
from reviewer_db.stores.session import Session


class Pairings:
    """Implements ports.PairingStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main

    def all(self) -> tuple[Pairing, ...]:
        """Every pair, the last said of first."""
        rows = self._main.execute(
            "SELECT paper_id, online_id, verdict, said_by, said_at FROM pairings "
            "ORDER BY said_at DESC, paper_id DESC, online_id DESC"
        )
        return tuple(
            Pairing(int(paper), int(online), PairVerdict(verdict), by, datetime.fromisoformat(at))
            for paper, online, verdict, by, at in rows
        )

    def put(self, pairing: Pairing) -> None:
        """Writes what is said of a pair over what was said before."""
        self._main.execute(
            "INSERT INTO pairings VALUES (?, ?, ?, ?, ?) ON CONFLICT DO UPDATE SET "
            "verdict = excluded.verdict, said_by = excluded.said_by, said_at = excluded.said_at",
            (pairing.paper_id, pairing.online_id, pairing.verdict.value, pairing.by, pairing.at.isoformat()),
        )
