"""出具报送函: all letters of a batch at once, one for all or one for each contact, replaced when the batch changes."""

from __future__ import annotations

import hashlib
from dataclasses import replace

import pytest

from reviewer_app.domain.application import Role, User
from reviewer_app.domain.batch import SealStyle
from reviewer_app.domain.dispatch.changes import BatchChange, BatchChangeKind
from reviewer_app.domain.dispatch.letters import LetterWay, NamedProject, letter_mark, says_else
from reviewer_app.domain.dispatch.parcels import PieceKind
from reviewer_app.domain.dispatch.points import PointStanding
from reviewer_app.domain.dispatch.road import LetterStanding, RoadStep, is_done
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Sealing
from reviewer_app.domain.record import EventAct
from reviewer_app.services.dispatch.batch_letters import in_force_of, letters_of
from reviewer_app.services.dispatch.changing.planning import plan_update
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.dispatch.mail_check import excuse_point, mail_check, point_said
from reviewer_app.services.dispatch.road import road_of
from reviewer_app.services.papers.batch_letters import (
    coming_letters,
    letter_matters,
    letters_after,
    plan_letters,
    record_letters,
)
from reviewer_app.services.papers.issuing import IssueChoice, plan_issue, record_issued
from reviewer_app.services.papers.printing import PrintOrder
from reviewer_app.services.posting.contents import batch_parcels
from reviewer_app.services.posting.packing import close_parcel, open_parcel, put_all_in, take_out
from reviewer_app.services.seasons.settling import settle
from support.fakes import FakeUnit
from support.packed import lettered, planned, sealed_batch

WHY = "批次有变"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def open_points(unit: FakeUnit) -> dict[str, str]:
    points = mail_check(unit, 1).points
    return {one.id: point_said(one) for one in points if one.standing is PointStanding.OPEN}


def issue(unit: FakeUnit, way: LetterWay | None = None, reason: str = "") -> list[str]:
    """Issues what the plan says; the numbers in force then."""
    plan = plan_letters(unit, 1, way)
    record_letters(unit, plan, [(matter, b"%PDF") for matter in letter_matters(unit, plan)], reason)
    return [one.called for one in in_force_of(unit, 1)]


def dropped(unit: FakeUnit, case_id: int) -> None:
    """The batch goes on without a case."""
    leave_batch(unit, case_id, "暂缓")
    unit.batches.change(BatchChange(1, BatchChangeKind.DROPPED, "暂缓", "示例甲", unit.now, case_id))


def test_each_contact_gets_a_letter_under_the_next_numbers_and_they_stand_among_the_papers(unit: FakeUnit) -> None:
    unit.settings.put(replace(unit.settings.get(), letter_code="示市监函"))
    sealed_batch(unit)
    plan = plan_letters(unit, 1)
    assert [(one.contact, one.cases, one.called) for one in plan.new] == [
        ("胡伟", 1, "示市监函〔2024〕1号"),
        ("倪敏", 1, "示市监函〔2024〕2号"),
    ]
    assert [line.letter for line in road_of(unit, 1).letters] == [LetterStanding.MISSING] * 2
    assert issue(unit) == ["示市监函〔2024〕1号", "示市监函〔2024〕2号"]
    road = road_of(unit, 1)
    assert [(line.number, line.letter) for line in road.letters] == [
        ("示市监函〔2024〕1号", LetterStanding.ISSUED),
        ("示市监函〔2024〕2号", LetterStanding.ISSUED),
    ]
    assert is_done(road.steps[RoadStep.MAKE])
    assert {event.act for event in unit.events.of(1)[-2:]} == {EventAct.PAPER_ISSUED}
    with pytest.raises(RefusalError, match=r"letters\.none_open"):
        issue(unit)


def test_a_season_with_one_parcel_for_all_has_one_letter_for_all(unit: FakeUnit) -> None:
    sealed_batch(unit)
    settle(unit, "2024", "parcel_for", "all", "市局来电")
    assert [(one.contact, one.cases) for one in plan_letters(unit, 1).new] == [("", 2)]


def test_both_ways_are_never_in_force_at_once(unit: FakeUnit) -> None:
    sealed_batch(unit)
    former = issue(unit, LetterWay.ALL)
    order = PrintOrder(DocumentKind.COVERING_LETTER, batch_id=1, contact="胡伟")
    with pytest.raises(RefusalError, match=r"letters\.other_way") as refused:
        plan_issue(unit, order, IssueChoice())
    assert refused.value.values["called"] == former[0]
    with pytest.raises(RefusalError, match=r"letters\.reason"):
        issue(unit, LetterWay.CONTACT)
    assert [one.called for one in in_force_of(unit, 1)] == former
    assert len(issue(unit, LetterWay.CONTACT, WHY)) == 2
    void = [one for one in unit.register.of_batch(1) if one.is_void]
    assert [(one.called, one.void_reason) for one in void] == [(former[0], WHY)]


def test_two_people_who_issue_both_ways_meanwhile_are_refused_the_second(unit: FakeUnit) -> None:
    sealed_batch(unit)
    order = PrintOrder(DocumentKind.COVERING_LETTER, batch_id=1)
    late = plan_issue(unit, order, IssueChoice())
    plan = plan_letters(unit, 1)
    made = [(matter, b"%PDF") for matter in letter_matters(unit, plan)]
    record_letters(unit, plan, made, "")
    with pytest.raises(RefusalError, match=r"letters\.other_way"):
        record_issued(unit, late, b"%PDF", SealStyle.CIRCLE)
    with pytest.raises(RefusalError, match=r"letters\.overtaken"):
        record_letters(unit, plan, made, "")
    assert len(in_force_of(unit, 1)) == 2


def test_a_library_with_both_ways_in_force_is_told_and_put_right_in_one_act(unit: FakeUnit) -> None:
    """As an earlier version allowed it."""
    sealed_batch(unit)
    issue(unit, LetterWay.ALL)
    (former,) = in_force_of(unit, 1)
    unit.register.add(replace(former, id=0, serial=9, number="示市监函〔2024〕9号", basis="contact:胡伟"))
    assert "counts:letters" in open_points(unit)
    assert road_of(unit, 1).letters_open == 2
    assert len(issue(unit, reason=WHY)) == 2
    assert "counts:letters" not in open_points(unit)


def test_a_batch_that_lost_a_case_has_its_letter_issued_anew_and_the_former_given_up(unit: FakeUnit) -> None:
    sealed_batch(unit, "公共服务", "公共服务")
    (former,) = issue(unit)
    leave_batch(unit, 1, "暂缓")
    with pytest.raises(RefusalError, match=r"letters\.update_first"):
        issue(unit, reason=WHY)
    foreseen = letters_after(unit, plan_update(unit, 1))
    assert foreseen is not None
    unit.batches.change(BatchChange(1, BatchChangeKind.DROPPED, "暂缓", "示例甲", unit.now, 1))
    assert [line.letter for line in road_of(unit, 1).letters] == [LetterStanding.UNLIKE]
    assert foreseen.is_as(plan_letters(unit, 1)), "the letter is issued as was shown before the update"
    (now,) = issue(unit, reason=WHY)
    assert now != former
    assert [now] == [one.called for one in foreseen.new]
    assert road_of(unit, 1).letters_open == 0
    assert [one.void_reason for one in unit.register.of_batch(1) if one.is_void] == [WHY]


def test_nobody_without_the_role_issues_and_nothing_after_the_batch_was_sent(unit: FakeUnit) -> None:
    sealed_batch(unit)
    plan = plan_letters(unit, 1)
    made = [(matter, b"%PDF") for matter in letter_matters(unit, plan)]
    actor, unit.actor = unit.actor, User("示例丙", frozenset({Role.ADMIN}))
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        record_letters(unit, plan, made, "")
    unit.actor = actor
    unit.batches.mark_sent(1, unit.now, "示例甲")
    with pytest.raises(RefusalError, match=r"batch\.already_sent"):
        record_letters(unit, plan, made, "")
    assert in_force_of(unit, 1) == ()


def test_a_parcel_is_whole_with_its_letter_alone_and_the_letter_goes_in_under_the_seal(unit: FakeUnit) -> None:
    sealed_batch(unit, "公共服务")
    (view,) = planned(unit, 1).parcels
    put_all_in(unit, 1)
    with pytest.raises(RefusalError, match=r"parcel\.incomplete"):
        close_parcel(unit, view.parcel.id)
    (called,) = issue(unit)
    assert f"sealed:letter:{called}" in open_points(unit)
    (missing,) = batch_parcels(unit, 1).parcels[0].missing
    assert missing.refusal == f"报送函 {called} 还没有登记用印。"
    with pytest.raises(RefusalError, match=r"parcel\.nothing_to_put_in"):
        put_all_in(unit, 1)
    lettered(unit, 1)
    assert f"sealed:letter:{called}" not in open_points(unit)
    put_all_in(unit, 1)
    close_parcel(unit, view.parcel.id)
    assert batch_parcels(unit, 1).parcels[0].is_whole


def test_a_reason_in_writing_stands_for_the_seal_or_for_the_letter(unit: FakeUnit) -> None:
    sealed_batch(unit, "公共服务")
    (view,) = planned(unit, 1).parcels
    point = next(one for one in mail_check(unit, 1).points if one.id == "counts:letter")
    excuse_point(unit, 1, point.id, "市局同意不附函", point.facts)
    put_all_in(unit, 1)
    assert batch_parcels(unit, 1).parcels[0].is_whole
    assert road_of(unit, 1).letters_open == 0
    (called,) = issue(unit)
    assert not batch_parcels(unit, 1).parcels[0].is_whole
    point = next(one for one in mail_check(unit, 1).points if one.id == f"sealed:letter:{called}")
    excuse_point(unit, 1, point.id, "电子函，不盖章", point.facts)
    put_all_in(unit, 1)
    close_parcel(unit, view.parcel.id)


def test_a_letter_replaced_after_it_was_packed_is_taken_out_by_its_number(unit: FakeUnit) -> None:
    sealed_batch(unit, "公共服务", "公共服务")
    (view,) = planned(unit, 1).parcels
    (former,) = lettered(unit, 1)
    put_all_in(unit, 1)
    close_parcel(unit, view.parcel.id)
    dropped(unit, 1)
    issue(unit, reason=WHY)
    (now,) = batch_parcels(unit, 1).parcels
    assert f"报送函 {former} 已作废或者改由别的函代替，请取出。" in now.misfits
    open_parcel(unit, view.parcel.id, WHY)
    off = [line.piece for line in now.lies if line.piece.paper == former or line.piece.application_id == 1]
    take_out(unit, view.parcel.id, off, WHY)
    lettered(unit, 1)
    put_all_in(unit, 1)
    close_parcel(unit, view.parcel.id)
    kinds = [line.piece.kind for line in batch_parcels(unit, 1).parcels[0].lies]
    assert kinds.count(PieceKind.LETTER) == 1


def test_one_parcel_for_all_takes_the_letters_of_every_contact(unit: FakeUnit) -> None:
    sealed_batch(unit)
    lettered(unit, 1, LetterWay.CONTACT)
    settle(unit, "2024", "parcel_for", "all", "市局来电")
    planned(unit, 1)
    put_all_in(unit, 1)
    (view,) = batch_parcels(unit, 1).parcels
    assert [line.piece.kind for line in view.lies].count(PieceKind.LETTER) == 2
    assert view.is_whole


def test_copies_that_changed_since_the_letter_was_issued_are_said(unit: FakeUnit) -> None:
    sealed_batch(unit, "公共服务")
    (called,) = issue(unit)
    assert f"counts:copies:{called}" not in open_points(unit)
    settle(unit, "2024", "copies_to_send", "2", "市局来电")
    said = open_points(unit)[f"counts:copies:{called}"]
    assert "推荐部门意见1份，申请表3份" in said
    assert "推荐部门意见1份，申请表2份" in said


def test_a_sample_letter_of_the_practice_season_asks_for_no_seal(unit: FakeUnit) -> None:
    sealed_batch(unit, "公共服务")
    (called,) = issue(unit)
    (entry,) = in_force_of(unit, 1)
    unit.register.complete(replace(entry, sealed_how=Sealing.SAMPLE))
    assert f"sealed:letter:{called}" not in open_points(unit)


def test_the_letters_foreseen_for_some_cases_are_those_that_a_batch_of_them_gets(unit: FakeUnit) -> None:
    """By the season's way, under the next numbers; nothing is taken by looking."""
    batch = unit.batches.get(sealed_batch(unit))
    foreseen = coming_letters(unit, [line.application_id for line in batch.lines])
    assert coming_letters(unit, [line.application_id for line in batch.lines]) == foreseen
    assert [(one.contact, one.cases) for one in foreseen] == [
        (one.contact, one.cases) for one in plan_letters(unit, 1).new
    ]
    assert issue(unit) == [one.called for one in foreseen]
    assert coming_letters(unit, []) == ()


@pytest.mark.parametrize("column", ["project_name", "applicant", "sector"])
def test_a_letter_that_prints_a_former_name_is_to_be_replaced(unit: FakeUnit, column: str) -> None:
    sealed_batch(unit)
    issue(unit, LetterWay.ALL)
    first = unit.applications.get(unit.batches.get(1).lines[0].application_id)
    unit.applications.update(
        replace(first, values={**first.values, column: "现代服务业" if column == "sector" else "示例"})
    )
    assert [one.is_unlike for one in letters_of(unit, unit.batches.get(1)).letters] == [True]
    called = in_force_of(unit, 1)[0].called
    assert issue(unit, LetterWay.ALL, "项目信息有更正") != [called]
    assert not letters_of(unit, unit.batches.get(1)).unlike


def test_an_older_mark_says_nothing_of_the_names_but_still_of_the_classes() -> None:
    project = NamedProject("示-2024-0001", "示例项目", "上海示例甲单位", "公共服务", "一般项目")
    older = hashlib.sha256("示-2024-0001 一般项目".encode()).hexdigest()
    assert not says_else(older, [project._replace(name="另一名称", applicant="上海示例乙单位")])
    assert says_else(older, [project._replace(proposed="重点项目")])
    assert says_else(letter_mark([project]), [project._replace(name="另一名称")])
    assert not says_else("", [project])
