"""The stock sentences: each person's own and the office's, counted by use."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from reviewer_app.services.ports.stock_sentences import StockSentence
from reviewer_db.stores.session import Session

_COLUMNS = "id, owner, words, used, kept_by, kept_at"


class StockSentences:
    """Implements ports.StockSentenceStore."""

    def __init__(self, session: Session, now: Callable[[], datetime]) -> None:
        self._session = session
        self._now = now

    def of(self, person: str) -> tuple[StockSentence, ...]:
        """A person's own and the office's, the most used first."""
        rows = self._session.main.execute(
            f"SELECT {_COLUMNS} FROM stock_sentences WHERE owner IN ('', ?) ORDER BY used DESC, id DESC", (person,)
        )
        return tuple(map(_read, rows))

    def get(self, sentence_id: int) -> StockSentence | None:
        """One of them."""
        rows = self._session.main.execute(f"SELECT {_COLUMNS} FROM stock_sentences WHERE id = ?", (sentence_id,))
        return next(map(_read, rows), None)

    def add(self, owner: str, words: str) -> int:
        """Keeps one."""
        kept = self._session.main.execute(
            "INSERT INTO stock_sentences (owner, words, used, kept_by, kept_at) VALUES (?, ?, 0, ?, ?) RETURNING id",
            (owner, words, self._session.user().name, self._now().isoformat()),
        ).fetchone()
        return int(kept[0])

    def count_use(self, sentence_id: int) -> None:
        """Counts one use more."""
        self._session.main.execute("UPDATE stock_sentences SET used = used + 1 WHERE id = ?", (sentence_id,))

    def remove(self, sentence_id: int) -> None:
        """Takes one away."""
        self._session.main.execute("DELETE FROM stock_sentences WHERE id = ?", (sentence_id,))


def _read(row: tuple[int, str, str, int, str, str]) -> StockSentence:
    sentence_id, owner, words, used, kept_by, kept_at = row
    return StockSentence(sentence_id, owner, words, used, kept_by, datetime.fromisoformat(kept_at))
