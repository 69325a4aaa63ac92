"""Where the excuses of the check before mailing and the answers of the municipal bureau are kept."""

from __future__ import annotations

from typing import Protocol

from reviewer_app.domain.dispatch.city import CityAnswer
from reviewer_app.domain.dispatch.points import Excuse


class ExcuseStore(Protocol):
    """The written reasons why a batch goes although a point of its check is open; added, never changed."""

    def of(self, batch_id: int) -> tuple[Excuse, ...]:
        """The excuses of a batch, oldest first."""

    def add(self, excuse: Excuse) -> None:
        """Adds one; none is ever changed or taken away."""


class CityAnswerStore(Protocol):
    """What the municipal bureau answered; added, never changed: an answer is taken back by a line that says so."""

    def of_batch(self, batch_id: int) -> tuple[CityAnswer, ...]:
        """Every line of a batch, oldest first, those that take one back among them."""

    def of_case(self, application_id: int) -> tuple[CityAnswer, ...]:
        """Every line of a case, oldest first, those that take one back among them."""

    def add(self, answer: CityAnswer) -> int:
        """Adds a line; its id."""
