"""What two cases that become one share, whether halves or doubles: room for copies, and what is left behind."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from reviewer_app.domain.application import Application, PaperCopy
from reviewer_app.domain.evidence.scans import ReadingStand, gone_scans, kept_files
from reviewer_app.domain.states import State
from reviewer_app.domain.steps.parts import copy_text, name_of, pin_text
from reviewer_app.domain.steps.trace import Part, PartKind, Trace
from reviewer_app.services.intake.laying_beside import stand_beside
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


def bring_files(unit: UnitOfWork, coming: Application, going_on: Application) -> None:
    """Brings the files of a case along, with what is pinned on its scans and what a machine read of them.

    What was read is laid beside the record of the case that goes on; whether paper and online agree there is said by
    nobody yet. Readings that an officer has settled already stay settled where they were.
    """
    files = unit.attachments.of(coming.id)
    gone = gone_scans(files)
    # A scan that was taken away from the one that comes is none of its own any more.
    for one in (file for file in kept_files(files) if file.sha256 not in gone):
        unit.attachments.add(going_on.id, one.name, unit.attachments.content(one.sha256), one.purpose)
    rules = {rule.id for rule in unit.packs.by_hash(going_on.pack.sha256).rules}
    here = {(one.rule_id, one.sha256, one.place) for one in unit.scans.pins(going_on.id) if one.is_standing}
    for pin in unit.scans.pins(coming.id):
        if pin.is_standing and pin.rule_id in rules and (pin.rule_id, pin.sha256, pin.place) not in here:
            unit.scans.pin(going_on.id, pin.rule_id, pin.sha256, pin.place)
    last = {one.field_id: one for one in unit.scans.readings(coming.id) if one.stand is not ReadingStand.SEEN}
    known = {(one.field_id, one.sha256, one.place) for one in unit.scans.readings(going_on.id)}
    fresh = [one for one in last.values() if (one.field_id, one.sha256, one.place) not in known]
    unit.scans.add_readings(going_on.id, [replace(one, stand=stand_beside(one, going_on)) for one in fresh])


def what_stands(unit: UnitOfWork, case: Application) -> dict[tuple[PartKind, str], str | None]:
    """What becoming one, or two again, may change of a case: values, source, copies, and pins on its scans."""
    found: dict[tuple[PartKind, str], str | None] = {(PartKind.VALUE, name): said for name, said in case.values.items()}
    found[PartKind.SOURCE, ""] = case.source
    found |= {(PartKind.COPY, str(copy.number)): copy_text(copy) for copy in unit.papers.of(case.id)}
    pins = [pin_text(one) for one in unit.scans.pins(case.id) if one.is_standing]
    return found | {(PartKind.PIN, name_of(text)): text for text in pins}


def changed_from(before: Mapping[tuple[PartKind, str], str | None], unit: UnitOfWork, case: Application) -> Trace:
    """What stands otherwise on a case than before, for its entry on the record."""
    after = what_stands(unit, case)
    places = list(dict.fromkeys((*before, *after)))
    parts = (Part(kind, name, before.get((kind, name)), after.get((kind, name))) for kind, name in places)
    return Trace(tuple(part for part in parts if part.before != part.after))


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
    """What stays with the case that went on although it may be the other's: files, pins, answers, in words."""
    files = unit.attachments.of(online_id)
    came = {(one.sha256, one.name) for one in unit.attachments.of(paper_id)}
    along = [one.name for one in files if (one.sha256, one.name) in came]
    joined_at = next(one.at for one in unit.pairings.all() if (one.paper_id, one.online_id) == (paper_id, online_id))
    since = [one.name for one in files if one.added_at >= joined_at and (one.sha256, one.name) not in came]
    answers = sum(one.at is not None and one.at >= joined_at for one in unit.answers.of(online_id).values())
    brought = {one.sha256 for one in files if (one.sha256, one.name) in came}
    pins = sum(one.is_standing and one.sha256 in brought for one in unit.scans.pins(online_id))
    said = (
        (len(along), sentence("pairing.left_files", {"count": len(along), "names": "、".join(along)})),
        (len(since), sentence("pairing.left_new_files", {"count": len(since), "names": "、".join(since)})),
        (pins, sentence("pairing.left_pins", {"count": pins})),
        (answers, sentence("pairing.left_answers", {"count": answers})),
    )
    return "；".join(words for count, words in said if count)
