"""Reading the sums of the figures, and keeping what is said of a case's layer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from reviewer_app.domain.figures.counts import Part
from reviewer_app.domain.figures.layers import Layer
from reviewer_app.domain.values.standard_number import StandardLevel
from reviewer_app.services.ports.after.figures import (
    Counted,
    CountedAgain,
    DaysCounted,
    LayerSaid,
    StandardsCounted,
    WordsCounted,
    WrongSum,
)
from reviewer_db.stores.session import Session
from reviewer_db.tables.after.recounting import count_again


class Figures:
    """Implements ports.FigureStore."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._main = session.main
        self._pending = session.pending

    def seasons(self) -> tuple[str, ...]:
        """The seasons that have cases, the oldest first."""
        rows = self._main.execute("SELECT DISTINCT season FROM figure_stages WHERE cases > 0 ORDER BY season")
        return tuple(str(row[0]) for row in rows)

    def counted(self, seasons: Sequence[str]) -> tuple[Counted, ...]:
        """How many cases there are, by season and state."""
        self._pending.write()
        where, values = _of(seasons, "cases > 0")
        rows = self._main.execute(f"SELECT season, stage, corrected, is_old, cases FROM figure_stages{where}", values)
        return tuple(
            Counted(season, int(stage), bool(corrected), bool(is_old), int(cases))
            for season, stage, corrected, is_old, cases in rows
        )

    def words(self, seasons: Sequence[str]) -> tuple[WordsCounted, ...]:
        """How many cases there are, by season and the words of each part."""
        where, values = _of(seasons, "cases > 0")
        rows = self._main.execute(f"SELECT season, part, word, cases FROM figure_words{where}", values)
        return tuple(WordsCounted(season, Part(part), word, int(cases)) for season, part, word, cases in rows)

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
        where, values = _of(seasons, "projects > 0")
        rows = self._main.execute(
            f"SELECT season, level, promised, published, given_up, projects FROM figure_standards{where}", values
        )
        return tuple(StandardsCounted(season, StandardLevel(level), *counts) for season, level, *counts in rows)

    def count_again(self) -> CountedAgain:
        """Counts every case and sum anew from the cases and their record."""
        self._pending.write()
        self._session.orders.clear()
        cases, sums = count_again(self._main)
        return CountedAgain(cases, tuple(WrongSum(of, season) for of, season in sums))

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
