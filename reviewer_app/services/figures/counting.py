"""重新合计: what the check of the library found counted otherwise is counted again from the cases and their record."""

from __future__ import annotations

from dataclasses import dataclass

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.after.figures import CountedAgain, WrongSum
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence

#: So many sums are named on record; the rest is counted.
_NAMED = 12


@dataclass(frozen=True, slots=True)
class Recount:
    """What was put right, and what it touched."""

    found: CountedAgain
    changes: Changes

    @property
    def said(self) -> str:
        """What is told of it."""
        return sentence("counting_again.done", {"cases": self.found.cases, "sums": len(self.found.sums)})


def count_again(unit: UnitOfWork) -> Recount:
    """Puts every count right and on record what had differed (an admin's act).

    Raises RefusalError `act.role_needed`, and `counting_again.nothing_differs` when nothing is to be put right.
    """
    require_role(unit.actor, EventAct.COUNTED_AGAIN)
    found = unit.figures.count_again()
    if not found.cases and not found.sums:
        raise RefusalError("counting_again.nothing_differs")
    detail: dict[str, str] = {RecordKey.MISCOUNTED: str(found.cases), RecordKey.WRONG_SUMS: _named(found.sums)}
    record(unit, None, EventAct.COUNTED_AGAIN, detail=detail)
    return Recount(found, Changes(frozenset({Noun.QUEUE, Noun.FIGURES})))


def _named(sums: tuple[WrongSum, ...]) -> str:
    if not sums:
        return sentence("counting_again.none")
    named = "、".join(f"{one.season}{sentence(f'library_check.sum_{one.of}')}" for one in sums[:_NAMED])
    return named if len(sums) <= _NAMED else named + sentence("counting_again.more", {"count": len(sums)})
