"""Which cases may be the one in sight once more, and where its unit stands besides: earlier seasons, own lists."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from reviewer_app.domain.application import Application, Source
from reviewer_app.domain.checks.duplicates import applicant_key
from reviewer_app.domain.checks.likely import DOUBLE, Likeness, likeness_of
from reviewer_app.domain.states import State
from reviewer_app.services.intake.pairing import standing_for
from reviewer_app.services.ports.findings import STANDING, Pairing, PairVerdict
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.rows import QueueQuery, Tab

#: Of one unit so many cases are read at most: nobody compares more by eye.
_MOST = 50


@dataclass(frozen=True, slots=True)
class LikelyCase:
    """Another case, what it has in common with the one in sight, and what was said of the two."""

    case: Application
    likeness: tuple[Likeness, ...]
    is_apart: bool = False

    @property
    def is_double(self) -> bool:
        """Whether it may be the same case, and nobody has said that it is not."""
        return not self.is_apart and not DOUBLE.isdisjoint(self.likeness)


@dataclass(frozen=True, slots=True)
class Joined:
    """Where a case went: the one it was made part of, the one that goes on for both, and whether as a double."""

    into: Application
    going_on: Application
    is_merged: bool


@dataclass(frozen=True, slots=True)
class Likely:
    """All that is known besides of the unit of a case; `merged` are the cases that went into it, `joined` is where it
    went itself."""

    case: Application
    others: tuple[LikelyCase, ...]
    earlier: tuple[Application, ...] = ()
    merged: tuple[Application, ...] = ()
    listed: tuple[str, ...] = ()
    joined: Joined | None = None

    @property
    def doubles(self) -> tuple[LikelyCase, ...]:
        """The cases that may be the same."""
        return tuple(one for one in self.others if one.is_double)


def likely_of(unit: UnitOfWork, case: Application) -> Likely:
    """What may be the case once more, the likeliest first, and where else its unit stands."""
    earlier = [
        other
        for season in sorted(unit.packs.seasons(), reverse=True)
        if season < case.season
        for other in _of_unit(unit, case, season)
        if likeness_of(case.values, other.values)
    ]
    return replace(doubles_of(unit, case), earlier=tuple(earlier), listed=_listed(unit, case.values))


def doubles_of(unit: UnitOfWork, case: Application) -> Likely:
    """The same of the case's own season alone, which costs little: asked for each case that is shown."""
    said = unit.pairings.all()
    if case.state is State.PAIRED:
        return Likely(case, (), joined=_joined(unit, case, said))
    others = []
    for other in _of_unit(unit, case, case.season):
        likeness = likeness_of(case.values, other.values)
        are_halves = {case.source, other.source} == {Source.PAPER, Source.ONLINE}
        if likeness and other.state is not State.PAIRED and not are_halves:
            others.append(LikelyCase(other, likeness, _are_apart(said, case.id, other.id)))
    others.sort(key=lambda one: (not one.is_double, Likeness.SAME_PROJECT not in one.likeness, one.case.id))
    merged = [one.paper_id for one in said if one.online_id == case.id and one.verdict is PairVerdict.MERGED]
    return Likely(case, tuple(others), merged=tuple(unit.applications.some(merged) if merged else ()))


def _joined(unit: UnitOfWork, case: Application, said: tuple[Pairing, ...]) -> Joined | None:
    stands = next((one for one in said if one.paper_id == case.id and one.verdict in STANDING), None)
    if stands is None:
        return None
    into = unit.applications.get(stands.online_id)
    return Joined(into, standing_for(unit, case), stands.verdict is PairVerdict.MERGED)


def _are_apart(said: tuple[Pairing, ...], first: int, second: int) -> bool:
    pair = {first, second}
    return any({one.paper_id, one.online_id} == pair and one.verdict is PairVerdict.NOT_SAME for one in said)


def _of_unit(unit: UnitOfWork, case: Application, season: str) -> list[Application]:
    """The season's other cases of the same name or the same code."""
    key, code = applicant_key(case.values), case.values.get("credit_code", "")
    ids = [known.id for known in unit.applications.same_applicant(season, key)] if key else []
    if code:
        query = QueueQuery(season, tab=Tab.ALL, text=code)
        ids.extend(unit.worklist.index(query, unit.actor, _MOST).ids[:_MOST])
    wanted = [one for one in dict.fromkeys(ids) if one != case.id][:_MOST]
    return unit.applications.some(wanted) if wanted else []


def _listed(unit: UnitOfWork, values: Mapping[str, str]) -> tuple[str, ...]:
    hits = unit.own_lists.hits(values.get("credit_code", ""), applicant_key(values))
    return tuple(hit.sentence(None) for hit in hits)
