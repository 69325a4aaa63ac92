"""A recommendation the bureau has is taken back: asked for with a reason, agreed to by another, told by letter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.acts import Act, acts_for
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery, Direction, RegisterEntry, Sealing
from reviewer_app.domain.opinion import Outcome
from reviewer_app.domain.record import EventAct
from reviewer_app.domain.states import State
from reviewer_app.services.cases.reading import open_case
from reviewer_app.services.cases.reviewing import agree_withdrawal, ask_withdrawal, refuse_withdrawal, reopen
from reviewer_app.services.papers.printing import PrintOrder, gather, orders_for
from reviewer_app.services.ports.papers import DocumentValues
from support.casework import proposed
from support.desk_pages import application
from support.fakes import FakeUnit
from support.grounds import signed_off
from support.sealing import seal_cases
from support.sending import send_excused

KIND = DocumentKind.WITHDRAWAL_LETTER
WHY = "申报单位来函说明项目已停止实施。"


@pytest.fixture
def unit() -> FakeUnit:
    """One case, sent with the first batch under a number."""
    unit = FakeUnit()
    case_id = signed_off(unit, proposed(unit, Outcome.RECOMMEND, **application(1)))
    seal_cases(unit, [case_id])
    case = unit.applications.get(case_id)
    line = BatchLine(case.id, case.intake_number, case.project_name, "a.pdf", "0" * 64)
    unit.batches.add(Batch(1, "2024", "第1批", SealStyle.CIRCLE, "示例甲", unit.now, unit.events.head(), (line,)))
    said = ("recommendation", 2024, 8, "示市监荐〔2024〕8号", "市局", "推荐意见", unit.today, "示例甲")
    unit.register.add(
        RegisterEntry(
            Direction.OUTGOING, *said, case_id=case.id, basis="opinion:1", sealed_how=Sealing.STAMPED, sha256="0" * 64
        )
    )
    send_excused(unit, 1)
    return unit


def letter(unit: FakeUnit) -> DocumentValues:
    values = gather(unit, PrintOrder(KIND, 1)).values
    assert values is not None
    return values


def state(unit: FakeUnit) -> State:
    return unit.applications.get(1).state


def test_it_is_asked_for_agreed_to_by_another_and_told_by_letter(unit: FakeUnit) -> None:
    assert acts_for(unit.actor, unit.applications.get(1)) == {Act.ASK_WITHDRAWAL}
    assert KIND not in orders_for(open_case(unit, 1))
    ask_withdrawal(unit, 1, WHY)
    assert (state(unit), gather(unit, PrintOrder(KIND, 1)).can_issue) == (State.WITHDRAWAL_ASKED, False)
    agree_withdrawal(unit.acting("示例乙"), 1)
    assert state(unit) is State.RECOMMENDATION_WITHDRAWN
    event = unit.events.of(1)[-1]
    assert (event.act, event.actor, event.reason) == (EventAct.RECOMMENDATION_WITHDRAWN, "示例乙", WHY)
    made = letter(unit)
    assert gather(unit, PrintOrder(KIND, 1)).can_issue
    assert {name: made.fields[name] for name in ("batch", "sent_on", "recommendation", "recommended_on", "reason")} == {
        "batch": "1",
        "sent_on": "2024年5月19日",
        "recommendation": "示市监荐〔2024〕8号",
        "recommended_on": "2024年5月19日",
        "reason": WHY.rstrip("。"),
    }


def test_without_a_number_on_record_the_letter_names_none(unit: FakeUnit) -> None:
    for entry in unit.register.all():
        unit.register.complete(replace(entry, delivered_how=Delivery.POSTED))
    ask_withdrawal(unit, 1, WHY)
    assert not {"recommendation", "recommended_on"} & letter(unit).fields.keys()


def test_nobody_agrees_to_his_own_asking_unless_the_library_allows_it(unit: FakeUnit) -> None:
    unit.settings.put(replace(unit.settings.get(), allows_self_approval=False))
    ask_withdrawal(unit, 1, WHY)
    with pytest.raises(RefusalError, match=r"withdrawal\.second_person"):
        agree_withdrawal(unit, 1)
    unit.settings.put(replace(unit.settings.get(), allows_self_approval=True))
    agree_withdrawal(unit, 1)
    assert unit.events.of(1)[-1].detail == {"approval": "经办与复核为同一人"}


def test_refused_it_stands_as_sent_and_may_be_asked_for_again(unit: FakeUnit) -> None:
    ask_withdrawal(unit, 1, WHY)
    with pytest.raises(RefusalError, match=r"state\.reason"):
        refuse_withdrawal(unit.acting("示例乙"), 1, " ")
    refuse_withdrawal(unit, 1, "理由不足")
    assert state(unit) is State.SENT
    with pytest.raises(RefusalError, match=r"withdrawal\.none"):
        letter(unit)
    ask_withdrawal(unit.acting("示例甲"), 1, "申报单位再次来函")
    assert letter(unit).fields["reason"] == "申报单位再次来函"


def test_no_reason_no_withdrawal_and_the_way_back_is_reopening(unit: FakeUnit) -> None:
    with pytest.raises(RefusalError, match=r"state\.reason"):
        ask_withdrawal(unit, 1, "  ")
    ask_withdrawal(unit, 1, WHY)
    agree_withdrawal(unit.acting("示例乙"), 1)
    reopen(unit, 1, "申报单位恢复实施")
    assert state(unit) is State.CHECKING
