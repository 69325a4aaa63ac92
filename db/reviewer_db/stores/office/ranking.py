"""Scores by the pack's criteria, and the arrangements of the recommended order by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reviewer_app.domain.batch import Placement
from reviewer_app.domain.ranking.scores import Arrangement, Score

if TYPE_CHECKING:
    from sqlite3 import Connection


class Ranking:
    """Implements ports.RankingStore."""

    def __init__(self, main: Connection) -> None:
        self._main = main

    def scores(self, season: str) -> tuple[Score, ...]:
        """The last score of each case and criterion of the season, those taken back left out."""
        rows = self._main.execute(
            "SELECT application_id, criterion, points, highest, ground, scored_by, scored_at FROM case_scores "
            "WHERE id IN (SELECT max(id) FROM case_scores WHERE season = ? GROUP BY application_id, criterion) "
            "AND points IS NOT NULL ORDER BY id",
            (season,),
        )
        return tuple(
            Score(case, criterion, points, highest, ground, by, datetime.fromisoformat(at))
            for case, criterion, points, highest, ground, by, at in rows
        )

    def score(self, season: str, score: Score) -> None:
        """Adds a score; the earlier ones stay."""
        said = (season, score.application_id, score.criterion, score.points, score.highest, score.ground)
        self._main.execute(
            "INSERT INTO case_scores VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?)", (*said, score.by, score.at.isoformat())
        )

    def arrange(self, season: str, moves: Sequence[Placement]) -> None:
        """Adds moves of the recommended order that can be taken back together."""
        first = int(self._main.execute("SELECT coalesce(max(id), 0) FROM recommended_order").fetchone()[0]) + 1
        self._main.executemany(
            "INSERT INTO recommended_order VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            [(season, one.application_id, one.behind or None, one.reason, one.by, one.at.isoformat()) for one in moves],
        )
        last = moves[-1]
        self._main.execute(
            "INSERT INTO order_arrangements VALUES (NULL, ?, ?, ?, ?, ?, '', '')",
            (season, first, first + len(moves) - 1, last.by, last.at.isoformat()),
        )

    def arrangement(self, season: str) -> Arrangement | None:
        """The last arrangement of the season that was not taken back."""
        row = self._main.execute(
            "SELECT id, arranged_by, arranged_at, last_move = (SELECT max(id) FROM recommended_order WHERE season = ?) "
            "FROM order_arrangements WHERE season = ? AND ended_at = '' ORDER BY id DESC LIMIT 1",
            (season, season),
        ).fetchone()
        if row is None:
            return None
        return Arrangement(int(row[0]), str(row[1]), datetime.fromisoformat(row[2]), bool(row[3]))

    def end_arrangement(self, arrangement_id: int, by: str, at: datetime) -> None:
        """Takes an arrangement back: its moves count no more."""
        self._main.execute(
            "UPDATE order_arrangements SET ended_by = ?, ended_at = ? WHERE id = ?",
            (by, at.isoformat(), arrangement_id),
        )
