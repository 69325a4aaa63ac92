"""The cases of which one half came, the pairs they may make, and the pairs that were made: all read at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from reviewer_app.domain.application import Application, PaperCopy, Source
from reviewer_app.domain.checks.pairing import Doubt, Ground, doubts_of, grounds_of, half_of, propose
from reviewer_app.domain.states import State
from reviewer_app.services.intake.joining import lacking_copies
from reviewer_app.services.intake.pairing import hindrance
from reviewer_app.services.ports.findings import Pairing, PairVerdict
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class ShownHalf:
    """One half of a pair as the officer sees it."""

    case_id: int
    intake_number: str
    filing_number: str
    credit_code: str
    applicant: str
    project_name: str


@dataclass(frozen=True, slots=True)
class ShownPair:
    """A paper case beside an online case: what speaks for the pair, what differs, and what stands in its way."""

    paper: ShownHalf
    online: ShownHalf
    grounds: tuple[Ground, ...]
    doubts: tuple[Doubt, ...] = ()
    hindrance: str = ""


@dataclass(frozen=True, slots=True)
class HalfCase:
    """A case of which only one half is here, and for how many days already."""

    case_id: int
    intake_number: str
    filing_number: str
    credit_code: str
    project_name: str
    applicant: str
    days: int


@dataclass(frozen=True, slots=True)
class Halves:
    """The halves alone, those that wait longest first; the pairs proposed, the surest first; those made.

    `begun` are the online cases of which some copies came and not all: a paper case may have the rest.
    """

    online: tuple[HalfCase, ...]
    paper: tuple[HalfCase, ...]
    begun: tuple[HalfCase, ...]
    proposed: tuple[ShownPair, ...]
    made: tuple[ShownPair, ...]


def read_halves(unit: UnitOfWork) -> Halves:
    """Everything about halves and pairs in the season, each table read once."""
    season = unit.settings.get().season
    paper, online = (unit.applications.of_source(season, source) for source in (Source.PAPER, Source.ONLINE))
    said = unit.pairings.all()
    made = [(one.paper_id, one.online_id) for one in said if one.verdict is PairVerdict.SAME]
    begun = _begun(unit, season, {online_id for _, online_id in made}) if paper else {}
    ids = {*paper, *online, *begun, *(case_id for pair in made for case_id in pair)}
    cases = {case.id: case for case in unit.applications.some(sorted(ids))}
    return Halves(
        _waiting(unit, online, cases),
        _waiting(unit, paper, cases),
        _waiting(unit, {one: cases[one].registered_at for one in begun}, cases),
        _proposed(unit, said, [cases[one] for one in paper], [cases[one] for one in (*online, *begun)], begun),
        tuple(_shown_pair(cases[one], cases[two]) for one, two in made if cases[two].season == season),
    )


def half_cases(unit: UnitOfWork, source: Source) -> tuple[HalfCase, ...]:
    """The cases of which only this half is here, those that wait longest first."""
    since = unit.applications.of_source(unit.settings.get().season, source)
    return _waiting(unit, since, {case.id: case for case in unit.applications.some(list(since))})


def proposed_pairs(unit: UnitOfWork) -> tuple[ShownPair, ...]:
    """The pairs an officer may accept, the surest first; those once refused are not proposed again."""
    return read_halves(unit).proposed


def accepted_pairs(unit: UnitOfWork) -> tuple[ShownPair, ...]:
    """The pairs of the season that stand, the newest first."""
    return read_halves(unit).made


def _begun(unit: UnitOfWork, season: str, taken: Collection[int]) -> dict[int, tuple[PaperCopy, ...]]:
    """The online cases with some of their copies and not all, of which no paper case was made the other half."""
    both = [one for one in unit.applications.of_source(season, Source.BOTH) if one not in taken]
    required = unit.packs.current(season).limits.copies_required
    copies = unit.papers.of_some(both) if both else {}
    return {one: found for one, found in copies.items() if lacking_copies(found, required)}


def _proposed(
    unit: UnitOfWork,
    said: Collection[Pairing],
    papers: Collection[Application],
    online: Collection[Application],
    begun: Mapping[int, tuple[PaperCopy, ...]],
) -> tuple[ShownPair, ...]:
    refused = {(one.paper_id, one.online_id) for one in said if one.verdict is not PairVerdict.SAME}
    cases = {case.id: case for case in (*papers, *online)}
    found = propose(
        [half_of(case.id, case.values) for case in papers if not case.is_away],
        [half_of(case.id, case.values) for case in online if not case.is_away],
        refused,
    )
    pairs = []
    for one in found:
        paper, other = cases[one.paper_id], cases[one.online_id]
        # Of a case nobody has begun with nothing can stand in the way.
        is_plain = paper.state is State.REGISTERED and one.online_id not in begun and not paper.consultations
        stands = None if is_plain else hindrance(unit, paper, other)
        told = sentence(stands.code, stands.values) if stands is not None else ""
        pairs.append(_shown_pair(paper, other, told))
    return tuple(pairs)


def _waiting(unit: UnitOfWork, since: Mapping[int, datetime], cases: Mapping[int, Application]) -> tuple[HalfCase, ...]:
    return tuple(
        HalfCase(
            case_id,
            case.intake_number,
            case.values.get("filing_number", ""),
            case.values.get("credit_code", ""),
            case.project_name,
            case.applicant,
            (unit.today - at.date()).days,
        )
        for case_id, at in since.items()
        for case in [cases[case_id]]
    )


def _shown_pair(paper: Application, online: Application, told: str = "") -> ShownPair:
    halves = half_of(paper.id, paper.values), half_of(online.id, online.values)
    return ShownPair(_shown(paper), _shown(online), grounds_of(*halves), doubts_of(*halves), told)


def _shown(case: Application) -> ShownHalf:
    filing = case.values.get("filing_number", "")
    code = case.values.get("credit_code", "")
    return ShownHalf(case.id, case.intake_number, filing, code, case.applicant, case.project_name)
