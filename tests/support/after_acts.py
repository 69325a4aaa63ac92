"""The acts on what outlives a season: each with what it comes after."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from reviewer_app.domain.figures.layers import Layer
from reviewer_app.services.figures.counting import count_again
from reviewer_app.services.figures.layers import say_layer
from reviewer_app.services.ports.library import UnitOfWork
from support.libraries import inside
from support.small_office import DECIDED

_Act = Callable[[UnitOfWork], object]


def _miscount(unit: UnitOfWork) -> None:
    """Sums and a case as somebody with the key left them."""
    for statement in (
        "UPDATE figure_stages SET cases = cases + 1",
        "UPDATE queue_counts SET cases = cases + 1",
        f"UPDATE case_figures SET used = 4, corrected = 1 WHERE application_id = {DECIDED}",
    ):
        inside(unit).main.execute(statement)


#: The acts by the names of WRITING.
AFTER: Mapping[str, tuple[_Act, _Act | None]] = {
    "count_again": (count_again, _miscount),
    "say_layer": (lambda unit: say_layer(unit, DECIDED, Layer.FUTURE), None),
}
