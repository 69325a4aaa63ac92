"""What a machine read, laid beside a case's record: equal and beyond doubt is compared at once, all else waits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reviewer_app.domain.acts import Act, refusal_of
from reviewer_app.domain.application import Application, Source
from reviewer_app.domain.evidence.comparison import Comparison
from reviewer_app.domain.evidence.scans import Reading, ReadingStand
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.steps.parts import comparison_part
from reviewer_app.domain.steps.trace import Trace
from reviewer_app.services.cases.recording import begun, record
from reviewer_app.services.ports.library import UnitOfWork


def lay_beside(unit: UnitOfWork, application: Application, readings: Sequence[Reading]) -> None:
    """Keeps candidates with a case. Where it has an online record, an equal value that is beyond doubt is 一致（机读）
    at once in a field that nobody has compared yet."""
    fields = {field.id: field for field in unit.packs.by_hash(application.pack.sha256).fields}
    compared = unit.comparisons.of(application.id)
    has_online = application.source is not Source.PAPER
    may_compare = has_online and refusal_of(unit.actor, application, Act.ANSWER) is None
    laid = [replace(one, stand=stand_beside(one, application)) for one in readings]
    unit.scans.add_readings(application.id, laid)
    equal = [one.field_id for one in laid if one.stand is ReadingStand.EQUAL]
    asked = [field_id for field_id in equal if fields[field_id].compared and field_id not in compared]
    if not asked or not may_compare:
        return
    working = begun(unit, application)
    found = [Comparison(field_id, True, "", unit.actor.name, unit.now) for field_id in asked]
    for one in found:
        unit.comparisons.put(application.id, one)
    word, trace = ReadingStand.EQUAL.label, Trace(tuple(comparison_part(None, one) for one in found))
    record(unit, working, EventAct.COMPARED, detail={fields[one].label: word for one in asked}, trace=trace)


def stand_beside(one: Reading, application: Application) -> ReadingStand:
    """Whether a reading says for sure what the case says, or waits for an officer."""
    is_equal = one.is_sure and application.values.get(one.field_id, "") == one.value
    return ReadingStand.EQUAL if is_equal else ReadingStand.WAITING
