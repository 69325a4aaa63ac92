"""Giving a paper its number and entering it in the register; nothing else in the house makes a document number."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from reviewer_app.domain.application import Event
from reviewer_app.domain.documents import DocumentKind, document_number
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.limits.lengths import TextKind, check_length
from reviewer_app.domain.numbers import (
    CODE_SETTINGS,
    Direction,
    NumberParts,
    RegisterEntry,
    Sealing,
    is_too_long,
    parts_of,
    written,
)
from reviewer_app.domain.opinion import Opinion
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.seasons.closing import PAPERS_END_WITH_SEASON
from reviewer_app.services.cases.permissions import require_checked, require_here, require_role, require_season_open
from reviewer_app.services.cases.recording import record
from reviewer_app.services.ports.library import UnitOfWork

_OUT = Direction.OUTGOING


@dataclass(frozen=True, slots=True)
class NumberGiven:
    """A number for a paper: year of issue, place in the series (0: outside it), as printed, and why it skips some."""

    year: int
    serial: int
    number: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class PaperIssued:
    """A paper ready to be entered: what it is, for whom, under which number; `basis` is the act that it carries out.

    `said` is what its entry of the record keeps of what it says.
    """

    kind: DocumentKind
    given: NumberGiven
    party: str
    subject: str
    case_id: int = 0
    batch_id: int = 0
    basis: str = ""
    sealed_how: Sealing = Sealing.OPEN
    file_name: str = ""
    said: Mapping[RecordKey, str] = field(default_factory=dict)


def code_of(unit: UnitOfWork, kind: DocumentKind) -> str:
    """The code that begins the numbers of a kind, the season's own before the office's; empty where none is set."""
    office, name = unit.settings.get(), CODE_SETTINGS[kind]
    settled = unit.seasons.settled(office.season).get(name)
    return settled.value if settled else str(getattr(office, name))


def basis_of(opinion: Opinion) -> str:
    """What a paper that carries out an opinion is known by: a case decided anew gets another paper."""
    return f"opinion:{opinion.number}"


def next_number(unit: UnitOfWork, kind: DocumentKind) -> NumberGiven:
    """The next number of a kind's series this year.

    Raises RefusalError `outgoing.clock_back`, `outgoing.number_taken`.
    """
    return next_numbers(unit, kind, 1)[0]


def next_numbers(unit: UnitOfWork, kind: DocumentKind, count: int) -> tuple[NumberGiven, ...]:
    """The next numbers of a kind's series, in their order; RefusalError as for one."""
    if not count:
        return ()
    _check_clock(unit)
    year, code, taken = unit.today.year, code_of(unit, kind), unit.register.numbers(_OUT)
    first = unit.register.last_serial(_OUT, kind.value, year) + 1
    found = []
    for serial in range(first, first + count):
        number = document_number(code, str(year), str(serial))
        if number in taken:
            _check_free(unit, number)
        found.append(NumberGiven(year, serial, number))
    return tuple(found)


def typed_number(unit: UnitOfWork, kind: DocumentKind, typed: str, note: str = "") -> NumberGiven:
    """A number that the registry gave, in the one spelling; in the kind's own code it counts in the series.

    Raises RefusalError `outgoing.…` with the field it belongs beside.
    """
    _check_clock(unit)
    number, year, note = written(typed), unit.today.year, note.strip()
    check_length(note, TextKind.SUBJECT, "note")
    if is_too_long(number):
        raise RefusalError("outgoing.number_long", field="number")
    parts = parts_of(number)
    if parts is None or not parts.code:
        raise RefusalError("outgoing.number_malformed", field="number")
    _check_free(unit, number)
    if parts.year != year:
        raise RefusalError("outgoing.other_year", field="number", written=parts.year, year=year)
    if parts.code != code_of(unit, kind):
        _check_code(unit, parts)
        return NumberGiven(year, 0, number, note)
    _check_serial(unit, kind, parts, note)
    return NumberGiven(year, parts.serial, number, note)


def enter_paper(unit: UnitOfWork, paper: PaperIssued, content: bytes) -> RegisterEntry:
    """Enters a paper with its file and puts it on record; asked for again with all that may have happened meanwhile.

    Raises RefusalError `act.role_needed`, `outgoing.issued_already`, `outgoing.taken_meanwhile`.
    """
    require_role(unit.actor, EventAct.PAPER_ISSUED)
    _require_season(unit, paper)
    if paper.case_id:
        require_here(unit.applications.get(paper.case_id))
    given = paper.given
    standing = unit.register.in_force(paper.kind.value, paper.case_id, paper.batch_id, paper.basis)
    if standing is not None:
        raise RefusalError("outgoing.issued_already", day=standing.day, number=standing.called)
    taken = unit.register.with_number(_OUT, given.number) is not None
    if taken or (given.serial and unit.register.in_series(paper.kind.value, given.year, given.serial) is not None):
        raise RefusalError("outgoing.taken_meanwhile", field="number")
    entered = _stored(unit, paper, content)
    put_on_record(unit, entered, EventAct.PAPER_ISSUED, {RecordKey.ADDRESSEE: entered.party, **paper.said})
    return entered


def enter_series(
    unit: UnitOfWork, papers: Sequence[tuple[PaperIssued, Callable[[], bytes]]]
) -> tuple[RegisterEntry, ...]:
    """Enters papers of many cases under consecutive numbers of one series, as `next_numbers` gave them.

    Raises RefusalError `act.role_needed`, `outgoing.taken_meanwhile` when any number or act is no longer free.
    """
    require_role(unit.actor, EventAct.PAPER_ISSUED)
    if not papers:
        return ()
    first = papers[0][0]
    _require_season(unit, first)
    for case in unit.applications.some(sorted({paper.case_id for paper, _ in papers if paper.case_id})):
        require_here(case)
    free = unit.register.last_serial(_OUT, first.kind.value, first.given.year) + 1
    taken = unit.register.numbers(_OUT)
    standing = unit.register.in_force_for(first.kind.value, [paper.case_id for paper, _ in papers])
    entered = []
    for place, (paper, content) in enumerate(papers):
        is_next = paper.given.serial == free + place and paper.given.number not in taken
        if not is_next or (paper.case_id, paper.basis) in standing:
            raise RefusalError("outgoing.taken_meanwhile")
        entered.append(_stored(unit, paper, content()))
    at, by = unit.now, unit.actor.name
    unit.events.append_many(
        [
            Event(at, by, EventAct.PAPER_ISSUED, entry.case_id, detail=_said(entry, {RecordKey.ADDRESSEE: entry.party}))
            for entry in entered
        ]
    )
    return tuple(entered)


def _require_season(unit: UnitOfWork, paper: PaperIssued) -> None:
    """Lets no paper out of a season that nobody checked; in a closed one only what is no part of its work."""
    season = _season_of(unit, paper)
    require_checked(unit, season)
    if paper.kind in PAPERS_END_WITH_SEASON:
        require_season_open(unit, season)


def _season_of(unit: UnitOfWork, paper: PaperIssued) -> str:
    if paper.batch_id:
        return unit.batches.get(paper.batch_id).season
    return unit.applications.get(paper.case_id).season


def _stored(unit: UnitOfWork, paper: PaperIssued, content: bytes) -> RegisterEntry:
    given = paper.given
    entry = RegisterEntry(
        direction=_OUT,
        kind=paper.kind.value,
        year=given.year,
        serial=given.serial,
        number=given.number,
        party=paper.party,
        subject=paper.subject,
        day=unit.today,
        handler=unit.actor.name,
        case_id=paper.case_id,
        batch_id=paper.batch_id,
        basis=paper.basis,
        note=given.note,
        sealed_how=paper.sealed_how,
        sha256=unit.attachments.keep(content) if content else "",
        file_name=paper.file_name,
    )
    return replace(entry, id=unit.register.add(entry))


def latest_recommendations(unit: UnitOfWork, case_ids: Sequence[int]) -> dict[int, RegisterEntry]:
    """The last recommendation issued for each case, by case; a case decided anew may have an earlier one in force."""
    issued = unit.register.in_force_for(DocumentKind.RECOMMENDATION.value, case_ids)
    return {case_id: entry for (case_id, _), entry in issued.items()}


def give_up(unit: UnitOfWork, entry: RegisterEntry, reason: str) -> None:
    """Marks a number as given up, with the reason; it is never given again."""
    voided = replace(entry, voided_at=unit.now, voided_by=unit.actor.name, void_reason=reason.strip())
    unit.register.complete(voided)
    put_on_record(unit, entry, EventAct.NUMBER_VOIDED, {}, reason)


def put_on_record(
    unit: UnitOfWork, entry: RegisterEntry, act: EventAct, said: dict[RecordKey, str], reason: str = ""
) -> None:
    """Puts an act on the record of the line's case, of every case of its batch, or of the library."""
    detail = _said(entry, said)
    case_ids = [entry.case_id] if entry.case_id else []
    if entry.batch_id:
        case_ids = [line.application_id for line in unit.batches.get(entry.batch_id).lines]
    for case_id in case_ids:
        record(unit, unit.applications.get(case_id), act, reason, detail)
    if not case_ids:
        record(unit, None, act, reason, detail)


def _said(entry: RegisterEntry, said: dict[RecordKey, str]) -> dict[str, str]:
    detail: dict[str, str] = {RecordKey.DOCUMENT_NUMBER: entry.called}
    if entry.direction is _OUT:
        detail[RecordKey.DOCUMENT] = entry.kind
    return detail | {key: value for key, value in said.items() if value}


def _check_clock(unit: UnitOfWork) -> None:
    latest = unit.register.last_day(_OUT)
    if latest is not None and unit.today < latest:
        raise RefusalError("outgoing.clock_back", today=unit.today, latest=latest)


def _check_free(unit: UnitOfWork, number: str) -> None:
    taken = unit.register.with_number(_OUT, number)
    if taken is not None:
        raise RefusalError("outgoing.number_taken", field="number", number=number, subject=taken.subject)


def _check_code(unit: UnitOfWork, parts: NumberParts) -> None:
    """A number in the code of another kind would take one of that kind's series."""
    for other in CODE_SETTINGS:
        if parts.code == code_of(unit, other):
            raise RefusalError("outgoing.code_of_other", field="number", code=parts.code, kind=other.label)


def _check_serial(unit: UnitOfWork, kind: DocumentKind, parts: NumberParts, note: str) -> None:
    taken = unit.register.in_series(kind.value, parts.year, parts.serial)
    if taken is not None:
        said = {"year": parts.year, "serial": parts.serial, "subject": taken.subject}
        raise RefusalError("outgoing.serial_taken", field="number", **said)
    first, last = unit.register.last_serial(_OUT, kind.value, parts.year) + 1, parts.serial - 1
    if first <= last and not note:
        code = "outgoing.gap_one_unexplained" if first == last else "outgoing.gap_unexplained"
        raise RefusalError(code, field="note", first=first, last=last)
