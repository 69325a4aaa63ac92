"""The register kept: numbers given up, papers delivered, papers that came in, and the book read and laid out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.numbers import Delivery, Direction, Gap, IncomingKind, RegisterEntry, gaps_of
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import BEFORE_SENT, State
from reviewer_app.services.cases.consulting import open_with
from reviewer_app.services.cases.incoming import FILE_LIMIT as FILE_LIMIT
from reviewer_app.services.cases.incoming import IncomingPaper as IncomingPaper
from reviewer_app.services.cases.incoming import enter_incoming
from reviewer_app.services.cases.numbering import give_up, put_on_record
from reviewer_app.services.cases.permissions import require_here, require_role
from reviewer_app.services.ports.library import UnitOfWork

_ENDED_HERE = frozenset({State.DECLINED, State.TRANSFERRED, State.WITHDRAWN, State.LAPSED})


@dataclass(frozen=True, slots=True)
class RegisterBook:
    """The register as it stands: its lines in order, and the numbers missing in its series."""

    entries: tuple[RegisterEntry, ...]
    gaps: tuple[Gap, ...]
    intake_numbers: dict[int, str]
    batch_numbers: dict[int, int]

    def speaks_of(self, entry: RegisterEntry) -> str:
        """The case or the batch a line speaks of, as the office calls it."""
        if entry.batch_id:
            return f"第{self.batch_numbers[entry.batch_id]}批"
        return self.intake_numbers.get(entry.case_id, "")


def read_register(unit: UnitOfWork) -> RegisterBook:
    """The whole register."""
    entries = unit.register.all()
    cases = unit.applications.some(sorted({entry.case_id for entry in entries if entry.case_id}))
    batches = {entry.batch_id: unit.batches.get(entry.batch_id).number for entry in entries if entry.batch_id}
    return RegisterBook(entries, gaps_of(entries), {case.id: case.intake_number for case in cases}, batches)


def contacts_of_case(unit: UnitOfWork, case_id: int) -> tuple[RegisterEntry, ...]:
    """What a case had to do with the outside, in order; the office's inner steps are not among it."""
    return unit.register.of_case(case_id)


def void_number(unit: UnitOfWork, entry_id: int, reason: str) -> Changes:
    """Gives a number up; the line stays with the reason, and the paper may be issued anew under another number.

    Raises RefusalError `act.role_needed`, `outgoing.reason_needed`, `outgoing.void_…`.
    """
    require_role(unit.actor, EventAct.NUMBER_VOIDED)
    entry = unit.register.get(entry_id)
    if entry.direction is Direction.INCOMING:
        raise RefusalError("outgoing.void_incoming")
    if entry.voided_at is not None:
        raise RefusalError("outgoing.void_already", number=entry.called, day=entry.voided_at.date())
    if not reason.strip():
        raise RefusalError("outgoing.reason_needed", field="reason")
    if _is_sent(unit, entry):
        raise RefusalError("outgoing.void_sent", number=entry.called)
    if entry.delivered_on is not None:
        raise RefusalError("outgoing.void_delivered", number=entry.called, day=entry.delivered_on)
    _require_here(unit, entry)
    give_up(unit, entry, reason)
    return _touched(entry)


def record_delivery(unit: UnitOfWork, entry_id: int, how: Delivery | None, day: date, receipt: str = "") -> Changes:
    """Records how and when a paper was handed over; the receipt may follow later.

    Whether it bears the seal is no part of it: that stands in the seal register alone.
    Raises RefusalError `act.role_needed`, `outgoing.deliver…`, `outgoing.is_void`.
    """
    require_role(unit.actor, EventAct.PAPER_DELIVERED)
    entry = unit.register.get(entry_id)
    _require_here(unit, entry)
    _check_delivery(unit, entry, how, day)
    check_length(receipt, TextKind.RECEIPT, "receipt")
    delivered = replace(
        entry,
        delivered_how=how,
        delivered_on=day,
        receipt=receipt.strip() or entry.receipt,
    )
    unit.register.complete(delivered)
    said = {
        RecordKey.DELIVERED_HOW: how.label if how else "",
        RecordKey.DELIVERED_ON: day.isoformat(),
        RecordKey.RECEIPT: delivered.receipt,
    }
    put_on_record(unit, entry, EventAct.PAPER_DELIVERED, said)
    return _touched(entry)


def record_incoming(unit: UnitOfWork, paper: IncomingPaper) -> Changes:
    """Enters what came in from outside, in one series per year; with its file if there is one.

    Raises RefusalError `act.role_needed`, `outgoing.sender_needed`, `outgoing.subject_needed`, `outgoing.…`.
    """
    require_role(unit.actor, EventAct.PAPER_RECEIVED)
    is_away = bool(paper.case_id) and unit.applications.get(paper.case_id).is_away
    awaited = open_with(unit, paper.case_id, paper.sender) if paper.kind is IncomingKind.REPLY else None
    if awaited is not None and not is_away:
        raise RefusalError("consulting.reply_there", department=awaited.department)
    entry = enter_incoming(unit, paper)
    return _touched(entry)


def choose_entries(
    entries: Sequence[RegisterEntry], direction: str = "", kind: str = "", year: str = ""
) -> tuple[RegisterEntry, ...]:
    """The lines of one direction, kind and year; an empty choice takes all."""
    return tuple(
        entry
        for entry in entries
        if direction in ("", entry.direction) and kind in ("", entry.kind) and year in ("", str(entry.year))
    )


def _require_here(unit: UnitOfWork, entry: RegisterEntry) -> None:
    """The note of a paper waits like all work while its case lies at another desk; its true day is entered later."""
    if entry.case_id:
        require_here(unit.applications.get(entry.case_id))


def _check_delivery(unit: UnitOfWork, entry: RegisterEntry, how: Delivery | None, day: date) -> None:
    if entry.direction is Direction.INCOMING:
        raise RefusalError("outgoing.delivery_incoming")
    if entry.is_void:
        raise RefusalError("outgoing.is_void", number=entry.called)
    if how is None:
        raise RefusalError("outgoing.delivery_how", field="how")
    if entry.delivered_on is not None and (entry.delivered_on, entry.delivered_how) != (day, how):
        said = entry.delivered_how.label if entry.delivered_how else ""
        raise RefusalError("outgoing.delivered_already", number=entry.called, day=entry.delivered_on, how=said)
    if day < entry.day:
        raise RefusalError("outgoing.delivery_early", field="day", day=day, issued=entry.day)
    if day > unit.today:
        raise RefusalError("outgoing.delivery_late", field="day", day=day)


def _is_sent(unit: UnitOfWork, entry: RegisterEntry) -> bool:
    """Whether the paper has left with a batch."""
    if entry.batch_id:
        return unit.batches.get(entry.batch_id).sent_at is not None
    if not entry.case_id or entry.kind != DocumentKind.RECOMMENDATION:
        return False
    return unit.applications.get(entry.case_id).state not in BEFORE_SENT | _ENDED_HERE


def _touched(entry: RegisterEntry) -> Changes:
    return Changes(frozenset({Noun.REGISTER, Noun.CASE}), frozenset({entry.case_id} if entry.case_id else ()))
