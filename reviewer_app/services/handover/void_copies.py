"""Copies whose package was called back and that were worked on all the same: put aside, never written over.

Like a paper file of which a second one was made: the one that the desk of origin sends anew is the file; the other is
marked void and laid away, where what was done on it can still be read.
"""

from __future__ import annotations

from dataclasses import replace

from reviewer_app.domain.application import Application
from reviewer_app.domain.outside.custody import Custody, HandOver
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.steps.trace import Trace
from reviewer_app.services.cases.recording import record
from reviewer_app.services.handover.envelope import card_of
from reviewer_app.services.handover.gathering import NO_WORK
from reviewer_app.services.handover.sending import said_of
from reviewer_app.services.ports.custody import CaseContent
from reviewer_app.services.ports.library import UnitOfWork


def copy_to_void(unit: UnitOfWork, case: CaseContent, here: int) -> Application | None:
    """The copy here that a package makes void: it came by one called back since, and it went on."""
    copy = unit.applications.get(here)
    custody = copy.custody
    if custody is None or not custody.called_back(case.recalled):
        return None
    return copy if _went_on(unit, case, here) else None


def _went_on(unit: UnitOfWork, case: CaseContent, here: int) -> bool:
    """Whether the copy has work or texts on it, done here or on its way here, that are not in what comes."""
    desk = unit.desks.own()
    own = unit.custody.own_entries([here], card_of(desk).fingerprint, desk.name)[here] if desk else ()
    known = {(one.desk, one.entry) for one in case.events}
    entries = (*own, *unit.custody.carried([here])[here])
    texts = {(one.box, one.text) for one in unit.drafts.of(here).values()}
    is_more = any(one.act not in NO_WORK and (one.desk, one.entry) not in known for one in entries)
    return is_more or not texts <= {(one.box, one.text) for one in case.drafts}


def put_copy_aside(unit: UnitOfWork, copy: Application, case: CaseContent, package: HandOver) -> str:
    """Marks a copy void, with another number so that the case itself has its own; the key under which that comes."""
    custody = copy.custody
    if custody is None:
        raise ValueError("a copy came from somewhere")
    recalled = custody.called_back(case.recalled)
    # What is away stands still.
    unit.custody.put(copy.id, replace(custody, stand=custody.stand.HERE))
    void = replace(unit.applications.get(copy.id), intake_number=_void_number(copy, custody))
    unit.applications.update(void)
    said: dict[str, str] = {RecordKey.VALUE_BEFORE: copy.intake_number, RecordKey.VALUE_AFTER: void.intake_number}
    record(unit, void, EventAct.COPY_VOIDED, detail={**said, **said_of(package, case.number)}, trace=Trace())
    unit.custody.put(copy.id, custody.put_aside(package, recalled))
    return custody.key_anew


def _void_number(copy: Application, custody: Custody) -> str:
    count = custody.key_anew.removeprefix(custody.key_everywhere)[1:]
    return f"{copy.intake_number}（作废{int(count) - 1}）"
