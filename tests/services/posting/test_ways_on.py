"""A case that leaves the road while its batch is half at the post: wherever its copies lie, the rest goes on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from reviewer_app.domain.dispatch.changes import BatchChange, BatchChangeKind
from reviewer_app.domain.dispatch.letters import LetterWay
from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.domain.dispatch.road import LineStanding
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import State
from reviewer_app.services.cases.reviewing import agree_withdrawal, ask_withdrawal, reopen, withdraw
from reviewer_app.services.dispatch.changing.planning import plan_update
from reviewer_app.services.dispatch.leaving import leave_batch, rejoin_batch
from reviewer_app.services.dispatch.mail_check import mail_check
from reviewer_app.services.dispatch.road import road_of
from reviewer_app.services.papers.batch_letters import plan_letters
from reviewer_app.services.posting.contents import ParcelView, batch_parcels
from reviewer_app.services.posting.packing import close_parcel, open_parcel, put_all_in, take_out
from reviewer_app.services.posting.posting import drop_parcel, post_parcel, record_receipt, record_return
from support.fakes import FakeUnit
from support.packed import closed, lettered, planned, posting, sealed_batch
from support.sending import excuse_what_may_be

WHY = "申报单位来函撤回"
#: The cases of a batch of which one is sent by itself, and one stays behind.
STAYS, GOES = 1, 2


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def view(unit: FakeUnit, number: int) -> ParcelView:
    return next(one for one in batch_parcels(unit, 1).parcels if one.parcel.number == number)


def bring_up_to_date(unit: FakeUnit) -> None:
    """What 更新这一批 puts on record of a batch, without its folder."""
    for gone in plan_update(unit, 1).dropped:
        said = BatchChange(1, BatchChangeKind.DROPPED, WHY, "示例甲", unit.now, gone.line.application_id)
        unit.batches.change(said)


def empty(unit: FakeUnit, number: int) -> None:
    """Takes all out of a parcel and takes the parcel away; one that is closed or came back is opened first."""
    parcel = view(unit, number)
    if parcel.parcel.state is not ParcelState.OPEN:
        open_parcel(unit, parcel.parcel.id, WHY)
    if parcel.lies:
        take_out(unit, parcel.parcel.id, [line.piece for line in parcel.lies], WHY)
    drop_parcel(unit, parcel.parcel.id)


def sealed(unit: FakeUnit) -> None:
    """The other parcel is posted; that of the case has nothing in it yet."""
    packed(unit)
    parcel = view(unit, GOES)
    take_out(unit, parcel.parcel.id, [line.piece for line in parcel.lies], WHY)


def packed(unit: FakeUnit) -> None:
    """Its copies lie in a parcel that is open."""
    put_in_closed(unit)
    open_parcel(unit, view(unit, GOES).parcel.id, WHY)


def put_in_closed(unit: FakeUnit) -> None:
    """Its copies lie in a closed parcel, the other one is posted."""
    closed(unit, sealed_batch(unit))
    post_parcel(unit, view(unit, STAYS).parcel.id, posting(unit, "EA1"))


def came_back(unit: FakeUnit) -> None:
    """Its parcel was posted and came back before the other one was posted."""
    closed(unit, sealed_batch(unit))
    post_parcel(unit, view(unit, GOES).parcel.id, posting(unit, "EA2"))
    record_return(unit, view(unit, GOES).parcel.id, unit.today, "地址不符")
    post_parcel(unit, view(unit, STAYS).parcel.id, posting(unit, "EA1"))


def left(unit: FakeUnit) -> None:
    leave_batch(unit, GOES, WHY)


@pytest.mark.parametrize("lies", [sealed, packed, put_in_closed, came_back])
@pytest.mark.parametrize("leaves", [lambda unit: withdraw(unit, GOES, WHY), lambda unit: reopen(unit, GOES, WHY), left])
def test_what_leaves_a_batch_half_at_the_post_does_not_hold_the_rest(
    unit: FakeUnit, lies: Callable[[FakeUnit], None], leaves: Callable[[FakeUnit], object]
) -> None:
    lies(unit)
    leaves(unit)
    bring_up_to_date(unit)
    excuse_what_may_be(unit, 1)
    assert unit.batches.get(1).sent_at is None
    empty(unit, GOES)
    assert unit.batches.get(1).sent_at is not None
    assert unit.applications.get(STAYS).state is State.SENT
    assert unit.applications.get(GOES).state is not State.SENT


def test_a_batch_is_not_sent_by_who_was_asked_about_an_empty_parcel_alone(unit: FakeUnit) -> None:
    """The question said that it can be planned anew; meanwhile a colleague posted the other one."""
    sealed(unit)
    leave_batch(unit, GOES, WHY)
    bring_up_to_date(unit)
    excuse_what_may_be(unit, 1)
    left = view(unit, GOES).parcel.id
    with pytest.raises(RefusalError, match=r"parcel\.drop_changed"):
        drop_parcel(unit, left, False)
    assert unit.batches.get(1).sent_at is None
    drop_parcel(unit, left, True)
    assert unit.batches.get(1).sent_at is not None


@pytest.mark.parametrize("is_received", [False, True])
def test_a_case_at_the_post_is_taken_back_by_letter_once_the_rest_is_sent(unit: FakeUnit, is_received: bool) -> None:
    put_in_closed(unit)
    if is_received:
        record_receipt(unit, view(unit, STAYS).parcel.id, unit.today, "收发室")
    with pytest.raises(RefusalError, match=r"parcel\.case_on_its_way"):
        withdraw(unit, STAYS, WHY)
    leave_batch(unit, GOES, WHY)
    bring_up_to_date(unit)
    excuse_what_may_be(unit, 1)
    empty(unit, GOES)
    ask_withdrawal(unit, STAYS, WHY)
    agree_withdrawal(unit.acting("示例乙"), STAYS)
    assert unit.applications.get(STAYS).state is State.RECOMMENDATION_WITHDRAWN


def test_the_copies_of_a_case_that_was_dropped_are_named_in_its_parcel(unit: FakeUnit) -> None:
    """They lie there still: a parcel closed over them is not posted before they are out."""
    closed(unit, sealed_batch(unit, "公共服务", "公共服务"))
    withdraw(unit, GOES, WHY)
    bring_up_to_date(unit)
    (parcel,) = batch_parcels(unit, 1).parcels
    assert parcel.misfits[:1] == ("2024-示-0002 已移出这一批。",)
    assert any(point.code == "mail_check.packed_foreign" for point in mail_check(unit, 1).points)
    with pytest.raises(RefusalError, match=r"mail_check\.stopped|parcel\.misfit"):
        post_parcel(unit, parcel.parcel.id, posting(unit))
    open_parcel(unit, parcel.parcel.id, WHY)
    own = [line.piece for line in parcel.lies if line.piece.application_id == GOES]
    take_out(unit, parcel.parcel.id, own, WHY)
    lettered(unit, 1)
    assert all("已作废" in said for said in view(unit, 1).misfits)


def test_a_letter_for_all_that_was_posted_stays_and_is_excused(unit: FakeUnit) -> None:
    sealed_batch(unit)
    planned(unit, 1)
    lettered(unit, 1, LetterWay.ALL)
    put_all_in(unit, 1)
    for number in (STAYS, GOES):
        close_parcel(unit, view(unit, number).parcel.id)
    excuse_what_may_be(unit, 1)
    post_parcel(unit, view(unit, STAYS).parcel.id, posting(unit, "EA1"))
    withdraw(unit, GOES, WHY)
    bring_up_to_date(unit)
    assert plan_letters(unit, 1).is_nothing
    assert road_of(unit, 1).letters_open == 0
    assert any(point.code == "mail_check.letter_unlike" and point.is_open for point in mail_check(unit, 1).points)
    excuse_what_may_be(unit, 1)
    empty(unit, GOES)
    assert unit.batches.get(1).sent_at is not None


def test_the_last_parcel_here_is_not_taken_away_while_something_of_the_batch_is_open(unit: FakeUnit) -> None:
    sealed(unit)
    withdraw(unit, GOES, WHY)
    assert road_of(unit, 1).lines[1].standing is LineStanding.ENDED
    with pytest.raises(RefusalError, match=r"batch\.cases_sent"):
        empty(unit, GOES)
    assert view(unit, GOES).parcel.state is ParcelState.OPEN
    assert view(unit, GOES).missing == ()
    with pytest.raises(RefusalError, match=r"parcel\.nothing_to_put_in"):
        put_all_in(unit, 1)


def test_what_is_at_the_post_is_not_made_anew_and_what_left_comes_back(unit: FakeUnit) -> None:
    put_in_closed(unit)
    with pytest.raises(RefusalError, match=r"batch\.parcel_posted"):
        leave_batch(unit, STAYS, WHY)
    leave_batch(unit, GOES, WHY)
    rejoin_batch(unit, GOES, 1, "单位来电，仍要报送")
    assert not plan_update(unit, 1).touched
