"""Entering a paper that came in from outside, in one series per year, with its file if there is one."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.numbers import Direction, IncomingKind, RegisterEntry
from reviewer_app.domain.outside.custody import NO_ROW
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.services.cases.numbering import put_on_record
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork

#: The largest file of an incoming paper, in MB; as for evidence.
FILE_LIMIT = 50


@dataclass(frozen=True, slots=True)
class IncomingPaper:
    """What came in: from whom, about what, on which day; `their_number` is the sender's own; a file if there is one."""

    kind: IncomingKind
    sender: str
    subject: str
    day: date
    case_id: int = 0
    their_number: str = ""
    file_name: str = ""
    content: bytes = b""


def keep_file(unit: UnitOfWork, content: bytes) -> str:
    """Keeps the file of an incoming paper; its hash, '' without a file. RefusalError `outgoing.file_large`."""
    if len(content) > FILE_LIMIT * 1024 * 1024:
        raise RefusalError("outgoing.file_large", field="file", limit=FILE_LIMIT)
    return unit.attachments.keep(content) if content else ""


def enter_incoming(unit: UnitOfWork, paper: IncomingPaper) -> RegisterEntry:
    """The line of what came in, entered and put on record; whoever calls has asked for the right.

    Raises RefusalError `outgoing.sender_needed`, `outgoing.subject_needed`, `outgoing.…`.
    """
    sender, subject = paper.sender.strip(), paper.subject.strip()
    if not sender:
        raise RefusalError("outgoing.sender_needed", field="sender")
    if not subject:
        raise RefusalError("outgoing.subject_needed", field="subject")
    check_length(sender, TextKind.NAME, "sender")
    check_length(subject, TextKind.SUBJECT, "subject")
    check_length(paper.their_number, TextKind.NAME, "their_number")
    if paper.day > unit.today:
        raise RefusalError("outgoing.delivery_late", field="day", day=paper.day)
    if paper.day.year < unit.today.year - 1:
        raise RefusalError("outgoing.incoming_early", field="day", day=paper.day, year=unit.today.year - 1)
    sha256 = keep_file(unit, paper.content)
    case = unit.applications.get(paper.case_id) if paper.case_id else None
    year = unit.today.year
    serial = unit.register.last_serial(Direction.INCOMING, paper.kind.value, year) + 1
    entry = RegisterEntry(
        direction=Direction.INCOMING,
        kind=paper.kind.value,
        year=year,
        serial=serial,
        number=f"收〔{year}〕{serial}号",
        party=sender,
        subject=subject,
        day=paper.day,
        handler=unit.actor.name,
        case_id=paper.case_id,
        note=paper.their_number.strip(),
        sha256=sha256,
        file_name=paper.file_name if paper.content else "",
    )
    put_on_record(unit, entry, EventAct.PAPER_RECEIVED, {RecordKey.SENDER: sender, RecordKey.SUBJECT: subject})
    if case is not None and case.is_away:
        # What came in is numbered here on its day; whoever has the case again is reminded of it.
        unit.custody.hold(case.id, entry.number, NO_ROW, {}, entry.sha256)
        record(unit, case, EventAct.CHANGE_HELD, detail={RecordKey.FILE: entry.number})
    return replace(entry, id=unit.register.add(entry))
