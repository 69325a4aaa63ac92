"""A parcel on its way: its posting undone in time, signed for, come back and sent again; what stands meanwhile."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from reviewer_app.domain.application import Keeping, Role, User
from reviewer_app.domain.batch import BatchLine
from reviewer_app.domain.deadlines import chinese_date
from reviewer_app.domain.dispatch.city import CityAnswerKind, CityWords
from reviewer_app.domain.dispatch.city_list import CityRow
from reviewer_app.domain.dispatch.parcels import CopyPlace, ParcelState
from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Direction
from reviewer_app.domain.outside.custody import Custody, CustodyStand
from reviewer_app.domain.states import State
from reviewer_app.services.cases.reviewing import ask_withdrawal, reopen, withdraw
from reviewer_app.services.city.answering import record_answers
from reviewer_app.services.city.list_reading import UsualWords, plan_list
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.handover.gathering import refusals_of_sending
from reviewer_app.services.papers.printing import PrintOrder, gather
from reviewer_app.services.posting.contents import batch_parcels
from reviewer_app.services.posting.packing import close_parcel, open_parcel, put_all_in, take_out
from reviewer_app.services.posting.posting import post_parcel, record_receipt, record_return, undo_posting
from support.fakes import FakeUnit
from support.packed import closed, planned, posted, posting, sealed_batch

WHY = "单号填错"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def states(unit: FakeUnit, batch_id: int) -> list[ParcelState]:
    return [view.parcel.state for view in batch_parcels(unit, batch_id).parcels]


def places(unit: FakeUnit, parcel_id: int) -> set[CopyPlace]:
    last = {move.piece: move for move in unit.parcels.moves}
    return {move.place for move in last.values() if move.parcel_id == parcel_id}


def test_a_posting_undone_brings_the_batch_and_its_cases_back(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    first, second = posted(unit, batch_id)
    undo_posting(unit, first.parcel.id, WHY)
    assert states(unit, batch_id) == [ParcelState.CLOSED, ParcelState.POSTED]
    assert unit.batches.get(batch_id).sent_at is None
    assert {unit.applications.get(one).state for one in (1, 2)} == {State.SEALED}
    assert {copy.keeping for copy in unit.papers.of(1)} == {Keeping.SHELF}
    assert {copy.keeping for copy in unit.papers.of(2)} == {Keeping.MAILED}
    assert [entry.delivered_on is None for entry in unit.register.all()] == [True, False] * 2
    assert places(unit, first.parcel.id) == {CopyPlace.PARCEL}
    assert [event.act for event in unit.events.of(1)][-2:] == ["sending_taken_back", "posting_undone"]
    post_parcel(unit, first.parcel.id, posting(unit, "EA7"))
    assert {unit.applications.get(one).state for one in (1, 2)} == {State.SENT}
    assert states(unit, batch_id) == [ParcelState.POSTED] * 2
    assert second.parcel.posting is not None


def test_a_posting_is_undone_by_its_own_person_on_its_own_day(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    (first, _) = posted(unit, batch_id)
    with pytest.raises(RefusalError, match=r"parcel\.reason_needed"):
        undo_posting(unit, first.parcel.id, " ")
    unit.users.put(User("示例丙", frozenset({Role.HANDLER})))
    with pytest.raises(RefusalError, match=r"parcel\.posted_by_other"):
        undo_posting(unit.acting("示例丙"), first.parcel.id, WHY)
    unit.acting("示例甲")
    unit.clock += timedelta(days=1)
    with pytest.raises(RefusalError, match=r"parcel\.posted_earlier"):
        undo_posting(unit, first.parcel.id, WHY)


def test_what_was_answered_is_not_undone(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    first, second = posted(unit, batch_id)
    record_receipt(unit, second.parcel.id, unit.today, "市局收发室")
    with pytest.raises(RefusalError, match=r"parcel\.not_posted"):
        undo_posting(unit, second.parcel.id, WHY)
    with pytest.raises(RefusalError, match=r"parcel\.other_answered"):
        undo_posting(unit, first.parcel.id, WHY)
    assert unit.batches.get(batch_id).sent_at is not None


def test_a_case_the_bureau_has_answered_keeps_its_parcel_posted(unit: FakeUnit) -> None:
    (first, _) = posted(unit, sealed_batch(unit))
    unit.applications.update(replace(unit.applications.get(1), state=State.APPROVED))
    with pytest.raises(RefusalError, match=r"parcel\.answered"):
        undo_posting(unit, first.parcel.id, WHY)


def test_a_receipt_says_day_and_person_and_the_copies_are_with_the_bureau(unit: FakeUnit) -> None:
    (first, _) = posted(unit, sealed_batch(unit))
    for days, person, code in ((1, "某人", "day_ahead"), (-1, "某人", "day_before_posting"), (0, " ", "person_needed")):
        with pytest.raises(RefusalError, match=code):
            record_receipt(unit, first.parcel.id, unit.today + timedelta(days=days), person)
    record_receipt(unit, first.parcel.id, unit.today, "市局收发室")
    assert places(unit, first.parcel.id) == {CopyPlace.CITY}
    assert unit.events.of(1)[-1].detail["receiver"] == "市局收发室"


def test_a_parcel_that_came_back_is_entered_and_can_be_sent_again(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    (first, _) = posted(unit, batch_id)
    record_return(unit, first.parcel.id, unit.today, "收件人拒收")
    entry = unit.register.all()[-1]
    assert (entry.direction, entry.kind, entry.called) == (Direction.INCOMING, "returned-parcel", "收〔2024〕1号")
    assert entry.subject == "第1批第1包（胡伟）退回（单号 EA000000001CN）"
    assert places(unit, first.parcel.id) == {CopyPlace.BACK}
    assert {copy.keeping for copy in unit.papers.of(1)} == {Keeping.SHELF}
    with pytest.raises(RefusalError, match=r"parcel\.not_posted"):
        record_return(unit, first.parcel.id, unit.today, "又退回")
    open_parcel(unit, first.parcel.id, "改寄")
    put_all_in(unit, batch_id)
    close_parcel(unit, first.parcel.id)
    post_parcel(unit, first.parcel.id, posting(unit, "EA9"))
    assert states(unit, batch_id) == [ParcelState.POSTED] * 2
    assert unit.applications.get(1).state is State.SENT


def test_what_is_said_of_the_sending_names_the_day_of_posting(unit: FakeUnit) -> None:
    """Recorded some days late: the letter, the bureau's answers and a supplement go by the day of the post."""
    batch_id = sealed_batch(unit)
    views, day = closed(unit, batch_id), unit.today
    unit.clock += timedelta(days=4)
    for days, view in enumerate(views):
        waybill = f"EA{view.parcel.id:09d}CN"
        post_parcel(unit, view.parcel.id, posting(unit, waybill, day + timedelta(days=days)))
    early = CityWords(CityAnswerKind.RECEIVED, day)
    with pytest.raises(RefusalError, match=r"city\.day_early"):
        record_answers(unit, batch_id, [1, 2], early)
    record_answers(unit, batch_id, [1], early)
    row = CityRow(2, unit.applications.get(1).values["filing_number"], result="退回", reason="缺页", day=day)
    assert [one.doubts for one in plan_list(unit, [row], UsualWords())] == [()]
    ask_withdrawal(unit, 1, "项目已停止实施")
    letter = gather(unit, PrintOrder(DocumentKind.WITHDRAWAL_LETTER, 1)).values
    assert letter is not None
    assert letter.fields["sent_on"] == chinese_date(day)
    again = replace(unit.batches.get(batch_id), number=2, sent_at=None, supplements=batch_id)
    remark = gather(unit, PrintOrder(DocumentKind.COVERING_LETTER, batch_id=unit.batches.add(again))).values
    assert remark is not None
    assert chinese_date(day + timedelta(days=1)) in remark.fields["remark"]


def test_a_recommendation_taken_back_is_not_mailed_again(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit, "公共服务", "公共服务")
    (first,) = posted(unit, batch_id)
    record_return(unit, first.parcel.id, unit.today, "收件人拒收")
    open_parcel(unit, first.parcel.id, "改寄")
    put_all_in(unit, batch_id)
    ask_withdrawal(unit, 1, "项目已停止实施")
    (packed,) = batch_parcels(unit, batch_id).parcels
    assert packed.misfits == ("2024-示-0001 目前为“拟撤回推荐”，不随这一批报送。",)
    with pytest.raises(RefusalError, match=r"parcel\.misfit"):
        close_parcel(unit, first.parcel.id)
    take_out(unit, first.parcel.id, [one.piece for one in packed.lies if one.piece.application_id == 1], "撤回")
    close_parcel(unit, first.parcel.id)
    post_parcel(unit, first.parcel.id, posting(unit, "EA9"))
    assert {line.piece.application_id for line in batch_parcels(unit, batch_id).parcels[0].lies} == {0, 2}


def test_a_batch_of_which_a_parcel_came_back_before_the_last_was_posted_is_not_sent_yet(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    first, second = closed(unit, batch_id)
    post_parcel(unit, first.parcel.id, posting(unit, "EA1"))
    record_return(unit, first.parcel.id, unit.today, "地址不符")
    post_parcel(unit, second.parcel.id, posting(unit, "EA2"))
    assert unit.batches.get(batch_id).sent_at is None
    open_parcel(unit, first.parcel.id, "改寄")
    put_all_in(unit, batch_id)
    close_parcel(unit, first.parcel.id)
    post_parcel(unit, first.parcel.id, posting(unit, "EA3"))
    assert unit.batches.get(batch_id).sent_at is not None


def test_a_case_that_was_handed_to_another_desk_stays_out_of_the_post(unit: FakeUnit) -> None:
    """Its copies lie where they lay: the parcel is named and has to be opened."""
    (first, _) = closed(unit, sealed_batch(unit))
    case = unit.applications.get(1)
    away = Custody("k:1", 1, CustodyStand.AWAY, "f", "窗口", unit.now, 1, "")
    unit.applications.cases[1] = replace(case, custody=away)
    with pytest.raises(RefusalError, match=r"parcel\.misfit") as refused:
        post_parcel(unit, first.parcel.id, posting(unit))
    assert refused.value.values["what"] == "2024-示-0001 已移交到别处办理，这里不能动它的材料"


def test_a_case_whose_copies_lie_in_a_parcel_is_not_handed_over(unit: FakeUnit) -> None:
    (first, _) = closed(unit, sealed_batch(unit))
    leave_batch(unit, 1, WHY)
    case = unit.applications.get(1)
    refusal = refusals_of_sending(unit, [case])[1]
    assert (refusal.code, refusal.values["parcel"]) == ("custody.in_parcel", "第1包（胡伟）")
    open_parcel(unit, first.parcel.id, WHY)
    (view, _) = batch_parcels(unit, 1).parcels
    take_out(unit, first.parcel.id, [line.piece for line in view.lies if line.case], WHY)
    assert refusals_of_sending(unit, [case]) == {}


def test_a_case_whose_parcel_is_on_its_way_does_not_leave_the_batch(unit: FakeUnit) -> None:
    first, _ = closed(unit, sealed_batch(unit))
    post_parcel(unit, first.parcel.id, posting(unit))
    with pytest.raises(RefusalError, match=r"batch\.parcel_posted"):
        leave_batch(unit, 1, WHY)
    leave_batch(unit, 2, WHY)


def test_a_case_whose_parcel_is_on_its_way_is_not_taken_up_again(unit: FakeUnit) -> None:
    first, second = closed(unit, sealed_batch(unit))
    post_parcel(unit, first.parcel.id, posting(unit))
    with pytest.raises(RefusalError, match=r"parcel\.case_on_its_way"):
        reopen(unit, 1, "单位更名")
    with pytest.raises(RefusalError, match=r"parcel\.case_on_its_way"):
        withdraw(unit, 1, "单位撤回")
    assert unit.applications.get(1).state is State.SEALED
    undo_posting(unit, first.parcel.id, WHY)
    reopen(unit, 1, "单位更名")
    assert second.parcel.posting is None


def test_a_batch_with_a_withdrawn_case_says_so_of_that_case(unit: FakeUnit) -> None:
    first, _ = closed(unit, sealed_batch(unit))
    withdraw(unit, 2, "单位撤回")
    with pytest.raises(RefusalError, match=r"batch\.cases_sent") as refused:
        post_parcel(unit, first.parcel.id, posting(unit))
    assert refused.value.values["numbers"] == "2024-示-0002（撤回）"


def test_copies_the_bureau_has_kept_are_not_asked_for_again(unit: FakeUnit) -> None:
    """A case that came back from the bureau and is sent with another batch: its forms are there already."""
    posted(unit, sealed_batch(unit, "公共服务"))
    case = unit.applications.get(1)
    unit.applications.update(replace(case, state=State.SEALED))
    line = BatchLine(1, case.intake_number, case.project_name)
    again = replace(unit.batches.get(1), number=2, sent_at=None, lines=(line,))
    (view,) = planned(unit, unit.batches.add(again)).parcels
    assert [line.piece.kind for line in view.missing] == ["letter", "list", "summary", "sheet"]


def test_a_parcel_comes_back_though_its_case_lies_at_another_desk_meanwhile(unit: FakeUnit) -> None:
    (first, _) = posted(unit, sealed_batch(unit))
    away = Custody("k:1", 1, CustodyStand.AWAY, "f", "窗口", unit.now, 1, "")
    unit.applications.cases[1] = replace(unit.applications.get(1), custody=away)
    record_return(unit, first.parcel.id, unit.today, "收件人拒收")
    assert places(unit, first.parcel.id) == {CopyPlace.BACK}
    assert {copy.keeping for copy in unit.papers.of(1)} == {Keeping.MAILED}
