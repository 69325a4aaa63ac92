"""Pairing: a paper case and an online case that are one application become one, and can be parted again.

The online case goes on, with the papers of the other; the paper case keeps its record and leads to it. Nothing is
paired by itself: each pair is an officer's word.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from reviewer_app.domain.application import Application, PaperCopy, Source
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.checks.pairing import Ground, grounds_of, half_of
from reviewer_app.domain.checks.precheck import applicant_key
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.evidence.comparison import compared_fields, paper_box
from reviewer_app.domain.notice import NoticePack
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import OPEN_FOR_WORK, State
from reviewer_app.domain.steps.trace import Trace
from reviewer_app.domain.values.normalised import one_line
from reviewer_app.services.cases.permissions import require_here, require_role
from reviewer_app.services.cases.recording import move, put_copies, record
from reviewer_app.services.cases.registering import refresh_duplicates
from reviewer_app.services.intake.joining import (
    JOINING,
    bring_files,
    changed_from,
    copies_along,
    fitted,
    is_worked_on,
    lacking_copies,
    room,
    state_before,
    staying,
    what_stands,
)
from reviewer_app.services.ports.findings import STANDING, Pairing, PairVerdict
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_resources.phrases import sentence


@dataclass(frozen=True, slots=True)
class Parted:
    """What parting a pair touched, and what could not be told apart and stays with the online case."""

    changes: Changes
    left: str


def accept_pair(unit: UnitOfWork, paper_id: int, online_id: int, reason: str = "") -> Changes:
    """Makes the online case the one that goes on, with the papers of the other.

    What the paper says otherwise in a compared field is laid ready beside the online value, for the officer to state.
    A pair for which nothing speaks, or of which somebody said that it is none, needs a reason. Raises RefusalError
    `pairing.not_halves`, `pairing.reason_needed`, and those of `hindrance`.
    """
    require_role(unit.actor, EventAct.PAIRED)
    paper, online = _halves(unit, paper_id, online_id)
    stands = hindrance(unit, paper, online)
    if stands is not None:
        raise stands
    grounds = "、".join(sentence(f"pair_ground.{ground}") for ground in _grounds(paper, online))
    said_why = one_line(reason).strip()
    if not said_why and (not grounds or _verdict(unit, paper_id, online_id) is not None):
        raise RefusalError("pairing.reason_needed", paper=paper.intake_number, online=online.intake_number)
    why = "；".join(filter(None, (grounds or sentence("pairing.by_officer"), said_why)))
    before, coming = what_stands(unit, online), unit.papers.of(paper_id)
    came = fitted(coming, unit.papers.of(online_id), room(unit, online, coming))
    bring_files(unit, paper, online)
    for box, words in _laid_ready(unit, paper, online).items():
        unit.drafts.put(online_id, box, words)
    unit.applications.update(replace(online, source=Source.BOTH))
    joined = unit.applications.get(online_id)
    if came:
        joined, _ = put_copies(unit, joined, came)
    detail = {**_named(paper, online), RecordKey.GROUNDS: why}
    record(unit, joined, EventAct.PAIRED, detail=detail, trace=changed_from(before, unit, joined))
    because = sentence("pairing.reason", {"number": online.intake_number, "grounds": why})
    move(unit, paper, State.PAIRED, EventAct.PAIRED, because, detail, Trace())
    _say(unit, paper_id, online_id, PairVerdict.SAME)
    return _touched(unit, paper, online)


def hindrance(unit: UnitOfWork, paper: Application, online: Application) -> RefusalError | None:
    """What stands in the way of making one of a paper case and an online case; None where nothing does.

    RefusalError `pairing.worked_on`, `pairing.left_behind`, `pairing.online_closed`, `pairing.paired_already`,
    `pairing.taken`, `act.recused`.
    """
    if unit.actor.name in {one.person for case in (paper, online) for one in case.recusals}:
        return RefusalError("act.recused", act=sentence(f"event.{EventAct.PAIRED}"))
    if paper.state not in JOINING or paper.is_away:
        return RefusalError("pairing.worked_on", number=paper.intake_number, state=paper.state.label)
    if is_worked_on(unit, paper):
        return RefusalError("pairing.left_behind", number=paper.intake_number)
    if online.state not in OPEN_FOR_WORK:
        return RefusalError("pairing.online_closed", number=online.intake_number, state=online.state.label)
    if any(one.online_id == online.id and one.verdict is PairVerdict.SAME for one in unit.pairings.all()):
        return RefusalError("pairing.paired_already", number=online.intake_number)
    copies = unit.papers.of(online.id)
    coming = [copy for copy in unit.papers.of(paper.id) if copy.is_received]
    if len(lacking_copies(copies, room(unit, online, coming))) < len(coming):
        here = sum(copy.is_received for copy in copies)
        return RefusalError("pairing.taken", number=online.intake_number, here=here, coming=len(coming))
    return None


def refuse_pair(unit: UnitOfWork, paper_id: int, online_id: int) -> Changes:
    """Keeps that two cases are not the same; they are not proposed again. RefusalError `pairing.not_halves`."""
    require_role(unit.actor, EventAct.PAIR_REFUSED)
    paper, online = _halves(unit, paper_id, online_id)
    _say(unit, paper_id, online_id, PairVerdict.NOT_SAME)
    record(unit, paper, EventAct.PAIR_REFUSED, detail=_named(paper, online))
    return Changes(frozenset({Noun.QUEUE, Noun.CASE}), frozenset({paper_id}))


def part_pair(unit: UnitOfWork, paper_id: int, online_id: int) -> Parted:
    """Makes two cases of one again, each as it was, while nobody worked on the papers that came along.

    The copies and the words laid ready go back with the paper case. Files that came along, and what was found on the
    online case since, stay there as well: what is on record of a case is never taken from it; the record and the
    officer are told. Raises RefusalError `pairing.not_paired`, `pairing.gone_on`, `pairing.copies_changed`.
    """
    require_role(unit.actor, EventAct.PAIR_PARTED)
    paper, online = unit.applications.get(paper_id), unit.applications.get(online_id)
    require_here(online)
    if _verdict(unit, paper_id, online_id) is not PairVerdict.SAME or paper.state is not State.PAIRED:
        raise RefusalError("pairing.not_paired")
    if online.state not in OPEN_FOR_WORK:
        raise RefusalError("pairing.gone_on", number=online.intake_number, state=online.state.label)
    going = copies_along(unit, paper_id, online_id)
    if going is None or unit.comparisons.of(online_id) or _are_words_changed(unit, paper, online):
        raise RefusalError("pairing.copies_changed", number=online.intake_number)
    left, before = staying(unit, paper_id, online_id), what_stands(unit, online)
    for field in compared_fields(_pack(unit, online), online.values, {}):
        unit.drafts.clear(online_id, paper_box(field.field_id))
    parted, _ = put_copies(unit, online, [PaperCopy(number) for number in going])
    parted = _with_source(unit, parted)
    detail = _named(paper, online)
    if left:
        detail[RecordKey.LEFT_BEHIND] = left
    record(unit, parted, EventAct.PAIR_PARTED, detail=detail, trace=changed_from(before, unit, parted))
    reason = sentence("pairing.parted_reason", {"number": online.intake_number})
    move(unit, paper, state_before(unit, paper_id), EventAct.PAIR_PARTED, reason, detail, Trace())
    _say(unit, paper_id, online_id, PairVerdict.PARTED)
    return Parted(_touched(unit, paper, online), left)


def standing_for(unit: UnitOfWork, case: Application) -> Application:
    """The case that goes on for this one: itself, or the case it was made part of, and what that was made part of."""
    if case.state is not State.PAIRED:
        return case
    joined = {one.paper_id: one.online_id for one in unit.pairings.all() if one.verdict in STANDING}
    case_id = case.id
    while case_id in joined:
        case_id = joined.pop(case_id)
    return unit.applications.get(case_id)


def _halves(unit: UnitOfWork, paper_id: int, online_id: int) -> tuple[Application, Application]:
    paper, online = unit.applications.get(paper_id), unit.applications.get(online_id)
    require_here(paper)
    require_here(online)
    is_alone = paper.source is Source.PAPER and paper.state is not State.PAIRED
    is_pair = is_alone and online.source is not Source.PAPER and paper.season == online.season
    if not is_pair:
        raise RefusalError("pairing.not_halves", paper=paper.intake_number, online=online.intake_number)
    return paper, online


def _grounds(paper: Application, online: Application) -> tuple[Ground, ...]:
    return grounds_of(half_of(paper.id, paper.values), half_of(online.id, online.values))


def _named(paper: Application, online: Application) -> dict[str, str]:
    return {RecordKey.PAPER_CASE: paper.intake_number, RecordKey.ONLINE_CASE: online.intake_number}


def _verdict(unit: UnitOfWork, paper_id: int, online_id: int) -> PairVerdict | None:
    said = (one.verdict for one in unit.pairings.all() if (one.paper_id, one.online_id) == (paper_id, online_id))
    return next(said, None)


def _say(unit: UnitOfWork, paper_id: int, online_id: int, verdict: PairVerdict) -> None:
    unit.pairings.put(Pairing(paper_id, online_id, verdict, unit.actor.name, unit.now))


def _touched(unit: UnitOfWork, paper: Application, online: Application) -> Changes:
    keys = {applicant_key(paper.values), applicant_key(online.values)}
    touched = refresh_duplicates(unit, _pack(unit, online), keys) | {paper.id, online.id}
    return Changes(frozenset({Noun.QUEUE, Noun.CASE}), frozenset(touched))


def _laid_ready(unit: UnitOfWork, paper: Application, online: Application) -> dict[str, str]:
    """What the paper says otherwise in the compared fields, by the box it is laid ready in."""
    fields = compared_fields(_pack(unit, online), online.values, {})
    said = ((field, paper.values.get(field.field_id, "")) for field in fields)
    return {paper_box(field.field_id): words for field, words in said if words and words != field.online}


def _are_words_changed(unit: UnitOfWork, paper: Application, online: Application) -> bool:
    """Whether somebody typed other words of the paper than those laid ready."""
    laid = _laid_ready(unit, paper, online)
    drafts = unit.drafts.of(online.id)
    boxes = (paper_box(one.field_id) for one in compared_fields(_pack(unit, online), online.values, {}))
    return any(box in drafts and drafts[box].text != laid.get(box, "") for box in boxes)


def _pack(unit: UnitOfWork, case: Application) -> NoticePack:
    return unit.packs.by_hash(case.pack.sha256)


def _with_source(unit: UnitOfWork, online: Application) -> Application:
    """The online case once the paper that was its other half has gone, also where that one had no copies."""
    is_here = any(copy.is_received for copy in unit.papers.of(online.id))
    source = Source.ONLINE.with_copies(is_here)
    if online.source is source:
        return online
    unit.applications.update(replace(online, source=source))
    return unit.applications.get(online.id)
