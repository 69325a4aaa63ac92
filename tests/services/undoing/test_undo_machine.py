"""Whatever is done to a case in whatever order: taking back is exact or refused, and nothing is ever lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

from support.fakes import FakeUnit
from support.undo_machine import UndoMachine


class Desk(UndoMachine):
    """An office in memory with two people."""

    def begin(self) -> None:
        self.unit = FakeUnit()

    def do(self, service: Callable[..., Any], *told: Any) -> Any:
        return service(self.unit, *told)

    def be(self, name: str) -> None:
        self.unit.acting(name)


Desk.TestCase.settings = settings(
    max_examples=28, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestUndoing = Desk.TestCase
