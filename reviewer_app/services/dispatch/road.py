"""How far a batch has come on its road: what each of its steps says now, and how its cases stand to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.dispatch.city import CityAnswerKind, in_force
from reviewer_app.domain.dispatch.folder import beside
from reviewer_app.domain.dispatch.letters import BatchLetter, BatchLetters, way_of
from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.domain.dispatch.road import (
    LetterStanding,
    LineStanding,
    Road,
    RoadLine,
    RoadStep,
    StepStanding,
    answered,
)
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.numbers import RegisterEntry
from reviewer_app.domain.opinion import ProjectClass
from reviewer_app.domain.states import BEFORE_SENT, ENDED, State
from reviewer_app.services.cases.reading import routing_of
from reviewer_app.services.cases.readying import signed
from reviewer_app.services.dispatch.batch_letters import letters_of
from reviewer_app.services.dispatch.leaving import has_left, is_decided_anew, is_given_up
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.sealing.sheet import sealing_standing
from reviewer_resources.phrases import sentence

#: What the municipal bureau answers, in the order in which it is counted.
_ANSWERS = (State.APPROVED, State.NOT_APPROVED, State.RETURNED_BY_BUREAU)


#: What is not done any more to a batch that was dissolved.
_LATER = (RoadStep.SEAL, RoadStep.POST, RoadStep.CITY)


def road_of(unit: UnitOfWork, batch_id: int) -> Road:
    """Where a batch stands on its road, with its cases; RefusalError `batch.unknown`."""
    batch = unit.batches.get(batch_id)
    ids = [line.application_id for line in batch.lines]
    cases = {case.id: case for case in unit.applications.some(ids)}
    events = unit.events.of_some(ids)
    lines = tuple(
        _line(unit, batch, place, cases[case_id], events[case_id])
        for place, case_id in enumerate(ids)
        if case_id in cases
    )
    letters = _letter_lines(unit, batch, letters_of(unit, batch, events))
    return Road(
        batch_id=batch.id,
        number=batch.number,
        made_by=batch.made_by,
        made_at=batch.made_at,
        key_projects=_key_projects(unit, ids),
        contacts=_contacts(unit, list(cases.values())),
        steps=_standings(unit, batch, lines, letters),
        lines=lines,
        is_sent=batch.sent_at is not None,
        is_dissolved=batch.dissolved_at is not None,
        supplements=unit.batches.get(batch.supplements).number if batch.supplements else 0,
        supplement_reason=batch.supplement_reason,
        letters=letters,
    )


def _line(unit: UnitOfWork, batch: Batch, place: int, case: Application, acts: Sequence[Event]) -> RoadLine:
    printed = batch.lines[place]
    entries = unit.register.of_case(case.id)
    return RoadLine(
        application_id=case.id,
        intake_number=printed.intake_number,
        project_name=printed.project_name,
        applicant=case.applicant,
        file=printed.file,
        number=_number(entries, printed.sha256),
        state=case.state,
        standing=line_standing(unit, batch, case, acts),
        is_away=case.is_away,
    )


def _number(entries: Sequence[RegisterEntry], digest: str) -> str:
    """The number on the sheet; that of the last recommendation where the sheet itself was made anew since."""
    own = [entry for entry in entries if entry.sha256 == digest] or [entry for entry in entries if not entry.is_void]
    return own[-1].number if own else ""


def line_standing(unit: UnitOfWork, batch: Batch, case: Application, acts: Sequence[Event]) -> LineStanding:
    """How a case stands to the batch it was printed with; `acts` are all entries of its record."""
    if batch.sent_at is not None:
        return LineStanding.IN
    if case.state not in BEFORE_SENT:
        return LineStanding.ENDED if case.state in ENDED else LineStanding.ELSEWHERE
    if has_left(acts, batch.number):
        return LineStanding.LEFT
    if is_decided_anew(acts, batch.number):
        return LineStanding.STALE
    return LineStanding.VOID if is_given_up(unit, case.id, batch) else LineStanding.IN


def _key_projects(unit: UnitOfWork, ids: Sequence[int]) -> int:
    found = (signed(opinions) for opinions in unit.opinions.of_some(ids).values())
    return sum(one is not None and one.proposed_class is ProjectClass.KEY for one in found)


def _contacts(unit: UnitOfWork, cases: Sequence[Application]) -> int:
    found = (routing_of(unit.packs.by_hash(case.pack.sha256), case).contact for case in cases)
    return len({contact.name for contact in found if contact is not None})


def _letter_lines(unit: UnitOfWork, batch: Batch, found: BatchLetters) -> tuple[RoadLine, ...]:
    """The letters in force, then those that are missing; of a batch that is closed only what was issued."""
    recipient = unit.packs.current(batch.season).address.recipient
    lines = [
        _letter_line(one.contact, one.entry.party, _letter_standing(found, one), one.entry.called, one.entry.file_name)
        for one in found.letters
    ]
    if batch.is_open and found.is_lacking:
        lines += [_letter_line(contact, recipient, LetterStanding.MISSING) for contact in found.missing]
    return tuple(lines)


def _letter_standing(found: BatchLetters, one: BatchLetter) -> LetterStanding:
    if found.is_mixed and way_of(one.contact) is not found.way:
        return LetterStanding.OTHER_WAY
    return LetterStanding.UNLIKE if one.is_unlike and not one.has_left else LetterStanding.ISSUED


def _letter_line(contact: str, party: str, standing: LetterStanding, number: str = "", file_name: str = "") -> RoadLine:
    title = f"{DocumentKind.COVERING_LETTER.label}（{contact or '全部项目'}）"
    place = LineStanding.STALE if standing.is_open else LineStanding.IN
    return RoadLine(0, "", title, party, file_name, number, State.SIGNED_OFF, place, letter=standing, contact=contact)


def _standings(
    unit: UnitOfWork, batch: Batch, lines: Sequence[RoadLine], letters: Sequence[RoadLine]
) -> Mapping[RoadStep, StepStanding]:
    return {
        RoadStep.CHOOSE: _chosen(unit, batch),
        RoadStep.MAKE: _made(lines, letters if batch.is_open else ()),
    } | (
        dict.fromkeys(_LATER, StepStanding(0, 0, sentence("road.is_dissolved")))
        if batch.dissolved_at is not None
        else {
            RoadStep.SEAL: _sealed(unit, batch, lines),
            RoadStep.POST: posting_standing(unit, batch),
            RoadStep.CITY: _answers(unit, batch, lines),
        }
    )


def _chosen(unit: UnitOfWork, batch: Batch) -> StepStanding:
    ids = {line.application_id for line in batch.lines}
    is_placed = any(move.application_id in ids for move in unit.batches.placements(batch.season))
    code = "road.chosen_placed" if is_placed else "road.chosen"
    return StepStanding(len(ids), len(ids), sentence(code, {"count": len(ids)}))


def _made(lines: Sequence[RoadLine], letters: Sequence[RoadLine]) -> StepStanding:
    """The sheets, the summary, the list and the letters; what is no longer as the cases are is still to be replaced."""
    count = len(lines) + len(beside(lines[0].file if lines else "")) + len(letters)
    off = sum(line.standing is not LineStanding.IN for line in lines)
    missing = sum(line.letter is LetterStanding.MISSING for line in letters)
    stale = sum(line.letter is not None and line.letter.is_open for line in letters) - missing
    lacks = "letters_stale" if stale else "letters_missing" if missing else "made"
    code = "road.made_off" if off else f"road.{lacks}"
    values = {"count": count - missing, "off": off, "letters": missing or stale}
    return StepStanding(count - off - missing - stale, count, sentence(code, values))


def _sealed(unit: UnitOfWork, batch: Batch, lines: Sequence[RoadLine]) -> StepStanding:
    """As the seal's own part tells it; by the cases' states where no paper of the batch stands in the register.

    Nothing leaves without the seal: a case that came back from the municipal bureau had it, too.
    """
    total = len(lines)
    if batch.sent_at is not None:
        return StepStanding(total, total, sentence("road.sealed", {"total": total}))
    standing = sealing_standing(unit, batch)
    if standing.total:
        return standing
    done = sum(line.state in (State.SEALED, State.BATCHED) or line.state not in BEFORE_SENT for line in lines)
    code = "road.sealed" if done == total else "road.sealed_some" if done else "road.sealed_none"
    return StepStanding(done, total, sentence(code, {"done": done, "total": total}))


def posting_standing(unit: UnitOfWork, batch: Batch) -> StepStanding:
    """How far the parcels of a batch are on their way; a batch of earlier times was sent without any."""
    parcels = [one for one in unit.parcels.of_batch(batch.id) if one.state is not ParcelState.DROPPED]
    posted = sum(one.is_out for one in parcels)
    if not parcels and batch.sent_at is not None:
        return StepStanding(1, 1, sentence("road.posted", {"day": f"{batch.sent_at:%m-%d}", "by": batch.sent_by}))
    if not parcels:
        return StepStanding(0, 1, sentence("road.not_posted"))
    if posted == len(parcels):
        return StepStanding(posted, posted, sentence("road.all_posted", {"count": posted}))
    closed = sum(one.state is ParcelState.CLOSED for one in parcels)
    told = {"count": len(parcels), "posted": posted, "closed": closed}
    return StepStanding(posted, len(parcels), sentence("road.parcels", told))


def _answers(unit: UnitOfWork, batch: Batch, lines: Sequence[RoadLine]) -> StepStanding:
    """What the municipal bureau decided; before that how many cases it says it received."""
    said = answered(lines)
    if not said:
        standing = in_force(unit.city_answers.of_batch(batch.id))
        received = {one.application_id for one in standing if one.words.kind is CityAnswerKind.RECEIVED}
        told = sentence("road.received", {"count": len(received), "total": len(lines)})
        return StepStanding(0, len(lines), told if received else sentence("road.no_answer"))
    counts = {state: sum(line.state is state for line in said) for state in _ANSWERS}
    # What is under way or closed was approved before.
    counts[State.APPROVED] += len(said) - sum(counts.values())
    words = "，".join(f"{state.label} {count}" for state, count in counts.items() if count)
    values = {"done": len(said), "total": len(lines), "words": words}
    return StepStanding(len(said), len(lines), sentence("road.answers", values))
