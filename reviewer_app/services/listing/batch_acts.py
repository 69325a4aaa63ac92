"""Acts on several cases of the list at once: first who would change and who not and why, then each case by itself.

One service an act, taking the ids; each case has its own entry on the record, and one that is refused stops no other.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from reviewer_app.domain.application import Application
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.cases import assigning
from reviewer_app.services.intake.paper_sets import receive_missing, require_missing
from reviewer_app.services.listing.marking import require_label
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.listing import Label
from reviewer_app.services.seasons.running_dates import days_ahead
from reviewer_resources.phrases import sentence

#: So many cases are done in one transaction: the window waits for it.
MOST = 500


class BatchAct(StrEnum):
    """What can be done with several cases at once."""

    ASSIGN = "assign"
    SET_ASIDE = "set_aside"
    TAKE_UP = "take_up"
    LABEL = "label"
    UNLABEL = "unlabel"
    RECEIVE = "receive"


@dataclass(frozen=True, slots=True)
class BatchOrder:
    """An act on several cases with what it needs: to whom, until when, why, which label; of paper whether it is sealed,
    from whom it came and where it lies."""

    act: BatchAct
    to: str = ""
    until: date = date.min
    reason: str = ""
    label: Label = field(default_factory=lambda: Label(""))
    is_sealed: bool | None = None
    received_from: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class BatchLine:
    """One case of a batch act: what changes or was changed of it, or why nothing does."""

    case_id: int
    number: str
    name: str
    change: str = ""
    refusal: str = ""


@dataclass(frozen=True, slots=True)
class BatchDone:
    """What came of a batch act, case by case; its entries on the record are written `together`."""

    changes: Changes
    lines: tuple[BatchLine, ...]
    order: BatchOrder
    together: str = ""

    @property
    def done(self) -> tuple[int, ...]:
        """The cases that were changed."""
        return tuple(line.case_id for line in self.lines if not line.refusal)


def plan_batch(unit: UnitOfWork, order: BatchOrder, ids: Sequence[int]) -> tuple[BatchLine, ...]:
    """What a batch act would do to each case, by the very rules that it will be held to; nothing is written."""
    _require_number(ids)
    cases = unit.applications.some(ids)
    ahead = days_ahead(unit, cases) if order.act is BatchAct.SET_ASIDE else {}

    def said(case: Application) -> str:
        passed = [(due, name) for due, name in ahead.get(case.id, ()) if due < order.until]
        days = "、".join(f"{name} {due:%m-%d}" for due, name in passed)
        change = _said(unit, order, case)
        return sentence("batch.passes", {"change": change, "days": days}) if days else change

    return tuple(_line(case, partial(said, case)) for case in cases)


def proposed_day(unit: UnitOfWork, ids: Sequence[int]) -> date:
    """Until when cases are set aside unless the officer says otherwise: a week, but back before their next day."""
    ahead = days_ahead(unit, unit.applications.some(ids)).values()
    latest = [own[0][0] - timedelta(days=1) for own in ahead if own]
    return max(unit.today + timedelta(days=1), min([unit.today + timedelta(days=7), *latest]))


def do_batch(unit: UnitOfWork, order: BatchOrder, ids: Sequence[int]) -> BatchDone:
    """Does a batch act by the service of its kind."""
    if order.act is BatchAct.ASSIGN:
        return assign_cases(unit, ids, order.to, order.reason)
    if order.act is BatchAct.SET_ASIDE:
        return set_cases_aside(unit, ids, order.until, order.reason)
    if order.act is BatchAct.TAKE_UP:
        return take_cases_up(unit, ids)
    if order.act is BatchAct.RECEIVE:
        return receive_paper(unit, ids, order)
    return label_cases(unit, ids, order.label) if order.act is BatchAct.LABEL else unlabel_cases(unit, ids, order.label)


def assign_cases(unit: UnitOfWork, ids: Sequence[int], to: str, reason: str) -> BatchDone:
    """Gives cases to one handler."""
    order = BatchOrder(BatchAct.ASSIGN, to=to, reason=reason)
    return _each(unit, order, ids, lambda one, name: assigning.hand_over(unit, one, to, reason, name))


def set_cases_aside(unit: UnitOfWork, ids: Sequence[int], until: date, reason: str) -> BatchDone:
    """Sets cases aside until a day."""
    order = BatchOrder(BatchAct.SET_ASIDE, until=until, reason=reason)
    return _each(unit, order, ids, lambda one, name: assigning.set_aside(unit, one, until, reason, name))


def take_cases_up(unit: UnitOfWork, ids: Sequence[int]) -> BatchDone:
    """Takes cases up before their day."""
    return _each(unit, BatchOrder(BatchAct.TAKE_UP), ids, lambda one, name: assigning.take_up(unit, one, name))


def receive_paper(unit: UnitOfWork, ids: Sequence[int], order: BatchOrder) -> BatchDone:
    """Takes in the paper copies of cases that have not come yet, as they were found: all sealed or none."""

    def receive(one: int, name: str) -> object:
        return receive_missing(unit, one, order.is_sealed is True, order.place, order.received_from, name)

    return _each(unit, order, ids, receive)


def label_cases(unit: UnitOfWork, ids: Sequence[int], label: Label) -> BatchDone:
    """Lays a label on cases; a label is no act of a case and stands on no record."""
    require_label(unit, label)
    order = BatchOrder(BatchAct.LABEL, label=label)
    return _each(unit, order, ids, lambda one, _name: unit.marks.lay([one], label))


def unlabel_cases(unit: UnitOfWork, ids: Sequence[int], label: Label) -> BatchDone:
    """Takes a label off cases."""
    require_label(unit, label)
    order = BatchOrder(BatchAct.UNLABEL, label=label)
    return _each(unit, order, ids, lambda one, _name: unit.marks.lift([one], label))


def _each(unit: UnitOfWork, order: BatchOrder, ids: Sequence[int], act: Callable[[int, str], object]) -> BatchDone:
    """Does an act to each case; it takes the name under which all of them are one."""
    _require_number(ids)
    together = unit.events.head()

    def do(case: Application) -> str:
        said = _said(unit, order, case)
        act(case.id, together)
        return said

    lines = tuple(_line(case, partial(do, case)) for case in unit.applications.some(list(dict.fromkeys(ids))))
    done = frozenset(line.case_id for line in lines if not line.refusal)
    nouns = frozenset({Noun.QUEUE, Noun.CASE}) if done else frozenset[Noun]()
    return BatchDone(Changes(nouns, done), lines, order, together)


def _line(case: Application, act: Callable[[], str]) -> BatchLine:
    try:
        change, refusal = act(), ""
    except RefusalError as error:
        change, refusal = "", sentence(error.code, error.values)
    return BatchLine(case.id, case.intake_number, case.project_name, change, refusal)


def _said(unit: UnitOfWork, order: BatchOrder, case: Application) -> str:
    """What changes of a case, in a sentence; a RefusalError where nothing does."""
    if order.act is BatchAct.ASSIGN:
        to = assigning.require_hand_over(unit, case, order.to).name
        return sentence("batch.handler", {"before": case.handler or "无", "after": to})
    if order.act is BatchAct.SET_ASIDE:
        assigning.require_aside(unit, case, order.until, order.reason)
        return sentence("batch.aside", {"until": order.until})
    if order.act is BatchAct.TAKE_UP:
        return sentence("batch.taken_up", {"until": assigning.require_taking_up(unit, case).until})
    if order.act is BatchAct.RECEIVE:
        return _received(unit, order, case)
    has_it = order.label in unit.marks.labels_of([case.id]).get(case.id, ())
    words = {"words": order.label.words}
    if order.act is BatchAct.LABEL:
        if has_it:
            raise RefusalError("batch.has_label", **words)
        return sentence("batch.labelled", words)
    if not has_it:
        raise RefusalError("batch.lacks_label", **words)
    return sentence("batch.unlabelled", words)


def _received(unit: UnitOfWork, order: BatchOrder, case: Application) -> str:
    missing = require_missing(unit, case)
    if order.is_sealed is None:
        raise RefusalError("batch.seal_unsaid", field="seal")
    seal = sentence("batch.sealed" if order.is_sealed else "batch.unsealed")
    return sentence("batch.received", {"copies": "、".join(map(str, missing)), "seal": seal})


def _require_number(ids: Sequence[int]) -> None:
    if not ids:
        raise RefusalError("batch.nothing")
    if len(ids) > MOST:
        raise RefusalError("batch.too_many", most=MOST)
