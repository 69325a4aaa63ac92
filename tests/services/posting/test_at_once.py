"""A whole batch packed and closed in one act as it was shown, and all its parcels posted together, or none of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest

from reviewer_app.domain.application import Keeping, Role, User
from reviewer_app.domain.dispatch.parcels import ParcelState
from reviewer_app.domain.errors import RefusalError
from reviewer_app.domain.states import State
from reviewer_app.services.cases.sealing import strike_use
from reviewer_app.services.dispatch.leaving import leave_batch
from reviewer_app.services.posting.at_once import (
    pack_at_once,
    packing_plan,
    post_at_once,
    said_of_postings,
)
from reviewer_app.services.posting.contents import batch_parcels
from reviewer_app.services.posting.packing import plan_parcels, put_all_in
from support.fakes import FakeUnit
from support.packed import closed, lettered, sealed_batch
from support.sending import excuse_what_may_be


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def states(unit: FakeUnit, batch_id: int) -> list[ParcelState]:
    return [view.parcel.state for view in batch_parcels(unit, batch_id).parcels]


def packed(unit: FakeUnit, batch_id: int) -> None:
    pack_at_once(unit, batch_id, packing_plan(unit, batch_id))


def test_what_is_shown_is_what_is_planned_put_in_and_closed(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    lettered(unit, batch_id)
    shown = packing_plan(unit, batch_id)
    assert [(one.called, one.cases, one.is_new, one.is_closed) for one in shown] == [
        ("第1包（胡伟）", 1, True, True),
        ("第2包（倪敏）", 1, True, True),
    ]
    assert unit.parcels.of_batch(batch_id) == (), "looking writes nothing"
    packed(unit, batch_id)
    assert states(unit, batch_id) == [ParcelState.CLOSED] * 2
    lies = [view.lies for view in batch_parcels(unit, batch_id).parcels]
    assert [len(one.goes_in) for one in shown] == [len(one) for one in lies]


def test_a_parcel_that_is_not_whole_stays_open_and_says_what_it_lacks(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    lettered(unit, batch_id)
    strike_use(unit, unit.seals.uses()[-1].id, "盖歪，重盖")
    shown = packing_plan(unit, batch_id)
    assert [one.is_closed for one in shown] == [True, False]
    assert any("2024-示-0002" in why and "在“用印”" in why for why in shown[1].stays_away)
    packed(unit, batch_id)
    assert states(unit, batch_id) == [ParcelState.CLOSED, ParcelState.OPEN]


def test_what_changed_since_it_was_shown_is_shown_anew(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    shown = packing_plan(unit, batch_id)
    leave_batch(unit, 1, "单位来函更正")
    with pytest.raises(RefusalError, match=r"parcel\.plan_changed"):
        pack_at_once(unit, batch_id, shown)
    assert unit.parcels.of_batch(batch_id) == ()


def test_what_another_began_is_gone_on_with_and_a_second_press_finds_nothing(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    lettered(unit, batch_id)
    plan_parcels(unit, batch_id, batch_parcels(unit, batch_id).lacks)
    assert [one.is_new for one in packing_plan(unit, batch_id)] == [False, False]
    put_all_in(unit, batch_id)
    assert [one.goes_in for one in packing_plan(unit, batch_id)] == [(), ()]
    packed(unit, batch_id)
    with pytest.raises(RefusalError, match=r"parcel\.nothing_to_pack"):
        packed(unit, batch_id)


def test_all_parcels_are_posted_together_and_the_batch_is_sent(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    first, second = closed(unit, batch_id)
    post_at_once(unit, batch_id, "邮政", unit.today, {first.parcel.id: "ea1 ", second.parcel.id: "ＥＡ2"})
    posted = [view.parcel.posting for view in batch_parcels(unit, batch_id).parcels]
    assert [(one.courier, one.waybill, one.day) for one in posted if one] == [
        ("邮政", "EA1", unit.today),
        ("邮政", "EA2", unit.today),
    ]
    assert unit.batches.get(batch_id).sent_at is not None
    assert {unit.applications.get(one).state for one in (1, 2)} == {State.SENT}
    assert {copy.keeping for copy in unit.papers.of(1)} == {Keeping.MAILED}


def test_one_of_several_may_go_before_the_others(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    first, second = closed(unit, batch_id)
    post_at_once(unit, batch_id, "邮政", unit.today, {second.parcel.id: "EA2"})
    assert states(unit, batch_id) == [ParcelState.CLOSED, ParcelState.POSTED]
    assert unit.batches.get(batch_id).sent_at is None
    post_at_once(unit, batch_id, "邮政", unit.today, {first.parcel.id: "EA1"})
    assert unit.batches.get(batch_id).sent_at is not None


def _odd(unit: FakeUnit, first: int, second: int) -> dict[str, Callable[[], object]]:
    today = unit.today

    def of(courier: str, day: date, *waybills: str) -> Callable[[], object]:
        pairs = dict(zip((first, second), waybills, strict=False))
        return lambda: post_at_once(unit, 1, courier, day, pairs)

    return {
        "parcel.none_chosen waybill": of("邮政", today),
        "parcel.courier_needed courier": of(" ", today, "EA1", "EA2"),
        f"parcel.waybill_needed waybill:{second}": of("邮政", today, "EA1", " "),
        f"parcel.waybill_twice waybill:{second}": of("邮政", today, "EA1", "ea 1"),
        f"parcel.waybill_odd waybill:{first}": of("邮政", today, "EA\u200b1", "EA2"),
        "parcel.day_ahead day": of("邮政", today + timedelta(days=1), "EA1", "EA2"),
        "parcel.day_before day": of("邮政", today - timedelta(days=9), "EA1", "EA2"),
        "parcel.unknown ": lambda: post_at_once(unit, 1, "邮政", today, {first: "EA1", 99: "EA9"}),
    }


@pytest.mark.parametrize("place", range(8))
def test_what_is_wrong_with_one_is_said_beside_it_and_none_is_posted(unit: FakeUnit, place: int) -> None:
    batch_id = sealed_batch(unit)
    first, second = (view.parcel.id for view in closed(unit, batch_id))
    said, act = list(_odd(unit, first, second).items())[place]
    with pytest.raises(RefusalError) as refused:
        act()
    assert f"{refused.value.code} {refused.value.values.get('field', '')}" == said
    assert states(unit, batch_id) == [ParcelState.CLOSED] * 2


def test_none_goes_while_a_point_of_the_check_is_open(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    lettered(unit, batch_id)
    packed(unit, batch_id)
    first, second = (view.parcel.id for view in batch_parcels(unit, batch_id).parcels)
    with pytest.raises(RefusalError, match=r"mail_check\.stopped"):
        post_at_once(unit, batch_id, "邮政", unit.today, {first: "EA1", second: "EA2"})
    excuse_what_may_be(unit, batch_id)
    post_at_once(unit, batch_id, "邮政", unit.today, {first: "EA1", second: "EA2"})


def test_who_may_not_pack_or_post_is_refused_without_the_button_too(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    first, _second = (view.parcel.id for view in closed(unit, batch_id))
    unit.users.put(User("示例访客", frozenset({Role.HEAD, Role.ADMIN})))
    unit.acting("示例访客")
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        post_at_once(unit, batch_id, "邮政", unit.today, {first: "EA1"})
    with pytest.raises(RefusalError, match=r"act\.role_needed"):
        pack_at_once(unit, batch_id, ())


def test_what_is_said_of_all_of_them_is_said_once_with_their_names(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    ids = [view.parcel.id for view in closed(unit, batch_id)]
    said = said_of_postings(unit, ids, date(2030, 1, 1))
    assert len(said) == len(set(said))
    assert any("第1包（胡伟）、第2包（倪敏）：" in one and "报送截止日" in one for one in said)
