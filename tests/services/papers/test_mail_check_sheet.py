"""寄前核对单: the check as it stands at that moment on paper, with each point, who excused it and why."""

from __future__ import annotations

import tomllib

import pytest

from reviewer_app.domain.documents import DocumentKind
from reviewer_app.domain.errors import RefusalError
from reviewer_app.services.dispatch.mail_check import excuse_point, mail_check
from reviewer_app.services.papers.closing_slip import look_for_head
from reviewer_app.services.papers.printing import PrintOrder, gather, record_printed
from reviewer_app.services.ports.papers import DocumentValues
from reviewer_resources import text
from support.fakes import FakeUnit
from support.packed import sealed_batch
from support.sending import send_excused

WHY = "按纸质台账核对过，照寄"
KIND = DocumentKind.MAIL_CHECK


def sheet(unit: FakeUnit, batch_id: int) -> DocumentValues:
    values = gather(unit, PrintOrder(KIND, batch_id=batch_id)).values
    assert values is not None
    return values


def test_every_point_stands_on_it_what_is_open_first_and_an_excuse_with_who_and_when() -> None:
    unit = FakeUnit()
    batch_id = sealed_batch(unit, "公共服务")
    before = mail_check(unit, batch_id)
    first = next(one for one in before.points if one.may_be_excused)
    excuse_point(unit, batch_id, first.id, WHY, first.facts)
    said = sheet(unit, batch_id)
    rows = said.tables["points"]
    assert len(rows) == len(before.points)
    assert [row[0] for row in rows] == sorted((row[0] for row in rows), key=lambda word: word != "待办")
    (excused,) = [row for row in rows if row[0] == "已说明"]
    assert excused[2] == f"{WHY}（{unit.actor.name} {unit.now:%Y-%m-%d %H:%M}）"
    opened = sum(row[0] == "待办" for row in rows)
    assert said.fields["standing"] == (
        f"共 {len(rows)} 点：通过 {len(rows) - opened - 1}，已说明 1，还有 {opened} 点待办。"
    )
    assert set(said.fields) == set(tomllib.loads(text("templates", "mail-check.toml"))["fields"])


def test_its_head_is_found_again_and_its_print_is_on_record() -> None:
    unit = FakeUnit()
    batch_id = sealed_batch(unit, "公共服务")
    matter = gather(unit, PrintOrder(KIND, batch_id=batch_id))
    assert matter.values is not None
    record_printed(unit, matter, 1, "示例打印机")
    (event,) = unit.events.latest(1)
    assert (event.detail["document"], event.detail["document_number"]) == ("mail-check", "第1批")
    assert not look_for_head(unit, matter.values.fields["head"]).is_broken


def test_one_printed_after_the_posting_says_so() -> None:
    unit = FakeUnit()
    batch_id = sealed_batch(unit, "公共服务")
    send_excused(unit, batch_id)
    assert sheet(unit, batch_id).fields["standing"].endswith("本单是寄出以后打印的。")


def test_a_batch_that_is_not_there_has_none() -> None:
    with pytest.raises(RefusalError, match=r"batch\.unknown"):
        sheet(FakeUnit(), 9)
