"""The course of a case over all libraries it was in, in the order of the days."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import datetime

from reviewer_app.domain.application import Application, Event
from reviewer_app.domain.checklist import Answer, Verdict
from reviewer_app.domain.evidence.comparison import ComparedField, compared_fields, settlements_of
from reviewer_app.domain.record import TRACE, detail_as_stored
from reviewer_app.domain.steps.course import standing_entries, verdict_before_marks
from reviewer_app.services.ports.custody import CarriedEvent
from reviewer_app.services.ports.library import UnitOfWork


def history_of(unit: UnitOfWork, application: Application) -> tuple[Event, ...]:
    """The entries of a case, those that other libraries hold among them, each with the desk where it was done."""
    own = unit.events.of(application.id)
    if application.custody is None:
        return own
    carried = [_shown(one, application.id) for one in unit.custody.carried([application.id])[application.id]]
    return tuple(sorted([*carried, *own], key=lambda one: one.at))


def compared_of(unit: UnitOfWork, application: Application) -> dict[str, ComparedField]:
    """The compared fields of a case by id as they stand, with what was settled where paper and online differ."""
    found = unit.comparisons.of(application.id)
    does_differ = any(not one.is_same for one in found.values())
    entries = standing_entries(history_of(unit, application)) if does_differ else ()
    pack = unit.packs.by_hash(application.pack.sha256)
    fields = compared_fields(pack, application.values, found, settlements_of(entries))
    return {one.field_id: one for one in fields}


def _shown(entry: CarriedEvent, case_id: int) -> Event:
    event = Event(
        at=datetime.fromisoformat(entry.at),
        actor=f"{entry.actor}（{entry.desk_name}）",
        act=entry.act,
        application_id=case_id,
        from_state=entry.from_state,
        to_state=entry.to_state,
        reason=entry.reason,
        hash=entry.hash,
    )
    stored = json.loads(entry.detail)
    return replace(event, detail=detail_as_stored(entry.act, stored), trace=stored.get(TRACE, ""))


def answer_before_marks(unit: UnitOfWork, case_id: int, marked_now: Answer) -> Verdict:
    """The answer that the last mark gives way to; nothing is read where none stands."""
    if not marked_now.lacking:
        return Verdict.UNDECIDED
    return verdict_before_marks(history_of(unit, unit.applications.get(case_id)), marked_now.rule_id)
