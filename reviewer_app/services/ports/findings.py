"""What the services ask of the library for an officer's findings on a case: answers, and paper against online."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from reviewer_app.domain.checklist import Answer
from reviewer_app.domain.evidence.comparison import Comparison


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

    def put(self, application_id: int, comparison: Comparison) -> None:
        """Writes what was found in a field over what was found before; the record keeps both."""
