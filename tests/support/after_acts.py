"""The acts on what outlives a season: each with what it comes after."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewer_app.domain.figures.layers import Layer
from reviewer_app.services.figures.layers import say_layer
from reviewer_app.services.ports.library import UnitOfWork
from support.small_office import DECIDED

_Act = Callable[[UnitOfWork], object]

#: The acts by the names of WRITING.
AFTER: Mapping[str, tuple[_Act, _Act | None]] = {
    "say_layer": (lambda unit: say_layer(unit, DECIDED, Layer.FUTURE), None),
}
