"""A season whose pack has criteria, and every case that could be sent scored by them."""

from __future__ import annotations

from reviewer_app.packs.checking import check_text
from reviewer_app.services.dispatch.ordering import ready_cases
from reviewer_app.services.dispatch.scoring import give_score, order_by_scores
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.seasons.pack_door import load_season_pack
from support.other_packs import WITH_CRITERIA

CRITERIA = ("influence", "output", "effect")


def take_criteria(unit: UnitOfWork) -> None:
    """Loads the pack with criteria into the season."""
    load_season_pack(unit, check_text(WITH_CRITERIA, "sh-2024.toml"))


def score_ready(unit: UnitOfWork) -> None:
    """Scores all that could be sent, the later the better."""
    take_criteria(unit)
    for place, case in enumerate(ready_cases(unit)):
        for criterion, points in zip(CRITERIA, (min(place, 10), max(place - 10, 0), 0), strict=True):
            give_score(unit, case.id, criterion, points, "申请表所载")


def arrange_ready(unit: UnitOfWork) -> None:
    """The same, and the order arranged by it."""
    score_ready(unit)
    order_by_scores(unit)
