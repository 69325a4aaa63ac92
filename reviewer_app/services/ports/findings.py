"""What the services ask of the library for findings on a case: answers, comparisons, papers, pairs, reasons."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Protocol

from reviewer_app.domain.application import PaperCopy
from reviewer_app.domain.checklist import Answer
from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_app.domain.opinion import Departure


class AnswerStore(Protocol):
    """The checklist answers of the cases."""

    def of(self, application_id: int) -> dict[str, Answer]:
        """The answers by rule id."""

    def of_some(self, ids: Sequence[int]) -> dict[int, dict[str, Answer]]:
        """The same of several cases, read at once."""

    def put(self, application_id: int, answer: Answer) -> None:
        """Writes one answer over the former one."""


class ComparisonStore(Protocol):
    """What was found where the paper was compared with the online record."""

    def of(self, application_id: int) -> dict[str, Comparison]:
        """The comparisons of a case by field id."""

    def of_some(self, ids: Sequence[int]) -> dict[int, dict[str, Comparison]]:
        """The same of several cases, read at once."""

    def put(self, application_id: int, comparison: Comparison) -> None:
        """Writes what was found in a field over what was found before; the record keeps both."""

    def take_back(self, application_id: int, field_id: str) -> None:
        """Says that nobody has compared a field; the record keeps what was found."""


class DepartureStore(Protocol):
    """The reasons given for going on although a point speaks against it; an opinion is read with its own."""

    def add(self, departure: Departure) -> None:
        """Adds one; none is ever changed or taken away."""


class PaperStore(Protocol):
    """The paper copies of the cases."""

    def of(self, application_id: int) -> tuple[PaperCopy, ...]:
        """The recorded copies by number."""

    def of_some(self, ids: Sequence[int]) -> dict[int, tuple[PaperCopy, ...]]:
        """The same of several cases, read at once."""

    def put(self, application_id: int, copy: PaperCopy) -> None:
        """Writes one copy."""

    def received_on(self, day: date) -> dict[int, datetime]:
        """The cases with a copy received on a day, the last recorded first, each with when that was."""


class PairVerdict(StrEnum):
    """What was said of two cases: halves of one, the same case twice (the first went into the other), not the same."""

    SAME = "same"
    MERGED = "merged"
    NOT_SAME = "not_same"
    PARTED = "parted"


#: While one of these stands, the first case is part of the second.
STANDING = frozenset({PairVerdict.SAME, PairVerdict.MERGED})


@dataclass(frozen=True, slots=True)
class Pairing:
    """What was said of two cases, by whom and when: a paper and an online one, or two that may be one case twice."""

    paper_id: int
    online_id: int
    verdict: PairVerdict
    by: str
    at: datetime


class PairingStore(Protocol):
    """The pairs of which something was said; the last word stands."""

    def all(self) -> tuple[Pairing, ...]:
        """Every pair, the last said of first."""

    def put(self, pairing: Pairing) -> None:
        """Writes what is said of a pair over what was said before."""
