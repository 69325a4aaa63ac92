"""A case with an objection at its second look stays until the objection is answered; the other desk would not know."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import User
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.outside.custody import Custody, CustodyStand
from reviewer_app.domain.ranking.lots import LookVerdict
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.scoring import give_score
from reviewer_app.services.dispatch.second_looks import answer_objection, draw_second_looks, say_second_look
from reviewer_app.services.handover.cards import confirm_card, issue_card, own_card
from reviewer_app.services.handover.gathering import gather, plan_sending
from support.desk_pages import signed_off
from support.fake_stores import EVERY_ROLE
from support.fakes import FakeUnit


@pytest.fixture
def unit() -> FakeUnit:
    """One case drawn for a second look, a third person who may take it, and a desk to hand it over to."""
    unit = FakeUnit()
    signed_off(unit, 1)
    unit.users.put(User("示例丙", EVERY_ROLE))
    draw_second_looks(unit, 1, "例行抽查")
    issue_card(unit, "窗口")
    return unit


def neighbour(unit: FakeUnit) -> str:
    """The fingerprint of another desk that this one knows."""
    other = FakeUnit()
    issue_card(other, "初审室")
    card = own_card(other)
    assert card is not None
    confirm_card(unit, card, card.check_number)
    return card.fingerprint


def told(unit: FakeUnit) -> tuple[str, str]:
    (line,) = plan_sending(unit, [1])
    return line.refusal, line.told


def test_an_objection_is_answered_before_the_case_leaves(unit: FakeUnit) -> None:
    receiver = neighbour(unit)
    assert told(unit) == ("", "抽中复看，尚无复看意见；移交期间不能复看。")
    say_second_look(unit.acting("示例丙"), 1, LookVerdict.OBJECTED, "查询日期晚于意见")
    number = unit.applications.get(1).intake_number
    assert told(unit) == (f"{number} 的抽查复看有异议，答复后才能移交（示例丙：查询日期晚于意见）。", "")
    with pytest.raises(RefusalError, match=r"custody\.objected"):
        gather(unit, [1], receiver, "")
    answer_objection(unit.acting("示例甲"), 1, "查询在意见提交当日", 1)
    assert told(unit) == ("", "")
    assert gather(unit, [1], receiver, "").ids == (1,)


def test_nobody_is_kept_here_by_an_objection_that_cannot_be_answered_any_more(unit: FakeUnit) -> None:
    say_second_look(unit.acting("示例丙"), 1, LookVerdict.OBJECTED, "查询日期晚于意见")
    unit.applications.cases[1] = replace(unit.applications.get(1), state=State.WITHDRAWN)
    assert told(unit) == ("", "")


def test_a_case_at_another_desk_takes_neither_word_nor_score(unit: FakeUnit) -> None:
    case = unit.applications.get(1)
    away = Custody("k", 1, CustodyStand.AWAY, "0", "初审室", unit.now, 1, "0" * 64)
    unit.applications.cases[1] = replace(case, custody=away)
    head = unit.events.head()
    with pytest.raises(RefusalError, match=r"custody\.away"):
        give_score(unit, 1, "effect", 3)
    with pytest.raises(RefusalError, match=r"custody\.away"):
        say_second_look(unit.acting("示例丙"), 1, LookVerdict.SOUND, "材料齐全")
    assert unit.events.head() == head
