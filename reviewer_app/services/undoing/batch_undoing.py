"""Taking an act on many cases back as a whole, and doing it again: case by case, with a result for each.

Each case has its own counter-entry, by the rules that hold for it alone. Labels stand on no record: what was done with
them is known to who did it, until he leaves the desk.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace

from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.steps.course import UNDOABLE, Step, next_redo, next_undo, standing_entries
from reviewer_app.domain.steps.trace import trace_of
from reviewer_app.services.listing.batch_acts import BatchAct, BatchDone
from reviewer_app.services.listing.marking import require_label
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.listing import Label
from reviewer_app.services.undoing.undoing import named, require_turn, take_back
from reviewer_app.services.undoing.words import of_redo, step_words, words_of
from reviewer_resources.phrases import sentence

#: Among so many of the newest entries an act on many cases is looked for after the program was started anew.
_LATELY = 3_000


@dataclass(frozen=True, slots=True)
class BatchStep:
    """An act on many cases that can be taken back: what it is called, its cases, and by what its entries are one.

    `undone` names the taking back likewise, once there is one. Of an act on labels `label` says which, and `is_laid`
    whether the cases have it now.
    """

    words: str
    cases: tuple[int, ...]
    name: str = ""
    undone: str = ""
    label: Label | None = None
    is_laid: bool = False


@dataclass(frozen=True, slots=True)
class CaseResult:
    """What became of one case of the act: its number and name, and why it was left as it is, if it was."""

    case_id: int
    number: str
    name: str
    why_not: str = ""


@dataclass(frozen=True, slots=True)
class BatchTakenBack:
    """What became of each case, what that touched, and the step as it stands now, for the opposite."""

    step: BatchStep
    cases: tuple[CaseResult, ...]
    changes: Changes

    @property
    def done(self) -> tuple[int, ...]:
        """The cases that were written."""
        return tuple(one.case_id for one in self.cases if not one.why_not)

    @property
    def left(self) -> tuple[CaseResult, ...]:
        """The cases that stay as they are."""
        return tuple(one for one in self.cases if one.why_not)


def step_of(done: BatchDone) -> BatchStep | None:
    """An act that was just done, as a step that can be taken back; None where it changed nothing."""
    if not done.done:
        return None
    order = done.order
    words = sentence(f"batch.step_{order.act}", {"to": order.to, "until": order.until, "label": order.label.words})
    if order.act in (BatchAct.LABEL, BatchAct.UNLABEL):
        return BatchStep(words, done.done, label=order.label, is_laid=order.act is BatchAct.LABEL)
    return BatchStep(words, done.done, done.together)


def last_batch(unit: UnitOfWork) -> tuple[BatchStep | None, BatchStep | None]:
    """What still stands of the newest act on many cases by who asks, and the newest he took back that can be redone.

    It is found on the record, so the program may have been started anew since.
    """
    groups: dict[str, list[Event]] = {}
    lately = [one for one in reversed(unit.events.latest(_LATELY)) if one.trace]
    for entry in lately:
        trace = trace_of(entry.trace)
        if trace is not None and trace.together and entry.actor == unit.actor.name:
            groups.setdefault(trace.together, []).append(entry)
    stands = {entry.hash for entry in standing_entries(lately)}
    batches = [(name, own) for name, own in groups.items() if len({one.application_id for one in own}) > 1]
    batches.sort(key=lambda one: one[1][-1].id, reverse=True)
    undo = next((step for name, own in batches if (step := _what_stands(unit, name, own, stands)) is not None), None)
    redo = None
    if batches and batches[0][1][-1].act == EventAct.UNDONE:
        undone, own = batches[0]
        former = _taken_back(own[-1], lately)
        redo = replace(_step(former[0], own), words=former[1], undone=undone) if former else None
    return undo, redo


def undo_batch(unit: UnitOfWork, step: BatchStep) -> BatchTakenBack:
    """Takes an act on many cases back; a case in which it is not the last step any more stays, and it is told why."""
    return _turned(unit, step, EventAct.UNDONE)


def redo_batch(unit: UnitOfWork, step: BatchStep) -> BatchTakenBack:
    """Does again what was taken back of an act on many cases; as `undo_batch`."""
    return _turned(unit, step, EventAct.REDONE)


def plan_turn(unit: UnitOfWork, step: BatchStep, is_undo: bool) -> tuple[CaseResult, ...]:
    """What taking it back, or doing it again, would leave as it is and why, by the rules it is held to."""
    if step.label is not None:
        return _each(unit, step.cases, lambda case: _require_label(unit, step, case.id))
    entries = unit.events.written_with(step.name if is_undo else step.undone)
    ids = _cases_of(step, entries)
    histories, wanted = unit.events.of_some(ids), {one.id for one in entries}
    act = EventAct.UNDONE if is_undo else EventAct.REDONE

    def plan(case: Application) -> None:
        require_turn(unit, case, _next(unit, histories[case.id], wanted, act))

    return _each(unit, ids, plan, is_undo)


def _turned(unit: UnitOfWork, step: BatchStep, act: EventAct) -> BatchTakenBack:
    if step.label is not None:
        return _turned_labels(unit, step)
    is_undo = act is EventAct.UNDONE
    entries = unit.events.written_with(step.name if is_undo else step.undone)
    ids, together = _cases_of(step, entries), unit.events.head()
    histories, wanted = unit.events.of_some(ids), {one.id for one in entries}
    nouns: set[Noun] = set()
    touched: set[int] = set()

    def turn(case: Application) -> None:
        entries = histories[case.id]
        following = _next(unit, entries, wanted, act)
        # Taking a case before back may have written to this one: what is found of duplicates stands on both.
        fresh = unit.applications.get(case.id) if case.id in touched else case
        words = step_words(following.entries) if is_undo else words_of(following, entries)
        changes = take_back(unit, fresh, following, act, words, together)
        nouns.update(changes.nouns)
        touched.update(changes.applications)

    results = _each(unit, ids, turn, is_undo)
    turned = replace(step, undone=together if is_undo else "")
    return BatchTakenBack(turned, results, Changes(frozenset(nouns), frozenset(touched)))


def _next(unit: UnitOfWork, entries: Sequence[Event], wanted: set[int], act: EventAct) -> Step:
    following = named(next_undo if act is EventAct.UNDONE else next_redo, entries, unit.actor.name, "")
    if not wanted.issuperset(entry.id for entry in following.entries):
        raise RefusalError("undo.other_step")
    return following


def _turned_labels(unit: UnitOfWork, step: BatchStep) -> BatchTakenBack:
    label, is_lifting = step.label or Label(""), step.is_laid
    require_label(unit, label)

    def turn(case: Application) -> None:
        _require_label(unit, step, case.id)
        (unit.marks.lift if is_lifting else unit.marks.lay)([case.id], label)

    results = _each(unit, step.cases, turn)
    done = tuple(one.case_id for one in results if not one.why_not)
    nouns = frozenset({Noun.QUEUE, Noun.CASE}) if done else frozenset[Noun]()
    turned = replace(step, cases=done or step.cases, is_laid=not step.is_laid if done else step.is_laid)
    return BatchTakenBack(turned, results, Changes(nouns, frozenset(done)))


def _require_label(unit: UnitOfWork, step: BatchStep, case_id: int) -> None:
    label = step.label or Label("")
    has_it = label in unit.marks.labels_of([case_id]).get(case_id, ())
    if has_it is not step.is_laid:
        raise RefusalError("batch.lacks_label" if step.is_laid else "batch.has_label", words=label.words)


def _each(
    unit: UnitOfWork, ids: Sequence[int], act: Callable[[Application], object], is_undo: bool = True
) -> tuple[CaseResult, ...]:
    results = []
    for case in unit.applications.some(ids):
        try:
            act(case)
            why_not = ""
        except RefusalError as raised:
            refusal = raised if is_undo else of_redo(raised)
            why_not = sentence(refusal.code, refusal.values)
        results.append(CaseResult(case.id, case.intake_number, case.project_name, why_not))
    return tuple(results)


def _cases_of(step: BatchStep, entries: Iterable[Event]) -> list[int]:
    """The cases of the step among those its entries speak of: one taken back alone before is none of it."""
    return [one for one in _cases(entries) if one in step.cases]


def _cases(entries: Iterable[Event]) -> list[int]:
    return sorted({one.application_id for one in entries if one.application_id})


def _what_stands(unit: UnitOfWork, name: str, entries: Sequence[Event], stands: set[str]) -> BatchStep | None:
    """The cases in which an act stands; of one taken back in part none, unless in some it is still the last step."""
    standing = [one for one in entries if one.hash in stands]
    if not standing or any(one.act not in UNDOABLE for one in entries):
        return None
    step, wanted = _step(name, standing), {one.id for one in standing}
    if len(standing) == len(entries):
        return step
    for own in unit.events.of_some(step.cases).values():
        with suppress(RefusalError):
            _next(unit, own, wanted, EventAct.UNDONE)
            return step
    return None


def _step(name: str, entries: Sequence[Event]) -> BatchStep:
    return BatchStep(step_words(entries[-1:]), tuple(_cases(entries)), name)


def _taken_back(taking: Event, lately: Sequence[Event]) -> tuple[str, str] | None:
    """By what the entries are one of which this one took one back, and what that is called; None if long ago."""
    taken = trace_of(taking.trace)
    undone = next((one for one in lately if taken is not None and one.hash in taken.undoes), None)
    trace = trace_of(undone.trace) if undone is not None else None
    return (trace.together, step_words([undone])) if undone is not None and trace is not None else None
