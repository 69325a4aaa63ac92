"""What the page of the pile reads and does at once: the day with its pairs, and one word about a pair."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer_app.domain.changes import Changes
from reviewer_app.services.cases.registering import recent_intake
from reviewer_app.services.intake.halves import Halves, read_halves
from reviewer_app.services.intake.pairing import Parted, accept_pair, part_pair, refuse_pair
from reviewer_app.services.intake.paper_sets import ReceivedSet, received_today
from reviewer_app.services.ports.library import UnitOfWork


@dataclass(frozen=True, slots=True)
class Day:
    """What was taken in today; the halves alone with the pairs proposed and made; whether there are cases at all."""

    received: tuple[ReceivedSet, ...]
    halves: Halves
    has_cases: bool


@dataclass(frozen=True, slots=True)
class PairDone:
    """The two cases of which something was said, what that touched, and what stays where it was."""

    paper_id: int
    online_id: int
    paper: str
    online: str
    changes: Changes
    left: str = ""


def read_day(unit: UnitOfWork) -> Day:
    """All that the page shows."""
    received, halves = received_today(unit), read_halves(unit)
    has_cases = bool(received or halves.online or halves.paper or halves.made) or bool(recent_intake(unit, 1))
    return Day(received, halves, has_cases)


def say_of_pair(unit: UnitOfWork, told: str, paper_id: int, online_id: int, reason: str = "") -> PairDone:
    """Does one act of a pair: `done` makes one case of the two, `refused` keeps them apart, `parted` parts them."""
    done: Changes | Parted
    if told == "done":
        done = accept_pair(unit, paper_id, online_id, reason)
    else:
        done = (refuse_pair if told == "refused" else part_pair)(unit, paper_id, online_id)
    changes, left = (done.changes, done.left) if isinstance(done, Parted) else (done, "")
    paper, online = unit.applications.get(paper_id), unit.applications.get(online_id)
    return PairDone(paper_id, online_id, paper.intake_number, online.intake_number, changes, left)
