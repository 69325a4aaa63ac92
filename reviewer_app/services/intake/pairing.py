"""Pairing: a paper case and an online case that are one application become one, and can be parted again.

The online case goes on, with the papers of the other; the paper case keeps its record and leads to it. Nothing is
paired by itself: each pair is an officer's word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from reviewer_app.domain.application import Application, PaperCopy, Source
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.checks.pairing import Ground, grounds_of, half_of, propose
from reviewer_app.domain.checks.precheck import applicant_key
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import compared_fields, paper_box
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import OPEN_FOR_WORK, State
from reviewer_app.services.cases.permissions import require_here, require_role
from reviewer_app.services.cases.recording import move, record
from reviewer_app.services.cases.registering import refresh_duplicates
from reviewer_app.services.ports.findings import Pairing, PairVerdict
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class ShownHalf:
    """One half of a pair as the officer sees it."""

    case_id: int
    intake_number: str
    filing_number: str
    applicant: str
    project_name: str


@dataclass(frozen=True, slots=True)
class ShownPair:
    """A paper case beside an online case, and what speaks for the pair."""

    paper: ShownHalf
    online: ShownHalf
    grounds: tuple[Ground, ...]


def proposed_pairs(unit: UnitOfWork) -> tuple[ShownPair, ...]:
    """The pairs an officer may accept, the surest first; those once refused are not proposed again."""
    season = unit.settings.get().season
    papers, online = (
        {case.id: case for case in unit.applications.some(list(unit.applications.of_source(season, source)))}
        for source in (Source.PAPER, Source.ONLINE)
    )
    refused = {(one.paper_id, one.online_id) for one in unit.pairings.all() if one.verdict is not PairVerdict.SAME}
    found = propose(
        [half_of(case.id, case.values) for case in papers.values() if _is_free(case)],
        [half_of(case.id, case.values) for case in online.values() if not case.is_away],
        refused,
    )
    return tuple(ShownPair(_shown(papers[one.paper_id]), _shown(online[one.online_id]), one.grounds) for one in found)


def accepted_pairs(unit: UnitOfWork) -> tuple[ShownPair, ...]:
    """The pairs of the season that stand, the newest first."""
    season = unit.settings.get().season
    ids = [(one.paper_id, one.online_id) for one in unit.pairings.all() if one.verdict is PairVerdict.SAME]
    cases = {case.id: case for case in unit.applications.some(sorted({one for pair in ids for one in pair}))}
    pairs = ((cases[paper], cases[online]) for paper, online in ids)
    return tuple(
        ShownPair(_shown(paper), _shown(online), _grounds(paper, online))
        for paper, online in pairs
        if online.season == season
    )


def accept_pair(unit: UnitOfWork, paper_id: int, online_id: int) -> Changes:
    """Makes the online case the one that goes on, with the papers of the other.

    What the paper says otherwise in a compared field is laid ready beside the online value, for the officer to state.
    Raises RefusalError `pairing.not_halves`, `pairing.worked_on`, `pairing.online_closed`, `pairing.taken`.
    """
    require_role(unit.actor, EventAct.PAIRED)
    paper, online = _halves(unit, paper_id, online_id)
    if not _is_free(paper) or _is_worked_on(unit, paper):
        raise RefusalError("pairing.worked_on", number=paper.intake_number, state=paper.state.label)
    if online.state not in OPEN_FOR_WORK:
        raise RefusalError("pairing.online_closed", number=online.intake_number, state=online.state.label)
    if any(copy.is_received for copy in unit.papers.of(online_id)):
        raise RefusalError("pairing.taken", number=online.intake_number)
    told = "、".join(sentence(f"pair_ground.{ground}") for ground in _grounds(paper, online))
    grounds = told or sentence("pairing.by_officer")
    for copy in unit.papers.of(paper_id):
        unit.papers.put(online_id, copy)
    for kept in unit.attachments.of(paper_id):
        unit.attachments.add(online_id, kept.name, unit.attachments.content(kept.sha256), kept.purpose)
    for field in compared_fields(unit.packs.by_hash(online.pack.sha256), online.values, {}):
        said = paper.values.get(field.field_id, "")
        if said and said != field.online:
            unit.drafts.put(online_id, paper_box(field.field_id), said)
    unit.applications.update(replace(online, source=Source.BOTH))
    detail = {**_named(paper, online), RecordKey.GROUNDS: grounds}
    record(unit, unit.applications.get(online_id), EventAct.PAIRED, detail=detail)
    reason = sentence("pairing.reason", {"number": online.intake_number, "grounds": grounds})
    move(unit, paper, State.PAIRED, EventAct.PAIRED, reason, detail)
    _say(unit, paper_id, online_id, PairVerdict.SAME)
    return _touched(unit, paper, online)


def refuse_pair(unit: UnitOfWork, paper_id: int, online_id: int) -> Changes:
    """Keeps that two cases are not the same; they are not proposed again. RefusalError `pairing.not_halves`."""
    require_role(unit.actor, EventAct.PAIR_REFUSED)
    paper, online = _halves(unit, paper_id, online_id)
    _say(unit, paper_id, online_id, PairVerdict.NOT_SAME)
    record(unit, paper, EventAct.PAIR_REFUSED, detail=_named(paper, online))
    return Changes(frozenset({Noun.QUEUE, Noun.CASE}), frozenset({paper_id}))


def part_pair(unit: UnitOfWork, paper_id: int, online_id: int) -> Changes:
    """Makes two cases of one again, each as it was, while nobody worked on the papers that came along.

    Raises RefusalError `pairing.not_paired`, `pairing.gone_on`, `pairing.copies_changed`.
    """
    require_role(unit.actor, EventAct.PAIR_PARTED)
    paper, online = unit.applications.get(paper_id), unit.applications.get(online_id)
    require_here(online)
    if _verdict(unit, paper_id, online_id) is not PairVerdict.SAME or paper.state is not State.PAIRED:
        raise RefusalError("pairing.not_paired")
    if online.state not in OPEN_FOR_WORK:
        raise RefusalError("pairing.gone_on", number=online.intake_number, state=online.state.label)
    copies = unit.papers.of(paper_id)
    if unit.papers.of(online_id) != copies or unit.comparisons.of(online_id):
        raise RefusalError("pairing.copies_changed", number=online.intake_number)
    for copy in copies:
        unit.papers.put(online_id, PaperCopy(copy.number))
    for field in compared_fields(unit.packs.by_hash(online.pack.sha256), online.values, {}):
        unit.drafts.clear(online_id, paper_box(field.field_id))
    unit.applications.update(replace(online, source=Source.ONLINE))
    detail = _named(paper, online)
    record(unit, unit.applications.get(online_id), EventAct.PAIR_PARTED, detail=detail)
    reason = sentence("pairing.parted_reason", {"number": online.intake_number})
    move(unit, paper, State.REGISTERED, EventAct.PAIR_PARTED, reason, detail)
    _say(unit, paper_id, online_id, PairVerdict.PARTED)
    return _touched(unit, paper, online)


def standing_for(unit: UnitOfWork, case: Application) -> Application:
    """The case that goes on for this one: itself, or the online case it was paired with."""
    if case.state is not State.PAIRED:
        return case
    found = (one for one in unit.pairings.all() if one.paper_id == case.id and one.verdict is PairVerdict.SAME)
    pair = next(found, None)
    return unit.applications.get(pair.online_id) if pair is not None else case


def _halves(unit: UnitOfWork, paper_id: int, online_id: int) -> tuple[Application, Application]:
    paper, online = unit.applications.get(paper_id), unit.applications.get(online_id)
    require_here(paper)
    require_here(online)
    is_pair = (paper.source, online.source, paper.season) == (Source.PAPER, Source.ONLINE, online.season)
    if not is_pair:
        raise RefusalError("pairing.not_halves", paper=paper.intake_number, online=online.intake_number)
    return paper, online


def _is_free(paper: Application) -> bool:
    return paper.state is State.REGISTERED and not paper.is_away


def _is_worked_on(unit: UnitOfWork, paper: Application) -> bool:
    """Whether somebody found something on the paper case that would be left behind."""
    found = (unit.answers.of(paper.id), unit.opinions.of(paper.id), unit.look_ups.of(paper.id))
    return any(found) or bool(paper.consultations or paper.recusals)


def _grounds(paper: Application, online: Application) -> tuple[Ground, ...]:
    return grounds_of(half_of(paper.id, paper.values), half_of(online.id, online.values))


def _shown(case: Application) -> ShownHalf:
    filing = case.values.get("filing_number", "")
    return ShownHalf(case.id, case.intake_number, filing, case.applicant, case.project_name)


def _named(paper: Application, online: Application) -> dict[str, str]:
    return {RecordKey.PAPER_CASE: paper.intake_number, RecordKey.ONLINE_CASE: online.intake_number}


def _verdict(unit: UnitOfWork, paper_id: int, online_id: int) -> PairVerdict | None:
    said = (one.verdict for one in unit.pairings.all() if (one.paper_id, one.online_id) == (paper_id, online_id))
    return next(said, None)


def _say(unit: UnitOfWork, paper_id: int, online_id: int, verdict: PairVerdict) -> None:
    unit.pairings.put(Pairing(paper_id, online_id, verdict, unit.actor.name, unit.now))


def _touched(unit: UnitOfWork, paper: Application, online: Application) -> Changes:
    keys = {applicant_key(paper.values), applicant_key(online.values)}
    pack = unit.packs.by_hash(online.pack.sha256)
    touched = refresh_duplicates(unit, pack, keys) | {paper.id, online.id}
    return Changes(frozenset({Noun.QUEUE, Noun.CASE}), frozenset(touched))
