"""Scores by the pack's criteria, the arrangements of the recommended order by them, and the second looks by lot."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING

from reviewer_app.domain.batch import Placement
from reviewer_app.domain.ranking.lots import LookVerdict, LookWord, SecondLook
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

    def looks(self, season: str) -> tuple[SecondLook, ...]:
        """The second looks drawn in the season with what was said at each, oldest first."""
        rows = self._main.execute(
            "SELECT id, draw, application_id, opinion, is_self_approved, seed, reason, drawn_by, drawn_at "
            "FROM second_looks WHERE season = ? ORDER BY id",
            (season,),
        ).fetchall()
        words = self._words(season) if rows else {}
        return tuple(
            SecondLook(
                draw, case, opinion, bool(is_own), seed, why, by, datetime.fromisoformat(at), words.get(look, ()), look
            )
            for look, draw, case, opinion, is_own, seed, why, by, at in rows
        )

    def draw(self, season: str, look: SecondLook) -> None:
        """Adds a case that was drawn for a second look."""
        said = (season, look.draw, look.application_id, look.opinion, int(look.is_self_approved), look.seed)
        self._main.execute(
            "INSERT INTO second_looks VALUES (NULL, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*said, look.reason, look.drawn_by, look.drawn_at.isoformat()),
        )

    def say(self, look: SecondLook) -> None:
        """Adds what was said last at a look; the earlier words stay."""
        word = look.words[-1]
        self._main.execute(
            "INSERT INTO second_look_words VALUES (NULL, ?, ?, ?, ?, ?, ?)",
            (look.id, look.application_id, word.verdict.value, word.reason, word.by, word.at.isoformat()),
        )

    def _words(self, season: str) -> dict[int, tuple[LookWord, ...]]:
        found: dict[int, tuple[LookWord, ...]] = {}
        rows = self._main.execute(
            "SELECT w.look, w.verdict, w.reason, w.said_by, w.said_at FROM second_look_words w "
            "JOIN second_looks l ON l.id = w.look WHERE l.season = ? ORDER BY w.id",
            (season,),
        )
        for look, verdict, reason, by, at in rows:
            word = LookWord(look, LookVerdict(verdict), reason, by, datetime.fromisoformat(at))
            found[look] = (*found.get(look, ()), word)
        return found
