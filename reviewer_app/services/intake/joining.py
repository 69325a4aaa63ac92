"""What two cases that become one share, whether halves or doubles: room for copies, and what is left behind."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.domain.application import Application, PaperCopy
from reviewer_app.domain.states import State
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: In these states a paper case may still become the half of another.
JOINING = frozenset({State.REGISTERED, State.CHECKING})


def lacking_copies(copies: Sequence[PaperCopy], required: int) -> tuple[int, ...]:
    """The numbers of the copies that are still to come."""
    here = {copy.number for copy in copies if copy.is_received}
    return tuple(number for number in range(1, required + 1) if number not in here)


def fitted(coming: Sequence[PaperCopy], copies: Sequence[PaperCopy], required: int) -> tuple[PaperCopy, ...]:
    """The copies that come along, under their own numbers where those are free, else under the next free ones."""
    free = list(lacking_copies(copies, required))
    found = []
    for copy in (one for one in coming if one.is_received):
        number = copy.number if copy.number in free else free[0]
        free.remove(number)
        found.append(replace(copy, number=number))
    return tuple(found)


def room(unit: UnitOfWork, online: Application, coming: Sequence[PaperCopy]) -> int:
    """How many copies the case has room for: as many as are asked for, or as the paper case counts."""
    required = unit.packs.by_hash(online.pack.sha256).limits.copies_required
    return max((required, *(copy.number for copy in coming if copy.is_received)))


def copies_along(unit: UnitOfWork, paper_id: int, online_id: int) -> tuple[int, ...] | None:
    """Under which numbers the copies that came along stand; None when one is not as it came."""
    here = list(unit.papers.of(online_id))
    numbers = []
    for copy in (one for one in unit.papers.of(paper_id) if one.is_received):
        same = [one for one in here if replace(one, number=copy.number) == copy]
        if not same:
            return None
        stands = copy if copy in same else same[0]
        here.remove(stands)
        numbers.append(stands.number)
    return tuple(numbers)


def is_worked_on(unit: UnitOfWork, paper: Application) -> bool:
    """Whether somebody found something on the paper case that would be left behind."""
    found = (
        unit.answers.of(paper.id),
        unit.opinions.of(paper.id),
        unit.look_ups.of(paper.id),
        unit.comparisons.of(paper.id),
        unit.corrections.of(paper.id),
    )
    return any(found) or bool(paper.consultations or paper.recusals)


def state_before(unit: UnitOfWork, paper_id: int) -> State:
    """Where the paper case stood when it was paired."""
    moves = (event for event in unit.events.of(paper_id) if event.to_state == State.PAIRED)
    last = max(moves, key=lambda event: event.id)
    return State(last.from_state)


def staying(unit: UnitOfWork, paper_id: int, online_id: int) -> str:
    """What stays with the case that went on although it may be the other's: files, answers, in words."""
    files = unit.attachments.of(online_id)
    came = {(one.sha256, one.name) for one in unit.attachments.of(paper_id)}
    along = [one.name for one in files if (one.sha256, one.name) in came]
    joined_at = next(one.at for one in unit.pairings.all() if (one.paper_id, one.online_id) == (paper_id, online_id))
    since = [one.name for one in files if one.added_at >= joined_at and (one.sha256, one.name) not in came]
    answers = sum(one.at is not None and one.at >= joined_at for one in unit.answers.of(online_id).values())
    said = (
        (len(along), sentence("pairing.left_files", {"count": len(along), "names": "、".join(along)})),
        (len(since), sentence("pairing.left_new_files", {"count": len(since), "names": "、".join(since)})),
        (answers, sentence("pairing.left_answers", {"count": answers})),
    )
    return "；".join(words for count, words in said if count)
