"""Second looks before a batch: drawn on record, taken by another person, an objection holds the case until answered."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from reviewer_app.domain.application import Recusal, Role, User
from reviewer_app.domain.batch import Batch, BatchLine, SealStyle
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.opinion import OpinionStatus
from reviewer_app.domain.outside.custody import Custody, CustodyStand
from reviewer_app.domain.ranking.lots import LookVerdict, LookWord, SecondLook
from reviewer_app.domain.states import State
from reviewer_app.services.dispatch.batch_planning import plan_batch
from reviewer_app.services.dispatch.exporting import export_batch
from reviewer_app.services.dispatch.second_looks import (
    answer_objection,
    draw_second_looks,
    look_sheet,
    say_second_look,
)
from reviewer_app.services.papers.issuing import IssueChoice, plan_issue
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.summary.summaries import gather_summary
from support.desk_pages import Documents, signed_off
from support.fake_stores import EVERY_ROLE
from support.fakes import FakeDesk, FakeUnit
from support.sending import send_excused

SOUND, OBJECTED = LookVerdict.SOUND, LookVerdict.OBJECTED


@pytest.fixture
def unit() -> FakeUnit:
    """Four cases that could be sent, and a third person who had no part in them."""
    unit = FakeUnit()
    for number in range(1, 5):
        signed_off(unit, number)
    unit.users.put(User("示例丙", EVERY_ROLE))
    return unit


def looks(unit: FakeUnit) -> list[SecondLook]:
    return [line.look for line in look_sheet(unit).lines]


def codes(unit: FakeUnit) -> dict[int, str]:
    return {choice.application_id: choice.refusal for choice in plan_batch(unit)}


def test_before_a_draw_it_is_told_how_many_cases_nobody_could_look_at(unit: FakeUnit) -> None:
    assert look_sheet(unit).left_to_nobody == 0
    unit.applications.recuse(2, Recusal("示例丙", "近亲属", unit.now))
    assert look_sheet(unit).left_to_nobody == 1
    unit.users.put(User("示例丙", frozenset({Role.SEAL})))
    assert look_sheet(unit).left_to_nobody == 4


def test_a_draw_is_on_record_with_person_seed_range_and_reason(unit: FakeUnit) -> None:
    draw_second_looks(unit, 2, " 例行抽查 ", "5eed")
    (first, second) = looks(unit)
    assert {one.draw for one in (first, second)} == {1}
    event = unit.events.of(first.application_id)[-1]
    assert (event.act, event.actor, event.reason) == ("look_drawn", "示例甲", "例行抽查")
    assert (event.detail["seed"], event.detail["cases"]) == ("5eed", "2")
    assert event.detail["drawn_from"].count("2024-") == 4
    assert sum(choice.told != "" for choice in plan_batch(unit)) == 2
    assert set(codes(unit).values()) == {""}


def test_none_is_drawn_twice_and_without_a_seed_of_ones_own_each_draw_has_another(unit: FakeUnit) -> None:
    draw_second_looks(unit, 3, "例行抽查")
    assert look_sheet(unit).left == 1
    with pytest.raises(RefusalError, match=r"looks\.count"):
        draw_second_looks(unit, 2, "例行抽查")
    draw_second_looks(unit, 1, "补抽")
    assert len({one.application_id for one in looks(unit)}) == 4
    assert len({one.seed for one in looks(unit)}) == 2
    with pytest.raises(RefusalError, match=r"looks\.none_left"):
        draw_second_looks(unit, 1, "再抽")


@pytest.mark.parametrize(("count", "reason", "code"), [(0, "例行", "count"), (5, "例行", "count"), (1, " ", "reason")])
def test_a_draw_that_means_nothing_leaves_nothing(unit: FakeUnit, count: int, reason: str, code: str) -> None:
    head = unit.events.head()
    with pytest.raises(RefusalError, match=rf"looks\.{code}"):
        draw_second_looks(unit, count, reason)
    assert (unit.events.head(), looks(unit)) == (head, [])


def test_cases_signed_off_by_who_proposed_them_are_drawn_first(unit: FakeUnit) -> None:
    (opinion,) = unit.opinions.of(3)
    unit.opinions.update(replace(opinion, is_self_approved=True))
    assert look_sheet(unit).left_self_approved == 1
    for seed in ("1", "2", "3"):
        unit.ranking.drawn.clear()
        draw_second_looks(unit, 1, "例行抽查", seed)
        assert [one.application_id for one in looks(unit)] == [3]
    drawn_from = unit.events.of(3)[-1].detail["drawn_from"].split("、")
    assert [one.partition("（")[2] for one in drawn_from] == ["", "", "经办自己复核）", ""]


def test_another_person_looks_and_neither_handler_nor_signer_nor_who_recused_himself(unit: FakeUnit) -> None:
    draw_second_looks(unit, 4, "例行抽查")
    look = looks(unit)[0]
    for own in ("示例甲", "示例乙"):
        with pytest.raises(RefusalError, match=r"looks\.own"):
            say_second_look(unit.acting(own), look.id, SOUND, "材料齐全")
    unit.acting("示例丙")
    with pytest.raises(RefusalError, match=r"looks\.word_reason"):
        say_second_look(unit, look.id, SOUND, " ")
    say_second_look(unit, look.id, SOUND, "材料齐全")
    event = unit.events.of(look.application_id)[-1]
    assert (event.act, event.detail["verdict"], event.reason) == ("look_said", "无异议", "材料齐全")
    other = looks(unit)[1]
    unit.applications.recuse(other.application_id, Recusal("示例丙", "亲属在该单位任职", unit.now))
    with pytest.raises(RefusalError, match=r"act\.recused"):
        say_second_look(unit, other.id, SOUND, "材料齐全")
    unit.users.put(User("示例戊", frozenset({Role.SEAL})))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        say_second_look(unit.acting("示例戊"), other.id, SOUND, "材料齐全")


def test_an_objection_holds_the_case_until_somebody_else_answers(unit: FakeUnit, tmp_path: Path) -> None:
    draw_second_looks(unit, 1, "例行抽查")
    look = looks(unit)[0]
    held = look.application_id
    say_second_look(unit.acting("示例丙"), look.id, OBJECTED, "查询日期晚于意见")
    assert [case for case, code in codes(unit).items() if code == "looks.objected"] == [held]
    ids = [1, 2, 3, 4]
    made = export_batch(
        FakeDesk(unit, tmp_path / "库"),
        Documents(),
        ids,
        tmp_path / "批",
        SealStyle.CIRCLE,
        lambda *_: None,
        lambda: False,
    )
    assert [line.application_id for line in made.lines if "查询日期晚于意见" in line.error] == [held]
    with pytest.raises(RefusalError, match=r"looks\.own_objection"):
        answer_objection(unit, look.id, "已核对", 1)
    with pytest.raises(RefusalError, match=r"looks\.changed_meanwhile"):
        answer_objection(unit.acting("示例甲"), look.id, "已核对", 0)
    answer_objection(unit, look.id, "查询在意见提交当日，晚一小时登记", 1)
    assert set(codes(unit).values()) == {""}
    with pytest.raises(RefusalError, match=r"looks\.nothing_to_answer"):
        answer_objection(unit, look.id, "再答", 2)


def test_an_objection_holds_the_single_paper_its_number_and_the_summary(unit: FakeUnit) -> None:
    draw_second_looks(unit, 1, "例行抽查")
    look = looks(unit)[0]
    held = look.application_id
    say_second_look(unit.acting("示例丙"), look.id, OBJECTED, "查询日期晚于意见")
    unit.acting("示例甲")
    order = PrintOrder(DocumentKind.RECOMMENDATION, held)
    for door in (lambda: gather(unit, order), lambda: plan_issue(unit, order, IssueChoice())):
        with pytest.raises(RefusalError, match=r"looks\.objected"):
            door()
    listed = gather_summary(unit, [1, 2, 3, 4])
    assert held not in listed.applications
    assert "查询日期晚于意见" in listed.left_out[0]
    unit.applications.update(replace(unit.applications.get(held), state=State.SENT))
    assert held in gather_summary(unit, [1, 2, 3, 4]).applications


def test_who_objected_may_find_it_sound_after_all(unit: FakeUnit) -> None:
    draw_second_looks(unit, 1, "例行抽查")
    look = looks(unit)[0]
    unit.acting("示例丙")
    say_second_look(unit, look.id, OBJECTED, "缺一份附件")
    say_second_look(unit, look.id, SOUND, "附件在第二册", 1)
    assert [word.verdict for word in looks(unit)[0].words] == [OBJECTED, SOUND]
    assert set(codes(unit).values()) == {""}


def test_over_the_objection_of_another_goes_only_an_answer(unit: FakeUnit) -> None:
    draw_second_looks(unit, 1, "例行抽查")
    look = looks(unit)[0]
    unit.users.put(User("示例丁", EVERY_ROLE))
    say_second_look(unit.acting("示例丙"), look.id, OBJECTED, "查询日期晚于意见")
    unit.acting("示例丁")
    for verdict in (SOUND, OBJECTED):
        with pytest.raises(RefusalError, match=r"looks\.of_another") as refused:
            say_second_look(unit, look.id, verdict, "我看没问题", 1)
        assert refused.value.values["by"] == "示例丙"
    line = look_sheet(unit).lines[0]
    assert (line.may_look("示例丁"), line.may_answer("示例丁"), line.may_look("示例丙")) == (False, True, True)
    answer_objection(unit, look.id, "查询在提交当日", 1)
    assert look_sheet(unit).lines[0].may_look("示例丁")
    assert set(codes(unit).values()) == {""}


def test_an_objection_waved_away_by_a_third_person_in_an_earlier_version_stands(unit: FakeUnit) -> None:
    draw_second_looks(unit, 1, "例行抽查")
    look = looks(unit)[0]
    words = [LookWord(look.id, OBJECTED, "查询日期晚于意见", "示例丙", unit.now)]
    words.append(LookWord(look.id, SOUND, "我看没问题", "示例丁", unit.now))
    unit.ranking.say(replace(look, words=tuple(words)))
    assert codes(unit)[look.application_id] == "looks.objected"


def test_a_case_at_another_desk_is_looked_at_there(unit: FakeUnit) -> None:
    draw_second_looks(unit, 1, "例行抽查")
    case = unit.applications.get(looks(unit)[0].application_id)
    custody = Custody("k", 1, CustodyStand.AWAY, "f" * 64, "初审室", unit.now, 1, "h")
    unit.applications.cases[case.id] = replace(case, custody=custody)
    line = look_sheet(unit).lines[0]
    refusal = line.why_not_look("示例丙")
    assert (line.may_look("示例丙"), refusal and refusal.code) == (False, "custody.away")


def test_an_objection_after_the_export_holds_the_sending(unit: FakeUnit) -> None:
    draw_second_looks(unit, 1, "例行抽查")
    look = looks(unit)[0]
    case = unit.applications.get(look.application_id)
    line = BatchLine(case.id, case.intake_number, case.project_name)
    batch = unit.batches.add(Batch(1, "2024", "批", SealStyle.CIRCLE, "示例甲", unit.now, "", (line,)))
    unit.applications.update(replace(case, state=State.SEALED))
    say_second_look(unit.acting("示例丙"), look.id, OBJECTED, "查询日期晚于意见")
    with pytest.raises(RefusalError, match=r"looks\.objected_case"):
        send_excused(unit.acting("示例甲"), batch)
    answer_objection(unit, look.id, "已核对", 1)
    send_excused(unit, batch)


def test_a_case_withdrawn_or_decided_anew_is_held_by_no_earlier_look_and_can_be_drawn_again(unit: FakeUnit) -> None:
    draw_second_looks(unit, 4, "例行抽查")
    gone, anew = (next(one for one in looks(unit) if one.application_id == case) for case in (1, 2))
    unit.acting("示例丙")
    say_second_look(unit, anew.id, OBJECTED, "缺一份附件")
    unit.applications.cases[1] = replace(unit.applications.get(1), state=State.WITHDRAWN)
    with pytest.raises(RefusalError, match=r"looks\.over"):
        say_second_look(unit, gone.id, SOUND, "材料齐全")
    (former,) = unit.opinions.of(2)
    unit.opinions.update(replace(former, status=OpinionStatus.RETRACTED))
    unit.opinions.add(replace(former, number=2))
    assert codes(unit)[2] == ""
    with pytest.raises(RefusalError, match=r"looks\.over"):
        say_second_look(unit, anew.id, SOUND, "材料齐全", 1)
    assert look_sheet(unit).left == 1
    draw_second_looks(unit, 1, "重新作出意见")
    assert {line.look.draw for line in look_sheet(unit).lines if line.case.id == 2 and line.counts} == {2}
