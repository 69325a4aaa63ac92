"""Reading the sums of the figures, and keeping what is said of a case's layer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reviewer_app.domain.figures.counts import Part
from reviewer_app.domain.figures.layers import Layer
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.ports.after.figures import Counted, DaysCounted, LayerSaid, StandardsCounted
from reviewer_db.stores.session import Session
from reviewer_db.tables.after.figures import COUNTED

#: A standard that was promised and counts.
PROMISED = "s.standing <> 'struck' AND s.origin <> 'extra'"


class Figures:
    """Implements ports.FigureStore."""

    def __init__(self, session: Session) -> None:
        self._main = session.main
        self._pending = session.pending

    def seasons(self) -> tuple[str, ...]:
        """The seasons that have cases, the oldest first; each is found by one step along the index."""
        rows = self._main.execute(
            "WITH RECURSIVE found (v) AS (SELECT min(season) FROM figure_counts UNION ALL "
            "SELECT (SELECT min(season) FROM figure_counts WHERE season > v) FROM found WHERE v IS NOT NULL) "
            "SELECT v FROM found WHERE v IS NOT NULL AND EXISTS "
            "(SELECT 1 FROM figure_counts WHERE season = v AND cases > 0)"
        )
        return tuple(str(row[0]) for row in rows)

    def counted(self, seasons: Sequence[str], part: Part | None = None) -> tuple[Counted, ...]:
        """How many cases there are, by season, state, and the words of a part if one is given."""
        self._pending.write()
        word = part.value if part is not None else "''"
        where, values = _of(seasons)
        rows = self._main.execute(
            f"SELECT season, {word}, stage, corrected, is_old, sum(cases) FROM figure_counts{where} "
            "GROUP BY 1, 2, 3, 4, 5 HAVING sum(cases) > 0",
            values,
        )
        return tuple(
            Counted(season, said, int(stage), bool(corrected), bool(is_old), int(cases))
            for season, said, stage, corrected, is_old, cases in rows
        )

    def days(self, seasons: Sequence[str]) -> tuple[DaysCounted, ...]:
        """How many cases took how many days."""
        self._pending.write()
        where, values = _of(seasons, "cases > 0")
        rows = self._main.execute(f"SELECT season, leg, is_old, days, cases FROM figure_days{where}", values)
        return tuple(
            DaysCounted(season, leg, bool(is_old), int(days), int(cases)) for season, leg, is_old, days, cases in rows
        )

    def standards(self, seasons: Sequence[str]) -> tuple[StandardsCounted, ...]:
        """What the cases promised of each level and what came of it."""
        where, values = _of(seasons, f"{PROMISED} AND {COUNTED.format(row='f')}")
        rows = self._main.execute(
            "SELECT s.season, s.level, count(*), sum(s.stage >= 4), sum(s.stage < 4 AND s.standing = 'given_up'), "
            "count(DISTINCT s.application_id) FROM promised_standards s "
            "JOIN case_figures f USING (application_id, season)"
            f"{where} GROUP BY 1, 2",
            values,
        )
        return tuple(StandardsCounted(season, StandardLevel(level), *counts) for season, level, *counts in rows)

    def layer_of(self, application_id: int) -> LayerSaid | None:
        """What was said last of a case's layer."""
        row = self._main.execute(
            "SELECT layer, said_by, said_at FROM case_layers WHERE application_id = ? ORDER BY id DESC LIMIT 1",
            (application_id,),
        ).fetchone()
        return None if row is None else LayerSaid(Layer(row[0]), row[1], datetime.fromisoformat(row[2]))

    def say_layer(self, application_id: int, said: LayerSaid) -> None:
        """Adds what is said now."""
        self._main.execute(
            "INSERT INTO case_layers VALUES (NULL, ?, ?, ?, ?)",
            (application_id, said.layer.value, said.by, said.at.isoformat()),
        )


def _of(seasons: Sequence[str], also: str = "") -> tuple[str, tuple[str, ...]]:
    """The condition that names some seasons, and its values; without any all are meant."""
    parts = [f"season IN ({', '.join('?' * len(seasons))})"] if seasons else []
    parts += [also] if also else []
    return (f" WHERE {' AND '.join(parts)}" if parts else ""), tuple(seasons)
