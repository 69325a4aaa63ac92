"""Stock sentences (常用语): where they are kept, what one is, and how it reads for the case in hand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Protocol


@dataclass(frozen=True, slots=True)
class StockSentence:
    """A sentence to begin with, its places still open; `owner` alone sees it, everybody where that is empty."""

    id: int
    owner: str
    words: str
    used: int
    kept_by: str
    kept_at: datetime

    @property
    def is_for_all(self) -> bool:
        """Whether everybody of the office has it."""
        return not self.owner


@dataclass(frozen=True, slots=True)
class FilledSentence:
    """A stock sentence filled from a case; `lacking` names the places for which the record has no value."""

    kept: StockSentence
    text: str
    lacking: tuple[str, ...] = ()


class StockSentenceStore(Protocol):
    """The sentences; the same words stand once for a person, and once for the office."""

    def of(self, person: str) -> tuple[StockSentence, ...]:
        """A person's own and the office's, the most used first, of those the newest."""

    def get(self, sentence_id: int) -> StockSentence | None:
        """One of them; None once it is gone."""

    def add(self, owner: str, words: str) -> int:
        """Keeps one; the new id."""

    def count_use(self, sentence_id: int) -> None:
        """Counts that it was used once more; nothing where it is gone."""

    def remove(self, sentence_id: int) -> None:
        """Takes one away."""
