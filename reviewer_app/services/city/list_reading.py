"""The municipal bureau's list of results: shown with what each row would do, then entered as far as it is sure."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date

from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.city import CityAnswerKind, CityWords, in_force
from reviewer_app.domain.dispatch.city_list import CityRow, PairedRow, SentCase, pair_rows
from reviewer_app.domain.dispatch.parcels import posted_on
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import IncomingKind
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.services.cases.incoming import FILE_LIMIT, IncomingPaper, enter_incoming
from reviewer_app.services.cases.permissions import require_role
from reviewer_app.services.city.answering import enter_answer, require_waiting, require_words
from reviewer_app.services.ports.library import UnitOfWork
from reviewer_app.services.ports.reading import CityListSheet

#: A list longer than this is none of ours.
_MOST_ROWS = 5000


@dataclass(frozen=True, slots=True)
class UsualWords:
    """What a list says as a whole, where its rows say nothing: the answer of every row, and its day."""

    kind: CityAnswerKind | None = None
    day: date | None = None


@dataclass(frozen=True, slots=True)
class CityList:
    """A list that was read, with the bytes it was read from."""

    sheet: CityListSheet
    content: bytes


def plan_list(unit: UnitOfWork, rows: Sequence[CityRow], usual: UsualWords) -> tuple[PairedRow, ...]:
    """What each row of a list would do; nothing is written."""
    if len(rows) > _MOST_ROWS:
        raise RefusalError("city_list.too_long", count=len(rows), most=_MOST_ROWS)
    return pair_rows(rows, _sent_cases(unit), unit.today, usual.kind, usual.day)


def enter_list(
    unit: UnitOfWork, read: CityList, usual: UsualWords, numbers: Collection[int], came_on_paper: bool = False
) -> Changes:
    """Enters the rows of these numbers, all or none; the list is kept in the vault as what they rest on.

    Raises RefusalError `act.role_needed`, `city_list.nothing`, `city_list.changed` where a row is not sure any more,
    and as `record_answers`.
    """
    require_role(unit.actor, EventAct.CITY_ANSWERED)
    chosen = [one for one in plan_list(unit, read.sheet.rows, usual) if one.row.number in set(numbers)]
    if not chosen:
        raise RefusalError("city_list.nothing")
    unsure = [one for one in chosen if not one.is_sure]
    if unsure:
        raise RefusalError("city_list.changed", row=unsure[0].row.number)
    if len(read.content) > FILE_LIMIT * 1024 * 1024:
        raise RefusalError("outgoing.file_large", field="file", limit=FILE_LIMIT)
    digest = unit.attachments.keep(read.content)
    by_batch: dict[int, dict[int, CityWords]] = {}
    for one in chosen:
        if one.case is not None and one.words is not None:
            words = replace(one.words, list_sha256=digest)
            by_batch.setdefault(one.case.batch_id, {})[one.case.application_id] = words
    for batch_id, answers in by_batch.items():
        batch = unit.batches.get(batch_id)
        for case in require_waiting(unit, batch, list(answers)):
            require_words(unit, batch, answers[case.id], [case.id])
            enter_answer(unit, batch, case, answers[case.id])
    touched = {case_id for answers in by_batch.values() for case_id in answers}
    if came_on_paper:
        _enter_paper(unit, read, chosen)
    nouns = {Noun.QUEUE, Noun.CASE, Noun.BATCH} | ({Noun.REGISTER} if came_on_paper else set())
    return Changes(frozenset(nouns), frozenset(touched))


def _sent_cases(unit: UnitOfWork) -> list[SentCase]:
    """Every case of the season that went with a sent batch, each with the last one, read at once."""
    season = unit.settings.get().season
    last: dict[int, Batch] = {}
    for batch in sorted(unit.batches.all(season), key=lambda one: one.number):
        if batch.sent_at is not None:
            last |= {line.application_id: batch for line in batch.lines}
    cases = unit.applications.some(sorted(last))
    entries = unit.register.in_force_for(DocumentKind.RECOMMENDATION.value, sorted(last))
    numbers: dict[int, list[str]] = {}
    for (case_id, _basis), entry in entries.items():
        numbers.setdefault(case_id, []).append(entry.number)
    answered = {
        one.application_id
        for batch_id in {batch.id for batch in last.values()}
        for one in in_force(unit.city_answers.of_batch(batch_id))
    }
    acts = unit.events.of_some(sorted(last))
    days = {one: posted_on(acts.get(one, ()), str(batch.number)) for one, batch in last.items()}
    return [
        _sent_case(case, last[case.id], days[case.id], numbers.get(case.id, []), case.id in answered) for case in cases
    ]


def _sent_case(
    case: Application, batch: Batch, posted: date | None, numbers: Sequence[str], is_answered: bool
) -> SentCase:
    assert batch.sent_at is not None
    return SentCase(
        application_id=case.id,
        called=case.intake_number,
        filing_number=case.values.get("filing_number", ""),
        recommendations=tuple(number for number in numbers if number),
        applicant=case.applicant,
        credit_code=case.values.get("credit_code", ""),
        project_name=case.project_name,
        batch_id=batch.id,
        sent_on=posted or batch.sent_at.date(),
        is_waiting=case.state is State.SENT and not case.is_away,
        is_answered=is_answered,
    )


def _enter_paper(unit: UnitOfWork, read: CityList, rows: Sequence[PairedRow]) -> None:
    """The list as a paper that came in, with its file."""
    address = unit.packs.current(unit.settings.get().season).address
    days = [one.words.day for one in rows if one.words is not None]
    enter_incoming(
        unit,
        IncomingPaper(
            kind=IncomingKind.REPLY,
            sender=address.recipient,
            subject=f"市局结果名单 {len(rows)} 件",
            day=max(days),
            file_name=read.sheet.file_name,
            content=read.content,
        ),
    )
