"""Sending a batch in a test that is not about the check before mailing: what may be excused is excused in writing."""

from __future__ import annotations

from collections.abc import Iterator

from reviewer_app.domain.changes import Changes
from reviewer_app.domain.dispatch.city import CityAnswerKind, CityWords
from reviewer_app.domain.dispatch.letters import LetterWay
from reviewer_app.services.city.answering import record_answers, take_back_answer
from reviewer_app.services.dispatch.dispatching import list_batches, record_sent
from reviewer_app.services.dispatch.mail_check import excuse_point, mail_check
from reviewer_app.services.papers.batch_letters import issue_letters
from reviewer_app.services.ports.library import UnitOfWork
from support.small_office import Office

_REASON = "纸质台账已核对，按台账寄出"


def excuse_what_may_be(unit: UnitOfWork, batch_id: int) -> None:
    """Excuses every open point that may be; what may never be stays open."""
    for point in mail_check(unit, batch_id).points:
        if point.may_be_excused:
            excuse_point(unit, batch_id, point.id, _REASON, point.facts)


def send_excused(unit: UnitOfWork, batch_id: int) -> Changes:
    """Excuses what may be, and records the batch as sent, as the person at the desk."""
    excuse_what_may_be(unit, batch_id)
    return record_sent(unit, batch_id)


def _excuse(office: Office) -> Iterator[None]:
    batch = office.library.read(list_batches)[0]
    point = next(one for one in office.library.read(mail_check, batch.id).points if one.may_be_excused)
    yield
    office.library.change(excuse_point, batch.id, point.id, _REASON, point.facts)


def _answer(office: Office) -> Iterator[None]:
    batch = office.library.read(list_batches)[0]
    office.library.change(send_excused, batch.id)
    yield
    ids = [line.application_id for line in batch.lines]
    office.library.change(record_answers, batch.id, ids, _words(office), True)


def _take_back(office: Office) -> Iterator[None]:
    yield from _answer(office)
    batch = office.library.read(list_batches)[0]
    answer = office.library.read(lambda unit: unit.city_answers.of_batch(batch.id))[-1]
    office.library.change(take_back_answer, batch.id, answer.id, _REASON)


def _letters(office: Office) -> Iterator[None]:
    batch = office.library.read(list_batches)[0]
    yield
    issue_letters(office.library, office.parts, batch.id)


def _other_letters(office: Office) -> Iterator[None]:
    batch = office.library.read(list_batches)[0]
    issue_letters(office.library, office.parts, batch.id, way=LetterWay.ALL)
    yield
    issue_letters(office.library, office.parts, batch.id, _REASON, LetterWay.CONTACT)


def _words(office: Office) -> CityWords:
    return CityWords(CityAnswerKind.RETURNED, office.library.read(lambda unit: unit.today), reason=_REASON)


#: What writes on the way out of a batch, up to the moment before and from there.
MAILING = {
    "excuse": _excuse,
    "answer": _answer,
    "take_back_answer": _take_back,
    "issue_letters": _letters,
    "replace_letters": _other_letters,
}
