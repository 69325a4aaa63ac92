"""What is open of a batch, step by step: whose turn it is, what lacks, and that a finished batch says nothing."""

from __future__ import annotations

import pytest

from reviewer_app.domain.dispatch.road import RoadStep
from reviewer_app.services.cases.reviewing import ask_withdrawal, withdraw
from reviewer_app.services.posting.contents import batch_parcels
from reviewer_app.services.posting.packing import close_parcel, put_all_in
from reviewer_app.services.posting.posting import post_parcel, record_return
from reviewer_app.services.posting.still_open import still_open
from support.fakes import FakeUnit
from support.packed import lettered, planned, posted, posting, sealed_batch
from support.sending import excuse_what_may_be


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def said(unit: FakeUnit, step: RoadStep) -> list[str]:
    return [row.said for row in still_open(unit, 1).rows if row.step is step]


def test_the_parcels_say_what_comes_next_until_they_are_at_the_post(unit: FakeUnit) -> None:
    sealed_batch(unit)
    assert said(unit, RoadStep.POST) == ["还有 2 个邮包没有编排"]
    planned(unit, 1)
    lettered(unit, 1)
    assert said(unit, RoadStep.POST) == ["第1包（胡伟）还缺 5 份", "第2包（倪敏）还缺 5 份"]
    put_all_in(unit, 1)
    first, second = (one.parcel.id for one in batch_parcels(unit, 1).parcels)
    close_parcel(unit, first)
    excuse_what_may_be(unit, 1)
    assert said(unit, RoadStep.POST) == ["第1包（胡伟）已封，待寄出", "第2包（倪敏）已装齐，待封"]
    close_parcel(unit, second)
    post_parcel(unit, first, posting(unit, "EA1"))
    post_parcel(unit, second, posting(unit, "EA2"))
    assert said(unit, RoadStep.POST) == []
    assert said(unit, RoadStep.CITY) == ["2 件还没有市局结果"]


def test_what_the_check_before_mailing_holds_open_stands_at_its_step(unit: FakeUnit) -> None:
    sealed_batch(unit)
    withdraw(unit, 1, "单位撤回")
    first = said(unit, RoadStep.MAKE)[0]
    assert first.startswith("2024-示-0001 不能随本批寄出")


def test_a_case_taken_back_or_a_parcel_that_came_back_leads_on_after_sending(unit: FakeUnit) -> None:
    first, _ = posted(unit, sealed_batch(unit))
    record_return(unit, first.parcel.id, unit.today, "地址不符")
    ask_withdrawal(unit, 2, "项目已停止实施")
    rows = still_open(unit, 1).rows
    assert [(row.step, row.said, row.application_id) for row in rows] == [
        (RoadStep.SEAL, "2 份盖章文件还没有扫描回来", 0),
        (RoadStep.POST, "第1包（胡伟）已退回，待拆封改寄或者取出", 0),
        (RoadStep.CITY, "1 件还没有市局结果", 0),
        (RoadStep.CITY, "2024-示-0002 拟撤回推荐，等待同意", 2),
    ]


def test_many_of_one_kind_are_told_as_one(unit: FakeUnit) -> None:
    sealed_batch(unit, *["公共服务"] * 5)
    for number in range(1, 6):
        withdraw(unit, number, "单位撤回")
    place = [one for one in said(unit, RoadStep.MAKE) if "不能随本批寄出" in one]
    assert len(place) == 1
    assert place[0].endswith("这一类共 5 处")


def test_whose_turn_it_is_with_the_seal_is_said(unit: FakeUnit) -> None:
    """A scan that is awaited holds nothing back, and is told; a letter that was not asked for waits for that."""
    sealed_batch(unit)
    planned(unit, 1)
    lettered(unit, 1, is_sealed=False)
    assert said(unit, RoadStep.SEAL) == ["2 份文件还没有申请用印", "2 份盖章文件还没有扫描回来"]
