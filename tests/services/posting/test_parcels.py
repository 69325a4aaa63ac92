"""The parcels of a batch from the plan to the post: what lies where, what is refused, and when the batch is sent."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta

import pytest

from reviewer_app.domain.application import Keeping, PaperCopy
from reviewer_app.domain.dispatch.parcels import CopyPlace, ParcelState, Piece, PieceKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.numbers import Delivery
from reviewer_app.domain.states import State
from reviewer_app.services.cases.reviewing import reopen
from reviewer_app.services.dispatch.changing.dissolving import dissolve_batch
from reviewer_app.services.dispatch.dispatching import record_sent
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.dispatch.road import posting_standing
from reviewer_app.services.posting.contents import batch_parcels
from reviewer_app.services.posting.packing import (
    close_parcel,
    open_parcel,
    plan_parcels,
    put_all_in,
    put_in,
    take_out,
)
from reviewer_app.services.posting.posting import drop_parcel, post_parcel
from reviewer_app.services.seasons.settling import settle
from support.fakes import FakeUnit
from support.packed import closed, lettered, planned, posting, sealed_batch
from support.sending import excuse_what_may_be

WHY = "市局来电"


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def form(case_id: int, number: int = 1) -> Piece:
    return Piece(PieceKind.FORM, case_id, "", number)


def test_a_parcel_for_each_contact_or_one_for_all_as_the_season_says(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    shown = batch_parcels(unit, batch_id)
    assert (shown.planned, shown.is_settled) == ((("胡伟", 1), ("倪敏", 1)), False)
    settle(unit, "2024", "parcel_for", "all", WHY)
    shown = batch_parcels(unit, batch_id)
    assert (shown.planned, shown.is_settled) == ((("", 2),), True)
    assert [view.parcel.called for view in planned(unit, batch_id).parcels] == ["第1包"]


def test_a_batch_goes_from_the_plan_to_the_post_and_is_sent_with_its_last_parcel(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    excuse_what_may_be(unit, batch_id)
    views = planned(unit, batch_id).parcels
    assert [view.parcel.called for view in views] == ["第1包（胡伟）", "第2包（倪敏）"]
    # The letters that were never issued are excused in writing: none is asked for.
    assert [len(view.missing) for view in views] == [6, 6]
    put_all_in(unit, batch_id)
    first, second = batch_parcels(unit, batch_id).parcels
    assert first.lacking_enclosures == ()
    assert [line.piece.kind for line in first.lies] == ["list", "summary", "sheet", "form", "form", "form"]
    close_parcel(unit, first.parcel.id)
    close_parcel(unit, second.parcel.id)
    post_parcel(unit, first.parcel.id, posting(unit, "ea 000 000 001 cn"))
    assert unit.batches.get(batch_id).sent_at is None
    assert posting_standing(unit, unit.batches.get(batch_id)).line == "2 个邮包，已封 1，已寄 1"
    post_parcel(unit, second.parcel.id, posting(unit, "EA000000002CN"))
    assert unit.batches.get(batch_id).sent_at is not None
    assert [unit.applications.get(one).state for one in (1, 2)] == [State.SENT, State.SENT]
    sent = batch_parcels(unit, batch_id).parcels
    assert [view.parcel.state for view in sent] == [ParcelState.POSTED] * 2
    assert sent[0].parcel.posting is not None
    assert sent[0].parcel.posting.waybill == "EA000000001CN"
    assert {copy.keeping for copy in unit.papers.of(1)} == {Keeping.MAILED}
    said = [event.act for event in unit.events.of(1)][-5:]
    assert said == ["parcel_packed", "parcel_closed", "parcel_posted", "batched", "sent"]


def test_so_many_copies_and_sheets_go_as_the_season_says(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    settle(unit, "2024", "copies_to_send", "2", WHY)
    settle(unit, "2024", "sheets_to_send", "2", WHY)
    planned(unit, batch_id)
    put_all_in(unit, batch_id)
    first = batch_parcels(unit, batch_id).parcels[0]
    assert [line.piece.called for line in first.lies if line.case is not None] == [
        "推荐部门意见 示市监荐〔2024〕1号 第1份",
        "推荐部门意见 示市监荐〔2024〕1号 第2份",
        "标准化试点项目申请表 第1份",
        "标准化试点项目申请表 第2份",
    ]
    with pytest.raises(RefusalError, match=r"parcel\.not_of_batch"):
        put_in(unit, first.parcel.id, [form(1, 3)])


def test_a_copy_lies_in_one_parcel_alone(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    first, second = planned(unit, batch_id).parcels
    put_in(unit, first.parcel.id, [form(1)])
    with pytest.raises(RefusalError, match=r"parcel\.lies_already"):
        put_in(unit, first.parcel.id, [form(1)])
    with pytest.raises(RefusalError, match=r"parcel\.not_for_this"):
        put_in(unit, second.parcel.id, [form(1)])
    take_out(unit, first.parcel.id, [form(1)], "少一页")
    assert unit.parcels.moves[-1].place is CopyPlace.DESK
    assert unit.parcels.moves[-1].reason == "少一页"
    put_in(unit, first.parcel.id, [form(1), form(1)])
    assert sum(move.place is CopyPlace.PARCEL for move in unit.parcels.moves) == 2


def test_what_never_came_was_given_back_or_is_not_stamped_is_not_put_in(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    unit.papers.put(1, PaperCopy(2))
    unit.papers.put(2, replace(unit.papers.of(2)[0], keeping=Keeping.RETURNED))
    unit.applications.update(replace(unit.applications.get(1), state=State.SIGNED_OFF))
    first, second = planned(unit, batch_id).parcels
    for view, piece in ((first, form(1, 2)), (second, form(2, 1))):
        with pytest.raises(RefusalError, match=r"parcel\.not_of_batch"):
            put_in(unit, view.parcel.id, [piece])
    sheet = next(line for line in first.missing if line.piece.kind is PieceKind.SHEET)
    assert sheet.place is CopyPlace.SEALING
    with pytest.raises(RefusalError, match=r"parcel\.lies_elsewhere"):
        put_in(unit, first.parcel.id, [sheet.piece])
    put_all_in(unit, batch_id)
    with pytest.raises(RefusalError, match=r"parcel\.incomplete") as refused:
        close_parcel(unit, first.parcel.id)
    assert refused.value.values["what"] == "报送函、2024-示-0001 推荐部门意见 示市监荐〔2024〕1号 第1份"


def test_a_parcel_whose_case_left_the_batch_is_named_and_has_to_be_opened(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit, "公共服务", "公共服务")
    (view,) = closed(unit, batch_id)
    leave_batch(unit, 1, "单位来函更正")
    with pytest.raises(RefusalError, match=r"parcel\.misfit") as refused:
        post_parcel(unit, view.parcel.id, posting(unit))
    assert refused.value.values["what"] == "2024-示-0001 已移出这一批"
    with pytest.raises(RefusalError, match=r"parcel\.not_open"):
        take_out(unit, view.parcel.id, [form(1)], WHY)
    open_parcel(unit, view.parcel.id, "案件移出批次")
    (view,) = batch_parcels(unit, batch_id).parcels
    take_out(unit, view.parcel.id, [line.piece for line in view.lies if line.piece.application_id == 1], WHY)
    close_parcel(unit, view.parcel.id)
    (view,) = batch_parcels(unit, batch_id).parcels
    assert (view.misfits, view.cases) == ((), 1)


@pytest.mark.parametrize(
    ("courier", "waybill", "days", "code"),
    [
        ("", "EA1", 0, "courier_needed"),
        ("邮政", " ", 0, "waybill_needed"),
        ("邮政", "EA\u200b1", 0, "waybill_odd"),
        ("邮政", "EA1", 1, "day_ahead"),
        ("邮政", "EA1", -1, "day_before"),
        ("邮政", "1" * 61, 0, "too_long"),
    ],
)
def test_a_posting_that_cannot_be_is_refused_at_its_field(
    unit: FakeUnit, courier: str, waybill: str, days: int, code: str
) -> None:
    (view, _) = closed(unit, sealed_batch(unit))
    said = replace(posting(unit, waybill, unit.today + timedelta(days=days)), courier=courier)
    with pytest.raises(RefusalError, match=code) as refused:
        post_parcel(unit, view.parcel.id, said)
    assert refused.value.values["field"] in {"courier", "waybill", "day"}
    assert unit.parcels.get(view.parcel.id).state is ParcelState.CLOSED


def test_a_waybill_is_used_once_and_a_parcel_is_posted_once(unit: FakeUnit) -> None:
    first, second = closed(unit, sealed_batch(unit))
    post_parcel(unit, first.parcel.id, posting(unit, "EA1"))
    with pytest.raises(RefusalError, match=r"parcel\.waybill_taken"):
        post_parcel(unit, second.parcel.id, posting(unit, "ｅａ 1"))
    with pytest.raises(RefusalError, match=r"parcel\.not_closed"):
        post_parcel(unit, first.parcel.id, posting(unit, "EA3"))


def test_two_people_at_one_parcel_are_refused_what_the_other_has_ended(unit: FakeUnit) -> None:
    """Each acts on the list as he saw it; what the other closed or posted meanwhile stands."""
    (view,) = planned(unit, sealed_batch(unit, "公共服务")).parcels
    lettered(unit, 1)
    put_all_in(unit, 1)
    close_parcel(unit, view.parcel.id)
    unit.acting("示例乙")
    parcel, piece = view.parcel.id, view.missing[0].piece
    late_acts: list[Callable[[], object]] = [
        lambda: put_in(unit, parcel, [piece]),
        lambda: take_out(unit, parcel, [piece], WHY),
        lambda: close_parcel(unit, parcel),
        lambda: drop_parcel(unit, parcel),
    ]
    for late in late_acts:
        with pytest.raises(RefusalError, match=r"parcel\.not_open"):
            late()
    with pytest.raises(RefusalError, match=r"parcel\.nothing_to_put_in"):
        put_all_in(unit, 1)


def test_a_case_taken_up_again_makes_its_closed_parcel_unfit(unit: FakeUnit) -> None:
    (view,) = closed(unit, sealed_batch(unit, "公共服务"))
    reopen(unit, 1, "单位更名")
    with pytest.raises(RefusalError, match=r"parcel\.misfit") as refused:
        post_parcel(unit, view.parcel.id, posting(unit))
    assert refused.value.values["what"] == "2024-示-0001 编入这一批之后重新办理过，邮包里的是旧的推荐意见"


def test_a_sheet_whose_seal_was_struck_out_makes_its_closed_parcel_unfit(unit: FakeUnit) -> None:
    (view,) = closed(unit, sealed_batch(unit, "公共服务"))
    unit.applications.update(replace(unit.applications.get(1), state=State.SIGNED_OFF))
    with pytest.raises(RefusalError, match=r"parcel\.misfit") as refused:
        post_parcel(unit, view.parcel.id, posting(unit))
    assert refused.value.values["what"] == "2024-示-0001 的推荐意见还没有盖章"


def test_a_batch_is_not_dissolved_while_anything_lies_in_its_parcels(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    first, _ = planned(unit, batch_id).parcels
    put_in(unit, first.parcel.id, [form(1)])
    with pytest.raises(RefusalError, match=r"batch\.parcel_packed"):
        dissolve_batch(unit, batch_id, "漏选一件")
    take_out(unit, first.parcel.id, [form(1)], WHY)
    dissolve_batch(unit, batch_id, "漏选一件")
    with pytest.raises(RefusalError, match=r"batch\.dissolved"):
        plan_parcels(unit, batch_id, ())


def test_a_batch_with_parcels_is_not_sent_round_them(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    closed(unit, batch_id)
    with pytest.raises(RefusalError, match=r"parcel\.not_all_posted"):
        record_sent(unit, batch_id)


def test_a_plan_made_twice_or_after_a_change_is_refused(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    seen = batch_parcels(unit, batch_id).lacks
    leave_batch(unit, 2, WHY)
    with pytest.raises(RefusalError, match=r"parcel\.plan_changed"):
        plan_parcels(unit, batch_id, seen)
    plan_parcels(unit, batch_id, ["胡伟"])
    with pytest.raises(RefusalError, match=r"parcel\.nothing_to_plan"):
        plan_parcels(unit, batch_id, ["胡伟"])


def test_a_parcel_is_taken_away_only_while_it_is_empty(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    first, _ = planned(unit, batch_id).parcels
    put_in(unit, first.parcel.id, [form(1)])
    with pytest.raises(RefusalError, match=r"parcel\.not_empty"):
        drop_parcel(unit, first.parcel.id)
    take_out(unit, first.parcel.id, [form(1)], WHY)
    drop_parcel(unit, first.parcel.id)
    assert batch_parcels(unit, batch_id).lacks == ("胡伟",)
    assert [view.parcel.number for view in planned(unit, batch_id).parcels] == [1, 2]


def test_the_register_says_on_which_day_each_paper_left(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    views = closed(unit, batch_id)
    unit.clock += timedelta(days=2)
    post_parcel(unit, views[0].parcel.id, posting(unit, "EA1", unit.today - timedelta(days=1)))
    assert unit.register.get(2).delivered_on is None
    post_parcel(unit, views[1].parcel.id, posting(unit, "EA2"))
    delivered = [(entry.delivered_how, entry.delivered_on) for entry in unit.register.all()]
    # The sheets of both, then the letter in each parcel.
    assert delivered == [(Delivery.WITH_BATCH, date(2024, 5, 20)), (Delivery.WITH_BATCH, date(2024, 5, 21))] * 2
