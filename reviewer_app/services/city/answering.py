"""What the municipal bureau answers to the cases of a batch: entered, and taken back until a case has moved on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from reviewer_app.domain.application import Application
from reviewer_app.domain.batch import Batch
from reviewer_app.domain.changes import Changes, Noun
from reviewer_app.domain.dispatch.city import CityAnswer, CityAnswerKind, CityWords, check_words, in_force
from reviewer_app.domain.dispatch.parcels import posted_on
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import IncomingKind
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.incoming import IncomingPaper, enter_incoming
from reviewer_app.services.cases.permissions import require_here, require_own, require_role
from reviewer_app.services.cases.recording import move, record
from reviewer_app.services.ports.library import UnitOfWork

#: So many numbers are named in one sentence.
_NAMED = 6


@dataclass(frozen=True, slots=True)
class AnsweredCase:
    """One case of a sent batch: the answers that count, oldest first, and where the case stands now."""

    application_id: int
    intake_number: str
    project_name: str
    applicant: str
    state: State
    answers: tuple[CityAnswer, ...] = ()

    @property
    def last(self) -> CityAnswer | None:
        """The last answer that counts."""
        return self.answers[-1] if self.answers else None

    @property
    def may_be_answered(self) -> bool:
        """Whether the bureau still has it, so that an answer can be entered."""
        return self.state is State.SENT


def answers_of_batch(unit: UnitOfWork, batch_id: int) -> tuple[AnsweredCase, ...]:
    """The cases of a batch with what was answered to each; RefusalError `batch.unknown`."""
    batch = unit.batches.get(batch_id)
    cases = unit.applications.some([line.application_id for line in batch.lines])
    found: dict[int, list[CityAnswer]] = {}
    for one in in_force(unit.city_answers.of_batch(batch_id)):
        found.setdefault(one.application_id, []).append(one)
    return tuple(
        AnsweredCase(
            case.id, case.intake_number, case.project_name, case.applicant, case.state, tuple(found.get(case.id, ()))
        )
        for case in cases
    )


def record_answers(
    unit: UnitOfWork, batch_id: int, case_ids: Sequence[int], words: CityWords, came_on_paper: bool = False
) -> Changes:
    """Enters one answer of the bureau for some cases of a batch; with a line of the register where a paper came.

    Raises RefusalError `act.role_needed`, `city.…` with its field, and naming the cases `city.not_in_batch`,
    `city.not_sent`, `city.later_batch`, `city.received_already`, `custody.away`; TroubleError
    `library.not_as_recorded`.
    """
    require_role(unit.actor, EventAct.CITY_ANSWERED)
    batch = unit.batches.get(batch_id)
    cases = require_answerable(unit, batch, case_ids, words)
    if came_on_paper:
        _enter_paper(unit, batch, cases, words)
    for case in cases:
        enter_answer(unit, batch, case, words)
    nouns = {Noun.QUEUE, Noun.CASE, Noun.BATCH} | ({Noun.REGISTER} if came_on_paper else set())
    return Changes(frozenset(nouns), frozenset(case_ids))


def require_answerable(unit: UnitOfWork, batch: Batch, case_ids: Sequence[int], words: CityWords) -> list[Application]:
    """The cases, if the bureau can have answered so to each of them; raises as `record_answers`."""
    if not case_ids:
        raise RefusalError("city.nothing_chosen")
    cases = require_waiting(unit, batch, case_ids)
    require_words(unit, batch, words, case_ids)
    if words.kind is CityAnswerKind.RECEIVED:
        had = {one.application_id for one in in_force(unit.city_answers.of_batch(batch.id))}
        _refuse("city.received_already", [case for case in cases if case.id in had])
    return cases


def require_words(unit: UnitOfWork, batch: Batch, words: CityWords, case_ids: Sequence[int]) -> None:
    """Refuses an answer that cannot be true of some cases of a batch; RefusalError `city.…` with its field."""
    if batch.sent_at is None:
        raise RefusalError("city.batch_not_sent", number=batch.number)
    recorded_on = batch.sent_at.date()
    acts = unit.events.of_some(list(case_ids)).values()
    days = [posted_on(one, str(batch.number)) or recorded_on for one in acts]
    check_words(words, max(days, default=recorded_on), unit.today)


def require_waiting(unit: UnitOfWork, batch: Batch, case_ids: Sequence[int]) -> list[Application]:
    """The cases, if the bureau has each of them and has not answered; raises as `record_answers`."""
    if batch.sent_at is None:
        raise RefusalError("city.batch_not_sent", number=batch.number)
    own = {line.application_id for line in batch.lines}
    cases = unit.applications.some(list(dict.fromkeys(case_ids)))
    unit.require_as_recorded([case.id for case in cases])
    _refuse("city.not_in_batch", [case for case in cases if case.id not in own])
    for case in cases:
        require_here(case)
    later = _sent_later(unit, batch)
    _refuse("city.later_batch", [case for case in cases if case.id in later])
    _refuse("city.not_sent", [case for case in cases if case.state is not State.SENT])
    return cases


def enter_answer(unit: UnitOfWork, batch: Batch, case: Application, words: CityWords) -> None:
    """Writes one answer that was found to be possible, and moves its case where it says."""
    unit.city_answers.add(CityAnswer(case.id, batch.id, words, unit.actor.name, unit.now))
    detail = {
        RecordKey.BATCH.value: str(batch.number),
        RecordKey.OUTCOME.value: words.kind.label,
        RecordKey.ANSWERED_ON.value: words.day.isoformat(),
        RecordKey.DOCUMENT_NUMBER.value: words.number.strip(),
        RecordKey.CONTACT.value: words.person.strip(),
        RecordKey.DUE_ON.value: words.due_on.isoformat() if words.due_on else "",
        RecordKey.ROW.value: str(words.list_row) if words.list_row else "",
        RecordKey.CITY_LIST_HASH.value: words.list_sha256,
    }
    said = {key: value for key, value in detail.items() if value}
    if words.kind.state is State.SENT:
        record(unit, case, EventAct.CITY_ANSWERED, words.reason, said)
        return
    due = replace(case, due_on=words.due_on) if words.due_on is not None else case
    move(unit, due, words.kind.state, EventAct.CITY_ANSWERED, words.reason, said)


def take_back_answer(unit: UnitOfWork, batch_id: int, answer_id: int, reason: str) -> Changes:
    """Takes back an answer that was entered by mistake: by whoever entered it, while the case stands where it put it.

    What somebody entered who no longer does this here, another may take back.

    Raises RefusalError `act.role_needed`, `city.unknown_answer`, `city.other_person`, `city.moved_on`, `city.not_last`,
    `city.take_back_reason`; `custody.away`.
    """
    require_role(unit.actor, EventAct.CITY_ANSWER_TAKEN_BACK)
    batch = unit.batches.get(batch_id)
    standing = in_force(unit.city_answers.of_batch(batch_id))
    answer = next((one for one in standing if one.id == answer_id), None)
    if answer is None:
        raise RefusalError("city.unknown_answer")
    require_own(unit, answer.by, EventAct.CITY_ANSWER_TAKEN_BACK, "city.other_person")
    if not reason.strip():
        raise RefusalError("city.take_back_reason", field="reason")
    case = unit.applications.get(answer.application_id)
    require_here(case)
    if any(one.application_id == case.id and one.id > answer.id for one in standing):
        raise RefusalError("city.not_last", number=case.intake_number)
    if case.state is not answer.words.kind.state or case.id in _sent_later(unit, batch):
        raise RefusalError("city.moved_on", number=case.intake_number, state=case.state.label)
    back = replace(answer, by=unit.actor.name, at=unit.now, takes_back=answer.id, id=0)
    unit.city_answers.add(back)
    said = {RecordKey.BATCH.value: str(batch.number), RecordKey.OUTCOME.value: answer.said}
    if case.state is State.SENT:
        record(unit, case, EventAct.CITY_ANSWER_TAKEN_BACK, reason, said)
    else:
        pack = unit.packs.by_hash(case.pack.sha256)
        due = case.due_on if answer.words.due_on is None else pack.limits.deadlines_of(case.values)[1]
        move(unit, replace(case, due_on=due), State.SENT, EventAct.CITY_ANSWER_TAKEN_BACK, reason, said)
    return Changes(frozenset({Noun.QUEUE, Noun.CASE, Noun.BATCH}), frozenset({case.id}))


def _sent_later(unit: UnitOfWork, batch: Batch) -> set[int]:
    """The cases sent again with a later batch: what the bureau answers now is to that one."""
    later = [one for one in unit.batches.all(batch.season) if one.sent_at is not None and one.number > batch.number]
    return {line.application_id for one in later for line in one.lines}


def _enter_paper(unit: UnitOfWork, batch: Batch, cases: Sequence[Application], words: CityWords) -> None:
    """The line of the paper on which the bureau answered, in the register of what came in."""
    recipient = unit.packs.current(batch.season).address.recipient
    what = cases[0].project_name if len(cases) == 1 else f"第{batch.number}批 {len(cases)} 件"
    enter_incoming(
        unit,
        IncomingPaper(
            kind=IncomingKind.REPLY,
            sender=recipient,
            subject=f"{words.kind.label}：{what}",
            day=words.day,
            case_id=cases[0].id if len(cases) == 1 else 0,
            their_number=words.number.strip(),
        ),
    )


def _refuse(code: str, cases: Sequence[Application]) -> None:
    if cases:
        numbers = "、".join(case.intake_number for case in cases[:_NAMED])
        raise RefusalError(code, count=len(cases), numbers=numbers, state=cases[0].state.label)
