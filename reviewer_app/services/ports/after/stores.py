"""The stores of the years after the sending, as one part of the unit of work."""

from __future__ import annotations

from typing import Protocol

from reviewer_app.services.ports.after.bodies import BodyStore
from reviewer_app.services.ports.after.figures import FigureStore
from reviewer_app.services.ports.after.ledger import LedgerStore
from reviewer_app.services.ports.after.regulations import RegulationStore
from reviewer_app.services.ports.after.retention import RetentionStore
from reviewer_app.services.ports.after.standards import StandardStore


class AfterSending(Protocol):
    """What a unit of work has beside the stores of the road."""

    @property
    def bodies(self) -> BodyStore: ...
    @property
    def regulations(self) -> RegulationStore: ...
    @property
    def standards(self) -> StandardStore: ...
    @property
    def ledger(self) -> LedgerStore: ...
    @property
    def retention(self) -> RetentionStore: ...
    @property
    def figures(self) -> FigureStore: ...
