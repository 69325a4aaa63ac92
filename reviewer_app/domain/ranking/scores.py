"""Scores by the criteria of a pack: sums and places, and where the office's order departs from them and why."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from reviewer_app.domain.notice import Criterion


@dataclass(frozen=True, slots=True)
class Score:
    """What a case was given by one criterion, out of how many points, on what ground; `points` None takes it back."""

    application_id: int
    criterion: str
    points: int | None
    highest: int
    ground: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Arrangement:
    """The order was once arranged by the scores; `is_last` while nobody moved a case since."""

    id: int
    by: str
    at: datetime
    is_last: bool


class Agreement(Enum):
    """How the place of a case in the order and its score go together."""

    UNRANKED = auto()
    BY_SCORE = auto()
    BY_REASON = auto()
    BY_OTHERS = auto()
    UNEXPLAINED = auto()


@dataclass(frozen=True, slots=True)
class Standing:
    """A case among the others: its sum (None while a score is wanting), its place by score, its place in the order.

    `tied` counts the others of the same sum, with which it shares the places from `rank` on. No case has a rank before
    all cases have their sums.
    """

    total: int | None
    position: int
    rank: int = 0
    tied: int = 0
    agreement: Agreement = Agreement.UNRANKED


def counting(criteria: Sequence[Criterion], scores: Mapping[str, Score]) -> dict[str, Score]:
    """The scores of a case that count: those of a criterion of the pack, given out of the same highest points."""
    return {
        one.id: scores[one.id]
        for one in criteria
        if one.id in scores and scores[one.id].points is not None and scores[one.id].highest == one.points
    }


def total_of(criteria: Sequence[Criterion], scores: Mapping[str, Score]) -> int | None:
    """The sum of a case; None while one criterion is without a score that counts."""
    given = [score.points for score in counting(criteria, scores).values() if score.points is not None]
    return sum(given) if criteria and len(given) == len(criteria) else None


def standings(totals: Mapping[int, int | None], reasoned: Collection[int]) -> dict[int, Standing]:
    """How each case stands, `totals` being in the office's order; `reasoned` are those that a person placed last."""
    order = list(totals)
    sums = {case: total for case, total in totals.items() if total is not None}
    if len(sums) < len(order):
        return {case: Standing(totals[case], place) for place, case in enumerate(order, start=1)}
    # Those nobody placed keep the order of the scores among themselves, or somebody left it without saying why.
    rest = [case for case in order if case not in reasoned]
    ranks, of_rest = _ranks(order, sums), _ranks(rest, sums)
    unexplained = {case for place, case in enumerate(rest, start=1) if not _fits(place, *of_rest[case])}
    found = {}
    for place, case in enumerate(order, start=1):
        rank, tied = ranks[case]
        if _fits(place, rank, tied):
            agreement = Agreement.BY_SCORE
        elif case in reasoned:
            agreement = Agreement.BY_REASON
        else:
            agreement = Agreement.UNEXPLAINED if case in unexplained else Agreement.BY_OTHERS
        found[case] = Standing(sums[case], place, rank, tied, agreement)
    return found


def by_scores(totals: Mapping[int, int]) -> list[int]:
    """The cases by their sums, the highest first; those of the same sum keep the order they have."""
    return sorted(totals, key=lambda case: -totals[case])


def _ranks(among: Sequence[int], sums: Mapping[int, int]) -> dict[int, tuple[int, int]]:
    """The place of each case by its sum, and how many others have the same."""
    count = Counter(sums[case] for case in among)
    first, better = {}, 0
    for total in sorted(count, reverse=True):
        first[total] = better + 1
        better += count[total]
    return {case: (first[sums[case]], count[sums[case]] - 1) for case in among}


def _fits(place: int, rank: int, tied: int) -> bool:
    return rank <= place <= rank + tied
