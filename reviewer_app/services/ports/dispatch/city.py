"""Where the excuses of the check before mailing are kept."""

from __future__ import annotations

from typing import Protocol

from reviewer_app.domain.dispatch.mail_check import Excuse


class ExcuseStore(Protocol):
    """The written reasons why a batch goes although a point of its check is open; added, never changed."""

    def of(self, batch_id: int) -> tuple[Excuse, ...]:
        """The excuses of a batch, oldest first."""

    def add(self, excuse: Excuse) -> None:
        """Adds one; none is ever changed or taken away."""
