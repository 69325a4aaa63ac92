"""Where every copy lies: one place each, with how it came there; what the exported list says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from reviewer_app.domain.application import Keeping, PaperCopy
from reviewer_app.domain.dispatch.parcels import CopyPlace
from reviewer_app.services.posting.contents import batch_parcels
from reviewer_app.services.posting.copies import CopyLine, copies_table, where_copies_lie
from reviewer_app.services.posting.packing import put_all_in, take_out
from support.casework import registered
from support.fakes import FakeUnit
from support.packed import planned, posted, sealed_batch


@pytest.fixture
def unit() -> FakeUnit:
    return FakeUnit()


def lines(unit: FakeUnit, case_id: int = 0) -> dict[str, CopyLine]:
    return {f"{one.case.id} {one.piece.called}": one for one in where_copies_lie(unit, case_id).lines}


def test_every_copy_has_one_place_and_its_history(unit: FakeUnit) -> None:
    batch_id = sealed_batch(unit)
    unit.papers.put(2, PaperCopy(3))
    at_desk = lines(unit)
    assert {one.place for name, one in at_desk.items() if name.startswith("1 ")} == {CopyPlace.DESK}
    assert at_desk["2 标准化试点项目申请表 第3份"].place is CopyPlace.APPLICANT
    first, _ = planned(unit, batch_id).parcels
    put_all_in(unit, batch_id)
    inside = lines(unit)["1 推荐部门意见 示市监荐〔2024〕1号 第1份"]
    assert (inside.where, [step.where for step in inside.history]) == (
        "邮包 第1批第1包（胡伟）",
        ["邮包 第1批第1包（胡伟）"],
    )
    form = next(line.piece for line in first.missing if line.piece.kind == "form")
    take_out(unit, first.parcel.id, [form], "少一页")
    back = lines(unit)[f"1 {form.called}"]
    assert [(step.where, step.reason) for step in back.history][1:] == [
        ("邮包 第1批第1包（胡伟）", ""),
        ("本局（经办）", "少一页"),
    ]
    unit.papers.put(1, replace(unit.papers.of(1)[0], keeping=Keeping.RETURNED))
    assert lines(unit)[f"1 {form.called}"].place is CopyPlace.APPLICANT
    assert form not in [line.piece for line in batch_parcels(unit, batch_id).parcels[0].missing]


def test_a_case_of_which_nothing_came_stands_on_its_own_list_alone(unit: FakeUnit) -> None:
    case_id = registered(unit)
    assert lines(unit) == {}
    assert [one.place for one in lines(unit, case_id).values()] == [CopyPlace.APPLICANT] * 3


def test_the_table_counts_the_copies_by_place(unit: FakeUnit) -> None:
    posted(unit, sealed_batch(unit))
    found = where_copies_lie(unit)
    table = copies_table(unit, found.lines, found.season)
    assert table.totals == (("已寄出", 8),)
    assert table.rows[0][:1] + table.rows[0][3:6] == (
        "2024-示-0001",
        "标准化试点项目申请表 第1份",
        "已寄出",
        "第1批第1包（胡伟）",
    )
