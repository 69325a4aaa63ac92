"""What the page of the pile reads and does at once: the day with its pairs, and one word about a pair."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from reviewer_app.domain.application import Source
from reviewer_app.domain.changes import Changes
from reviewer_app.services.intake.pairing import (
    ShownPair,
    accept_pair,
    accepted_pairs,
    part_pair,
    proposed_pairs,
    refuse_pair,
)
from reviewer_app.services.intake.paper_sets import HalfCase, ReceivedSet, half_cases, received_today
from reviewer_app.services.ports.library import UnitOfWork

#: The three acts of a pair by the word that tells what was done.
PAIR_ACTS: dict[str, Callable[[UnitOfWork, int, int], Changes]] = {
    "done": accept_pair,
    "refused": refuse_pair,
    "parted": part_pair,
}


@dataclass(frozen=True, slots=True)
class Day:
    """What was taken in today, the halves alone, the pairs proposed and the pairs made."""

    received: tuple[ReceivedSet, ...]
    online: tuple[HalfCase, ...]
    paper: tuple[HalfCase, ...]
    proposed: tuple[ShownPair, ...]
    made: tuple[ShownPair, ...]


@dataclass(frozen=True, slots=True)
class PairDone:
    """The numbers of the two cases of which something was said, and what that touched."""

    paper: str
    online: str
    changes: Changes


def read_day(unit: UnitOfWork) -> Day:
    """All that the page shows."""
    online, paper = (half_cases(unit, source) for source in (Source.ONLINE, Source.PAPER))
    return Day(received_today(unit), online, paper, proposed_pairs(unit), accepted_pairs(unit))


def say_of_pair(unit: UnitOfWork, told: str, paper_id: int, online_id: int) -> PairDone:
    """Does one act of a pair."""
    changes = PAIR_ACTS[told](unit, paper_id, online_id)
    paper, online = unit.applications.get(paper_id), unit.applications.get(online_id)
    return PairDone(paper.intake_number, online.intake_number, changes)
