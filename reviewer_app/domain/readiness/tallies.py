"""How far a case is, counted: answers, sealed copies, compared fields, look-ups; each count leads to its place."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from reviewer_app.domain.checklist import Verdict, rules_for
from reviewer_app.domain.evidence.comparison import compared_fields
from reviewer_app.domain.evidence.look_ups import look_ups_for
from reviewer_app.domain.readiness.facts import CaseFacts
from reviewer_app.domain.readiness.points import Place, PlaceKind


class TallyKind(StrEnum):
    """What is counted."""

    ANSWERS = "answers"
    COPIES = "copies"
    COMPARED = "compared"
    LOOK_UPS = "look_ups"


@dataclass(frozen=True, slots=True)
class Tally:
    """So many of so many are done; `place` is the first that is not, or else the first; `open` are all that are not."""

    kind: TallyKind
    done: int
    total: int
    place: Place
    open: tuple[str, ...] = ()

    @property
    def is_whole(self) -> bool:
        """Whether nothing of it is open."""
        return self.done >= self.total


def tallies(facts: CaseFacts) -> tuple[Tally, ...]:
    """The counts of a case in the order of the work; what the notice does not ask for is not counted."""
    rules = rules_for(facts.pack, facts.values)
    answered = {rule.id: facts.verdict(rule) is not Verdict.UNDECIDED for rule in rules}
    looked = {rule.id: bool(look_ups_for(facts.look_ups, rule.id)) for rule in rules if rule.needs_lookup}
    sealed = {copy.number for copy in facts.papers if copy.is_received and copy.is_sealed}
    numbers = range(1, facts.pack.limits.copies_required + 1)
    fields = compared_fields(facts.pack, facts.values, facts.comparisons)
    compared = {one.field_id: one.found is not None for one in fields}
    counted = (
        (TallyKind.ANSWERS, PlaceKind.ITEM, answered),
        (TallyKind.COPIES, PlaceKind.COPY, {str(number): number in sealed for number in numbers}),
        (TallyKind.COMPARED, PlaceKind.COMPARISON, compared),
        (TallyKind.LOOK_UPS, PlaceKind.LOOK_UP, looked),
    )
    return tuple(
        Tally(kind, sum(done.values()), len(done), Place(place, _first(done)), _open(done))
        for kind, place, done in counted
        if done
    )


def _open(done: dict[str, bool]) -> tuple[str, ...]:
    return tuple(name for name, is_done in done.items() if not is_done)


def _first(done: dict[str, bool]) -> str:
    names: Iterable[str] = _open(done) or tuple(done)
    return next(iter(names))
