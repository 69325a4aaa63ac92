"""What the municipal bureau answers: entered for one or many, refused where it cannot be, taken back in time."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.dispatch.city import CityAnswerKind, CityWords
from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction
from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.record import EventAct, RecordKey
from reviewer_app.domain.states import State
from reviewer_app.services.cases.checking import begin_checking
from reviewer_app.services.city.answering import (
    answers_of_batch,
    record_answers,
    take_back_answer,
)
from reviewer_app.services.dispatch.road import road_of
from support.casework import proposed
from support.desk_pages import application
from support.fakes import FakeUnit
from support.grounds import signed_off
from support.sealing import seal_cases
from support.sending import send_excused

KIND = CityAnswerKind
LATER = timedelta(days=20)
WHY = "项目与已立项的重复"


@pytest.fixture
def unit() -> FakeUnit:
    """Three cases sent with one batch on 05-19, looked at twenty days later."""
    unit = FakeUnit()
    ids = [signed_off(unit, proposed(unit, Outcome.RECOMMEND, **application(number))) for number in (1, 2, 3)]
    seal_cases(unit, ids)
    send_excused(unit, batch_of(unit, 1, *ids))
    unit.clock += LATER
    return unit


def batch_of(unit: FakeUnit, number: int, *ids: int) -> int:
    cases = [unit.applications.get(one) for one in ids]
    lines = tuple(BatchLine(case.id, case.intake_number, case.project_name, "a.pdf", "0" * 64) for case in cases)
    made = Batch(number, "2024", f"第{number}批", SealStyle.CIRCLE, "示例甲", unit.now, unit.events.head(), lines)
    return unit.batches.add(made)


def words(kind: CityAnswerKind, number: str = "沪市监标技〔2024〕88号", reason: str = WHY) -> CityWords:
    if kind.needs_reason:
        return CityWords(kind, date(2024, 6, 3), reason=reason)
    return CityWords(kind, date(2024, 6, 3), number)


def states(unit: FakeUnit) -> list[State]:
    return [unit.applications.get(one).state for one in (1, 2, 3)]


def test_each_answer_moves_its_cases_and_says_so_on_record(unit: FakeUnit) -> None:
    record_answers(unit, 1, [1, 2, 3], CityWords(KIND.RECEIVED, date(2024, 5, 22), person="王某"))
    assert states(unit) == [State.SENT] * 3
    record_answers(unit, 1, [1, 2], words(KIND.APPROVED))
    record_answers(unit, 1, [3], replace(words(KIND.RETURNED), due_on=date(2024, 6, 20)))
    assert states(unit) == [State.APPROVED, State.APPROVED, State.RETURNED_BY_BUREAU]
    assert unit.applications.get(3).due_on == date(2024, 6, 20)
    event = unit.events.of(1)[-1]
    assert (event.act, event.detail[RecordKey.DOCUMENT_NUMBER]) == (EventAct.CITY_ANSWERED, "沪市监标技〔2024〕88号")
    assert unit.events.of(3)[-1].reason == WHY
    assert [len(case.answers) for case in answers_of_batch(unit, 1)] == [2, 2, 2]
    standing = road_of(unit, 1).steps[RoadStep.CITY]
    assert (standing.done, standing.total, standing.line) == (3, 3, "已答复 3 / 3：立项 2，市局退回 1")


def test_a_returned_case_is_taken_up_again_and_an_answer_to_the_old_batch_is_refused_then(unit: FakeUnit) -> None:
    record_answers(unit, 1, [1], words(KIND.RETURNED))
    begin_checking(unit, 1)
    assert unit.applications.get(1).state is State.CHECKING
    with pytest.raises(RefusalError, match=r"city\.moved_on"):
        take_back_answer(unit, 1, 1, "登记错了")
    with pytest.raises(RefusalError, match=r"city\.not_sent"):
        record_answers(unit, 1, [1], words(KIND.APPROVED))
    unit.applications.update(replace(unit.applications.get(1), state=State.SENT))
    unit.batches.mark_sent(batch_of(unit, 2, 1), unit.now, "示例甲")
    with pytest.raises(RefusalError, match=r"city\.later_batch"):
        record_answers(unit, 1, [1], words(KIND.APPROVED))
    record_answers(unit, 2, [1], CityWords(KIND.APPROVED, unit.today, "沪市监标技〔2024〕99号"))
    assert unit.applications.get(1).state is State.APPROVED


@pytest.mark.parametrize(
    ("said", "code"),
    [
        (words(KIND.APPROVED, number=""), "city.number"),
        (words(KIND.NOT_APPROVED, reason=" "), "city.reason"),
        (CityWords(KIND.RECEIVED, date(2024, 5, 18)), "city.day_early"),
        (CityWords(KIND.RECEIVED, date(2024, 7, 18)), "city.day_late"),
        (replace(words(KIND.RETURNED), due_on=date(2024, 5, 20)), "city.due_early"),
        (words(KIND.RETURNED, reason="长" * 5000), "text.too_long"),
    ],
)
def test_what_cannot_be_true_is_refused_with_its_field(unit: FakeUnit, said: CityWords, code: str) -> None:
    with pytest.raises(RefusalError) as refused:
        record_answers(unit, 1, [1], said)
    assert refused.value.code == code
    assert states(unit)[0] is State.SENT
    assert unit.city_answers.kept == []


def test_nothing_is_entered_for_any_of_several_when_one_cannot_be_answered(unit: FakeUnit) -> None:
    record_answers(unit, 1, [2], words(KIND.APPROVED))
    with pytest.raises(RefusalError, match=r"city\.not_sent"):
        record_answers(unit, 1, [1, 2], words(KIND.NOT_APPROVED))
    assert states(unit) == [State.SENT, State.APPROVED, State.SENT]
    other = signed_off(unit, proposed(unit, Outcome.RECOMMEND, **application(9)))
    with pytest.raises(RefusalError, match=r"city\.not_in_batch"):
        record_answers(unit, 1, [1, other], words(KIND.APPROVED))
    with pytest.raises(RefusalError, match=r"city\.batch_not_sent"):
        record_answers(unit, batch_of(unit, 2, other), [other], words(KIND.APPROVED))
    with pytest.raises(RefusalError, match=r"city\.nothing_chosen"):
        record_answers(unit, 1, [], words(KIND.APPROVED))


def test_received_is_said_once_and_an_answer_twice_is_refused(unit: FakeUnit) -> None:
    record_answers(unit, 1, [1], CityWords(KIND.RECEIVED, date(2024, 5, 22)))
    with pytest.raises(RefusalError, match=r"city\.received_already"):
        record_answers(unit, 1, [1], CityWords(KIND.RECEIVED, date(2024, 5, 23)))
    record_answers(unit, 1, [1], words(KIND.APPROVED))
    with pytest.raises(RefusalError, match=r"city\.not_sent"):
        record_answers(unit, 1, [1], words(KIND.APPROVED))


def test_an_answer_is_taken_back_by_who_entered_it_with_a_reason_last_first(unit: FakeUnit) -> None:
    due = unit.applications.get(1).due_on
    record_answers(unit, 1, [1], CityWords(KIND.RECEIVED, date(2024, 5, 22)))
    record_answers(unit, 1, [1], replace(words(KIND.RETURNED), due_on=date(2024, 6, 20)))
    with pytest.raises(RefusalError, match=r"city\.other_person"):
        take_back_answer(unit.acting("示例乙"), 1, 2, "登记错了")
    unit.acting("示例甲")
    with pytest.raises(RefusalError, match=r"city\.take_back_reason"):
        take_back_answer(unit, 1, 2, " ")
    with pytest.raises(RefusalError, match=r"city\.not_last"):
        take_back_answer(unit, 1, 1, "登记错了")
    take_back_answer(unit, 1, 2, "登记错了")
    assert (states(unit)[0], unit.applications.get(1).due_on) == (State.SENT, due)
    with pytest.raises(RefusalError, match=r"city\.unknown_answer"):
        take_back_answer(unit, 1, 2, "又一次")
    take_back_answer(unit, 1, 1, "登记错了")
    assert answers_of_batch(unit, 1)[0].answers == ()
    assert len(unit.city_answers.kept) == 4


def test_a_paper_of_the_bureau_gets_its_line_in_the_register(unit: FakeUnit) -> None:
    record_answers(unit, 1, [1, 2], words(KIND.APPROVED), came_on_paper=True)
    (line,) = [entry for entry in unit.register.all() if entry.direction is Direction.INCOMING]
    assert (line.subject, line.party) == ("立项：第1批 2 件", "上海市市场监督管理局")


def test_who_is_neither_handler_nor_keeper_of_the_seal_enters_nothing(unit: FakeUnit) -> None:
    unit.actor = User("示例丙", frozenset({Role.HEAD}))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        record_answers(unit, 1, [1], words(KIND.APPROVED))
