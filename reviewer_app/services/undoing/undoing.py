"""Taking the last step of the work on a case back, and doing again what was taken back: each by a new entry."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from reviewer_app.domain.acts import Act, acts_for
from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.steps.course import Step, next_redo, next_undo
from reviewer_app.domain.steps.trace import Part, Trace, moves_order
from reviewer_app.services.cases.permissions import require
from reviewer_app.services.cases.recording import record
from reviewer_app.services.dispatch.ordering import require_placing
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.undoing.putting_back import put_back, require_put_back
from reviewer_app.services.undoing.words import of_redo, part_words, step_words, worded, words_of
from reviewer_resources.phrases import sentence

_Next = Callable[[Sequence[Event], str], Step]


@dataclass(frozen=True, slots=True)
class Offer:
    """The step that can be taken back or done again next: what it is called and by what it is asked for; or why none.

    `name` is empty where there is none.
    """

    words: str = ""
    name: str = ""
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class TakenBack:
    """What was taken back or done again, in words, and what that touched."""

    words: str
    changes: Changes


@dataclass(frozen=True, slots=True)
class OrderStep:
    """A move of the recommended order: of which case, by what its entry is named, and what it is called."""

    case_id: int
    name: str
    words: str
    number: str


def offered(entries: Sequence[Event], person: str, acts: Collection[Act]) -> tuple[Offer, Offer]:
    """What a person to whom these acts are open can take back in a case with these entries, and can do again."""
    return _offer(next_undo, entries, person, acts), _offer(next_redo, entries, person, acts)


def offered_in(unit: UnitOfWork, case_id: int) -> Offer:
    """What who asks can take back in a case that he does not have before him, or why nothing."""
    acts = acts_for(unit.actor, unit.applications.get(case_id))
    return _offer(next_undo, unit.events.of(case_id), unit.actor.name, acts)


def undo_step(unit: UnitOfWork, case_id: int, name: str = "") -> TakenBack:
    """Takes the person's last step on a case back, by a counter-act on record that names the entries it takes back.

    With a `name` only the step of this name is: another may have been done since it was offered. Raises RefusalError
    `undo.…`, and what the rule of the act itself says today.
    """
    application = unit.applications.get(case_id)
    entries = unit.events.of(case_id)
    step = named(next_undo, entries, unit.actor.name, name, acts_for(unit.actor, application))
    changes = take_back(unit, application, step, EventAct.UNDONE, step_words(step.entries))
    return TakenBack(step_words(step.entries), changes)


def redo_step(unit: UnitOfWork, case_id: int, name: str = "") -> TakenBack:
    """Does again what the person took back last, unless something was done since; raises as `undo_step`."""
    application = unit.applications.get(case_id)
    entries = unit.events.of(case_id)
    try:
        step = named(next_redo, entries, unit.actor.name, name, acts_for(unit.actor, application))
        words = words_of(step, entries)
        return TakenBack(words, take_back(unit, application, step, EventAct.REDONE, words))
    except RefusalError as refusal:
        raise of_redo(refusal) from None


def _offer(following: _Next, entries: Sequence[Event], person: str, acts: Collection[Act]) -> Offer:
    try:
        step = following(entries, person)
        if isinstance(step.act, Act) and step.act not in acts:
            raise RefusalError("undo.not_open", label=step.act.label)
    except RefusalError as refusal:
        refusal = of_redo(worded(refusal, acts)) if following is next_redo else worded(refusal, acts)
        return Offer(why_not=sentence(refusal.code, refusal.values))
    return Offer(words_of(step, entries), step.name)


def named(following: _Next, entries: Sequence[Event], person: str, name: str, acts: Collection[Act] = ()) -> Step:
    """The step that follows for a person, with a refusal in words; only the one of this name where one is named."""
    try:
        step = following(entries, person)
    except RefusalError as refusal:
        raise worded(refusal, acts) from None
    if name and step.name != name:
        raise RefusalError("undo.other_step")
    return step


def take_back(
    unit: UnitOfWork, application: Application, step: Step, act: EventAct, words: str, together: str = ""
) -> Changes:
    """Writes what a step's parts were before, and the entry that takes it back or does it again."""
    parts = _may_turn(unit, application, step)
    is_undone = act is EventAct.UNDONE
    why = sentence("undo.reason" if is_undone else "redo.reason", {"what": words})
    touched = put_back(unit, application, parts, why)
    detail: dict[str, str] = {RecordKey.UNDONE_ACT if is_undone else RecordKey.REDONE_ACT: words}
    detail |= part_words(unit.packs.by_hash(application.pack.sha256), parts)
    record(unit, application, act, detail=detail, trace=Trace(parts, step.hashes, together))
    return Changes(frozenset({Noun.QUEUE, Noun.CASE}), touched)


def require_turn(unit: UnitOfWork, application: Application, step: Step) -> None:
    """Refuses to take a step back, or to do it again, where that would be refused; nothing is written."""
    require_put_back(unit, application, _may_turn(unit, application, step))


def _may_turn(unit: UnitOfWork, application: Application, step: Step) -> tuple[Part, ...]:
    if isinstance(step.act, Act):
        require(unit.actor, application, step.act)
    else:
        require_placing(unit, application)
    return tuple(part.inverted for part in step.parts)


def order_steps(unit: UnitOfWork) -> tuple[OrderStep | None, OrderStep | None]:
    """The newest move of the recommended order that who asks can take back, and the one that he can do again.

    None is offered that would be refused: whatever else was done on the case since counts as for any step.
    """
    cases = {move.application_id for move in unit.batches.placements(unit.settings.get().season)}
    histories = unit.events.of_some(sorted(cases))
    moves = sorted((one for own in histories.values() for one in own if moves_order(one)), key=lambda one: one.id)
    return _order_step(unit, next_undo, moves, histories), _order_step(unit, next_redo, moves, histories)


def _order_step(
    unit: UnitOfWork, following: _Next, moves: Sequence[Event], histories: Mapping[int, Sequence[Event]]
) -> OrderStep | None:
    try:
        step = following(moves, unit.actor.name)
        case_id = step.entries[-1].application_id or 0
        of_case = named(following, histories[case_id], unit.actor.name, step.name)
        require_turn(unit, unit.applications.get(case_id), of_case)
    except RefusalError:
        return None
    return OrderStep(case_id, step.name, words_of(step, moves), unit.applications.get(case_id).intake_number)
